import { open } from 'node:fs/promises'
import type Database from 'better-sqlite3'
import { appError } from '../../shared/error'
import type { BackupInfo, BackupReason } from '../../shared/model/backup'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Logger } from '../service/port'
import type { BackupFolder } from './backup-folder'
import { openAlone, openReadOnly } from './database'
import { createPrivate } from './files'
import { readHeader, shortId, type Header } from './header'
import { codeOf } from './set-aside'
import { contentOf, damagedRecords, headOf, isWhole, storesOf } from './verify'
import type { KeyRing } from './key-ring'
import { wrapOf } from './unlock'

/** A vault that is open, as backups are made of it. */
export interface Source {
  readonly db: Database.Database
  readonly header: Header
  readonly ring: KeyRing
}

export interface MakingDeps {
  readonly folder: BackupFolder
  readonly clock: Clock
  readonly log: Logger
}

/** Whether anything but this computer's keychain opens it. */
export function isPortable(header: Pick<Header, 'wraps'>): boolean {
  return wrapOf(header, 'password') !== null || wrapOf(header, 'recovery') !== null
}

/**
 * Makes backups: with SQLite's own copy, which takes what is still in the journal along
 * (https://www.sqlite.org/backup.html), under another name, opened and gone through, on the disk,
 * and only then named. A kill leaves at most a part, which the next one takes away.
 */
export class BackupMaker {
  readonly #deps: MakingDeps

  constructor(deps: MakingDeps) {
    this.#deps = deps
  }

  make(source: Source, reason: BackupReason): Promise<Result<BackupInfo>> {
    const { folder, clock } = this.#deps
    const vault = shortId(source.header.vaultId)
    return this.#made(source, reason, () => ok(folder.keep({ vault, at: clock.now(), reason })))
  }

  /** One that is lent and taken away again. */
  lend(
    source: Source,
    use: (next: () => Promise<Result<Uint8Array | null>>) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    return this.#made(source, 'manual', async () => {
      const file = await open(this.#deps.folder.part, 'r')
      try {
        return await use(async () => {
          const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(PIECE) })
          return ok(bytesRead === 0 ? null : buffer.subarray(0, bytesRead))
        })
      } finally {
        await file.close()
      }
    })
  }

  async #made<T>(
    source: Source,
    reason: BackupReason,
    use: () => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { folder } = this.#deps
    // the open vault may lock, or have done with the key before, while its copy is gone through
    const ring = source.ring.copy()
    try {
      folder.prepare()
      createPrivate(folder.part)
      await source.db.backup(folder.part)
      const head = source.db.open ? headOf(source.db) : null
      const verified = await this.#verified({ ...source, ring }, { head, reason })
      return verified.ok ? await use() : verified
    } catch (error) {
      if (!source.db.open) return err(appError('vault.not-open'))
      return err(appError(codeOf(error, folder.folder)))
    } finally {
      ring.wipe()
      this.#clear()
    }
  }

  /** What cannot be taken away now is no reason to say something else than what happened. */
  #clear(): void {
    try {
      this.#deps.folder.clear()
    } catch {
      this.#deps.log.warn('the part of a backup was not removed')
    }
  }

  /** Opens what was written, as if it were needed. */
  async #verified(
    source: Source,
    { head, reason }: { head: string | null; reason: BackupReason },
  ): Promise<Result<void>> {
    const { folder, log } = this.#deps
    asOneFile(folder.part)
    const db = openReadOnly(folder.part)
    try {
      const header = readHeader(db)
      const whole = header.ok && headOf(db) === head && (await isWhole(db))
      // before a migration the file is kept as it is, whatever is wrong with a record of it
      const damaged =
        whole && reason !== 'migration' && reason !== 'safety'
          ? await damagedRecords(storesOf(db, source.ring, log))
          : ok(0)
      // keys that were wiped meanwhile open nothing, which says nothing
      if (!source.db.open) return err(appError('vault.not-open'))
      if (!damaged.ok) return damaged
      return whole && damaged.value === 0 ? ok() : err(appError('backup.not-verified'))
    } finally {
      db.close()
    }
  }

  /** Whether something but the audit log has changed since that backup. */
  hasChanged({ db }: Source, since: BackupInfo | null): boolean {
    if (since === null) return true
    try {
      const backup = openReadOnly(this.#deps.folder.pathOf(since.id))
      try {
        return contentOf(backup) !== contentOf(db)
      } finally {
        backup.close()
      }
    } catch {
      // one that cannot be read is none
      return true
    }
  }
}

const PIECE = 64 * 1024

/** A copy in WAL mode would want files beside it even to be read. */
function asOneFile(path: string): void {
  const db = openAlone(path)
  try {
    db.pragma('synchronous = FULL')
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
}
