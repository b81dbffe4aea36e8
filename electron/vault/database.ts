import Database from 'better-sqlite3'
import { appError, type AppError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Logger } from '../service/port'
import type { Doubt } from '../service/vault-port'
import type { Ledger } from './ledger'
import { BUSY_MS, prepareForLook, prepareForUse } from './pragmas'
import { vaultErrorOf, type VaultErrorCode } from './sqlite-error'

/** Opens the file alone. Nothing is written before `makeDurable`. */
export function openAlone(path: string): Database.Database {
  return opened(new Database(path, { fileMustExist: true, timeout: BUSY_MS }), prepareForUse)
}

/** Opens the file to look at it; not one byte of it or of its -wal can change. */
export function openReadOnly(path: string): Database.Database {
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_MS }
  return opened(new Database(path, options), prepareForLook)
}

function opened(
  db: Database.Database,
  prepare: (db: Database.Database) => void,
): Database.Database {
  try {
    prepare(db)
    // the first read tells whether it is a database, whether it is free, and whether there is room
    db.pragma('user_version')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * The open database as the stores use it: faults of disk and file become values, and once SQLite
 * has reported damage nothing is written any more.
 */
export class VaultDatabase {
  readonly db: Database.Database
  readonly #log: Logger
  readonly ledger: Ledger
  #doubt: Doubt | null = null
  #onDoubt: (doubt: Doubt) => void = () => undefined

  constructor(db: Database.Database, ledger: Ledger, log: Logger) {
    this.db = db
    this.ledger = ledger
    this.#log = log
  }

  get doubt(): Doubt | null {
    return this.#doubt
  }

  /** Calls back once it is known why it is only read, at once if it is. */
  onDoubt(run: (doubt: Doubt) => void): void {
    this.#onDoubt = run
    if (this.#doubt) run(this.#doubt)
  }

  read<T>(run: () => Result<T>): Result<T> {
    return this.#guard(run)
  }

  /** All of `run` or nothing; a failed result takes everything back as well. */
  write<T>(run: () => Result<T>): Result<T> {
    if (this.#doubt) return err(inDoubt(this.#doubt))
    return this.#guard(() => this.#transaction(run))
  }

  /** Goes through the whole of a table. false: damage was found, nothing is written from now on. */
  check(table: string): boolean {
    const checked = this.#guard((): Result<void> => {
      const found = this.db.pragma(`quick_check('${table}')`, { simple: true })
      return found === 'ok' ? ok() : err(appError('vault.damaged'))
    })
    if (!checked.ok && checked.error.code === 'vault.damaged') this.stopWriting(DAMAGE)
    return checked.ok
  }

  #transaction<T>(run: () => Result<T>): Result<T> {
    this.db.exec('BEGIN IMMEDIATE')
    let committed = false
    try {
      const result = run()
      if (result.ok) this.ledger.flush()
      this.db.exec(result.ok ? 'COMMIT' : 'ROLLBACK')
      committed = result.ok
      return result
    } finally {
      // SQLite has rolled back by itself after some errors, not after all
      if (this.db.inTransaction) this.db.exec('ROLLBACK')
      this.ledger.settle(committed)
    }
  }

  #guard<T>(run: () => Result<T>): Result<T> {
    if (!this.db.open) return err(appError('vault.not-open'))
    try {
      return run()
    } catch (error) {
      const code: VaultErrorCode | null = vaultErrorOf(error)
      if (code === null) throw error
      this.#log.warn('The vault’s file gave an error', { code })
      if (code === 'vault.damaged') this.stopWriting(DAMAGE)
      return err(appError(code))
    }
  }

  /** From here on it is only read. Damage is never taken back for anything less. */
  stopWriting(doubt: Doubt): void {
    if (this.#doubt?.reason === 'damage' || !this.db.open) return
    this.#doubt = doubt
    this.db.pragma('query_only = ON')
    this.#onDoubt(doubt)
  }

  /** The user takes the file as it is: it is written again. Never after damage. */
  resumeWriting(): boolean {
    if (this.#doubt?.reason === 'damage' || !this.db.open) return false
    this.#doubt = null
    this.db.pragma('query_only = OFF')
    return true
  }

  /** Takes what was written out of the journal into the file, and empties the journal. */
  settle(): Result<void> {
    return this.#guard(() => {
      this.db.pragma('wal_checkpoint(TRUNCATE)')
      return ok()
    })
  }
}

/** Why nothing is written, as the error of a call. */
export function inDoubt({ reason }: Doubt): AppError {
  return appError(reason === 'damage' ? 'vault.damaged' : 'vault.in-doubt')
}

const DAMAGE: Doubt = { reason: 'damage', changesMissing: 0 }
