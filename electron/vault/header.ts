import type Database from 'better-sqlite3'
import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result'
import { FORMAT } from './envelope'
import { migrate, schemaState, versionOf } from './migrations'
import { APPLICATION_ID } from './pragmas'
import { MIGRATIONS } from './schema'
import { hasOurShape } from './shape'
import { isPlainError } from './sqlite-error'
import type { ClosedState } from './state'
import { LINK, WRAP_KINDS, type WayWrap, type Wrap } from './wrap'

/** What stands in clear about a vault: who it is, and what its key is wrapped with. */
export interface Header {
  readonly vaultId: Buffer
  /** The vault key that is written with: the one with the highest number. */
  readonly keyId: Buffer
  readonly keyNumber: number
  readonly wraps: readonly WayWrap[]
  /** While the vault key is being replaced: what leads to the one before. */
  readonly link: Link | null
}

export interface Link {
  /** Under which rows name the key before. */
  readonly number: number
  readonly wrap: Wrap
}

const bytes = (length: number) => z.custom<Buffer>((v) => Buffer.isBuffer(v) && v.length === length)

/** Of a vault's id, and of a vault key's. */
export const ID_BYTES = 16
const vaultRow = z.strictObject({ id: bytes(ID_BYTES), format: z.number().int().min(1) })
const keyRow = z.strictObject({ number: z.number().int().min(1), id: bytes(ID_BYTES) })
const anyWrap = z.strictObject({
  id: z.string(),
  keyId: bytes(ID_BYTES),
  params: z.string(),
  sealed: z.custom<Buffer>((v) => Buffer.isBuffer(v)),
})
const wrapRow = anyWrap.extend({ kind: z.enum(WRAP_KINDS) })
const linkRow = anyWrap.extend({ kind: z.literal(LINK), number: z.number().int().min(1) })

/** Reads and judges it without any change: a file that is not plainly ours is `damaged`. */
export function readHeader(db: Database.Database): Result<Header, ClosedState> {
  try {
    return read(db)
  } catch (error) {
    // what SQLite says of a schema that it cannot read, or that lacks what is asked for
    if (isPlainError(error)) return err('damaged')
    throw error
  }
}

function read(db: Database.Database): Result<Header, ClosedState> {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return err('damaged')
  const schema = schemaState(db, MIGRATIONS)
  if (schema === 'newer') return err('newer-version')
  if (schema === 'foreign') return err('damaged')
  if (!hasOurShape(db, versionOf(db))) return err('damaged')
  const vaults = db.prepare('SELECT id, format FROM vault').all()
  const vault = vaultRow.safeParse(vaults.length === 1 ? vaults[0] : null)
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
  const links = z.array(linkRow).max(1).safeParse(db.prepare(LINKS).all(key.data.number, LINK))
  if (!wraps.success || !links.success) return err('damaged')
  return ok({
    vaultId: vault.data.id,
    keyId: key.data.id,
    keyNumber: key.data.number,
    wraps: wraps.data,
    link: linkOf(links.data),
  })
}

const LINKS = `
  SELECT wrap.id, kind, number, vault_key.id AS keyId, params, sealed
  FROM wrap JOIN vault_key ON number = key WHERE key <> ? AND kind = ?`

function linkOf([row]: readonly z.infer<typeof linkRow>[]): Link | null {
  if (!row) return null
  const { number, ...wrap } = row
  return { number, wrap }
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

/** The beginning of a vault's id, which its recovery kit names too. */
export function shortId(vaultId: Uint8Array): string {
  return Buffer.from(vaultId).toString('hex', 0, 4)
}
