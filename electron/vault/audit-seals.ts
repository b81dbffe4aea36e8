import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditEntry } from '../../shared/model/audit'
import { decodeEnd, decodeEntry, encodeEnd, encodeEntry, type AuditEnd } from './audit-codec'
import { FieldSeal, lengthPrefixed } from './envelope'
import { PerKey, type KeyRing } from './key-ring'

const CHAIN_BYTES = 32
const SEQ_BYTES = 8

/** What stands before the first line. */
export const CHAIN_START = Buffer.alloc(CHAIN_BYTES)

/** A row of `audit` as the statements give it. */
export type AuditSqlRow = readonly [seq: number, key: number, chain: Buffer, sealed: Buffer]

/** A row of `audit_end`. */
export type EndSqlRow = readonly [version: number, key: number, sealed: Buffer]

/**
 * Seals lines, and chains them: a line opens at its own number only, and its chain value is a MAC
 * over the one before, the number and the sealed bytes. So a line that is spoilt takes no other
 * along, and one that is gone or in another's place breaks the chain.
 */
export class AuditSeals {
  readonly #seals: PerKey<{ line: FieldSeal; end: FieldSeal; chain: Buffer }>

  constructor(ring: KeyRing) {
    this.#seals = new PerKey(ring, ({ vaultId, keyId, nonces, subkeys }) => {
      const sealing = { vaultId, keyId, nonces, bytes: subkeys.audit }
      const line = new FieldSeal(sealing, 'audit', 'entry')
      return { line, end: new FieldSeal(sealing, 'audit_end', 'end'), chain: subkeys.auditChain }
    })
  }

  seal(seq: number, entry: AuditEntry): Buffer {
    return this.#seals.newest().line.seal({ id: 'line', version: seq }, encodeEntry(entry))
  }

  /** The line as it stands, under the newest key; null: it is not what was written as this one. */
  sealAgain(row: AuditSqlRow): Buffer | null {
    const [seq] = row
    const plain = this.#plain(seq, row)
    return plain && this.#seals.newest().line.seal({ id: 'line', version: seq }, plain)
  }

  /** null: not what was written as this line. */
  open(seq: number, row: AuditSqlRow): AuditEntry | null {
    const plain = this.#plain(seq, row)
    return plain && decodeEntry(plain)
  }

  /** Whether it was written under its number, if maybe by a version that knew more acts. */
  isOwn(row: AuditSqlRow): boolean {
    return this.#plain(row[0], row) !== null
  }

  /** Under the newest key. */
  chain(before: Uint8Array, seq: number, sealed: Uint8Array): Buffer {
    return linkOf(this.#seals.newest().chain, before, { seq, sealed })
  }

  /** `before` null: what stood before it was lost, and nothing can be said. */
  follows(before: Uint8Array | null, [seq, key, chain, sealed]: AuditSqlRow): boolean {
    if (before === null) return true
    const seals = this.#seals.of(key)
    if (!seals) return false
    const expected = linkOf(seals.chain, before, { seq, sealed })
    return chain.length === expected.length && timingSafeEqual(chain, expected)
  }

  #plain(seq: number, [, key, , sealed]: AuditSqlRow): Buffer | null {
    return this.#seals.of(key)?.line.open({ id: 'line', version: seq }, sealed) ?? null
  }

  sealEnd(version: number, end: AuditEnd): Buffer {
    return this.#seals.newest().end.seal({ id: 'end', version }, encodeEnd(end))
  }

  openEnd([version, key, sealed]: EndSqlRow): AuditEnd | null {
    const plain = this.#seals.of(key)?.end.open({ id: 'end', version }, sealed) ?? null
    return plain && decodeEnd(plain)
  }
}

function linkOf(
  key: Uint8Array,
  before: Uint8Array,
  { seq, sealed }: { readonly seq: number; readonly sealed: Uint8Array },
): Buffer {
  const number = Buffer.alloc(SEQ_BYTES)
  number.writeBigUInt64BE(BigInt(seq))
  return createHmac('sha256', key)
    .update(lengthPrefixed(['audit', before, number, sealed]))
    .digest()
}
