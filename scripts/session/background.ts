import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { hasCommand } from '../setup/system'

const STOP_LIMIT_MS = 3_000

export interface BackgroundOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string
  /** File descriptor on which the program announces itself with a line; none: it is not awaited. */
  readonly readyOn?: 1 | 3
  /** Milliseconds it may take to announce itself. */
  readonly timeout?: number
}

/** A program at work behind this one. */
export interface Background {
  readonly pid: number
  /** The first line it announced itself with. */
  readonly announced: string
  readonly stop: () => Promise<void>
}

/**
 * Command line that makes the kernel end the program should this process be killed outright. In a
 * group of its own the program does not see the Ctrl-C that is meant for the app.
 */
function leashed(command: string, args: readonly string[]): [string, string[]] {
  return hasCommand('setpriv')
    ? ['setpriv', ['--pdeathsig', 'TERM', '--', command, ...args]]
    : [command, [...args]]
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = new AbortController()
  const limit = delay(STOP_LIMIT_MS, 'late' as const, { signal: timer.signal }).catch(() => 'done')
  if ((await Promise.race([ended, limit])) === 'late') child.kill('SIGKILL')
  timer.abort()
  await ended
}

/** Starts a program and, if it has one, waits for the line with which it says that it is ready. */
export async function startBackground(
  command: string,
  args: readonly string[],
  options: BackgroundOptions,
): Promise<Background> {
  const [program, line] = leashed(command, args)
  const stdio: ('pipe' | 'ignore')[] = ['pipe', 'ignore', 'pipe']
  if (options.readyOn !== undefined) stdio[options.readyOn] = 'pipe'
  const child = spawn(program, line, { env: options.env ?? process.env, stdio, detached: true })
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input)
  try {
    const announced = await firstLine(child, ended, options)
    return { pid: child.pid ?? 0, announced, stop: () => stop(child, ended) }
  } catch (error) {
    await stop(child, ended)
    throw new Error(`${command} did not start: ${String(error)}\n${errors}`, { cause: error })
  }
}

function firstLine(
  child: ChildProcess,
  ended: Promise<void>,
  { readyOn, timeout = 15_000 }: BackgroundOptions,
): Promise<string> {
  if (readyOn === undefined) return Promise.resolve('')
  const stream = child.stdio[readyOn]
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no sign of life in time')), timeout)
    let text = ''
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const end = text.indexOf('\n')
      if (end < 0) return
      clearTimeout(timer)
      resolve(text.slice(0, end).trim())
    })
    void ended.then(() => {
      clearTimeout(timer)
      reject(new Error('it ended at once'))
    })
  })
}
