import type Database from 'better-sqlite3'
import type { AuditSqlRow, EndSqlRow } from './audit-seals'

type Prepare = <P extends unknown[], R = unknown>(sql: string) => Database.Statement<P, R>

/** Every statement of the audit log, prepared once. */
export interface AuditStatements {
  readonly insert: Database.Statement<[seq: number, key: number, chain: Buffer, sealed: Buffer]>
  readonly range: Database.Statement<[from: number, to: number], AuditSqlRow>
  readonly newest: Database.Statement<[], [seq: number, chain: Buffer]>
  /** The first line outside of these two numbers. */
  readonly stray: Database.Statement<[first: number, last: number], [seq: number]>
  readonly oldest: Database.Statement<[], [seq: number]>
  readonly drop: Database.Statement<[before: number]>
  readonly end: Database.Statement<[], EndSqlRow>
  readonly putEnd: Database.Statement<[version: number, key: number, sealed: Buffer]>
}

export function auditStatements(db: Database.Database): AuditStatements {
  const run: Prepare = (sql) => db.prepare(sql)
  const rows: Prepare = (sql) => db.prepare(sql).raw() as never
  return {
    insert: run('INSERT INTO audit (seq, key, chain, sealed) VALUES (?, ?, ?, ?)'),
    range: rows('SELECT seq, key, chain, sealed FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq'),
    // a number that somebody wrote there must not be the last that can be counted to
    newest: rows(`SELECT seq, chain FROM audit WHERE seq < ${2 ** 40} ORDER BY seq DESC LIMIT 1`),
    stray: rows('SELECT seq FROM audit WHERE seq < ? OR seq > ? ORDER BY seq LIMIT 1'),
    oldest: rows('SELECT seq FROM audit ORDER BY seq LIMIT 1'),
    drop: run('DELETE FROM audit WHERE seq < ?'),
    end: rows('SELECT version, key, sealed FROM audit_end'),
    putEnd: run('INSERT OR REPLACE INTO audit_end (one, version, key, sealed) VALUES (1, ?, ?, ?)'),
  }
}
