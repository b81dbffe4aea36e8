import { appError } from '../../shared/error'
import type { VaultState, VaultStatus } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { Announcer, Clock, Logger, OpenOutcome, OpenVault, VaultOpener } from './port'

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
const UNUSABLE: readonly VaultState[] = ['key-missing', 'wrong-key', 'damaged', 'newer-version']

const WHOLE = { damagedRecords: 0, readOnly: false } as const

export interface VaultServiceDeps {
  readonly opener: VaultOpener
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
  /** Hands an opened vault to the services that read from it; a failure closes it again. */
  readonly onOpen: (vault: OpenVault, how: Opened) => Result<void>
  /** A try that failed; `quiet`: one of the program's own. */
  readonly onRefused: (state: VaultState, how: Pick<Opened, 'quiet'>) => void
  /** Takes it from them, before it is closed. */
  readonly onClose: () => void
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

  constructor(deps: VaultServiceDeps) {
    this.#deps = deps
    this.#status = { state: 'opening', exists: deps.opener.exists(), ...WHOLE }
  }

  status(): VaultStatus {
    return this.#status
  }

  /** Bound, so that the guard of the calls can be given it as it is. */
  readonly isOpen = (): boolean => this.#vault !== null

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

  /** Keeps the unusable vault under another name and starts a new one: `call.refused`, `vault.*`. */
  async setAside(): Promise<Result<VaultStatus>> {
    if (this.#opening) await this.#opening
    if (this.#vault || !UNUSABLE.includes(this.#status.state)) return err(appError('call.refused'))
    const moved = await this.#deps.opener.setAside()
    if (!moved.ok) return moved
    this.#deps.log.warn('the vault was set aside', { state: this.#status.state })
    return ok(await this.#open({ quiet: false }))
  }

  close(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    if (!this.#vault) return
    this.#deps.onClose()
    this.#vault.close()
    this.#vault = null
    this.#set({ state: 'opening', exists: true, ...WHOLE })
  }

  /** `quiet`: what is shown stays until there is something new to say. */
  #open(how: { quiet: boolean }): Promise<VaultStatus> {
    if (this.#opening) return this.#opening
    this.#cancelRetry?.()
    this.#cancelRetry = null
    const opening = this.#try(how).finally(() => (this.#opening = null))
    this.#opening = opening
    return opening
  }

  async #try({ quiet }: { quiet: boolean }): Promise<VaultStatus> {
    const { opener, log } = this.#deps
    if (!quiet) this.#set({ ...this.#status, state: 'opening' })
    let outcome: OpenOutcome
    try {
      outcome = await opener.open(() => {
        if (!quiet) this.#set({ ...this.#status, state: 'waiting-for-keychain' })
      })
    } catch (cause) {
      log.fault('the vault could not be opened', cause)
      outcome = { state: 'failed', exists: opener.exists() }
    }
    if (outcome.state === 'open') {
      return this.#take(outcome.vault, { created: outcome.created, quiet })
    }
    this.#deps.onRefused(outcome.state, { quiet })
    this.#set({ state: outcome.state, exists: outcome.exists, ...WHOLE })
    if (PASSING.includes(outcome.state)) this.#tryLater()
    return this.#status
  }

  #take(vault: OpenVault, how: Opened): VaultStatus {
    const taken = this.#deps.onOpen(vault, how)
    if (!taken.ok) {
      this.#deps.log.warn('the vault could not be read', { code: taken.error.code })
      this.#deps.onClose()
      vault.close()
      const damaged = taken.error.code === 'vault.damaged'
      this.#deps.onRefused(damaged ? 'damaged' : 'failed', how)
      this.#set({ state: damaged ? 'damaged' : 'failed', exists: true, ...WHOLE })
      return this.#status
    }
    this.#vault = vault
    this.#tries = 0
    this.#set({ ...WHOLE, state: 'open', exists: true, damagedRecords: vault.tokens.damaged() })
    vault.onDamage(() => {
      if (this.#vault === vault) this.#set({ ...this.#status, readOnly: true })
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
    const same =
      before.state === status.state &&
      before.exists === status.exists &&
      before.damagedRecords === status.damagedRecords &&
      before.readOnly === status.readOnly
    if (!same) this.#deps.announcer.announce('vault.changed', status)
  }
}
