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

/** One moment by both clocks: the one can be set back, and the other can stand while a machine sleeps. */
interface Moment {
  /** Epoch ms. */
  readonly wall: number
  readonly monotonic: number
}

interface Gate {
  readonly rule: LimitRule
  readonly queue: Waiter[]
  running: number
  /** When the latest calls ended, in monotonic ms, oldest first: those that still count. */
  readonly ended: number[]
  /** Until when the host asked for a rest. */
  pausedUntil: Moment
  /** How many rests in a row were asked for without saying how long. */
  strikes: number
  cancelTimer: (() => void) | null
}

const GATES_MAX = 1000

/**
 * Keeps calls within a rule per key: so many at a time, so many in a stretch of time, none during a
 * rest that the host asked for. First come, first served. A rest longer than a few seconds is said
 * at once (`http.rate-limited`) rather than waited for.
 *
 * When a call arrives at the host is not known, only that it is between its start and its end. So
 * it counts from the one until a whole stretch after the other, however slow the way is.
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
    const wanted = until === null ? PAUSE_DEFAULT_MS * 2 ** Math.min(gate.strikes, 8) : until - now
    if (until === null) gate.strikes++
    const rest = Math.min(Math.max(this.#restOf(gate), wanted), PAUSE_MAX_MS)
    gate.pausedUntil = { wall: now + rest, monotonic: this.#clock.monotonic() + rest }
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
      ended: [],
      pausedUntil: { wall: 0, monotonic: 0 },
      strikes: 0,
      cancelTimer: null,
    }
    this.#gates.set(key, gate)
    return gate
  }

  /** Drops the gates that would decide nothing any more. */
  #sweep(): void {
    for (const [key, gate] of this.#gates) {
      const rests = this.#restOf(gate) > 0
      this.#expire(gate)
      const idle = gate.running === 0 && gate.queue.length === 0 && gate.ended.length === 0
      if (idle && !rests) {
        this.#gates.delete(key)
      }
    }
  }

  /** Milliseconds that are left of a rest. It is over as soon as one of the clocks says so. */
  #restOf({ pausedUntil }: Gate): number {
    const left = pausedUntil.monotonic - this.#clock.monotonic()
    return Math.max(0, Math.min(left, pausedUntil.wall - this.#clock.now()))
  }

  #pump(gate: Gate): void {
    gate.cancelTimer?.()
    gate.cancelTimer = null
    const rest = this.#restOf(gate)
    if (rest > PAUSE_WAIT_MAX_MS) {
      const retryAt = Math.ceil(this.#clock.now() + rest)
      const refusal = err(appError('http.rate-limited', { retryAt }))
      for (const waiter of gate.queue.splice(0)) waiter.start(refusal)
      return
    }
    while (gate.queue.length > 0 && gate.running < gate.rule.concurrent) {
      const wait = Math.max(rest, this.#untilRoom(gate))
      if (wait === Infinity) return
      if (wait > 0) {
        gate.cancelTimer = this.#clock.after(wait, () => {
          this.#pump(gate)
        })
        return
      }
      this.#admit(gate)
    }
  }

  /** Milliseconds until the window has room; Infinity: a running call has to end first. */
  #untilRoom(gate: Gate): number {
    const { window } = gate.rule
    if (window === undefined) return 0
    this.#expire(gate)
    const over = gate.running + gate.ended.length - window.requests
    if (over < 0) return 0
    const oldest = gate.ended[over]
    return oldest === undefined ? Infinity : oldest + window.ms - this.#clock.monotonic()
  }

  /** Forgets the calls that count no more. */
  #expire(gate: Gate): void {
    const { window } = gate.rule
    const since = this.#clock.monotonic() - (window?.ms ?? 0)
    while (gate.ended[0] !== undefined && gate.ended[0] <= since) gate.ended.shift()
  }

  #admit(gate: Gate): void {
    const waiter = gate.queue.shift()
    if (waiter === undefined) return
    gate.running++
    let left = false
    const leave = (): void => {
      if (left) return
      left = true
      gate.running--
      if (gate.rule.window !== undefined) gate.ended.push(this.#clock.monotonic())
      this.#pump(gate)
    }
    waiter.start(ok(leave))
  }
}
