import { connect, type Socket } from 'node:net'
import type { Clock } from '../service/port'
import { lengthOf, readMessage, writeCall, type BusCall, type BusMessage } from './message'
import type { BusValue } from './values'

/** How long the bus may take to let us in, and each call to be answered, ms. */
const PATIENCE_MS = 5_000
/** Longest line of the greeting, bytes. */
const LINE_MAX = 1_000
const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

/** A signal that is listened to; `sender` is a name, which its owner may change. */
export interface SignalRule {
  readonly sender: string
  readonly path: string
  readonly interface: string
  readonly member: string
}

/**
 * A connection to a message bus: asks with texts, and listens to signals. One that is not there,
 * hangs, ends or says what is not a message leads to null answers and silence, never to more.
 */
export interface Bus {
  /** null: no answer, an error, or no bus any more. */
  call(call: BusCall): Promise<readonly BusValue[] | null>
  /** Whether the bus takes the wish to listen. */
  listen(rule: SignalRule, run: (body: readonly BusValue[]) => void): Promise<boolean>
  /** Whether a name has an owner at this moment. */
  has(name: string): Promise<boolean>
  close(): void
}

/** Connects to the bus that listens at a path; null: to none in five seconds. */
export async function openBus(path: string | null, clock: Clock): Promise<Bus | null> {
  if (path === null) return null
  const bus = new SocketBus(path, clock)
  return (await bus.open()) ? bus : null
}

type Answer = readonly BusValue[] | null

class SocketBus implements Bus {
  readonly #clock: Clock
  readonly #socket: Socket
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #rules: { readonly rule: SignalRule; readonly run: (body: Answer & object) => void }[] =
    []
  #greeted: ((fine: boolean) => void) | null = null
  #rest: Buffer = Buffer.alloc(0)
  #serial = 0
  #over = false

  constructor(path: string, clock: Clock) {
    this.#clock = clock
    this.#socket = connect(path)
    // a bus that does not answer keeps no process alive
    this.#socket.unref()
    this.#socket.on('error', () => this.close())
    this.#socket.on('close', () => this.close())
    this.#socket.on('data', (bytes: Buffer) => this.#take(bytes))
  }

  async open(): Promise<boolean> {
    const greeted = await this.#within<boolean>(false, (done) => {
      this.#greeted = done
      this.#socket.once('connect', () => this.#socket.write(greeting()))
    })
    if (!greeted) {
      this.close()
      return false
    }
    this.#socket.write('BEGIN\r\n')
    const named = await this.call({ ...DAEMON, member: 'Hello' })
    if (named === null) this.close()
    return named !== null
  }

  call(call: BusCall): Promise<Answer> {
    const serial = ++this.#serial
    return this.#within<Answer>(null, (done) => {
      this.#waiting.set(serial, done)
      this.#socket.write(writeCall(call, serial))
    }).finally(() => this.#waiting.delete(serial))
  }

  async listen(rule: SignalRule, run: (body: readonly BusValue[]) => void): Promise<boolean> {
    this.#rules.push({ rule, run })
    const match = Object.entries(rule).map(([key, value]) => `${key}='${value}'`)
    const args = [["type='signal'", ...match].join(',')]
    return (await this.call({ ...DAEMON, member: 'AddMatch', args })) !== null
  }

  async has(name: string): Promise<boolean> {
    return (await this.call({ ...DAEMON, member: 'NameHasOwner', args: [name] }))?.[0] === true
  }

  close(): void {
    if (this.#over) return
    this.#over = true
    this.#socket.destroy()
    this.#greeted?.(false)
    for (const done of [...this.#waiting.values()]) done(null)
    this.#rules.length = 0
    this.#rest = Buffer.alloc(0)
  }

  /** What comes of it, or `otherwise` when time is up or the bus is gone. */
  #within<T>(otherwise: T, begin: (done: (answer: T) => void) => void): Promise<T> {
    if (this.#over) return Promise.resolve(otherwise)
    return new Promise((resolve) => {
      const cancel = this.#clock.after(PATIENCE_MS, () => resolve(otherwise))
      begin((answer) => {
        cancel()
        resolve(answer)
      })
    })
  }

  #take(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    try {
      if (this.#greeted !== null) this.#greet()
      else this.#readAll()
    } catch {
      // not a message: nothing that follows can be trusted to be one
      this.close()
    }
  }

  #greet(): void {
    const end = this.#rest.indexOf('\r\n')
    if (end < 0 && this.#rest.length <= LINE_MAX) return
    const line = this.#rest.toString('latin1', 0, Math.max(0, end))
    this.#rest = this.#rest.subarray(end + 2)
    const greeted = this.#greeted
    this.#greeted = null
    greeted?.(line.startsWith('OK '))
  }

  #readAll(): void {
    for (;;) {
      const length = lengthOf(this.#rest)
      if (length === null || this.#rest.length < length) return
      const message = readMessage(this.#rest.subarray(0, length))
      this.#rest = this.#rest.subarray(length)
      this.#hear(message)
      if (this.#over) return
    }
  }

  #hear(message: BusMessage): void {
    if (message.type === 'answer' || message.type === 'error') {
      const answer = message.type === 'answer' ? message.body : null
      if (message.replyTo !== null) this.#waiting.get(message.replyTo)?.(answer)
    }
    if (message.type !== 'signal') return
    for (const { rule, run } of this.#rules) {
      const same =
        rule.path === message.path &&
        rule.interface === message.interface &&
        rule.member === message.member
      if (same) run(message.body)
    }
  }
}

/**
 * Who we are is known to the other end of the socket; the number has to be said all the same.
 * "D-Bus Specification", Authentication Mechanisms, EXTERNAL.
 */
function greeting(): string {
  const uid = String(process.getuid?.() ?? 0)
  return `\0AUTH EXTERNAL ${Buffer.from(uid).toString('hex')}\r\n`
}
