import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'
import type { Clock } from '../../service/port'
import type { LimitRule } from '../adapter'
import { PAUSE_DEFAULT_MS, PAUSE_MAX_MS, PAUSE_WAIT_MAX_MS } from './limits'

/** Gives a place back. Further calls do nothing. */
export type Leave = () => void

interface Waiter {
  readonly start: (entry: Result<Leave>) => void
}

interface Gate {
  readonly rule: LimitRule
  readonly queue: Waiter[]
  running: number
  /** Monotonic ms before which the next call may not start. */
  nextStart: number
  /** Epoch ms until which the host asked for a rest. */
  pausedUntil: number
  /** How many rests in a row were asked for without saying how long. */
  strikes: number
  cancelTimer: (() => void) | null
}

const GATES_MAX = 1000

/**
 * Keeps calls within a rule per key: so many at a time, so far apart, none during a rest that the
 * host asked for. First come, first served. A rest longer than a few seconds is said at once
 * (`http.rate-limited`) rather than waited for.
 */
export class Limiter {
  readonly #clock: Clock
  readonly #gates = new Map<string, Gate>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits for a place. `http.cancelled` as soon as the signal says so, `http.rate-limited`. */
  enter(key: string, rule: LimitRule, signal: AbortSignal): Promise<Result<Leave>> {
    if (signal.aborted) return Promise.resolve(err(appError('http.cancelled')))
    const gate = this.#gate(key, rule)
    return new Promise((resolve) => {
      const onAbort = (): void => {
        gate.queue.splice(gate.queue.indexOf(waiter), 1)
        waiter.start(err(appError('http.cancelled')))
      }
      const waiter: Waiter = {
        start: (entry) => {
          signal.removeEventListener('abort', onAbort)
          resolve(entry)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      gate.queue.push(waiter)
      this.#pump(gate)
    })
  }

  /** Notes a rest: until a time (epoch ms), or, if the host did not say, longer each time. */
  pause(key: string, rule: LimitRule, until: number | null): void {
    const gate = this.#gate(key, rule)
    const now = this.#clock.now()
    const wanted = until ?? now + PAUSE_DEFAULT_MS * 2 ** Math.min(gate.strikes, 8)
    if (until === null) gate.strikes++
    gate.pausedUntil = Math.min(Math.max(gate.pausedUntil, wanted), now + PAUSE_MAX_MS)
    this.#pump(gate)
  }

  /** Forgets earlier rests that named no end: the host answers again. */
  relax(key: string): void {
    const gate = this.#gates.get(key)
    if (gate !== undefined) gate.strikes = 0
  }

  /** Ends everything that waits. */
  close(): void {
    for (const gate of this.#gates.values()) {
      gate.cancelTimer?.()
      for (const waiter of gate.queue.splice(0)) waiter.start(err(appError('http.cancelled')))
    }
    this.#gates.clear()
  }

  #gate(key: string, rule: LimitRule): Gate {
    const known = this.#gates.get(key)
    if (known !== undefined) return known
    if (this.#gates.size >= GATES_MAX) this.#sweep()
    const gate: Gate = {
      rule,
      queue: [],
      running: 0,
      nextStart: 0,
      pausedUntil: 0,
      strikes: 0,
      cancelTimer: null,
    }
    this.#gates.set(key, gate)
    return gate
  }

  /** Drops the gates that would decide nothing any more. */
  #sweep(): void {
    for (const [key, gate] of this.#gates) {
      const rests = gate.pausedUntil > this.#clock.now()
      const spaced = gate.nextStart > this.#clock.monotonic()
      if (gate.running === 0 && gate.queue.length === 0 && !rests && !spaced) {
        this.#gates.delete(key)
      }
    }
  }

  #pump(gate: Gate): void {
    gate.cancelTimer?.()
    gate.cancelTimer = null
    const rest = gate.pausedUntil - this.#clock.now()
    if (rest > PAUSE_WAIT_MAX_MS) {
      const refusal = err(appError('http.rate-limited', { retryAt: gate.pausedUntil }))
      for (const waiter of gate.queue.splice(0)) waiter.start(refusal)
      return
    }
    while (gate.queue.length > 0 && gate.running < gate.rule.concurrent) {
      const wait = Math.max(rest, gate.nextStart - this.#clock.monotonic())
      if (wait > 0) {
        gate.cancelTimer = this.#clock.after(wait, () => {
          this.#pump(gate)
        })
        return
      }
      this.#admit(gate)
    }
  }

  #admit(gate: Gate): void {
    const waiter = gate.queue.shift()
    if (waiter === undefined) return
    gate.running++
    gate.nextStart = this.#clock.monotonic() + gate.rule.spacingMs
    let left = false
    const leave = (): void => {
      if (left) return
      left = true
      gate.running--
      this.#pump(gate)
    }
    waiter.start(ok(leave))
  }
}
