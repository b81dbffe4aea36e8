import { writeSync } from 'node:fs'
import { isErrno } from '../../electron/vault/files'

const CELL = new Int32Array(new SharedArrayBuffer(4))

/**
 * A line from a process of the tests to the one that started it: all of it is on its way when this
 * comes back, so that a kill afterwards takes nothing of it. A pipe may be full, while the other one
 * is busy, and may be one that does not wait then.
 */
export function say(text: string): void {
  const bytes = Buffer.from(`${text}\n`)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (!isErrno(error, 'EAGAIN')) throw error
      Atomics.wait(CELL, 0, 0, 1)
    }
  }
}
