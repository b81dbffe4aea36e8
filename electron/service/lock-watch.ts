import type { LockReason } from '../../shared/model/vault'
import type { Clock, LockTriggers } from './port'

/** What the user chose to be locked by. */
export interface LockSettings {
  /** null: idle time does not lock. */
  readonly lockAfterMinutes: number | null
  readonly lockOnSleep: boolean
  /** The screen locks, or another user takes it. */
  readonly lockOnScreenLock: boolean
}

export interface LockWatchDeps {
  readonly triggers: LockTriggers
  readonly clock: Clock
  readonly settings: () => LockSettings
  readonly lock: (reason: LockReason) => void
}

const MINUTE = 60_000
/** How often one looks while it is not known whether the machine tells idle time at all, ms. */
const UNSURE_MS = 5_000
/** Later than this after its time, a look means that the machine stood still, ms. */
const STOOD_STILL_MS = 30_000

/**
 * Locks when the user is away. Its looks follow the monotonic clock, so that a wall clock that is
 * set back does not put them off; the wall clock only tells that the machine stood still meanwhile.
 */
export class LockWatch {
  readonly #deps: LockWatchDeps
  /** Whether the machine was seen to count: some desktops answer 0 for ever. */
  #counts = false
  /** Monotonic time of the last sign of the user in the window. */
  #touched = 0
  #sleptAt: number | null = null
  #cancel: (() => void) | null = null
  #on = false

  constructor(deps: LockWatchDeps) {
    this.#deps = deps
    deps.triggers.listen((event) => {
      if (!this.#on) return
      const { lockOnScreenLock } = deps.settings()
      if (event === 'suspend') this.#onSuspend()
      else if (event === 'resume') this.#onResume()
      else if (event === 'input') this.#touched = deps.clock.monotonic()
      else if (lockOnScreenLock) deps.lock(event)
    })
  }

  /** The vault is being opened: there is something to lock. */
  start(): void {
    this.#touched = this.#deps.clock.monotonic()
    this.#on = true
    this.#lookIn(UNSURE_MS)
  }

  /** The settings changed. */
  again(): void {
    this.#look()
  }

  stop(): void {
    this.#on = false
    this.#sleptAt = null
    this.#cancel?.()
    this.#cancel = null
  }

  #onSuspend(): void {
    this.#sleptAt = this.#deps.clock.now()
    if (this.#deps.settings().lockOnSleep) this.#deps.lock('sleep')
  }

  /** A machine that fell asleep before it could be locked is locked when it wakes. */
  #onResume(): void {
    const { clock, lock, settings } = this.#deps
    const { lockOnSleep, lockAfterMinutes } = settings()
    const slept = this.#sleptAt === null ? 0 : clock.now() - this.#sleptAt
    this.#sleptAt = null
    if (lockOnSleep) lock('sleep')
    else if (lockAfterMinutes !== null && slept >= lockAfterMinutes * MINUTE) lock('idle')
    else this.#look()
  }

  #look(): void {
    this.#cancel?.()
    this.#cancel = null
    const { lockAfterMinutes } = this.#deps.settings()
    if (!this.#on || lockAfterMinutes === null) return
    const left = lockAfterMinutes * MINUTE - this.#idleMs()
    if (left <= 0) this.#deps.lock('idle')
    else this.#lookIn(this.#counts ? left : Math.min(left, UNSURE_MS))
  }

  #lookIn(ms: number): void {
    const { clock, settings, lock } = this.#deps
    this.#cancel?.()
    const due = clock.now() + ms
    this.#cancel = clock.after(ms, () => {
      const { lockAfterMinutes } = settings()
      const late = clock.now() - due
      const still = late > STOOD_STILL_MS && lockAfterMinutes !== null
      if (still && late >= lockAfterMinutes * MINUTE) lock('idle')
      else this.#look()
    })
  }

  /** What the machine counts; until it was seen to count, what was seen of the user here. */
  #idleMs(): number {
    const { clock, triggers } = this.#deps
    const ms = triggers.idleSeconds() * 1000
    if (ms > 0) this.#counts = true
    return this.#counts ? Math.max(0, ms) : clock.monotonic() - this.#touched
  }
}
