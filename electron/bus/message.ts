import { Garbage, typesOf, ValueReader, ValueWriter, type BusValue } from './values'

/**
 * Messages of D-Bus. "D-Bus Specification", Message Format,
 * https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages
 */

/** Longer ones are not for us: what is listened to are signals of a few words, bytes. */
const MESSAGE_MAX = 1 << 20
const HEADER_BYTES = 16
const CALL = 1
const NO_AUTO_START = 2
const PROTOCOL = 1
const LITTLE = 'l'.charCodeAt(0)
const BIG = 'B'.charCodeAt(0)

const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  replyTo: 5,
  destination: 6,
  signature: 8,
} as const

export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  /** Texts, and nothing else: no more is asked with. */
  readonly args?: readonly string[]
}

export interface BusMessage {
  readonly type: 'call' | 'answer' | 'error' | 'signal' | 'other'
  readonly replyTo: number | null
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly body: readonly BusValue[]
}

const TYPES: readonly BusMessage['type'][] = ['other', 'call', 'answer', 'error', 'signal']

/** A call that starts no service: who is not there is not woken. */
export function writeCall(call: BusCall, serial: number): Buffer {
  const args = call.args ?? []
  const body = new ValueWriter()
  for (const arg of args) body.text(arg)

  const fields = new ValueWriter()
  const field = (id: number, type: 'o' | 's', value: string): void => {
    fields.align(8).byte(id).signature(type).text(value)
  }
  field(FIELD.path, 'o', call.path)
  field(FIELD.interface, 's', call.interface)
  field(FIELD.member, 's', call.member)
  field(FIELD.destination, 's', call.destination)
  if (args.length > 0) {
    fields.align(8).byte(FIELD.signature).signature('g').signature('s'.repeat(args.length))
  }

  const head = new ValueWriter()
  head.byte(LITTLE).byte(CALL).byte(NO_AUTO_START).byte(PROTOCOL)
  head.number(body.length).number(serial).number(fields.length)
  const padding = Buffer.alloc((8 - (fields.length % 8)) % 8)
  return Buffer.concat([head.bytes(), fields.bytes(), padding, body.bytes()])
}

/** How long the message is that these bytes begin; null: too few to tell. Throws `Garbage`. */
export function lengthOf(bytes: Buffer): number | null {
  if (bytes.length < HEADER_BYTES) return null
  const little = isLittle(bytes)
  if (bytes[3] !== PROTOCOL) throw new Garbage('version')
  const read = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const length = HEADER_BYTES + Math.ceil(read(12) / 8) * 8 + read(4)
  if (length > MESSAGE_MAX) throw new Garbage('length')
  return length
}

/** Reads one whole message. Throws `Garbage`. */
export function readMessage(bytes: Buffer): BusMessage {
  const reader = new ValueReader(bytes, isLittle(bytes), HEADER_BYTES - 4)
  const fields = fieldsOf(reader.read('a(yv)'))
  reader.align(8)
  const types = typesOf(textOf(fields.get(FIELD.signature)))
  const replyTo = fields.get(FIELD.replyTo)
  return {
    type: TYPES[bytes[1] ?? 0] ?? 'other',
    replyTo: typeof replyTo === 'number' ? replyTo : null,
    path: textOf(fields.get(FIELD.path)),
    interface: textOf(fields.get(FIELD.interface)),
    member: textOf(fields.get(FIELD.member)),
    body: types.map((type) => reader.read(type)),
  }
}

function isLittle(bytes: Buffer): boolean {
  if (bytes[0] !== LITTLE && bytes[0] !== BIG) throw new Garbage('order')
  return bytes[0] === LITTLE
}

function fieldsOf(list: BusValue): ReadonlyMap<number, BusValue> {
  const fields = new Map<number, BusValue>()
  for (const pair of Array.isArray(list) ? (list as readonly BusValue[]) : []) {
    const [id, value] = Array.isArray(pair) ? (pair as readonly BusValue[]) : []
    if (typeof id === 'number' && value !== undefined) fields.set(id, value)
  }
  return fields
}

function textOf(value: BusValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
