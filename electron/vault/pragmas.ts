import type Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'

/** 'KGLT': marks the file as ours. */
export const APPLICATION_ID = 0x4b474c54

/** How long SQLite waits for a lock. Short, because it waits on the main thread. */
export const BUSY_MS = 250

const MAC = process.platform === 'darwin' ? 1 : 0

type Setting = readonly [name: string, value: string | number, reads: string | number]

/** What a connection is set to before it reads the file; none of these writes to it. */
const CAUTION: readonly Setting[] = [
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
]

/** Before the first read: SQLite then needs no -shm file, and nobody else can open the vault. */
const ALONE: Setting = ['locking_mode', 'EXCLUSIVE', 'exclusive']

/**
 * What a connection that writes is set to, once it is known that the file is ours. SQLite's own default for WAL in this build is
 * `synchronous = NORMAL`, which loses acknowledged writes at a power cut.
 */
const DURABLE: readonly Setting[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['secure_delete', 'ON', 1],
  // fsync on macOS does not reach the disk without these; elsewhere they do nothing
  ['fullfsync', MAC, MAC],
  ['checkpoint_fullfsync', MAC, MAC],
]

/** Sets them, and stops if SQLite did not take one of them. */
function set(db: Database.Database, settings: readonly Setting[]): void {
  for (const [name, value, reads] of settings) {
    db.pragma(`${name} = ${value}`)
    invariant(db.pragma(name, { simple: true }) === reads, `pragma ${name}`)
  }
}

/** For a connection that can write, and does not yet. */
export function prepareForUse(db: Database.Database): void {
  set(db, [ALONE, ...CAUTION])
}

/** From here on it writes; changes the file if it is not in WAL mode. */
export function makeDurable(db: Database.Database): void {
  set(db, DURABLE)
}

/** For a look without any change. */
export function prepareForLook(db: Database.Database): void {
  set(db, [...CAUTION, ['query_only', 'ON', 1]])
}
