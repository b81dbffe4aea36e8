import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { AuditEntry } from '../../shared/model/audit'
import { tokenId, type TokenDetails, type TokenId } from '../../shared/model/token'
import {
  SLOTS,
  type Holder,
  type Slot,
  type StoredToken,
  type TokenChange,
  type TokenStore,
} from '../service/port'
import type { SecretText } from '../service/secret'
import type { Trail } from './audit-log'
import { NO_PARTS, type Parts } from './codec'
import type { VaultDatabase } from './database'
import type { KeyRing, VaultKeys } from './key-ring'
import { blind } from './keys'
import type { RowMark } from './manifest'
import { slotNumber, TokenSeals, type OpenedToken, type TokenRow } from './token-seals'
import { tokenStatements, type TokenStatements } from './token-statements'
import { turnTokens, type Turned } from './token-turn'

/** A token to be stored for the first time. */
export type NewToken = Required<Pick<TokenChange, 'overview' | 'details'>> &
  Pick<TokenChange, 'trace'> & { secret: SecretText }

/** An insert seals three values: overview, details, secret. */
const SEALS_PER_INSERT = 3

export class SealedTokenStore implements TokenStore {
  readonly #database: VaultDatabase
  readonly #ring: KeyRing
  readonly #sql: TokenStatements
  readonly #seals: TokenSeals
  readonly #trail: Trail
  #damaged = 0

  constructor(database: VaultDatabase, ring: KeyRing, trail: Trail) {
    this.#database = database
    this.#ring = ring
    this.#trail = trail
    this.#sql = tokenStatements(database.db)
    this.#seals = new TokenSeals(ring)
  }

  damaged(): number {
    return this.#damaged
  }

