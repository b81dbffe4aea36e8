import { appError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import {
  statusOf,
  type LockReason,
  type ReadOnlyReason,
  type VaultState,
  type VaultStatus,
  type Way,
} from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { Announcer, Clock, Logger, OpenVault } from './port'
import type { SecretText } from './secret'
import type { OpenOutcome, Unlock, VaultOpener } from './vault-port'

/** Pauses before further tries by itself, ms; the last one repeats. */
const RETRY_MS = [2_000, 5_000, 15_000, 60_000] as const

/**
 * States that pass without the user: a keychain that starts late, another process that ends.
 * A locked keychain is not among them; asking again would open its dialog again and again.
 */
const PASSING: readonly VaultState[] = [
  'no-keychain',
  'keychain-timeout',
  'keychain-failed',
  'in-use',
  'no-space',
]

/** States in which the vault itself cannot be used any more, and the user may start a new one. */
const UNUSABLE: readonly VaultState[] = [
  'key-missing',
  'wrong-key',
  'damaged',
  'missing',
  'not-a-file',
  'newer-version',
]

export interface VaultServiceDeps {
  readonly opener: Omit<VaultOpener, 'backups'>
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
  /** Hands an opened vault to the services that read from it; a failure closes it again. */
  readonly onOpen: (vault: OpenVault, how: Opened) => Result<void>
  /** A try that failed, and why; `quiet`: one of the program's own. */
  readonly onRefused: (why: string, how: Pick<Opened, 'quiet'>) => void
  /** Takes it from them, before it is closed; null: not locked, but ended or given up. */
  readonly onClose: (reason: LockReason | null) => void
  /** It is locked: whatever else holds something of it lets go. */
  readonly onLocked: (reason: LockReason) => void
}

/** How it came to be open: made just now, and on whose account. */
export interface Opened {
  readonly created: boolean
  readonly quiet: boolean
}

/** Opens the vault in the background, tries again, and says how it stands. */
export class VaultService {
  readonly #deps: VaultServiceDeps
  #status: VaultStatus
  #vault: OpenVault | null = null
  #opening: Promise<VaultStatus> | null = null
  #cancelRetry: (() => void) | null = null
  #tries = 0
  /** What opens it after a lock, where that is more than a click: until then, nothing else does. */
  #held: readonly Way[] | null = null

  constructor(deps: VaultServiceDeps) {
    this.#deps = deps
    this.#status = statusOf('opening', { exists: deps.opener.exists() })
  }

  status(): VaultStatus {
    return this.#status
  }

  /** Bound, so that the guard of the calls can be given it as it is. */
  readonly isOpen = (): boolean => this.#vault !== null

  /** A lock has closed it, and only what the user gives opens it, or anything that was kept of it. */
  readonly isHeld = (): boolean => this.#held !== null

  /** The first try, at the start of the app. */
  start(): Promise<VaultStatus> {
    return this.#open({ quiet: false })
  }

  /** A try that the user asks for. One under way is joined. */
  retry(): Promise<VaultStatus> {
    if (this.#vault) return Promise.resolve(this.#status)
    this.#tries = 0
    return this.#open({ quiet: false })
  }

  /** The machine woke: a good moment for another try, without a word. */
  nudge(): void {
    if (!this.#vault && PASSING.includes(this.#status.state)) void this.#open({ quiet: true })
  }

  /** Opens it with what the user gave: `vault.wrong-*`, `vault.no-such-way`, `vault.not-open`. */
  async unlock(how: Unlock): Promise<Result<VaultStatus>> {
    while (this.#opening) await this.#opening
    if (this.#vault) return ok(this.#status)
    // where there is a password, the keychain opens it at the start and not after a lock
    const { state, ways } = this.#status
    if (state === 'locked' && !ways.includes(how.by)) return err(appError('vault.no-such-way'))
    return this.#answer(how.by, (onWaiting) => this.#deps.opener.open(onWaiting, how))
  }

  /** Makes the first vault with a password, where no keychain can hold its key. */
  async create(password: SecretText): Promise<Result<VaultStatus>> {
    while (this.#opening) await this.#opening
    if (this.#vault || this.#deps.opener.exists()) return err(appError('call.refused'))
    return this.#answer('password', () => this.#deps.opener.create(password))
  }

  /** Asks for what opens it once more, before something dangerous. */
  async prove(how: Unlock): Promise<Result<void>> {
    if (!this.#vault) return err(appError('vault.not-open'))
    const proved = await this.#vault.ways.prove(how)
    if (!proved.ok) this.#deps.onRefused(proved.error.code, { quiet: false })
    return proved
  }

  /** The same, where more than a click opens it; null: nothing was given. */
  async proveIfAsked(how: Unlock | null): Promise<Result<void>> {
    const ways = this.#vault?.ways.usable() ?? []
    // of a file that does not even tell its ways, none can be asked for
    if (ways.length === 0 || ways.includes('keychain')) return ok()
    return how === null ? err(appError('call.refused')) : this.prove(how)
  }

  /** Takes the file as it is, though it is not the one that was seen last: `vault.*`. */
  accept(trace: (doubt: ReadOnlyReason) => readonly AuditEntry[]): Result<VaultStatus> {
    const { readOnly } = this.#status
    if (!this.#vault || readOnly === null) return err(appError('call.refused'))
    const accepted = this.#vault.accept(trace(readOnly))
    if (!accepted.ok) return accepted
    this.#set({ ...this.#status, readOnly: null, changesMissing: 0 })
    return ok(this.#status)
  }

  /** Drops the keys and all that was read with them. Locking what is not open changes nothing. */
  lock(reason: LockReason): VaultStatus {
    const vault = this.#vault
    if (!vault) return this.#status
    const ways = vault.ways.usable()
    if (!ways.includes('keychain')) this.#held = ways
    this.#close(reason)
    this.#set(statusOf('locked', { ways: [...ways], lockedBy: reason }))
    this.#deps.onLocked(reason)
    return this.#status
  }

  /** Keeps the unusable vault under another name and starts a new one: `call.refused`, `vault.*`. */
  async setAside(): Promise<Result<VaultStatus>> {
    if (this.#opening) await this.#opening
    if (this.#vault || !UNUSABLE.includes(this.#status.state)) return err(appError('call.refused'))
    const moved = await this.#deps.opener.setAside()
    if (!moved.ok) return moved
    this.#held = null
    this.#deps.log.warn('the vault was set aside', { state: this.#status.state })
    return ok(await this.#open({ quiet: false }))
  }

  /** Closes it, if it is open, lets something else take its place, and opens what is there then. */
  async replace(put: () => Result<void>): Promise<Result<VaultStatus>> {
    while (this.#opening) await this.#opening
    if (this.#vault) {
      this.#close(null)
      this.#set(statusOf('opening'))
    }
    const done = put()
    const status = await this.#open({ quiet: false })
    return done.ok ? ok(status) : done
  }

  close(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    if (!this.#vault) return
    this.#close(null)
    this.#set(statusOf('opening'))
  }

  #close(reason: LockReason | null): void {
    this.#deps.onClose(reason)
    this.#vault?.close()
    this.#vault = null
  }

  async #answer(by: Unlock['by'], run: Run): Promise<Result<VaultStatus>> {
    // the form stays while it is tried: a wrong password is no other screen
    const quiet = by !== 'keychain'
    const outcome = await this.#began({ quiet }, run)
    if (outcome === null || outcome.state === 'open' || outcome.error === null) {
      return ok(this.#status)
    }
    return err(outcome.error)
  }

  /**
   * By the keychain, which a lock with a password does not leave to anybody: not to a try of the
   * program's own, nor to one that the window asks for. `quiet`: what is shown stays until there is
   * something new to say.
   */
  #open(how: { quiet: boolean }): Promise<VaultStatus> {
    if (this.#opening) return this.#opening
    if (this.#held) {
      const { exists, lockedBy } = this.#status
      this.#set(statusOf('locked', { exists, ways: [...this.#held], lockedBy }))
      return Promise.resolve(this.#status)
    }
    const run: Run = (onWaiting) => this.#deps.opener.open(onWaiting)
    return this.#began(how, run).then(() => this.#status)
  }

  #began(how: { quiet: boolean }, run: Run): Promise<OpenOutcome | null> {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    const trying = this.#try(how, run).finally(() => (this.#opening = null))
    this.#opening = trying.then(() => this.#status)
    return trying
  }

  /** null: it could not even be tried. */
  async #try({ quiet }: { quiet: boolean }, run: Run): Promise<OpenOutcome | null> {
    const { opener, log } = this.#deps
    const { lockedBy } = this.#status
    if (!quiet) this.#set({ ...this.#status, state: 'opening' })
    let outcome: OpenOutcome
    try {
      outcome = await run(() => {
        if (!quiet) this.#set({ ...this.#status, state: 'waiting-for-keychain' })
      })
    } catch (cause) {
      log.fault('the vault could not be opened', cause)
      this.#set(statusOf('failed', { exists: opener.exists(), lockedBy }))
      return null
    }
    if (outcome.state === 'open') {
      this.#take(outcome.vault, { created: outcome.created, quiet })
      return outcome
    }
    const { state, exists, ways, trouble, error } = outcome
    // a vault that waits for its password is as it should be
    const why = error?.code ?? trouble ?? (state === 'locked' ? null : state)
    if (why !== null) this.#deps.onRefused(why, { quiet: quiet && error === null })
    this.#set(statusOf(state, { exists, ways: [...ways], trouble, lockedBy }))
    if (PASSING.includes(state)) this.#tryLater()
    return outcome
  }

  #take(vault: OpenVault, how: Opened): VaultStatus {
    const taken = this.#deps.onOpen(vault, how)
    if (!taken.ok) {
      this.#deps.log.warn('the vault could not be read', { code: taken.error.code })
      this.#deps.onClose(null)
      vault.close()
      const damaged = taken.error.code === 'vault.damaged'
      this.#deps.onRefused(damaged ? 'damaged' : 'failed', how)
      this.#set(statusOf(damaged ? 'damaged' : 'failed'))
      return this.#status
    }
    this.#vault = vault
    this.#held = null
    this.#tries = 0
    this.#set(statusOf('open', { damagedRecords: vault.tokens.damaged() }))
    vault.onDoubt(({ reason, changesMissing }) => {
      if (this.#vault === vault) this.#set({ ...this.#status, readOnly: reason, changesMissing })
    })
    vault.onResealing((resealing) => {
      if (this.#vault === vault) this.#set({ ...this.#status, resealing })
    })
    return this.#status
  }

  #tryLater(): void {
    const ms = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)] ?? 60_000
    this.#cancelRetry = this.#deps.clock.after(ms, () => {
      this.#cancelRetry = null
      void this.#open({ quiet: true })
    })
  }

  #set(status: VaultStatus): void {
    const before = this.#status
    this.#status = status
    if (JSON.stringify(before) !== JSON.stringify(this.#status)) {
      this.#deps.announcer.announce('vault.changed', this.#status)
    }
  }
}

type Run = (onWaiting: () => void) => Promise<OpenOutcome>
