import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { AuditEntry } from '../../shared/model/audit'
import type { ValueStore } from '../service/port'
import type { Trail } from './audit-log'
import { decodeValue, encodeValue } from './codec'
import type { VaultDatabase } from './database'
import { FieldSeal } from './envelope'
import { blind } from './keys'
import type { VaultKeys } from './token-store'

type ValueRow = readonly [version: number, key: number, sealed: Buffer]

/** Small values by name. On disk, not even the names can be read: a keyed digest stands for each. */
export class SealedValueStore implements ValueStore {
  readonly #database: VaultDatabase
  readonly #keys: VaultKeys
  readonly #seal: FieldSeal
  readonly #trail: Trail

  constructor(database: VaultDatabase, keys: VaultKeys, trail: Trail) {
    const { vaultId, keyId, nonces, subkeys } = keys
    this.#database = database
    this.#keys = keys
    this.#trail = trail
    this.#seal = new FieldSeal({ vaultId, keyId, nonces, bytes: subkeys.values }, 'value', 'value')
  }

  /** null: never written. */
  read(name: string): Result<unknown> {
    return this.#database.read(() => {
      const id = this.#idOf(name)
      const row = this.#row(id)
      if (row === undefined) return ok(null)
      const value = this.#open(id, row)
      return value === undefined ? err(appError('vault.record-damaged')) : ok(value)
    })
  }

  write(name: string, value: unknown, trace: readonly AuditEntry[] = []): Result<void> {
    return this.#database.write(() => {
      this.put(name, value)
      this.#trail.add(trace)
      return ok()
    })
  }

  /** The same within a transaction of the caller's: with it, or not at all. */
  put(name: string, value: unknown): void {
    const id = this.#idOf(name)
    const before = this.#row(id)
    const version = (before?.[0] ?? 0) + 1
    const sealed = this.#seal.seal({ id, version }, encodeValue(value))
    this.#database.ledger.swap(
      before ? { table: 'value', id, version: before[0], sealed: before[2] } : null,
      { table: 'value', id, version, sealed },
    )
    this.#database.db
      .prepare('INSERT OR REPLACE INTO value (id, version, key, sealed) VALUES (?, ?, ?, ?)')
      .run(id, version, this.#keys.number, sealed)
  }

  /** How many of all of them do not open. */
  damaged(): Result<number> {
    return this.#database.read(() => {
      const rows = this.#database.db
        .prepare<[], readonly [id: string, ...ValueRow]>(
          'SELECT id, version, key, sealed FROM value',
        )
        .raw()
        .all()
      return ok(rows.filter(([id, ...row]) => this.#open(id, row) === undefined).length)
    })
  }

  /** undefined: it does not open. */
  #open(id: string, [version, key, sealed]: ValueRow): unknown {
    const plain = key === this.#keys.number ? this.#seal.open({ id, version }, sealed) : null
    return plain === null ? undefined : decodeValue(plain)
  }

  #row(id: string): ValueRow | undefined {
    return this.#database.db
      .prepare<[string], ValueRow>('SELECT version, key, sealed FROM value WHERE id = ?')
      .raw()
      .get(id)
  }

  #idOf(name: string): string {
    return blind(this.#keys.subkeys, 'value-name', Buffer.from(name, 'utf8')).toString('base64url')
  }
}
