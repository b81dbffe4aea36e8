import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CALLS, readTrace, type Event } from './trace'

const ROOT = resolve(import.meta.dirname, '..', '..', '..')
const PROGRAM_MS = 120_000

const FLAGS = ['-f', '--seccomp-bpf', '-qq', '-y', '-xx', '-s', '1000000', '-e', 'signal=none']

/** null: strace is here and may trace; else why not. */
export function whyNoTrace(): string | null {
  if (process.platform !== 'linux') return 'needs Linux'
  const tried = spawnSync('strace', [...FLAGS, '-e', 'trace=write', 'true'], { encoding: 'utf8' })
  if (tried.error) return 'needs strace'
  return tried.status === 0 ? null : 'this machine does not let strace trace'
}

/** Runs a program of the tests to its end; everything that it did to files under `root`. */
export function traced(program: string, args: readonly string[], root: string): Event[] {
  const file = `${root}.trace`
  const node = [process.execPath, '--import', 'tsx', join(ROOT, 'test', program), ...args]
  const ran = spawnSync(
    'strace',
    [...FLAGS, '-o', file, '-e', `trace=${CALLS.join(',')}`, ...node],
    {
      cwd: ROOT,
      // files written by another way would not be seen
      env: { ...process.env, UV_USE_IO_URING: '0' },
      encoding: 'utf8',
      timeout: PROGRAM_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  if (ran.status !== 0) throw new Error(`It ended with ${ran.status}: ${ran.stderr.slice(-2000)}`)
  return readTrace(readFileSync(file, 'utf8'), root)
}