  list(): Result<StoredToken[]> {
    const rows = this.#database.read(() => ok(this.#sql.list.all()))
    if (rows.ok) return ok(this.#openAll(rows.value))
    return rows.error.code === 'vault.damaged' ? this.#salvage() : rows
  }

  get(id: TokenId): Result<StoredToken> {
    return this.#opened(id, (opened) => ok(opened.token))
  }

  details(id: TokenId): Result<TokenDetails> {
    return this.#opened(id, (opened) => {
      const row = this.#sql.details.get(opened.row)
      const details = row && this.#seals.openDetails(opened, row[0], row[1])
      return details ? ok(details) : err(appError('vault.record-damaged'))
    })
  }

  secret(id: TokenId, slot: Slot): Result<SecretText | null> {
    return this.#opened(id, (opened) => this.#secretOf(opened, slot))
  }

  insert(id: TokenId, token: NewToken): Result<StoredToken> {
    return this.#database.write(() => ok(this.#insert(id, token)))
  }

  /** Inserts all or none, in one transaction. */
  insertMany(tokens: readonly (NewToken & { readonly id: TokenId })[]): Result<StoredToken[]> {
    this.#ring.newest.nonces.reserve(tokens.length * SEALS_PER_INSERT)
    return this.#database.write(() => ok(tokens.map((token) => this.#insert(token.id, token))))
  }

  update(id: TokenId, version: number, change: TokenChange): Result<StoredToken> {
    return this.#database.write(() => {
      const row = this.#sql.get.get(id)
      if (row === undefined) return err(appError('token.not-found'))
      if (row[2] !== version) return err(appError('token.changed-elsewhere'))
      const opened = this.#seals.openToken(row)
      return opened ? ok(this.#change(opened, change)) : err(appError('vault.record-damaged'))
    })
  }

  remove(id: TokenId, trace: readonly AuditEntry[] = []): Result<void> {
    return this.#database.write(() => {
      const row = this.#sql.get.get(id)
      if (row === undefined) return err(appError('token.not-found'))
      this.#sql.remove.run(id)
      this.#database.ledger.swap(markOf(id, row[2], row[4]), null)
      this.#trail.add(trace)
      return ok()
    })
  }

  findBySecret(secret: SecretText): Result<readonly Holder[]> {
    return this.#database.read(() => {
      const holders: Holder[] = []
      for (const [id, number] of this.#places(secret)) {
        const slot = SLOTS[number]
        const known = tokenId.safeParse(id)
        if (slot === undefined || !known.success) continue
        // the index is not sealed: what it says counts only if the secret itself agrees
        const found = this.secret(known.data, slot)
        if (!found.ok || found.value === null) continue
        const same = found.value.equals(secret)
        found.value.wipe()
        if (same) holders.push({ id: known.data, slot })
      }
      return ok(holders)
    })
  }

  /** A piece of the way to another vault key, within a transaction; see `turnTokens`. */
  sealAgain(from: VaultKeys, piece: { readonly after: number; readonly count: number }): Turned {
    const { ledger } = this.#database
    const tools = { ring: this.#ring, sql: this.#sql, seals: this.#seals, ledger }
    return turnTokens(tools, from, piece)
  }

  #openAll(rows: readonly TokenRow[]): StoredToken[] {
    const tokens: StoredToken[] = []
    for (const row of rows) {
      const opened = this.#seals.openToken(row)
      if (opened !== null) tokens.push(opened.token)
    }
    this.#damaged = rows.length - tokens.length
    return tokens
  }

  /** A damaged page must not hide the tokens on all the others: reads them one by one. */
  #salvage(): Result<StoredToken[]> {
    const ids = this.#database.read(() => ok(this.#sql.ids.all()))
    if (!ids.ok) return ids
    const tokens: StoredToken[] = []
    for (const [id] of ids.value) {
      const token = this.get(id as TokenId)
      if (token.ok) tokens.push(token.value)
    }
    this.#damaged = ids.value.length - tokens.length
    return ok(tokens)
  }

  #opened<T>(id: TokenId, use: (opened: OpenedToken) => Result<T>): Result<T> {
    return this.#database.read(() => {
      const row = this.#sql.get.get(id)
      if (row === undefined) return err(appError('token.not-found'))
      const opened = this.#seals.openToken(row)
      return opened ? use(opened) : err(appError('vault.record-damaged'))
    })
  }

  #secretOf(opened: OpenedToken, slot: Slot): Result<SecretText | null> {
    if (opened.parts[slot] === 0) return ok(null)
    const row = this.#sql.secret.get(opened.row, slotNumber(slot))
    const secret = row && this.#seals.openSecret(opened, slot, row)
    return secret ? ok(secret) : err(appError('vault.record-damaged'))
  }

  #insert(id: TokenId, { overview, details, secret, trace = [] }: NewToken): StoredToken {
    const at = { id, version: 1 }
    const parts = { ...NO_PARTS, details: 1, current: 1 }
    const sealed = this.#seals.sealOverview(at, { parts, overview })
    const added = this.#sql.insert.run(id, at.version, this.#ring.newest.number, sealed)
    this.#database.ledger.swap(null, markOf(id, at.version, sealed))
    const row = Number(added.lastInsertRowid)
    this.#sql.putDetails.run(row, this.#ring.newest.number, this.#seals.sealDetails(at, details))
    this.#putSecret(row, at, { slot: 'current', secret })
    this.#trail.add(trace)
    return { ...at, overview }
  }

  #change({ row, token, parts, sealed: before }: OpenedToken, change: TokenChange): StoredToken {
    const at = { id: token.id, version: token.version + 1 }
    const next: { -readonly [part in keyof Parts]: number } = { ...parts }
    if (change.details !== undefined) {
      this.#sql.putDetails.run(
        row,
        this.#ring.newest.number,
        this.#seals.sealDetails(at, change.details),
      )
      next.details = at.version
    }
    for (const slot of SLOTS) {
      const secret = change.secrets?.[slot]
      if (secret === undefined) continue
      next[slot] = secret === null ? 0 : at.version
      if (secret === null) this.#sql.dropSecret.run(row, slotNumber(slot))
      else this.#putSecret(row, at, { slot, secret })
    }
    const overview = change.overview ?? token.overview
    const sealed = this.#seals.sealOverview(at, { parts: next, overview })
    this.#sql.update.run(at.version, this.#ring.newest.number, sealed, row)
    this.#database.ledger.swap(
      markOf(token.id, token.version, before),
      markOf(token.id, at.version, sealed),
    )
    this.#trail.add(change.trace ?? [])
    return { ...at, overview }
  }

  #putSecret(
    row: number,
    at: { id: TokenId; version: number },
    { slot, secret }: { slot: Slot; secret: SecretText },
  ): void {
    const sealed = this.#seals.sealSecret(at, slot, secret)
    const index = this.#blind(secret)
    this.#sql.putSecret.run(row, slotNumber(slot), this.#ring.newest.number, index, sealed)
  }

  #blind(secret: SecretText): Buffer {
    return blind(this.#ring.newest.subkeys, 'secret', secret.bytes())
  }

  /** Where the index names it, under whichever key. */
  #places(secret: SecretText): readonly [id: string, slot: number][] {
    return this.#ring
      .all()
      .flatMap(({ subkeys }) => this.#sql.byBlind.all(blind(subkeys, 'secret', secret.bytes())))
  }
}

function markOf(id: TokenId, version: number, sealed: Buffer): RowMark {
  return { table: 'token', id, version, sealed }
}
