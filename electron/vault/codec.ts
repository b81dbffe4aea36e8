import { z } from 'zod'
import { invariant } from '../../shared/assert'
import {
  tokenDetails,
  tokenOverview,
  type TokenDetails,
  type TokenOverview,
} from '../../shared/model/token'
import { SLOTS, type Slot } from '../service/port'

/**
 * What is inside the envelopes. JSON in ASCII (everything else escaped), because decoding and parsing other
 * texts costs a fifth of opening a long list; padded, so that its length says little about what
 * it holds.
 */
const JSON_BLOCK = 64
const SECRET_BLOCK = 128
const LENGTH_BYTES = 4
const SPACE = 0x20

/**
 * The form of overviews and details. Raise it with every change of their schemas after a release,
 * and teach `upgrade` the way from the one before; a test remembers the schemas' shapes.
 */
export const MODEL_VERSION = 1

/**
 * The version of the record at which each of its other parts was written; 0: not there. It stands
 * in the sealed overview, so that an older part put back in its place does not open.
 */
export type Parts = Readonly<Record<'details' | Slot, number>>
export const NO_PARTS: Parts = { details: 0, current: 0, pending: 0, previous: 0 }

export interface OverviewContent {
  readonly parts: Parts
  readonly overview: TokenOverview
}

export function encodeJson(value: unknown): Buffer {
  const text = JSON.stringify(value).replace(/[^\0-\x7f]+/g, escaped)
  const bytes = Buffer.alloc(Math.ceil(text.length / JSON_BLOCK) * JSON_BLOCK, SPACE)
  bytes.write(text, 'latin1')
  return bytes
}

function escaped(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    out += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`
  }
  return out
}

/** Throws what `JSON.parse` throws; the caller has proof that the bytes are ours. */
function decodeJson(plain: Buffer): unknown {
  return JSON.parse(plain.toString('latin1'))
}

export function encodeOverview({ parts, overview }: OverviewContent): Buffer {
  const { details, current, pending, previous } = parts
  const content = shortened(tokenOverview.parse(overview))
  return encodeJson([MODEL_VERSION, [details, current, pending, previous], content])
}

/**
 * The last check is mostly the one that settled things, too. Written once, it takes a third off
 * the time that a list spends on parsing.
 */
const SAME = 'check'

function shortened(overview: TokenOverview): Record<string, unknown> {
  const { check, settled } = overview
  const same = check !== null && JSON.stringify(check) === JSON.stringify(settled)
  return same ? { ...overview, settled: SAME } : overview
}

function whole(content: { check?: unknown; settled?: unknown }): void {
  if (content.settled === SAME) content.settled = content.check
}

const overviewTuple = z.tuple([
  z.literal(MODEL_VERSION),
  z.array(z.number().int().min(0)).length(1 + SLOTS.length),
  tokenOverview,
])

const OVERVIEW_KEYS = Object.keys(tokenOverview.shape)

/**
 * null: it does not hold what it should. The tag has proved that we wrote it, and every write goes
 * through the whole schema; so what names the present form is believed when it has all its
 * members. Parsing 10,000 overviews with the schema costs as much as decrypting them.
 */
export function decodeOverview(plain: Buffer): OverviewContent | null {
  try {
    const content = decodeJson(plain)
    const tuple = isPresentForm(content) ? content : overviewTuple.parse(upgrade(content))
    whole(tuple[2])
    const [, [details = 0, current = 0, pending = 0, previous = 0], overview] = tuple
    return { parts: { details, current, pending, previous }, overview: overview }
  } catch {
    return null
  }
}

function isPresentForm(content: unknown): content is [number, number[], TokenOverview] {
  if (!Array.isArray(content) || content[0] !== MODEL_VERSION) return false
  const [, parts, overview] = content as unknown[]
  if (!Array.isArray(parts) || typeof overview !== 'object' || overview === null) return false
  for (const key of OVERVIEW_KEYS) if (!(key in overview)) return false
  return true
}

export function encodeDetails(details: TokenDetails): Buffer {
  return encodeJson([MODEL_VERSION, tokenDetails.parse(details)])
}

const detailsTuple = z.tuple([z.literal(MODEL_VERSION), tokenDetails])

/** null: it does not hold what it should. */
export function decodeDetails(plain: Buffer): TokenDetails | null {
  try {
    return detailsTuple.parse(upgrade(decodeJson(plain)))[1]
  } catch {
    return null
  }
}

/** Brings the content of an older form to the present one. There is no older one yet. */
function upgrade(content: unknown): unknown {
  return content
}

/** Its length, the bytes, zeros up to a full block. */
export function encodeSecret(secret: Uint8Array): Buffer {
  const size = Math.ceil((LENGTH_BYTES + secret.length) / SECRET_BLOCK) * SECRET_BLOCK
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32BE(secret.length)
  bytes.set(secret, LENGTH_BYTES)
  return bytes
}

/** A copy; the padded one can be wiped. null: it does not hold what it should. */
export function decodeSecret(plain: Buffer): Buffer | null {
  if (plain.length < LENGTH_BYTES) return null
  const length = plain.readUInt32BE()
  if (LENGTH_BYTES + length > plain.length) return null
  return Buffer.from(plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
}

export function encodeValue(value: unknown): Buffer {
  invariant(value !== undefined, 'a value can be written as JSON')
  return encodeJson([MODEL_VERSION, value])
}

const valueTuple = z.tuple([z.literal(MODEL_VERSION), z.unknown()])

/** undefined: it does not hold what it should. */
export function decodeValue(plain: Buffer): unknown {
  try {
    return valueTuple.parse(decodeJson(plain))[1]
  } catch {
    return undefined
  }
}
