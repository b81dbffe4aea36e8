import type { BackupResult } from '../../shared/contract/backup'
import type { Output } from '../../shared/contract/index'
import { appError } from '../../shared/error'
import type { BackupInfo, BackupReason } from '../../shared/model/backup'
import type { VaultStatus } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { AuditTrail } from './audit-trail'
import type { BackupShelf, FileChooser, Looked } from './backup-port'
import type { Announcer, Clock, FileSaver, Logger, SaveTarget } from './port'
import { did, failed } from './trace'
import type { FullUnlock, Unlock } from './vault-port'

/** The start has settled by then: the list is shown, and reminders are looked at. */
const SETTLE_MS = 30_000
/** How often it is looked whether one is due. */
const LOOK_MS = 3_600_000
const DAY_MS = 24 * LOOK_MS

export interface BackupServiceDeps {
  readonly shelf: BackupShelf
  readonly chooser: FileChooser
  readonly saver: FileSaver
  readonly trail: Pick<AuditTrail, 'entries' | 'record'>
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
  /** Closes the vault, lets `put` work, and opens what is there then. */
  readonly replace: (put: () => Result<void>) => Promise<Result<VaultStatus>>
  /** Asks whoever would replace an open vault for what opens it; null: nothing was given. */
  readonly prove: (how: Unlock | null) => Promise<Result<void>>
  /** Whether a lock keeps the vault from whoever cannot give what opens it. */
  readonly held: () => boolean
}

type MadeReason = Parameters<BackupShelf['make']>[0]
type Source =
  | { readonly from: 'list'; readonly id: string }
  | { readonly from: 'file' }
  | { readonly from: 'held' }

/** Backups: made by themselves and by hand, looked into, and restored. */
export class BackupService {
  readonly #deps: BackupServiceDeps
  #last: BackupResult | null = null
  #cancel: (() => void) | null = null

  constructor(deps: BackupServiceDeps) {
    this.#deps = deps
  }

  /** The vault is open. */
  start(): void {
    this.#deps.shelf.drop()
    this.#later(SETTLE_MS)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#deps.shelf.drop()
  }

  list(): Result<Output<'backup.list'>> {
    const { shelf } = this.#deps
    const backups = shelf.list()
    if (!backups.ok) return backups
    return ok({ backups: [...backups.value], last: this.#last, able: shelf.able() })
  }

  /** By hand. */
  make(): Promise<Result<BackupInfo>> {
    return this.#made('manual')
  }

  /**
   * Before what opens the vault changes. A failure is told and does not stop the change: with a
   * record that is damaged, no password could be given up any more.
   */
  async beforeKeys(): Promise<void> {
    if (this.#deps.shelf.able() === true) await this.#made('keys')
  }

  /** Makes one where one is due: once a day, if anything but the audit log has changed. */
  async tick(): Promise<void> {
    const { shelf, clock } = this.#deps
    if (shelf.able() !== true) return
    const backups = shelf.list()
    if (!backups.ok) {
      this.#tell('daily', backups)
      return
    }
    // a clock that was set back must not keep them from being made, and one from a day that is still
    // to come must not have them made every hour
    const now = clock.now()
    const isOfToday = ({ reason, at }: BackupInfo) =>
      reason !== 'safety' && Math.abs(now - at) < DAY_MS
    if (backups.value.some(isOfToday)) return
    if (shelf.changed()) await this.#made('daily')
  }

  /** The user chooses where; null: nowhere. */
  async saveCopy(): Promise<Result<{ readonly file: string | null }>> {
    const { shelf, saver, trail, clock } = this.#deps
    if (shelf.able() === false) return err(appError('backup.keychain-only'))
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    const target = await saver.choose({ name: `keyglot-backup-${day}.db`, kind: 'db' })
    if (target === null) return ok({ file: null })
    const saved = await shelf.lend((next) => savedTo(target, next))
    const detail = { file: target.name }
    trail.record(
      saved.ok
        ? did('vault.backed-up', { code: 'copy', detail })
        : failed('vault.backed-up', saved.error.code, { detail }),
    )
    return saved.ok ? ok({ file: target.name }) : saved
  }

  /** null: no file was chosen. */
  async look(source: Source, how: FullUnlock | null): Promise<Result<Looked | null>> {
    const { shelf, chooser, held } = this.#deps
    // the keychain would open a backup, as it would the vault
    if (held()) return err(appError('vault.not-open'))
    if (source.from !== 'held') {
      const from = source.from === 'list' ? source.id : await chooser.choose('backup')
      if (from === null) return ok(null)
      const taken = await shelf.take(from)
      if (!taken.ok) return taken
    }
    return shelf.look(how)
  }

  /** `how`: what opens the vault that is open, see `prove`. */
  async restore(how: Unlock | null): Promise<Result<VaultStatus>> {
    const { shelf, trail, log, held, prove } = this.#deps
    const proved = await prove(how)
    if (!proved.ok) return proved
    // it may have been locked while a password was tried
    if (held()) return err(appError('vault.not-open'))
    const ready = shelf.prepare(trail.entries(did('vault.restored'), null))
    if (!ready.ok) {
      trail.record(failed('vault.restored', ready.error.code))
      return ready
    }
    log.warn('a backup takes the place of the vault')
    return this.#deps.replace(ready.value)
  }

  drop(): void {
    this.#deps.shelf.drop()
  }

  #later(ms: number): void {
    this.#cancel = this.#deps.clock.after(ms, () => {
      this.#later(LOOK_MS)
      void this.tick()
    })
  }

  async #made(reason: MadeReason): Promise<Result<BackupInfo>> {
    const made = await this.#deps.shelf.make(reason)
    // the vault was closed meanwhile, or gets another key: nothing is wrong
    const waits = reason !== 'manual' && !made.ok && made.error.code === 'vault.key-replacing'
    if (waits || (!made.ok && made.error.code === 'vault.not-open')) return made
    this.#tell(reason, made)
    const note = { actor: reason === 'manual' ? 'user' : 'engine' } as const
    this.#deps.trail.record(
      made.ok
        ? did('vault.backed-up', { ...note, code: reason })
        : failed('vault.backed-up', made.error.code, note),
    )
    return made
  }

  #tell(reason: BackupReason, made: Result<unknown>): void {
    const error = made.ok ? null : made.error.code
    this.#last = { at: this.#deps.clock.now(), reason, error }
    if (error) this.#deps.log.warn('a backup was not made', { code: error, reason })
    this.#deps.announcer.announce('backup.changed', this.#last)
  }
}

/** Writes a verified backup, and reads it again: the place may be a disk that forgets. */
async function savedTo(
  target: SaveTarget,
  next: () => Promise<Result<Uint8Array | null>>,
): Promise<Result<void>> {
  const pieces: Uint8Array[] = []
  const written = await target.write(async () => {
    const piece = await next()
    if (piece.ok && piece.value !== null) pieces.push(piece.value)
    return piece
  })
  if (!written.ok) return written
  const there = await target.read()
  if (!there.ok) return there
  return Buffer.concat(pieces).equals(there.value) ? ok() : err(appError('backup.not-verified'))
}
