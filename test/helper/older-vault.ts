import Database from 'better-sqlite3'
import { migrate } from '../../electron/vault/migrations'
import { APPLICATION_ID } from '../../electron/vault/pragmas'
import { MIGRATIONS } from '../../electron/vault/schema'

/** Makes a copy of a closed vault as the program wrote it when it knew fewer steps of the schema. */
export function makeOlder(from: string, { to, version }: { to: string; version: number }): void {
  const db = new Database(to)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(db, MIGRATIONS.slice(0, version))
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    db.exec(`ATTACH '${from.replaceAll("'", "''")}' AS whole`)
    for (const name of names as string[]) {
      if (name === 'migration') continue
      const columns = db.prepare(`SELECT name FROM pragma_table_info('${name}')`).pluck().all()
      const list = columns.map((column) => `"${String(column)}"`).join(', ')
      db.exec(`INSERT INTO main."${name}" (${list}) SELECT ${list} FROM whole."${name}"`)
    }
    db.exec('DETACH whole')
  } finally {
    db.close()
  }
}
