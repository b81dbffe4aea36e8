import Database from 'better-sqlite3'
import { migrate } from './migrations'
import { MIGRATIONS } from './schema'

/**
 * Whether a file has just the schema that our steps make up to this version, word for word: the
 * tables, their columns and rules, and the indexes. Anything else was put there by somebody, maybe
 * to act on what is read and written.
 */
export function hasOurShape(db: Database.Database, version: number): boolean {
  return shapeOf(db) === expected(version) && rootsDiffer(db)
}

const made = new Map<number, string>()

function expected(version: number): string {
  const known = made.get(version)
  if (known !== undefined) return known
  const db = new Database(':memory:')
  try {
    migrate(db, MIGRATIONS.slice(0, version))
    const shape = shapeOf(db)
    made.set(version, shape)
    return shape
  } finally {
    db.close()
  }
}

function shapeOf(db: Database.Database): string {
  const all = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
  return JSON.stringify(all.raw().all())
}

/** Two tables on one page are one table with two names. */
function rootsDiffer(db: Database.Database): boolean {
  const roots = db.prepare('SELECT rootpage FROM sqlite_schema').pluck().all()
  return new Set(roots).size === roots.length
}
