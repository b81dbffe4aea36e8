import type { SleepyClock } from '../services'

/** A clock that runs by itself, so many times as fast as the machine's. */
export function fastClock(speed: number, start = Date.UTC(2026, 10, 22, 10)): SleepyClock {
  const from = performance.now()
  const elapsed = (): number => (performance.now() - from) * speed
  let slept = 0
  return {
    now: () => Math.round(start + elapsed() + slept),
    monotonic: elapsed,
    after: (ms, run) => {
      // a longer wait than a timer takes would be none
      const timer = setTimeout(run, Math.min(ms / speed, 2 ** 31 - 1))
      return () => clearTimeout(timer)
    },
    pass: () => {
      throw new Error('This clock runs by itself')
    },
    waiting: 0,
    sleep: (ms) => (slept += ms),
  }
}
