import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backupId, type BackupInfo, type BackupReason } from '../../shared/model/backup'
import { ensureFolder, isErrno, isThere, syncFolder, syncFile, tighten } from './files'

/** So many that the program made by itself stay. */
export const BACKUPS_KEPT = 14

const START = 'backup-'
const END = '.db'
/** What SQLite may put beside a file. */
const ENDS = ['', '-wal', '-shm', '-journal']

/** Whose, when and why: what a backup's name says. */
export interface BackupName {
  /** The beginning of the vault's id. */
  readonly vault: string
  readonly at: number
  readonly reason: BackupReason
}

/** The folder `backups/` beside a vault, and the names in it. */
export class BackupFolder {
  readonly folder: string
  /** A backup while it is made. */
  readonly part: string

  constructor(vaultFolder: string) {
    this.folder = join(vaultFolder, 'backups')
    this.part = join(this.folder, 'backup.part')
  }

  /** Newest first. What is not named like a backup is not one. */
  list(): BackupInfo[] {
    const found: BackupInfo[] = []
    for (const name of this.#names()) {
      const id = name.slice(START.length, -END.length)
      const told = name.startsWith(START) && name.endsWith(END) ? readId(id) : null
      const stat = told && lstatSync(join(this.folder, name), { throwIfNoEntry: false })
      if (!told || !stat?.isFile()) continue
      found.push({ id, at: told.at, reason: told.reason, bytes: stat.size })
    }
    return found.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  }

  /** The newest one of a vault. */
  newest(vault: string): BackupInfo | null {
    return this.list().find(({ id }) => id.startsWith(vault)) ?? null
  }

  pathOf(id: string): string {
    return join(this.folder, `${START}${id}${END}`)
  }

  /** Room for a new one; what an earlier try left is taken away. */
  prepare(): void {
    ensureFolder(this.folder)
    this.clear()
  }

  clear(): void {
    for (const end of ENDS) rmSync(this.part + end, { force: true })
  }

  /** Gives a verified part its name, durably, and lets the oldest of its vault go. */
  keep(name: BackupName): BackupInfo {
    tighten(this.part, 0o600)
    syncFile(this.part)
    let { at } = name
    while (isThere(this.pathOf(idOf({ ...name, at })))) at++
    const id = idOf({ ...name, at })
    renameSync(this.part, this.pathOf(id))
    syncFolder(this.folder)
    this.#prune(name.vault, id)
    const { size } = lstatSync(this.pathOf(id))
    return { id, at, reason: name.reason, bytes: size }
  }

  /** `kept`: the one that was just made, which no clock that went wrong may take away. */
  #prune(vault: string, kept: string): void {
    const own = this.list().filter(
      ({ id, reason }) => id.startsWith(vault) && reason !== 'manual' && id !== kept,
    )
    const room = BACKUPS_KEPT - (readId(kept)?.reason === 'manual' ? 0 : 1)
    for (const { id } of own.slice(room)) rmSync(this.pathOf(id), { force: true })
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder)
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return []
      throw error
    }
  }
}

function idOf({ vault, at, reason }: BackupName): string {
  return `${vault}-${new Date(at).toISOString().replace(/[:.]/g, '-')}-${reason}`
}

function readId(id: string): BackupName | null {
  if (!backupId.safeParse(id).success) return null
  const match = /^([0-9a-f]{8})-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-([a-z]+)$/.exec(id)
  if (match === null) return null
  const [, vault = '', day, hour, minute, second, ms, reason] = match
  const at = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`)
  return Number.isNaN(at) ? null : { vault, at, reason: reason as BackupReason }
}
