import type Database from 'better-sqlite3'
import type { AuditSqlRow, EndSqlRow } from './audit-seals'

type Prepare = <P extends unknown[], R = unknown>(sql: string) => Database.Statement<P, R>

const LINES = 'SELECT seq, key, chain, sealed FROM audit'

/** Every statement of the audit log, prepared once. */
export interface AuditStatements {
  /** In the place of whatever stands there. */
  readonly put: Database.Statement<[seq: number, key: number, chain: Buffer, sealed: Buffer]>
  readonly range: Database.Statement<[from: number, to: number], AuditSqlRow>
  /** The same, of those that are there at most so many. */
  readonly some: Database.Statement<[from: number, to: number, count: number], AuditSqlRow>
  readonly down: Database.Statement<[], AuditSqlRow>
  readonly up: Database.Statement<[], AuditSqlRow>
  readonly newest: Database.Statement<[], [seq: number]>
  /** The number of the line after so many that are there. */
  readonly nth: Database.Statement<[from: number, to: number, before: number], [seq: number]>
  /** The first line outside of these two numbers. */
  readonly stray: Database.Statement<[first: number, last: number], [seq: number]>
  /** A line under that key. */
  readonly under: Database.Statement<[from: number, to: number, key: number], [seq: number]>
  readonly drop: Database.Statement<[before: number]>
  readonly end: Database.Statement<[], EndSqlRow>
  readonly putEnd: Database.Statement<[version: number, key: number, sealed: Buffer]>
}

export function auditStatements(db: Database.Database): AuditStatements {
  const run: Prepare = (sql) => db.prepare(sql)
  const rows: Prepare = (sql) => db.prepare(sql).raw() as never
  return {
    put: run('INSERT OR REPLACE INTO audit (seq, key, chain, sealed) VALUES (?, ?, ?, ?)'),
    range: rows(`${LINES} WHERE seq BETWEEN ? AND ? ORDER BY seq`),
    some: rows(`${LINES} WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?`),
    // a number that somebody wrote there must not be the last that can be counted to
    down: rows(`${LINES} WHERE seq BETWEEN 1 AND ${2 ** 40} ORDER BY seq DESC`),
    up: rows(`${LINES} WHERE seq BETWEEN 1 AND ${2 ** 40} ORDER BY seq`),
    newest: rows('SELECT seq FROM audit ORDER BY seq DESC LIMIT 1'),
    nth: rows('SELECT seq FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT 1 OFFSET ?'),
    stray: rows('SELECT seq FROM audit WHERE seq < ? OR seq > ? ORDER BY seq LIMIT 1'),
    under: rows('SELECT seq FROM audit WHERE seq BETWEEN ? AND ? AND key = ? LIMIT 1'),
    drop: run('DELETE FROM audit WHERE seq < ?'),
    end: rows('SELECT version, key, sealed FROM audit_end'),
    putEnd: run('INSERT OR REPLACE INTO audit_end (one, version, key, sealed) VALUES (1, ?, ?, ?)'),
  }
}
