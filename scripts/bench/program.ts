import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { interruption } from '../process'
import { sandboxArguments } from '../setup/sandbox'
import { UserError } from '../user-error'
import { DevTools } from './devtools'
import { processorTime } from './process-tree'

const START_LIMIT_MS = 30_000
const QUIET_LIMIT_MS = 15_000
const END_LIMIT_MS = 5_000

/** An app in a folder with a package.json, and the folder in which it keeps its data. */
export interface Program {
  readonly folder: string
  readonly data: string
}

export interface Started {
  readonly pid: number
  /** Epoch milliseconds right before the process was made. */
  readonly spawnedAt: number
  /** The ws: address of the browser's DevTools. */
  readonly browser: string
  readonly stop: () => Promise<void>
}

function browserAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = (why: string): void => reject(new Error(`The app ${why}\n${text.slice(-2000)}`))
    const timer = setTimeout(() => fail('did not start in time'), START_LIMIT_MS)
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const found = /DevTools listening on (ws:\S+)/.exec(text)
      if (found?.[1] === undefined) return
      clearTimeout(timer)
      resolve(found[1])
    })
    child.once('error', () => fail('could not be run'))
    child.once('exit', (code) => fail(`ended at once (${String(code)})`))
  })
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // all of it has ended already
  }
}

/** Ends the app as a user would, so that it keeps its caches; the hard way if it does not end. */
async function stop(child: ChildProcess, browser: string | undefined): Promise<void> {
  const pid = child.pid
  if (pid === undefined) return
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  if (browser !== undefined) {
    const devtools = await DevTools.connect(browser).catch(() => undefined)
    void devtools?.send('Browser.close').catch(() => undefined)
    await Promise.race([ended, delay(END_LIMIT_MS, undefined, { ref: false })])
  }
  endGroup(pid, 'SIGKILL')
  await ended
}

/** Starts the app and comes back as soon as its DevTools listen, which is before its window shows. */
export async function start(
  electronPath: string,
  program: Program,
  env: NodeJS.ProcessEnv,
): Promise<Started> {
  // the app does not get the signal itself: it is in a group of its own
  if (interruption() !== undefined) throw new UserError('Stopped')
  await mkdir(program.data, { recursive: true, mode: 0o700 })
  const switches = ['--remote-debugging-port=0', `--user-data-dir=${program.data}`]
  const args = [program.folder, ...switches, ...sandboxArguments(electronPath)]
  const spawnedAt = Date.now()
  const child = spawn(electronPath, args, {
    env: { ...env, ELECTRON_RUN_AS_NODE: undefined },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  try {
    const browser = await browserAddress(child)
    return { pid: child.pid ?? 0, spawnedAt, browser, stop: () => stop(child, browser) }
  } catch (error) {
    await stop(child, undefined)
    throw error
  }
}

/**
 * Waits until the app's processes hardly use the processor any more, so that nobody asks it
 * anything while it starts. Where that cannot be seen it waits for some seconds.
 */
export async function untilQuiet(pid: number): Promise<void> {
  if (process.platform !== 'linux') return delay(3_000)
  const end = Date.now() + QUIET_LIMIT_MS
  let before = processorTime(pid)
  for (let quiet = 0; quiet < 3 && Date.now() < end;) {
    await delay(200)
    const now = processorTime(pid)
    quiet = now > 0 && now - before <= 10 ? quiet + 1 : 0
    before = now
  }
}
