import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, migrate, schemaState, versionOf } from '../../../electron/vault/migrations'
import { MIGRATIONS, type Migration } from '../../../electron/vault/schema'

const FIRST: Migration = {
  version: 1,
  sql: 'CREATE TABLE migration (version INTEGER, hash TEXT); CREATE TABLE a (x)',
}
const SECOND: Migration = {
  version: 2,
  sql: 'ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)',
}
const BROKEN: Migration = {
  version: 2,
  sql: 'INSERT INTO a VALUES (1); INSERT INTO none VALUES (1)',
}

let db: Database.Database
beforeEach(() => (db = new Database(':memory:')))
afterEach(() => db.close())

const rows = () => db.prepare('SELECT * FROM a').raw().all()

describe('migrations', () => {
  it('are applied once, and only those that are missing', () => {
    migrate(db, [FIRST])
    expect(versionOf(db)).toBe(1)
    migrate(db, [FIRST, SECOND])
    migrate(db, [FIRST, SECOND])
    expect(versionOf(db)).toBe(2)
    expect(rows()).toEqual([[1, 2]])
  })

  it('change nothing if one of their statements fails', () => {
    migrate(db, [FIRST])
    expect(() => migrate(db, [FIRST, BROKEN])).toThrow('none')
    expect(versionOf(db)).toBe(1)
    expect(rows()).toEqual([])
    expect(schemaState(db, [FIRST, BROKEN])).toBe('older')
    migrate(db, [FIRST, SECOND])
    expect(schemaState(db, [FIRST, SECOND])).toBe('current')
  })

  it('tell how a file stands to the program', () => {
    expect(schemaState(db, [FIRST])).toBe('foreign')
    migrate(db, [FIRST, SECOND])
    expect(schemaState(db, [FIRST, SECOND])).toBe('current')
    expect(schemaState(db, [FIRST])).toBe('newer')
    expect(schemaState(db, [FIRST, { ...SECOND, sql: `${SECOND.sql} ` }])).toBe('foreign')
    db.exec('DELETE FROM migration WHERE version = 1')
    expect(schemaState(db, [FIRST, SECOND])).toBe('foreign')
  })

  it('count from 1 without a gap', () => {
    expect(() => migrate(db, [FIRST, { ...SECOND, version: 3 }])).toThrow('count from 1')
    expect(versionOf(db)).toBe(0)
  })

  // A released step is never changed: vaults out there hold its hash. A change is a new step.
  it('that were released are as they were', () => {
    expect(MIGRATIONS.map(hashOf)).toEqual([
      '9387af73d431d2ee21f9b9286da572279c209ceecec688e38d6e5d978b8da9b2',
      'df9c663bf960ce00e568f04778d1add5c375341c3440aced4cfefe5be4f5b6c0',
      'af9fabb786c6ed0eb6ae1298991feb279306417bfdfa8bac59fb0e622d9b49ea',
    ])
  })
})
