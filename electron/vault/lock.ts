import Database from 'better-sqlite3'
import { createPrivate, isEmptyFile, isErrno, isThere, type VaultFiles } from './files'

export interface Lock {
  release(): void
}

/**
 * Makes sure that one process works with a vault folder at a time, from the first look until the
 * end. It is a lock of the operating system (taken by SQLite on an empty file, which stays empty),
 * so it ends with its process, even one that was killed. null: somebody else has it.
 */
export function takeLock(files: VaultFiles): Lock | null {
  if (!isThere(files.lock)) {
    try {
      createPrivate(files.lock)
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
    }
  }
  // locking anything else would lock, or read as a database, what is not ours
  if (!isEmptyFile(files.lock)) throw new Error('vault.lock is not an empty file of its own')
  const db = new Database(files.lock, { fileMustExist: true, timeout: 0 })
  try {
    // with a journal on disk, SQLite would leave that file behind when killed
    db.pragma('journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return { release: () => void db.close() }
}
