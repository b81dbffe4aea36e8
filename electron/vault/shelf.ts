import { open } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { appError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import type { BackupInfo } from '../../shared/model/backup'
import { err, ok, type Result } from '../../shared/result'
import type { BackupShelf, ChosenFile, Looked } from '../service/backup-port'
import type { FullUnlock } from '../service/vault-port'
import { BackupMaker, isPortable } from './backup'
import { shortId } from './header'
import { BackupFolder } from './backup-folder'
import { createPrivate, ensureFolder, isThere, syncFile } from './files'
import { takeLock } from './lock'
import { putRestored, removeTaken } from './restore'
import { codeOf } from './set-aside'
import { inDoubt } from './database'
import { vaultErrorOf } from './sqlite-error'
import { TakenBackup, type Live, type TakenDeps } from './taken'

export interface ShelfDeps extends TakenDeps {
  /** The vault that is open; null: none is. */
  readonly live: () => Live | null
  /** What takes the place of the open vault comes after all that is written to that from now on. */
  readonly onPrepared: () => void
  /** The PIN opens nothing any more. */
  readonly onRestored: () => void
}

/** The backups beside a vault, and the one that is looked into. */
export class SealedShelf implements BackupShelf {
  readonly #deps: ShelfDeps
  readonly #folder: BackupFolder
  readonly #maker: BackupMaker
  #taken: TakenBackup | null = null
  /** The copy is about to become the vault, and is not taken away meanwhile. */
  #prepared = false
  /** One at a time: they share the names of what is not finished. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(deps: ShelfDeps) {
    this.#deps = deps
    this.#folder = new BackupFolder(deps.files.folder)
    this.#maker = new BackupMaker({ ...deps, folder: this.#folder })
  }

  /** For the opener, which makes one before it changes a file's form. */
  get maker(): BackupMaker {
    return this.#maker
  }

  list(): Result<readonly BackupInfo[]> {
    return this.#guarded(() => ok(this.#folder.list()))
  }

  able(): boolean | null {
    const live = this.#deps.live()
    return live && isPortable(live.header)
  }

  changed(): boolean {
    const live = this.#deps.live()
    if (!live) return false
    return this.#maker.hasChanged(live, this.#folder.newest(shortId(live.header.vaultId)))
  }

  make(reason: 'daily' | 'manual' | 'keys'): Promise<Result<BackupInfo>> {
    return this.#alone(() => this.#ofLive((live) => this.#maker.make(live, reason)))
  }

  lend(use: Parameters<BackupShelf['lend']>[0]): Promise<Result<void>> {
    return this.#alone(() => this.#ofLive((live) => this.#maker.lend(live, use)))
  }

  take(from: string | ChosenFile): Promise<Result<void>> {
    return this.#alone(async () => {
      this.drop()
      try {
        if (typeof from === 'string' && !isThere(this.#folder.pathOf(from))) {
          return err(appError('backup.not-found'))
        }
        await this.#copy(typeof from === 'string' ? this.#fileOf(from) : from)
        const taken = await TakenBackup.of(this.#deps)
        if (taken.ok) this.#taken = taken.value
        else removeTaken(this.#deps.files, this.#deps.log)
        return taken.ok ? ok() : taken
      } catch (error) {
        const damaged = vaultErrorOf(error) === 'vault.damaged'
        const code = damaged ? 'backup.damaged' : codeOf(error, this.#deps.files.folder)
        removeTaken(this.#deps.files, this.#deps.log)
        return err(appError(code))
      }
    })
  }

  look(how: FullUnlock | null): Promise<Result<Looked>> {
    return this.#alone(async () => {
      const taken = this.#taken
      if (!taken) return err(appError('call.refused'))
      try {
        return await taken.look(how, this.#deps.live())
      } catch (error) {
        return err(appError(codeOf(error, this.#deps.files.folder)))
      }
    })
  }

  prepare(trace: readonly AuditEntry[]): Result<() => Result<void>> {
    const taken = this.#taken
    if (!taken) return err(appError('call.refused'))
    return this.#guarded(() => {
      const finished = taken.finish(this.#deps.live(), trace)
      if (!finished.ok) return finished
      this.#deps.onPrepared()
      this.#taken = null
      this.#prepared = true
      return ok(() => this.#guarded(() => this.#put()))
    })
  }

  drop(): void {
    if (this.#prepared) return
    this.#taken?.close()
    this.#taken = null
    removeTaken(this.#deps.files, this.#deps.log)
  }

  #put(): Result<void> {
    const { files, clock, log } = this.#deps
    this.#prepared = false
    const lock = takeLock(files)
    if (lock === null) return err(appError('vault.busy'))
    try {
      putRestored(files, clock.now(), log)
      this.#deps.onRestored()
      return ok()
    } finally {
      lock.release()
    }
  }

  async #copy(from: ChosenFile): Promise<void> {
    const { files } = this.#deps
    ensureFolder(files.folder)
    for (const end of ['', '-wal'] as const) {
      const pieces = from.pieces(end)
      if (pieces === null) continue
      createPrivate(files.taken + end)
      const file = await open(files.taken + end, 'r+')
      try {
        for await (const piece of pieces) await file.writeFile(piece)
      } finally {
        await file.close()
      }
      syncFile(files.taken + end)
    }
  }

  #fileOf(id: string): ChosenFile {
    const path = this.#folder.pathOf(id)
    return { name: id, pieces: (end) => (end === '' ? createReadStream(path) : null) }
  }

  #ofLive<T>(run: (live: Live) => Promise<Result<T>>): Promise<Result<T>> {
    const live = this.#deps.live()
    if (!live) return Promise.resolve(err(appError('vault.not-open')))
    // what is in doubt must not take the place of what was good
    if (live.doubt) return Promise.resolve(err(inDoubt(live.doubt)))
    // a copy from between two keys would be gone through with one that is given up meanwhile
    if (live.resealing) return Promise.resolve(err(appError('vault.key-replacing')))
    return isPortable(live.header)
      ? run(live)
      : Promise.resolve(err(appError('backup.keychain-only')))
  }

  #alone<T>(run: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(run)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  #guarded<T>(run: () => Result<T>): Result<T> {
    try {
      return run()
    } catch (error) {
      return err(appError(codeOf(error, this.#deps.files.folder)))
    }
  }
}
