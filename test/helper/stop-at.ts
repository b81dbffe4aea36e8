import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** What changes a name, a file's place, or makes either durable. */
const STEPS = ['renameSync', 'rmSync', 'fsyncSync', 'openSync', 'mkdirSync', 'chmodSync'] as const

/** Kills this process, as kill -9 would, before the nth such call from now on. */
export function stopAt(step: number): void {
  let left = step
  for (const name of STEPS) {
    const real = fs[name] as (...args: unknown[]) => unknown
    const counted = (...args: unknown[]): unknown => {
      left--
      if (left === 0) process.kill(process.pid, 'SIGKILL')
      return real(...args)
    }
    Object.assign(fs, { [name]: counted })
  }
  syncBuiltinESMExports()
}
