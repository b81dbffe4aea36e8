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

const PIPES_LIMIT_MS = 3_000

const running = new Set<ChildProcess>()
let interruptedBy: NodeJS.Signals | undefined

/** The signal that asked this script to stop, if any. */
export function interruption(): NodeJS.Signals | undefined {
  return interruptedBy
}

/** Exit code of a child, as a shell reports it. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code
  return signal === null ? 1 : 128 + constants.signals[signal]
}

/**
 * Passes SIGINT, SIGTERM and SIGHUP on to the children started with `run`, so that the script
 * itself lives long enough to clean up behind them. A second signal ends them the hard way.
 */
export function forwardSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const hard = interruptedBy !== undefined
      interruptedBy ??= signal
      for (const child of running) child.kill(hard ? 'SIGKILL' : signal)
    })
  }
}

/** Runs a program to its end. A program that cannot be started counts as exit code 127. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const shown = options.output === 'inherit'
  const input = options.input === undefined ? (shown ? 'inherit' : 'ignore') : 'pipe'
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [input, shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    })
    running.add(child)
    let stdout = ''
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(options.input)
    child.on('error', (error) => {
      running.delete(child)
      resolve({ code: 127, stdout, output: `${output}${error.message}\n` })
    })
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      running.delete(child)
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({ code: exitCodeOf(code, signal), stdout, output })
    }
    child.on('close', end)
    // A process it left behind may hold its pipes open for ever.
    child.on('exit', (...how) => setTimeout(() => end(...how), PIPES_LIMIT_MS).unref())
  })
}
