import type { Clock } from '../../electron/service/port'

export interface ManualClock extends Clock {
  /** Lets time pass, and runs what falls due, in its order. */
  pass(ms: number): void
  /** How many calls are waited for. */
  readonly waiting: number
}

/** A clock that moves only when it is told to. */
export function manualClock(start = Date.UTC(2026, 10, 22, 10)): ManualClock {
  let elapsed = 0
  const timers = new Set<{ at: number; run: () => void }>()
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    after(ms, run) {
      const timer = { at: elapsed + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    pass(ms) {
      const end = elapsed + ms
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        timers.delete(due)
        elapsed = due.at
        due.run()
      }
      elapsed = end
    },
    get waiting() {
      return timers.size
    },
  }
}
