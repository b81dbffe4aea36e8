import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..', '..')

/** A TypeScript program of the tests in a process of its own. */
export interface Child {
  readonly pid: number
  /** The next line it prints; null: it has ended. */
  line(): Promise<string | null>
  /** Everything it prints from now on, until it has ended. */
  rest(): Promise<string[]>
  say(text: string): void
  kill(signal?: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** `program`: a path inside test/. */
export function startChild(program: string, args: string[], env = process.env): Child {
  const file = join(ROOT, 'test', program)
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin!.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]() as AsyncIterator<
    string,
    undefined
  >
  const next = async () => {
    const { done, value } = await lines.next()
    return done === true ? null : value
  }
  return {
    pid: child.pid!,
    line: next,
    async rest() {
      const all: string[] = []
      for (let line = await next(); line !== null; line = await next()) all.push(line)
      return all
    },
    say: (text) => void child.stdin!.write(`${text}\n`),
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
  }
}
