import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { AuditEntry } from '../../shared/model/audit'
import { VALUE_NAMES, type ValueName, type ValueStore } from '../service/port'
import type { Trail } from './audit-log'
import { decodeValue, encodeValue } from './codec'
import type { VaultDatabase } from './database'
import { FieldSeal } from './envelope'
import { blind } from './keys'
import { PerKey, type KeyRing, type VaultKeys } from './key-ring'

type ValueRow = readonly [version: number, key: number, sealed: Buffer]

/** Small values by name. On disk, not even the names can be read: a keyed digest stands for each. */
export class SealedValueStore implements ValueStore {
  readonly #database: VaultDatabase
  readonly #ring: KeyRing
  readonly #seals: PerKey<FieldSeal>
  readonly #trail: Trail

  constructor(database: VaultDatabase, ring: KeyRing, trail: Trail) {
    this.#database = database
    this.#ring = ring
    this.#trail = trail
    this.#seals = new PerKey(ring, ({ vaultId, keyId, nonces, subkeys }) => {
      return new FieldSeal({ vaultId, keyId, nonces, bytes: subkeys.values }, 'value', 'value')
    })
  }

  /** null: never written. */
  read(name: ValueName): Result<unknown> {
    return this.#database.read(() => {
      const id = this.#idOf(name)
      const row = this.#row(id)
      if (row === undefined) return ok(null)
      const value = this.#open(id, row)
      return value === undefined ? err(appError('vault.record-damaged')) : ok(value)
    })
  }

  write(name: ValueName, value: unknown, trace: readonly AuditEntry[] = []): Result<void> {
    return this.#database.write(() => {
      this.put(name, value)
      this.#trail.add(trace)
      return ok()
    })
  }

  /** The same within a transaction of the caller's: with it, or not at all. */
  put(name: ValueName, value: unknown): void {
    const id = this.#idOf(name)
    const before = this.#row(id)
    const version = (before?.[0] ?? 0) + 1
    const sealed = this.#seals.newest().seal({ id, version }, encodeValue(value))
    this.#database.ledger.swap(
      before ? { table: 'value', id, version: before[0], sealed: before[2] } : null,
      { table: 'value', id, version, sealed },
    )
    this.#put(id, version, sealed)
  }

  /**
   * Within the transaction that replaces the vault key: all of them under the newest one, found by
   * the names that it makes. false: one does not open.
   */
  sealAgain(from: VaultKeys): boolean {
    const names = new Map(VALUE_NAMES.map((name) => [idOf(name, from), this.#idOf(name)]))
    for (const [id, version, key, sealed] of this.#all()) {
      if (key !== from.number) continue
      const plain = this.#seals.of(key)?.open({ id, version }, sealed) ?? null
      if (plain === null) return false
      // one that a newer version of this program has written keeps the name that it has
      const next = names.get(id) ?? id
      this.#database.db.prepare('DELETE FROM value WHERE id = ?').run(id)
      this.#put(next, version, this.#seals.newest().seal({ id: next, version }, plain))
    }
    return true
  }

  /** How many of all of them do not open. */
  damaged(): Result<number> {
    return this.#database.read(() => {
      const unopened = this.#all().filter(([id, ...row]) => this.#open(id, row) === undefined)
      return ok(unopened.length)
    })
  }

  #all(): readonly (readonly [id: string, ...ValueRow])[] {
    return this.#database.db
      .prepare<[], readonly [id: string, ...ValueRow]>('SELECT id, version, key, sealed FROM value')
      .raw()
      .all()
  }

  #put(id: string, version: number, sealed: Buffer): void {
    this.#database.db
      .prepare('INSERT OR REPLACE INTO value (id, version, key, sealed) VALUES (?, ?, ?, ?)')
      .run(id, version, this.#ring.newest.number, sealed)
  }

  /** undefined: it does not open. */
  #open(id: string, [version, key, sealed]: ValueRow): unknown {
    const plain = this.#seals.of(key)?.open({ id, version }, sealed) ?? null
    return plain === null ? undefined : decodeValue(plain)
  }

  #row(id: string): ValueRow | undefined {
    return this.#database.db
      .prepare<[string], ValueRow>('SELECT version, key, sealed FROM value WHERE id = ?')
      .raw()
      .get(id)
  }

  #idOf(name: ValueName): string {
    return idOf(name, this.#ring.newest)
  }
}

function idOf(name: ValueName, { subkeys }: VaultKeys): string {
  return blind(subkeys, 'value-name', Buffer.from(name, 'utf8')).toString('base64url')
}
