import type { LeftOut } from '../../shared/model/transfer-list'
import { SecretText } from '../service/secret'
import type { OwnRecord } from './record'
import { PARTS_MAX, TEXT_MAX } from './limit'

/** A field beyond the usual ones. Its value is kept as a secret in any case. */
export interface ForeignField {
  readonly name: string
  readonly value: SecretText
  /** The other program hides it. */
  readonly isProtected: boolean
}

/** One entry of a file, in the one shape that all formats are read into. */
export interface ForeignEntry {
  readonly title: string
  readonly username: string
  readonly url: string
  readonly notes: string
  /** null: it has none. */
  readonly password: SecretText | null
  readonly fields: readonly ForeignField[]
  readonly tags: readonly string[]
  /** From the outermost folder on. */
  readonly folder: readonly string[]
  /** Epoch ms. */
  readonly createdAt: number | null
  readonly modifiedAt: number | null
  readonly expiresAt: number | null
  /** `deleted`: it lies in the other program's bin. */
  readonly state: 'active' | 'archived' | 'deleted'
  readonly leftOut: readonly LeftOut[]
  /** What Keyglot wrote of it, where the file is its own export. */
  readonly own: OwnRecord | null
}

/** Wipes what can be wiped. */
export function wipeEntries(entries: readonly ForeignEntry[]): void {
  for (const { password, fields } of entries) {
    password?.wipe()
    for (const { value } of fields) value.wipe()
  }
}

type Text = 'title' | 'username' | 'url' | 'notes'
type When = 'createdAt' | 'modifiedAt' | 'expiresAt'

/** Farthest instant that a date can have, ms from 1970. */
const INSTANT_MAX = 8_640_000_000_000_000

/** Collects one entry, within the limits; what goes beyond them is left out, and remembered as such. */
export class EntryDraft {
  readonly #texts: Record<Text, string> = { title: '', username: '', url: '', notes: '' }
  readonly #times: Record<When, number | null> = {
    createdAt: null,
    modifiedAt: null,
    expiresAt: null,
  }
  readonly #fields: ForeignField[] = []
  readonly #tags: string[] = []
  readonly #leftOut = new Set<LeftOut>()
  #password: SecretText | null = null
  folder: readonly string[] = []
  state: ForeignEntry['state'] = 'active'
  own: OwnRecord | null = null

  text(name: Text, value: string | null | undefined): this {
    const fitting = this.#fitting(value)
    if (fitting !== '') this.#texts[name] = fitting
    return this
  }

  password(value: string | null | undefined): this {
    const fitting = this.#fitting(value)
    if (fitting === '') return this
    this.#password?.wipe()
    this.#password = SecretText.fromText(fitting)
    return this
  }

  get hasPassword(): boolean {
    return this.#password !== null
  }

  field(name: string, value: string | null | undefined, isProtected: boolean): this {
    const fitting = this.#fitting(value)
    if (fitting === '') return this
    if (this.#fields.length >= PARTS_MAX) return this.leave('too-many')
    const shown = name.slice(0, 200)
    this.#fields.push({ name: shown, value: SecretText.fromText(fitting), isProtected })
    return this
  }

  tags(values: readonly string[]): this {
    for (const value of values) {
      const tag = value.trim()
      if (tag === '' || this.#tags.includes(tag)) continue
      // millions more are not even looked for among those that are kept
      if (this.#tags.length >= PARTS_MAX) return this.leave('too-many')
      if (tag.length > TEXT_MAX) this.leave('too-many')
      else this.#tags.push(tag)
    }
    return this
  }

  /** Epoch ms; what is no date is left out. */
  time(name: When, at: number | null | undefined): this {
    if (at === null || at === undefined) return this
    if (!Number.isFinite(at) || Math.abs(at) > INSTANT_MAX) return this.leave('date')
    this.#times[name] = Math.trunc(at)
    return this
  }

  /** A date as text; an empty one is none. */
  date(name: When, text: string | null | undefined): this {
    const trimmed = (text ?? '').trim()
    if (trimmed === '') return this
    return this.time(name, Date.parse(trimmed))
  }

  leave(what: LeftOut): this {
    this.#leftOut.add(what)
    return this
  }

  done(): ForeignEntry {
    const { folder, state, own } = this
    return {
      ...this.#texts,
      ...this.#times,
      password: this.#password,
      fields: this.#fields,
      tags: this.#tags,
      leftOut: [...this.#leftOut],
      ...{ folder, state, own },
    }
  }

  #fitting(value: string | null | undefined): string {
    if (value === null || value === undefined) return ''
    if (value.length <= TEXT_MAX) return value
    this.leave('too-long')
    return ''
  }
}
