import { createHash, randomBytes } from 'node:crypto'

/** Where made-up values come from: the system, or a seed when a test must see the same ones again. */
export type RandomSource = {
  bytes(count: number): Buffer
  /** `length` characters of `alphabet`, each equally likely. */
  text(alphabet: string, length: number): string
  /** `length` lower-case hex digits. */
  hex(length: number): string
  /** A version 4 UUID. */
  uuid(): string
  /** A whole number of `min` to `max`, both included. */
  integer(min: number, max: number): number
}

/** Makes a source; with the same seed it gives the same values in the same order. */
export function createRandom(seed?: string): RandomSource {
  const bytes = seed === undefined ? (count: number) => randomBytes(count) : seededBytes(seed)
  const below = (limit: number): number => {
    // Values past the last whole multiple of the limit would favour small results.
    const ceiling = Math.floor(0x1_0000_0000 / limit) * limit
    for (;;) {
      const value = bytes(4).readUInt32BE(0)
      if (value < ceiling) return value % limit
    }
  }
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('')
  return {
    bytes,
    text,
    hex: (length) => text('0123456789abcdef', length),
    uuid: () => uuidOf(bytes(16)),
    integer: (min, max) => min + below(max - min + 1),
  }
}

function seededBytes(seed: string): (count: number) => Buffer {
  let counter = 0
  return (count) => {
    const blocks: Buffer[] = []
    for (let size = 0; size < count; size += 32) {
      blocks.push(
        createHash('sha256')
          .update(`${seed}\n${String(counter)}`)
          .digest(),
      )
      counter += 1
    }
    return Buffer.concat(blocks).subarray(0, count)
  }
}

function uuidOf(bytes: Buffer): string {
  const raw = Buffer.from(bytes)
  raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6)
  raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = raw.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
