import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  decodeDetails,
  decodeOverview,
  decodeSecret,
  decodeValue,
  encodeDetails,
  encodeJson,
  encodeOverview,
  encodeSecret,
  encodeValue,
  MODEL_VERSION,
  NO_PARTS,
} from '../../../electron/vault/codec'
import { tokenDetails, tokenOverview } from '../../../shared/model/token'
import { details, overview } from '../../helper/vault'

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '__proto__',
  '\u202e\u2066gnirts\u2069',
  'Клавиша 鍵 🔑 👩‍👩‍👧',
  '\ud800 alone',
  '"\\\u0000\u2028',
  'é'.repeat(200),
]

/** What may change without making an older record unreadable: limits, and words added to a list. */
const FREE = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'enum']

/** A fingerprint of a schema's members and types. */
function shapeOf(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' })
  const shape = JSON.stringify(json, (key, value: unknown) =>
    FREE.includes(key) || key === '$schema' ? undefined : value,
  )
  return createHash('sha256').update(shape).digest('hex').slice(0, 16)
}

describe('overviews', () => {
  const parts = { details: 3, current: 1, pending: 0, previous: 12 }

  it.each(HOSTILE)('come back as they were: %j', (text) => {
    const before = { parts, overview: overview({ label: text, account: text, project: null }) }
    const plain = encodeOverview(before)
    expect(decodeOverview(plain)).toEqual(before)
    expect(plain.every((byte) => byte < 0x80)).toBe(true)
    expect(plain.length % 64).toBe(0)
  })

  it('come back with the check that settled things, be it the last one or another', () => {
    const check = {
      verdict: 'valid',
      reason: 'accepted',
      status: 200,
      code: null,
      retryAt: null,
      at: 1_790_000_000_000,
    } as const
    const other = { ...check, at: check.at - 1 }
    for (const settled of [null, check, { ...check }, other]) {
      for (const last of [null, check]) {
        const before = { parts, overview: overview({ check: last, settled }) }
        expect(decodeOverview(encodeOverview(before))).toEqual(before)
      }
    }
    const size = (settled: typeof check) =>
      encodeOverview({ parts, overview: overview({ check, settled }) }).length
    expect(size({ ...check })).toBeLessThan(size(other as typeof check))
  })

  it('do not tell the length of their label by their own', () => {
    const size = (label: string) => encodeOverview({ parts, overview: overview({ label }) }).length
    const sizes = new Set(Array.from({ length: 32 }, (_, i) => size('x'.repeat(i + 1))))
    expect(sizes.size).toBeLessThanOrEqual(2)
  })

  it('are not written if they are not whole', () => {
    const wrong = { ...overview(), label: '' }
    expect(() => encodeOverview({ parts, overview: wrong })).toThrow()
  })

  it('are not believed if a member is missing, or if they have another form', () => {
    const missing = Object.fromEntries(
      Object.entries(overview()).filter(([name]) => name !== 'expiry'),
    )
    const wrong = [
      [MODEL_VERSION, [0, 0, 0, 0], missing],
      [MODEL_VERSION + 1, [0, 0, 0, 0], overview()],
      [0, [0, 0, 0, 0], overview()],
      [MODEL_VERSION, 'parts', overview()],
      [MODEL_VERSION, [0, 0, 0, 0], null],
      [MODEL_VERSION],
      [],
      {},
      null,
      'text',
    ]
    for (const content of wrong) {
      expect(decodeOverview(encodeJson(content)), JSON.stringify(content)).toBeNull()
    }
    expect(decodeOverview(Buffer.from('{"not": json'))).toBeNull()
    expect(decodeOverview(Buffer.alloc(0))).toBeNull()
  })
})

describe('details', () => {
  it.each(HOSTILE)('come back as they were: %j', (text) => {
    const before = details({ note: text, fields: { projectId: text.slice(0, 100) } })
    expect(decodeDetails(encodeDetails(before))).toEqual(before)
  })

  it('are not believed if they are not whole', () => {
    for (const content of [[MODEL_VERSION, { ...details(), more: 1 }], [2, details()], null]) {
      expect(decodeDetails(encodeJson(content))).toBeNull()
    }
  })
})

describe('secrets', () => {
  it('come back byte for byte, and show their length in steps only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (array) => {
        const plain = encodeSecret(array)
        expect(decodeSecret(plain)).toEqual(Buffer.from(array))
        expect(plain.length % 128).toBe(0)
      }),
    )
  })

  it('are not believed if their length is not', () => {
    const plain = encodeSecret(Buffer.from('secret'))
    plain.writeUInt32BE(125)
    expect(decodeSecret(plain)).toBeNull()
    expect(decodeSecret(Buffer.alloc(3))).toBeNull()
  })
})

describe('values', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeValue(encodeValue(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('the form of what is sealed', () => {
  // Before the first release, write the new fingerprint here. After it, a vault somewhere holds
  // the old form: raise MODEL_VERSION and teach `upgrade` in codec.ts the way, then write it here.
  it('is the one that MODEL_VERSION stands for', () => {
    expect(MODEL_VERSION).toBe(1)
    expect({ overview: shapeOf(tokenOverview), details: shapeOf(tokenDetails) }).toEqual({
      overview: '18275c676f89fd32',
      details: '6a039620d347acf6',
    })
    expect(decodeOverview(encodeOverview({ parts: NO_PARTS, overview: overview() }))).not.toBeNull()
  })
})
