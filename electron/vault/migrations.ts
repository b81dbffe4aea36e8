import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import type { Migration } from './schema'

/** How a file stands to the steps this program knows. */
export type SchemaState = 'current' | 'older' | 'newer' | 'foreign'

export function hashOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}

export function versionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Whether the steps in the file are ours, and how many are missing. Changes nothing. */
export function schemaState(db: Database.Database, known: readonly Migration[]): SchemaState {
  const version = versionOf(db)
  if (version < 1) return 'foreign'
  if (version > known.length) return 'newer'
  const rows = db.prepare('SELECT version, hash FROM migration ORDER BY version').raw().all()
  const expected = known.slice(0, version).map((step) => [step.version, hashOf(step)])
  if (JSON.stringify(rows) !== JSON.stringify(expected)) return 'foreign'
  return version === known.length ? 'current' : 'older'
}

/**
 * Applies the missing steps, each in one transaction together with its number and hash; `also`:
 * what a step needs besides, in the same transaction.
 */
export function migrate(
  db: Database.Database,
  known: readonly Migration[],
  also: (version: number) => void = () => undefined,
): void {
  known.forEach((step, index) => invariant(step.version === index + 1, 'steps count from 1'))
  for (const step of known.slice(versionOf(db))) {
    db.transaction(() => {
      db.exec(step.sql)
      db.prepare('INSERT INTO migration (version, hash) VALUES (?, ?)').run(
        step.version,
        hashOf(step),
      )
      also(step.version)
      db.pragma(`user_version = ${step.version}`)
    }).immediate()
  }
}
