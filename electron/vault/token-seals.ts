import { SecretText } from '../service/secret'
import { SLOTS, type Slot, type StoredToken } from '../service/port'
import type { TokenDetails, TokenId } from '../../shared/model/token'
import * as codec from './codec'
import { FieldSeal, type RecordAt, type SealingKey } from './envelope'

/** A row of `token` as the statements give it. */
export type TokenRow = readonly [
  row: number,
  id: TokenId,
  version: number,
  key: number,
  overview: Buffer,
]

/** A token whose overview has opened. */
export interface OpenedToken {
  readonly row: number
  readonly token: StoredToken
  readonly parts: codec.Parts
  /** The overview as it stands in the file. */
  readonly sealed: Buffer
}

/** Seals and opens the parts of a token. Everything is null that does not open as it should. */
export class TokenSeals {
  readonly #key: number
  readonly #overview: FieldSeal
  readonly #details: FieldSeal
  readonly #slots: Readonly<Record<Slot, FieldSeal>>

  /** `number`: under which the rows name the key. */
  constructor(key: SealingKey, number: number) {
    this.#key = number
    this.#overview = new FieldSeal(key, 'token', 'overview')
    this.#details = new FieldSeal(key, 'token', 'details')
    const slot = (name: Slot) => new FieldSeal(key, 'token', `secret/${name}`)
    this.#slots = {
      current: slot('current'),
      pending: slot('pending'),
      previous: slot('previous'),
    }
  }

  sealOverview(at: RecordAt, content: codec.OverviewContent): Buffer {
    return this.#overview.seal(at, codec.encodeOverview(content))
  }

  openToken([row, id, version, key, sealed]: TokenRow): OpenedToken | null {
    if (key !== this.#key) return null
    const plain = this.#overview.open({ id, version }, sealed)
    const content = plain && codec.decodeOverview(plain)
    if (content === null) return null
    const token = { id, version, overview: content.overview }
    return { row, token, parts: content.parts, sealed }
  }

  sealDetails(at: RecordAt, details: TokenDetails): Buffer {
    return this.#details.seal(at, codec.encodeDetails(details))
  }

  openDetails(of: OpenedToken, key: number, sealed: Buffer): TokenDetails | null {
    if (key !== this.#key) return null
    const plain = this.#details.open({ id: of.token.id, version: of.parts.details }, sealed)
    return plain && codec.decodeDetails(plain)
  }

  sealSecret(at: RecordAt, slot: Slot, secret: SecretText): Buffer {
    const plain = codec.encodeSecret(secret.bytes())
    const sealed = this.#slots[slot].seal(at, plain)
    plain.fill(0)
    return sealed
  }

  openSecret(of: OpenedToken, slot: Slot, [key, sealed]: SecretRow): SecretText | null {
    if (key !== this.#key) return null
    const plain = this.#slots[slot].open({ id: of.token.id, version: of.parts[slot] }, sealed)
    if (plain === null) return null
    const bytes = codec.decodeSecret(plain)
    plain.fill(0)
    return bytes && SecretText.fromBytes(bytes)
  }
}

/** What a row of `token_secret` holds. */
export type SecretRow = readonly [key: number, sealed: Buffer]

export function slotNumber(slot: Slot): number {
  return SLOTS.indexOf(slot)
}
