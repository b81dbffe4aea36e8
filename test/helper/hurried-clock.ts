import { systemClock } from '../../electron/app/clock'
import type { Clock } from '../../electron/service/port'

/**
 * The machine's clock with its pauses so many times as short, so that waits between calls do not
 * make tests slow. What time of day it is stays what `now` says.
 */
export function hurriedClock(factor: number, now: () => number = () => systemClock.now()): Clock {
  return {
    now,
    monotonic: () => systemClock.monotonic() * factor,
    after: (ms, run) => systemClock.after(ms / factor, run),
  }
}
