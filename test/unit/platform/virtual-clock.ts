import type { Clock } from '../../../electron/service/port'

/** A clock that stands still until it is moved; both of its hands move together, unless one is set. */
export type VirtualClock = Clock & {
  /** Moves on, running what falls due on the way, in order. */
  advance(ms: number): Promise<void>
  /** Sets the wall clock alone, as a person or the network does, or a machine that sleeps. */
  set(ms: number): void
  readonly waiting: number
}

export function virtualClock(start = 1_800_000_000_000): VirtualClock {
  let time = 0
  let shift = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => start + time + shift,
    monotonic: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(ms) {
      const end = time + ms
      for (;;) {
        await settle()
        const next = [...timers].sort((one, other) => one.at - other.at)[0]
        if (next === undefined || next.at > end) break
        timers.delete(next)
        time = Math.max(time, next.at)
        next.run()
      }
      time = end
      await settle()
    },
    set: (ms) => (shift += ms),
    get waiting() {
      return timers.size
    },
  }
}
