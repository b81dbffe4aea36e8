import type Database from 'better-sqlite3'
import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result'
import { FORMAT } from './envelope'
import { migrate, schemaState } from './migrations'
import { APPLICATION_ID } from './pragmas'
import { MIGRATIONS } from './schema'
import type { ClosedState } from './state'
import { WRAP_KINDS, type Wrap } from './wrap'

/** What stands in clear about a vault: who it is, and what its key is wrapped with. */
export interface Header {
  readonly vaultId: Buffer
  /** The vault key that is written with: the one with the highest number. */
  readonly keyId: Buffer
  readonly keyNumber: number
  readonly wraps: readonly Wrap[]
}

const bytes = (length: number) => z.custom<Buffer>((v) => Buffer.isBuffer(v) && v.length === length)

const ID_BYTES = 16
const vaultRow = z.strictObject({ id: bytes(ID_BYTES), format: z.number().int().min(1) })
const keyRow = z.strictObject({ number: z.number().int().min(1), id: bytes(ID_BYTES) })
const wrapRow = z.strictObject({
  id: z.string(),
  kind: z.enum(WRAP_KINDS),
  keyId: bytes(ID_BYTES),
  params: z.string(),
  sealed: z.custom<Buffer>((v) => Buffer.isBuffer(v)),
})

/** Reads and judges it without any change: a file that is not plainly ours is `damaged`. */
export function readHeader(db: Database.Database): Result<Header, ClosedState> {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return err('damaged')
  const schema = schemaState(db, MIGRATIONS)
  if (schema === 'newer') return err('newer-version')
  if (schema === 'foreign') return err('damaged')
  if (!hasOurTables(db, schema === 'current')) return err('damaged')
  const vault = vaultRow.safeParse(db.prepare('SELECT id, format FROM vault').get())
  const key = keyRow.safeParse(
    db.prepare('SELECT number, id FROM vault_key ORDER BY number DESC').get(),
  )
  if (!vault.success || !key.success) return err('damaged')
  if (vault.data.format > FORMAT) return err('newer-version')
  const wraps = z.array(wrapRow).safeParse(
    db
      .prepare(
        `SELECT wrap.id, kind, vault_key.id AS keyId, params, sealed
         FROM wrap JOIN vault_key ON number = key WHERE key = ?`,
      )
      .all(key.data.number),
  )
  if (!wraps.success) return err('damaged')
  return ok({
    vaultId: vault.data.id,
    keyId: key.data.id,
    keyNumber: key.data.number,
    wraps: wraps.data,
  })
}

const OURS = new Set(
  MIGRATIONS.flatMap(({ sql }) => Array.from(sql.matchAll(/^CREATE TABLE (\w+)/gm), (m) => m[1])),
)
const OUR_INDEXES = new Set(['token_secret_blind'])

/**
 * Nothing but our tables, and all of them: a trigger or a view was put there by somebody to act on
 * what we read and write.
 */
function hasOurTables(db: Database.Database, complete: boolean): boolean {
  const found = db.prepare('SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL').raw()
  let tables = 0
  for (const [type, name] of found.all() as [string, string][]) {
    if (type === 'table' && OURS.has(name)) tables++
    else if (type !== 'index' || !OUR_INDEXES.has(name)) return false
  }
  return !complete || tables === OURS.size
}

/** Makes an empty database into a vault. */
export function writeHeader(db: Database.Database, header: Header): void {
  db.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(db, MIGRATIONS)
  db.transaction(() => {
    db.prepare('INSERT INTO vault (one, id, format) VALUES (1, ?, ?)').run(header.vaultId, FORMAT)
    db.prepare('INSERT INTO vault_key (number, id) VALUES (?, ?)').run(
      header.keyNumber,
      header.keyId,
    )
    for (const wrap of header.wraps) insertWrap(db, wrap, header.keyNumber)
  }).immediate()
}

/** `number`: under which the vault key inside is known. */
export function insertWrap(db: Database.Database, wrap: Wrap, number: number): void {
  const { id, kind, params, sealed } = wrap
  db.prepare('INSERT INTO wrap (id, kind, key, params, sealed) VALUES (?, ?, ?, ?, ?)').run(
    id,
    kind,
    number,
    params,
    sealed,
  )
}
