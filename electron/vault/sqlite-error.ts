import Database from 'better-sqlite3'
import type { ErrorCode } from '../../shared/error'

export type VaultErrorCode = Extract<ErrorCode, `vault.${string}`>

/** By SQLite's primary result code; https://www.sqlite.org/rescode.html */
const CODES: readonly (readonly [string, VaultErrorCode])[] = [
  ['SQLITE_FULL', 'vault.no-space'],
  ['SQLITE_READONLY', 'vault.read-only'],
  ['SQLITE_BUSY', 'vault.busy'],
  ['SQLITE_LOCKED', 'vault.busy'],
  ['SQLITE_CORRUPT', 'vault.damaged'],
  ['SQLITE_NOTADB', 'vault.damaged'],
  ['SQLITE_IOERR', 'vault.io'],
  ['SQLITE_CANTOPEN', 'vault.io'],
  ['SQLITE_PERM', 'vault.io'],
  ['SQLITE_PROTOCOL', 'vault.io'],
  ['SQLITE_NOLFS', 'vault.no-space'],
  ['SQLITE_TOOBIG', 'vault.no-space'],
]

/** SQLite's general error: a statement that does not fit what it finds in the file. */
export function isPlainError(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR'
}

/** null: not a fault of disk or file but a defect of the program, which has to be thrown on. */
export function vaultErrorOf(error: unknown): VaultErrorCode | null {
  if (!(error instanceof Database.SqliteError)) return null
  const found = CODES.find(([code]) => error.code === code || error.code.startsWith(`${code}_`))
  return found?.[1] ?? null
}
