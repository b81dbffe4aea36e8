import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { LogData, Logger } from '../service/port'

/** Anything long and unbroken looks like a secret, whoever wrote it. */
const SECRET_LIKE = /[A-Za-z0-9_+/=-]{20,}/g
const TEXT_MAX = 300

/** The last gate before a line is written: cut, and cleaned of all that looks like a secret. */
export function clean(text: string): string {
  return text.replace(SECRET_LIKE, '[…]').slice(0, TEXT_MAX)
}

type Level = 'info' | 'warn' | 'error'
interface Line {
  readonly level: Level
  readonly text: string
}
type Sink = (line: Line) => void

/** Where in our own files an exception came from; its message may quote data and is left out. */
function placeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const places = frames.slice(0, 6).map((line) => /([\w.-]+\.[cm]?js:\d+)/.exec(line)?.[1] ?? '?')
  return `${cause.name} at ${places.join(' < ')}`
}

/**
 * A log in the data folder, rotated at 1 MB. Lines before `open()` wait in memory, so that the
 * library is not loaded before the first paint.
 */
export class FileLog implements Logger {
  readonly #waiting: Line[] = []
  #open = false
  #sink: Sink = (line) => this.#waiting.push(line)

  async open(folder: string): Promise<void> {
    if (this.#open) return
    this.#open = true
    const { default: library } = await import('electron-log/node')
    const log = library.create({ logId: 'keyglot' })
    log.transports.console.level = false
    log.transports.file.resolvePathFn = () => join(folder, 'keyglot.log')
    log.transports.file.maxSize = 1_000_000
    log.transports.file.format = '{iso} {level} {text}'
    this.#sink = (line) => log[line.level](line.text)
    for (const line of this.#waiting.splice(0)) this.#sink(line)
  }

  /** There is no place to write to: lines are dropped from now on. */
  close(): void {
    this.#waiting.length = 0
    this.#sink = () => undefined
  }

  info(message: string, data?: LogData): void {
    this.#write('info', message, data)
  }

  warn(message: string, data?: LogData): void {
    this.#write('warn', message, data)
  }

  fault(message: string, cause: unknown): string {
    const id = randomBytes(4).toString('hex')
    this.#write('error', message, { id, place: placeOf(cause) })
    return id
  }

  #write(level: Level, message: string, data: LogData = {}): void {
    const parts = Object.entries(data).map(([key, value]) => `${key}=${clean(String(value))}`)
    this.#sink({ level, text: [clean(message), ...parts].join(' ') })
  }
}
