import { createDecipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aadOf,
  FieldSeal,
  lengthPrefixed,
  NONCE_BYTES,
  Nonces,
  openBytes,
  TAG_BYTES,
  type RecordAt,
  type SealingKey,
} from '../../../electron/vault/envelope'
import { random } from '../../helper/vault'

const bytes = (length?: number) =>
  fc
    .uint8Array(
      length === undefined ? { maxLength: 300 } : { minLength: length, maxLength: length },
    )
    .map((array) => Buffer.from(array))

function newKey(): SealingKey {
  return {
    vaultId: randomBytes(16),
    keyId: randomBytes(16),
    bytes: randomBytes(32),
    nonces: new Nonces(random),
  }
}

const key = newKey()
const at: RecordAt = { id: randomBytes(16).toString('base64url'), version: 7 }

const version = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
)
const record = fc.record({
  id: fc.oneof(fc.string({ minLength: 22, maxLength: 22 }), fc.string({ unit: 'grapheme' })),
  version,
})
const place = fc.record({
  table: fc.constantFrom('token', 'value', 'wrap'),
  field: fc.constantFrom('overview', 'details', 'secret/current', 'secret/previous'),
  at: fc.record({ id: fc.constantFrom('a', 'b', 'ab', 'é', ''), version: version }),
})

describe('length-prefixed lists', () => {
  it('are different bytes whenever they are different lists', () => {
    const part = fc.oneof(fc.string({ maxLength: 4 }), bytes(4))
    const parts = fc.array(part, { maxLength: 4 })
    const plain = (list: readonly (string | Uint8Array)[]) =>
      JSON.stringify(list.map((item) => Buffer.from(item as string).toString('hex')))
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(lengthPrefixed(one).equals(lengthPrefixed(other))).toBe(plain(one) === plain(other))
      }),
      { numRuns: 2000 },
    )
  })

  it('do not run together', () => {
    expect(lengthPrefixed(['a|b', 'c'])).not.toEqual(lengthPrefixed(['a', 'b|c']))
    expect(lengthPrefixed(['', 'a'])).not.toEqual(lengthPrefixed(['a', '']))
    expect(lengthPrefixed(['a'])).not.toEqual(lengthPrefixed(['a', '']))
  })
})

describe('sealed values', () => {
  it('open where they were sealed', () => {
    const seal = new FieldSeal(key, 'token', 'overview')
    fc.assert(
      fc.property(fc.array(fc.tuple(record, bytes()), { maxLength: 8 }), (writes) => {
        const sealed = writes.map(([where, plain]) => seal.seal(where, plain))
        const opened = writes.map(([where], i) => seal.open(where, sealed[i]))
        expect(opened).toEqual(writes.map(([, plain]) => plain))
      }),
    )
  })

  it('are what the format says, so that another program can open them', () => {
    const { id, version } = at
    const count = Buffer.alloc(8)
    count.writeBigUInt64BE(BigInt(version))
    const parts = ['keyglot/1', key.vaultId, 'token', id, 'overview', count, key.keyId]
    const aad = Buffer.concat(
      parts.flatMap((part) => {
        const content = Buffer.from(part as string)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(content.length)
        return [length, content]
      }),
    )
    const sealed = new FieldSeal(key, 'token', 'overview').seal(at, Buffer.from('hello'))
    const options = { authTagLength: 16 }
    const open = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(0, 12), options)
    open.setAAD(aad)
    open.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()])
    expect(plain.toString()).toBe('hello')
  })

  it('have the additional data of one place, whatever was sealed before', () => {
    const column = { table: 'token', field: 'details' }
    const seal = new FieldSeal(key, column.table, column.field)
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), (records) => {
        for (const where of records) {
          const sealed = seal.seal(where, Buffer.from('x'))
          const opened = openBytes(sealed, { key: key.bytes, aad: aadOf(key, column, where) })
          expect(opened?.toString()).toBe('x')
        }
      }),
    )
  })

  it('open nowhere else: another table, field, record, version, vault or key', () => {
    fc.assert(
      fc.property(place, place, bytes(), (from, to, plain) => {
        const sealed = new FieldSeal(key, from.table, from.field).seal(from.at, plain)
        const opened = new FieldSeal(key, to.table, to.field).open(to.at, sealed)
        const same = JSON.stringify(from) === JSON.stringify(to)
        expect(opened === null).toBe(!same)
      }),
      { numRuns: 1000 },
    )
    const sealed = new FieldSeal(key, 'token', 'overview').seal(at, Buffer.from('x'))
    for (const change of ['vaultId', 'keyId', 'bytes'] as const) {
      const other = { ...key, [change]: newKey()[change] }
      expect(new FieldSeal(other, 'token', 'overview').open(at, sealed)).toBeNull()
    }
  })

  it('do not open with any one byte changed', () => {
    const seal = new FieldSeal(key, 'token', 'overview')
    const sealed = seal.seal(at, Buffer.from('a token of some length'))
    for (let i = 0; i < sealed.length; i++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(sealed)
        changed[i] = changed[i]! ^ mask
        expect(seal.open(at, changed), `byte ${i}`).toBeNull()
      }
    }
  })

  it('do not open when cut or lengthened, above all not with a shorter tag', () => {
    const seal = new FieldSeal(key, 'token', 'overview')
    const sealed = seal.seal(at, Buffer.from('a token of some length'))
    for (let length = 0; length < sealed.length; length++) {
      expect(seal.open(at, sealed.subarray(0, length)), `${length} bytes`).toBeNull()
    }
    expect(seal.open(at, Buffer.concat([sealed, Buffer.alloc(1)]))).toBeNull()
  })

  it('do not open as an older version, or with a version that none can have', () => {
    const seal = new FieldSeal(key, 'token', 'overview')
    const sealed = seal.seal(at, Buffer.from('x'))
    for (const version of [6, 8, 0, -7, 7.5, 7 + 2 ** 32, Number.NaN, 2 ** 53]) {
      expect(seal.open({ id: at.id, version }, sealed), String(version)).toBeNull()
    }
    expect(() => seal.seal({ id: at.id, version: 0 }, Buffer.from('x'))).toThrow('versions')
  })

  it('are not opened from anything but bytes', () => {
    const seal = new FieldSeal(key, 'token', 'overview')
    for (const other of [null, undefined, '', 'x'.repeat(60), 5, {}, []]) {
      expect(seal.open(at, other)).toBeNull()
    }
  })
})

describe('nonces', () => {
  it('are never used twice, drawn one by one or many at once', () => {
    const nonces = new Nonces(random)
    const seen = new Set<string>()
    const draw = (count: number) => {
      for (let i = 0; i < count; i++) seen.add(Buffer.from(nonces.next()).toString('hex'))
    }
    draw(100)
    nonces.reserve(1000)
    draw(1200)
    nonces.reserve(10)
    draw(5)
    nonces.reserve(10)
    draw(15)
    expect(seen.size).toBe(1320)
  })

  it('stand in front of the sealed value, and the tag behind it', () => {
    const drawn: Buffer[] = []
    const recording = {
      bytes: (length: number) => {
        drawn.push(randomBytes(length))
        return drawn.at(-1)!
      },
    }
    const seal = new FieldSeal({ ...key, nonces: new Nonces(recording) }, 'token', 'overview')
    const sealed = seal.seal(at, Buffer.from('12345'))
    expect(sealed.subarray(0, NONCE_BYTES)).toEqual(drawn[0])
    expect(sealed.length).toBe(NONCE_BYTES + 5 + TAG_BYTES)
  })
})
