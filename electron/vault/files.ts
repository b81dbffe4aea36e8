import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  chmodSync,
  statfsSync,
  type Stats,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** The system's codes for 'you may not write here'. */
export const READ_ONLY = ['EROFS', 'EACCES', 'EPERM'] as const

/** Every file of a vault, all in one folder of its own. */
export interface VaultFiles {
  readonly folder: string
  readonly db: string
  readonly wal: string
  readonly shm: string
  /** What the keychain opens while the vault is locked, see `scheduleFile`. */
  readonly schedule: string
  /** Empty; locked from the first look at the vault until it is closed. */
  readonly lock: string
  /** A vault while it is being made; it gets its name when it is whole and its key is kept. */
  readonly fresh: string
  /** The copy of a backup that somebody looks into; it may become the vault. */
  readonly taken: string
}

export function vaultFiles(folder: string): VaultFiles {
  const db = join(folder, 'vault.db')
  return {
    folder,
    db,
    wal: `${db}-wal`,
    shm: `${db}-shm`,
    schedule: join(folder, 'schedule.sealed'),
    lock: join(folder, 'vault.lock'),
    fresh: join(folder, 'vault.db.new'),
    taken: join(folder, 'vault.db.taken'),
  }
}

/** What is there before anything is opened. Only `none` is a first run. */
export type Found = 'none' | 'file' | 'empty' | 'linked' | 'not-a-file' | 'wal-only'

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

export function sizeOf(path: string): number {
  return statOf(path)?.size ?? 0
}

export function isThere(path: string): boolean {
  return statOf(path) !== undefined
}

export function isEmptyFile(path: string): boolean {
  const stat = statOf(path)
  return stat !== undefined && stat.isFile() && stat.size === 0
}

/** Whether there is a vault, as far as it can be told: in doubt there is one. */
export function mayBeThere(files: VaultFiles): boolean {
  try {
    return lookFor(files) !== 'none'
  } catch (error) {
    return !isErrno(error, 'ENAMETOOLONG')
  }
}

/** Looks at names and sizes only: opening the file here would drop the locks this process holds. */
export function lookFor(files: VaultFiles): Found {
  const db = statOf(files.db)
  if (db === undefined) return isThere(files.wal) ? 'wal-only' : 'none'
  // its -wal would stand beside one of its names only, and whoever comes by the other reads half
  // (https://www.sqlite.org/howtocorrupt.html, 'Multiple links to the same file')
  if (db.isSymbolicLink() || (db.isFile() && db.nlink > 1)) return 'linked'
  if (!db.isFile()) return 'not-a-file'
  return db.size === 0 ? 'empty' : 'file'
}

/** The folder is for its owner only. */
export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  tighten(folder, 0o700)
}

/** Takes away what others may do with a file; where that cannot be said (Windows), it stays. */
export function tighten(path: string, mode: number): void {
  if (process.platform === 'win32') return
  const stat = statOf(path)
  if (stat !== undefined && !stat.isSymbolicLink() && (stat.mode & 0o777 & ~mode) !== 0) {
    chmodSync(path, mode)
  }
}

/** Whether nothing can be written there: the disk is read-only, or the folder belongs to others. */
export function isReadOnly(folder: string): boolean {
  for (let place = folder; ; place = dirname(place)) {
    try {
      accessSync(place, constants.W_OK)
      return false
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) return isErrno(error, ...READ_ONLY)
      if (place === dirname(place)) return false
    }
  }
}

/** Whether a file more, or what SQLite needs beside a vault, has no room there. */
export function isFull(folder: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder)
    // some file systems do not count files
    return bavail * bsize < ROOM_LEAST || (files > 0 && ffree === 0)
  } catch {
    return false
  }
}

/** A -shm, and some pages of a -wal. */
const ROOM_LEAST = 128 * 1024

/** A file that only its owner may read, made anew. SQLite gives its -wal the same mode. */
export function createPrivate(path: string): void {
  closeSync(openSync(path, 'wx', 0o600))
}

/** Makes renames in a folder durable, where the system knows how. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  sync(folder, 'r')
}

/** Makes what was written to a file durable. */
export function syncFile(path: string): void {
  sync(path, 'r+')
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * The same for the folder's own name, and those above it: one that was just made is not on disk
 * before the folder that it stands in is. Above what is ours, as far as the system allows.
 */
export function syncPath(folder: string): void {
  syncFolder(folder)
  for (let place = folder; place !== dirname(place);) {
    place = dirname(place)
    try {
      syncFolder(place)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      return
    }
  }
}

/** Whether an exception is the file system's, with one of these codes. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  )
}
