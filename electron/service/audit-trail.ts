import type { AuditEntry } from '../../shared/model/audit'
import { ok, type Result } from '../../shared/result'
import type { AuditStore, Clock, Logger } from './port'
import { did, entriesOf, failed, type Trace, type Traced } from './trace'

/** How long the line about the opening may wait for another one: the list is shown first, ms. */
const SETTLE_MS = 2_000
/** Most lines that wait for a vault that takes them. */
const WAITING_MAX = 1_000

export interface AuditTrailDeps {
  readonly clock: Clock
  readonly log: Logger
}

/**
 * The one way into the audit log. What changes a token takes its lines along in its own
 * transaction (`entries`). What changes none is written at once (`record`). What cannot be
 * written waits here and goes first as soon as it can: an unlock that failed has no other way,
 * and a copy that was made is not undone because the disk is full.
 */
export class AuditTrail {
  readonly #deps: AuditTrailDeps
  #store: AuditStore | null = null
  #waiting: AuditEntry[] = []
  #cancel: (() => void) | null = null

  constructor(deps: AuditTrailDeps) {
    this.#deps = deps
  }

  get store(): AuditStore | null {
    return this.#store
  }

  /** The vault is open. That is written with the next line, or a little later. */
  open(store: AuditStore, opened: { readonly created: boolean; readonly quiet: boolean }): void {
    this.#store = store
    const actor = opened.quiet ? 'engine' : 'user'
    this.#keep(did(opened.created ? 'vault.created' : 'vault.opened', { actor }), null)
    this.#cancel = this.#deps.clock.after(SETTLE_MS, () => void this.settle())
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = null
    if (this.#store) this.settle()
    this.#store = null
  }

  /** A try to open the vault failed. One that fails like the one before is counted with it. */
  refused(why: string, { quiet }: { readonly quiet: boolean }): void {
    const actor = quiet ? 'engine' : 'user'
    const last = this.#waiting.at(-1)
    const until = this.#deps.clock.now()
    if (last?.act === 'vault.unlock-failed' && last.code === why && last.actor === actor) {
      const count = (last.detail.count ?? 1) + 1
      this.#waiting[this.#waiting.length - 1] = { ...last, detail: { count, until } }
      return
    }
    this.#keep(failed('vault.unlock-failed', why, { actor }), null)
    this.settle()
  }

  /** The lines of an act, for the transaction that makes it. What waits is written before. */
  entries(trace: Trace | undefined, token: Traced | null): readonly AuditEntry[] {
    const made = entriesOf(trace, token, this.#deps.clock.now())
    if (made.length > 0) this.settle()
    return made
  }

  /** Writes what was done without any change of the vault. */
  record(trace: Trace, token: Traced | null = null): void {
    this.#keep(trace, token)
    this.settle()
  }

  /** Writes what waits. After a failure it goes on waiting, and the program's log says so. */
  settle(): Result<void> {
    if (!this.#store || this.#waiting.length === 0) return ok()
    const written = this.#store.append(this.#waiting)
    if (written.ok) this.#waiting = []
    else {
      const count = this.#waiting.length
      this.#deps.log.warn('lines of the audit log wait', { code: written.error.code, count })
    }
    return written
  }

  #keep(trace: Trace, token: Traced | null): void {
    this.#waiting.push(...entriesOf(trace, token, this.#deps.clock.now()))
    const over = this.#waiting.length - WAITING_MAX
    if (over <= 0) return
    this.#waiting = this.#waiting.slice(over)
    this.#deps.log.warn('lines of the audit log are lost', { count: over })
  }
}
