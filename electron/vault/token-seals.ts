import { SecretText } from '../service/secret'
import { SLOTS, type Slot, type StoredToken } from '../service/port'
import type { TokenDetails, TokenId } from '../../shared/model/token'
import * as codec from './codec'
import { FieldSeal, type RecordAt } from './envelope'
import { PerKey, type KeyRing } from './key-ring'

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
  readonly #seals: PerKey<Readonly<Record<PartName, FieldSeal>>>

  constructor(ring: KeyRing) {
    this.#seals = new PerKey(ring, ({ vaultId, keyId, nonces, subkeys }) => {
      const key = { vaultId, keyId, nonces, bytes: subkeys.records }
      const seal = (field: string) => new FieldSeal(key, 'token', field)
      return {
        overview: seal('overview'),
        details: seal('details'),
        current: seal('secret/current'),
        pending: seal('secret/pending'),
        previous: seal('secret/previous'),
      }
    })
  }

  sealOverview(at: RecordAt, content: codec.OverviewContent): Buffer {
    return this.#seals.newest().overview.seal(at, codec.encodeOverview(content))
  }

  openToken([row, id, version, key, sealed]: TokenRow): OpenedToken | null {
    const plain = this.#seals.of(key)?.overview.open({ id, version }, sealed) ?? null
    const content = plain && codec.decodeOverview(plain)
    if (content === null) return null
    const token = { id, version, overview: content.overview }
    return { row, token, parts: content.parts, sealed }
  }

  sealDetails(at: RecordAt, details: TokenDetails): Buffer {
    return this.#seals.newest().details.seal(at, codec.encodeDetails(details))
  }

  openDetails(of: OpenedToken, key: number, sealed: Buffer): TokenDetails | null {
    const at = { id: of.token.id, version: of.parts.details }
    const plain = this.#seals.of(key)?.details.open(at, sealed) ?? null
    return plain && codec.decodeDetails(plain)
  }

  sealSecret(at: RecordAt, slot: Slot, secret: SecretText): Buffer {
    const plain = codec.encodeSecret(secret.bytes())
    const sealed = this.#seals.newest()[slot].seal(at, plain)
    plain.fill(0)
    return sealed
  }

  openSecret(of: OpenedToken, slot: Slot, [key, sealed]: SecretRow): SecretText | null {
    const at = { id: of.token.id, version: of.parts[slot] }
    const plain = this.#seals.of(key)?.[slot].open(at, sealed) ?? null
    if (plain === null) return null
    const bytes = codec.decodeSecret(plain)
    plain.fill(0)
    return bytes && SecretText.fromBytes(bytes)
  }

  /** A part as it was sealed, without a look at what it says; null: it does not open. */
  openPart(field: PartName, at: RecordAt, [key, sealed]: SecretRow): Buffer | null {
    return this.#seals.of(key)?.[field].open(at, sealed) ?? null
  }

  sealPart(field: PartName, at: RecordAt, plain: Buffer): Buffer {
    return this.#seals.newest()[field].seal(at, plain)
  }
}

/** The parts of a token that are sealed one by one. */
type PartName = 'overview' | 'details' | Slot

/** What a row of `token_secret` holds. */
export type SecretRow = readonly [key: number, sealed: Buffer]

export function slotNumber(slot: Slot): number {
  return SLOTS.indexOf(slot)
}
