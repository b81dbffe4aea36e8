import { expect } from 'vitest'

/** Waits for a state. Long enough for a busy machine: only a failing test ever waits so long. */
export function eventually<T>(read: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: 20_000, interval: 5 })
}
