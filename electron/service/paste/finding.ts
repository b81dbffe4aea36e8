import type { Draft } from '../../../shared/contract/token'

/** One value in a paste that may be the token. */
export interface Finding {
  readonly value: string
  readonly wrapping: Draft['wrapping']
  readonly variable: string | null
  readonly header: string | null
  /** 3: its name says secret; 2: it looks like a token; 1: nothing better. */
  readonly weight: 1 | 2 | 3
  /** The server that the value is kept for, where the form of the paste says so. */
  readonly server?: string
}

/** An address in a paste, and what it is called there. */
export interface Address {
  readonly url: string
  readonly name: string | null
}

/** Another value in a paste, such as a project id. */
export interface Named {
  readonly name: string
  readonly value: string
}

/** What stands beside the value, in order; filled while a paste is read. */
export interface Beside {
  readonly addresses: Address[]
  readonly named: Named[]
}

/** What a form of paste was read as. */
export interface Reading extends Beside {
  readonly findings: readonly Finding[]
}

export const nothingBeside = (): Beside => ({ addresses: [], named: [] })

const NAMED_MAX = 100
const VALUE_MAX = 200

/** Keeps a value that is no secret by its name. */
export function note(beside: Beside, name: string, value: string): void {
  if (beside.named.length >= NAMED_MAX || value.length > VALUE_MAX) return
  beside.named.push({ name: name.slice(0, 100), value })
}
