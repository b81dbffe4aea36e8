import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditEntry } from '../../shared/model/audit'
import { decodeEnd, decodeEntry, encodeEnd, encodeEntry, type AuditEnd } from './audit-codec'
import { FieldSeal, lengthPrefixed } from './envelope'
import type { VaultKeys } from './token-store'

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
  readonly #keys: VaultKeys
  readonly #line: FieldSeal
  readonly #end: FieldSeal

  constructor(keys: VaultKeys) {
    const { vaultId, keyId, nonces, subkeys } = keys
    const sealing = { vaultId, keyId, nonces, bytes: subkeys.audit }
    this.#keys = keys
    this.#line = new FieldSeal(sealing, 'audit', 'entry')
    this.#end = new FieldSeal(sealing, 'audit_end', 'end')
  }

  seal(seq: number, entry: AuditEntry): Buffer {
    return this.#line.seal({ id: 'line', version: seq }, encodeEntry(entry))
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

  chain(before: Uint8Array, seq: number, sealed: Uint8Array): Buffer {
    const number = Buffer.alloc(SEQ_BYTES)
    number.writeBigUInt64BE(BigInt(seq))
    return createHmac('sha256', this.#keys.subkeys.auditChain)
      .update(lengthPrefixed(['audit', before, number, sealed]))
      .digest()
  }

  /** `before` null: what stood before it was lost, and nothing can be said. */
  follows(before: Uint8Array | null, [seq, , chain, sealed]: AuditSqlRow): boolean {
    if (before === null) return true
    const expected = this.chain(before, seq, sealed)
    return chain.length === expected.length && timingSafeEqual(chain, expected)
  }

  #plain(seq: number, [, key, , sealed]: AuditSqlRow): Buffer | null {
    if (key !== this.#keys.number) return null
    return this.#line.open({ id: 'line', version: seq }, sealed)
  }

  sealEnd(version: number, end: AuditEnd): Buffer {
    return this.#end.seal({ id: 'end', version }, encodeEnd(end))
  }

  openEnd([version, key, sealed]: EndSqlRow): AuditEnd | null {
    if (key !== this.#keys.number) return null
    const plain = this.#end.open({ id: 'end', version }, sealed)
    return plain && decodeEnd(plain)
  }
}
