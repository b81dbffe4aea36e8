import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startBackground, type Background } from './background'

/** One entry of an Xauthority file that fits every display: family 'wild', no address, no number. */
export function authorityEntry(cookie: Uint8Array): Uint8Array {
  const counted = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const empty = new Uint8Array()
  const name = Buffer.from('MIT-MAGIC-COOKIE-1', 'latin1')
  const family = Buffer.from([0xff, 0xff])
  return Buffer.concat([family, ...[empty, empty, name, cookie].map(counted)])
}

/** A virtual screen, and what programs need in their environment to draw on it. */
export interface Display {
  readonly env: Readonly<Record<string, string>>
  readonly stop: Background['stop']
}

/**
 * Starts a virtual X server on a display number that it finds free by itself. Only who can read
 * `folder` can draw on it or look at it.
 */
export async function startDisplay(folder: string): Promise<Display> {
  const authority = join(folder, 'Xauthority')
  await writeFile(authority, authorityEntry(randomBytes(16)), { mode: 0o600 })
  const screen = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset']
  const args = ['-displayfd', '3', '-auth', authority, ...screen]
  const server = await startBackground('Xvfb', args, { readyOn: 3 })
  return {
    env: { DISPLAY: `:${server.announced}`, XAUTHORITY: authority },
    stop: server.stop,
  }
}
