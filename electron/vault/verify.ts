import { setImmediate as breathe } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { ok, type Result } from '../../shared/result'
import { SLOTS, type Logger } from '../service/port'
import { SealedAuditLog } from './audit-log'
import { VaultDatabase } from './database'
import { Ledger } from './ledger'
import { COUNTED } from './manifest'
import { SealedTokenStore } from './token-store'
import type { KeyRing } from './key-ring'
import { SealedValueStore } from './value-store'

/** So many tokens are opened at a time: some 5 ms, so that the window goes on meanwhile. */
const PIECE = 100

/** What clear text names a vault and opens it, byte for byte. */
const HEAD = [
  'SELECT hex(id), format FROM vault',
  'SELECT number, hex(id) FROM vault_key ORDER BY number',
  'SELECT id, kind, key, params, hex(sealed) FROM wrap ORDER BY id',
]

export function headOf(db: Database.Database): string {
  return JSON.stringify(HEAD.map((sql) => db.prepare(sql).raw().all()))
}

/** What a file's ids and versions are: the same for two files that hold the same. */
export function contentOf(db: Database.Database): string {
  const of = (sql: string) => db.prepare(sql).raw().all()
  return JSON.stringify([
    of('SELECT id, version FROM token ORDER BY id'),
    of('SELECT id, version FROM value ORDER BY id'),
    of('SELECT id FROM wrap ORDER BY id'),
  ])
}

/** SQLite's own check, table by table; false: the file is damaged. */
export async function isWhole(db: Database.Database): Promise<boolean> {
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  for (const name of names as string[]) {
    await breathe()
    if (!db.open || db.pragma(`quick_check('${name}')`, { simple: true }) !== 'ok') return false
  }
  return true
}

/** The stores of a file that is not in use. */
export interface CopyStores {
  readonly database: VaultDatabase
  readonly tokens: SealedTokenStore
  readonly values: SealedValueStore
  readonly audit: SealedAuditLog
}

export function storesOf(db: Database.Database, ring: KeyRing, log: Logger): CopyStores {
  const database = new VaultDatabase(db, new Ledger(db, ring), log)
  const audit = new SealedAuditLog(database, ring)
  const tokens = new SealedTokenStore(database, ring, audit)
  return { database, tokens, audit, values: new SealedValueStore(database, ring, audit) }
}

/** Opens every part of every record; how many records do not open as they should. */
export async function damagedRecords(stores: CopyStores): Promise<Result<number>> {
  const listed = stores.tokens.list()
  if (!listed.ok) return listed
  let damaged = stores.tokens.damaged()
  for (const [index, { id }] of listed.value.entries()) {
    if (index % PIECE === 0) await breathe()
    const parts = [
      stores.tokens.details(id),
      ...SLOTS.map((slot) => stores.tokens.secret(id, slot)),
    ]
    for (const part of parts) {
      if (part.ok && part.value !== null && 'wipe' in part.value) part.value.wipe()
    }
    if (parts.some((part) => !part.ok)) damaged++
  }
  const values = stores.values.damaged()
  if (!values.ok) return values
  const log = stores.audit.isEndWhole()
  if (!log.ok) return log
  return ok(damaged + values.value + (log.value ? 0 : 1) + (isAccounted(stores) ? 0 : 1))
}

/** Whether the rows are those that were written, none too many and none too few. */
function isAccounted({ database }: CopyStores): boolean {
  const { ledger } = database
  return ledger.found === 'whole' && COUNTED.every((table) => ledger.agrees(table))
}
