/**
 * Values as they stand in a message of D-Bus. Only what is asked for and answered here: texts go
 * out, every basic type, array, struct and variant comes in.
 * "D-Bus Specification", Type System and Marshaling,
 * https://dbus.freedesktop.org/doc/dbus-specification.html#type-system
 */

/** What comes from the other side; `a{sv}` is a list of pairs. */
export type BusValue = string | number | bigint | boolean | readonly BusValue[]

/** What came is not a message. The connection is given up. */
export class Garbage extends Error {}

/** Deeper ones are refused by the specification: 32 arrays and 32 structs. */
const DEPTH_MAX = 64
/** How much of each basic type stands where. */
const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
}
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}' }

/** Splits a signature into its complete types. */
export function typesOf(signature: string): string[] {
  const types: string[] = []
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at, 0)
    types.push(signature.slice(at, end))
    at = end
  }
  return types
}

function endOfType(signature: string, at: number, depth: number): number {
  const code = signature[at]
  if (code === undefined || depth > DEPTH_MAX || ALIGNMENT[code] === undefined) {
    throw new Garbage('signature')
  }
  if (code === 'a') return endOfType(signature, at + 1, depth + 1)
  const closing = CLOSING[code]
  if (closing === undefined) return at + 1
  let next = at + 1
  while (signature[next] !== closing) next = endOfType(signature, next, depth + 1)
  if (next === at + 1) throw new Garbage('signature')
  return next + 1
}

/** Reads values out of a message; whatever does not fit is `Garbage`. */
export class ValueReader {
  readonly #bytes: Buffer
  readonly #little: boolean
  #at: number

  constructor(bytes: Buffer, little: boolean, at = 0) {
    this.#bytes = bytes
    this.#little = little
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  align(size: number): void {
    this.#at = Math.ceil(this.#at / size) * size
  }

  read(type: string, depth = 0): BusValue {
    if (depth > DEPTH_MAX) throw new Garbage('depth')
    const code = type[0] ?? ''
    this.align(ALIGNMENT[code] ?? 1)
    if (code === 'a') return this.#array(type.slice(1), depth)
    if (code === '(' || code === '{') {
      return typesOf(type.slice(1, -1)).map((each) => this.read(each, depth + 1))
    }
    if (code === 'v') return this.#variant(depth)
    return this.#basic(code)
  }

  #basic(code: string): BusValue {
    switch (code) {
      case 'y':
        return this.#take(1).readUInt8()
      case 'b':
        return this.#unsigned(4) !== 0
      case 'n':
        return this.#little ? this.#take(2).readInt16LE() : this.#take(2).readInt16BE()
      case 'q':
        return this.#unsigned(2)
      case 'i':
        return this.#unsigned(4) | 0
      case 'u':
        return this.#unsigned(4)
      case 'x':
        return this.#little ? this.#take(8).readBigInt64LE() : this.#take(8).readBigInt64BE()
      case 't':
        return this.#little ? this.#take(8).readBigUInt64LE() : this.#take(8).readBigUInt64BE()
      case 'd':
        return this.#little ? this.#take(8).readDoubleLE() : this.#take(8).readDoubleBE()
      case 's':
      case 'o':
        return this.#text(this.#unsigned(4))
      case 'g':
        return this.#text(this.#unsigned(1))
      default:
        throw new Garbage('type')
    }
  }

  #array(type: string, depth: number): BusValue[] {
    const length = this.#unsigned(4)
    this.align(ALIGNMENT[type[0] ?? ''] ?? 1)
    const end = this.#at + length
    if (end > this.#bytes.length) throw new Garbage('array')
    const values: BusValue[] = []
    // every type takes at least one byte, so this ends
    while (this.#at < end) values.push(this.read(type, depth + 1))
    if (this.#at !== end) throw new Garbage('array')
    return values
  }

  #variant(depth: number): BusValue {
    const types = typesOf(this.#text(this.#unsigned(1)))
    const [type] = types
    if (type === undefined || types.length > 1) throw new Garbage('variant')
    return this.read(type, depth + 1)
  }

  #unsigned(size: 1 | 2 | 4): number {
    const bytes = this.#take(size)
    return this.#little ? bytes.readUIntLE(0, size) : bytes.readUIntBE(0, size)
  }

  #text(length: number): string {
    return this.#take(length + 1).toString('utf8', 0, length)
  }

  #take(size: number): Buffer {
    const start = this.#at
    if (start + size > this.#bytes.length) throw new Garbage('cut')
    this.#at = start + size
    return this.#bytes.subarray(start, this.#at)
  }
}

/** Writes values, little-endian, as long as they are numbers or texts. */
export class ValueWriter {
  #parts: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  align(size: number): this {
    return this.#add(Buffer.alloc((size - (this.#length % size)) % size))
  }

  byte(value: number): this {
    return this.#add(Buffer.from([value]))
  }

  number(value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    return this.align(4).#add(bytes)
  }

  text(value: string): this {
    const bytes = Buffer.from(`${value}\0`, 'utf8')
    return this.number(bytes.length - 1).#add(bytes)
  }

  signature(value: string): this {
    return this.byte(value.length).#add(Buffer.from(`${value}\0`, 'latin1'))
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }

  #add(bytes: Buffer): this {
    this.#parts.push(bytes)
    this.#length += bytes.length
    return this
  }
}
