import { tmpdir } from 'node:os'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { vaultErrorOf } from '../../../electron/vault/sqlite-error'
import { stateOfException } from '../../../electron/vault/state'

const { SqliteError } = Database

describe('SQLite’s errors', () => {
  it.each([
    ['SQLITE_FULL', 'vault.no-space', 'no-space'],
    ['SQLITE_IOERR_WRITE', 'vault.io', 'failed'],
    ['SQLITE_IOERR_FSYNC', 'vault.io', 'failed'],
    ['SQLITE_READONLY', 'vault.read-only', 'read-only'],
    ['SQLITE_READONLY_DBMOVED', 'vault.read-only', 'read-only'],
    ['SQLITE_BUSY', 'vault.busy', 'in-use'],
    ['SQLITE_BUSY_RECOVERY', 'vault.busy', 'in-use'],
    ['SQLITE_CORRUPT', 'vault.damaged', 'damaged'],
    ['SQLITE_CORRUPT_INDEX', 'vault.damaged', 'damaged'],
    ['SQLITE_NOTADB', 'vault.damaged', 'damaged'],
    ['SQLITE_CANTOPEN', 'vault.io', 'failed'],
  ])('%s is %s, and at the start %s', (code, error, state) => {
    expect(vaultErrorOf(new SqliteError('x', code))).toBe(error)
    expect(stateOfException(new SqliteError('x', code), tmpdir())).toBe(state)
  })

  it('that are defects of the program are not explained away', () => {
    for (const code of ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_MISUSE', 'SQLITE_ERROR']) {
      expect(vaultErrorOf(new SqliteError('x', code))).toBeNull()
      expect(stateOfException(new SqliteError('x', code), tmpdir())).toBeNull()
    }
    expect(vaultErrorOf(new Error('SQLITE_FULL'))).toBeNull()
    expect(stateOfException(new TypeError('x'), tmpdir())).toBeNull()
  })
})

describe('the file system’s errors', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['EIO', 'failed'],
  ])('%s is %s', (code, state) => {
    const error = Object.assign(new Error(code), { code, errno: -1 })
    expect(stateOfException(error, tmpdir())).toBe(state)
  })
})
