import type { Draft } from '../../../shared/contract/token'

/** One value in a paste that may be the token. */
export interface Finding {
  readonly value: string
  readonly wrapping: Draft['wrapping']
  readonly variable: string | null
  readonly header: string | null
  /** 3: its name says secret; 2: it looks like a token; 1: nothing better. */
  readonly weight: 1 | 2 | 3
}

/** What a form of paste was read as. */
export interface Reading {
  readonly findings: readonly Finding[]
  /** Addresses beside the value, in order. */
  readonly urls: readonly string[]
}
