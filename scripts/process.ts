import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'

/** How a child process ended; `code` is 128 + the signal's number when a signal ended it. */
export interface Ran {
  readonly code: number
  /** stdout alone. */
  readonly stdout: string
  /** stdout and stderr as they came. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** `inherit` shows the output, `capture` (the default) collects it. */
  readonly output?: 'inherit' | 'capture'
  readonly input?: string
  /** Milliseconds after which the child is ended. */
  readonly timeout?: number
}

/** How long a child may take to end after it was asked to. */
const END_LIMIT_MS = 5_000
/** How long a process that a child left behind may hold the child's pipes. */
const PIPES_LIMIT_MS = 3_000
/** One Ctrl-C may arrive twice, through npm or tsx; later than this it is a second one. */
const SAME_SIGNAL_MS = 1_000

const running = new Set<ChildProcess>()
let interrupted: { readonly by: NodeJS.Signals; readonly at: number } | undefined

/** The signal that asked this script to stop, if any. */
export function interruption(): NodeJS.Signals | undefined {
  return interrupted?.by
}

/** Exit code of a child, as a shell reports it. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code
  return signal === null ? 1 : 128 + constants.signals[signal]
}

/** Ends a child and, where there are process groups, what it started. */
function killHard(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let listening = false
let staysAlive = false

function onSignal(signal: NodeJS.Signals): void {
  const now = performance.now()
  if (interrupted === undefined) for (const child of running) child.kill(signal)
  else if (now - interrupted.at > SAME_SIGNAL_MS) for (const child of running) killHard(child)
  interrupted ??= { by: signal, at: now }
  // Nobody here to end in good order: the signal does what it does by default.
  if (staysAlive || running.size > 0 || process.listenerCount(signal) > 1) return
  process.off(signal, onSignal)
  process.kill(process.pid, signal)
}

/** Children are in groups of their own, so a signal has to be passed on to them. */
function listen(): void {
  if (listening) return
  listening = true
  for (const signal of SIGNALS) process.on(signal, onSignal)
}

/**
 * Lets the script live on after SIGINT, SIGTERM and SIGHUP, which go to the children started with
 * `run`, so that it can clean up behind them; see `interruption`. A second signal ends the children
 * the hard way.
 */
export function forwardSignals(): void {
  staysAlive = true
  listen()
}

/** Asks the child to end when its time is up, and insists when it does not. */
function limitTime(child: ChildProcess, timeout: number | undefined): () => void {
  if (timeout === undefined) return () => undefined
  let timer = setTimeout(() => {
    child.kill('SIGTERM')
    timer = setTimeout(() => killHard(child), END_LIMIT_MS)
  }, timeout)
  return () => clearTimeout(timer)
}

function start(command: string, args: readonly string[], options: RunOptions): ChildProcess {
  const shown = options.output === 'inherit'
  const input = options.input === undefined ? (shown ? 'inherit' : 'ignore') : 'pipe'
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: [input, shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    // In a group of its own it gets a Ctrl-C once, from `forwardSignals`: a second one would end
    // Electron before it has put its things away. On Windows this would open a console.
    detached: process.platform !== 'win32',
  })
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input)
  return child
}

/** Runs a program to its end. A program that cannot be started counts as exit code 127. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    listen()
    const child = start(command, args, options)
    running.add(child)
    const stopTimer = limitTime(child, options.timeout)
    let stdout = ''
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
    const finish = (code: number): void => {
      stopTimer()
      running.delete(child)
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({ code, stdout, output })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      finish(127)
    })
    const end = (code: number | null, signal: NodeJS.Signals | null): void =>
      finish(exitCodeOf(code, signal))
    child.on('close', end)
    child.on('exit', (...how) => setTimeout(() => end(...how), PIPES_LIMIT_MS).unref())
  })
}
