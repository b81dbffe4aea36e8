import { createHmac } from 'node:crypto'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { encodeJson } from './codec'
import { FieldSeal, lengthPrefixed, TAG_BYTES } from './envelope'
import type { Subkeys } from './keys'
import { PerKey, type KeyRing } from './key-ring'

/** The tables whose rows are accounted for. A token's other parts hang on its overview. */
export const COUNTED = ['token', 'value', 'wrap', 'audit_end'] as const
export type CountedTable = (typeof COUNTED)[number]

/**
 * A row as it is accounted for: who it is, and the tag of what is sealed in it. Of a way to open
 * the vault all of it, since nothing else proves one that is not taken.
 */
export interface RowMark {
  readonly table: CountedTable
  readonly id: string
  readonly version: number
  readonly sealed: Buffer
  readonly clear?: { readonly kind: string; readonly params: string }
}

/** How many rows a table has, and the sum of their digests, modulo 2^256. */
export interface Account {
  readonly count: number
  readonly sum: bigint
}
export type Accounts = Readonly<Record<CountedTable, Account>>

export const EMPTY: Account = { count: 0, sum: 0n }
const BITS = 256
const HEX = BITS / 4
const VERSION_BYTES = 8
const FORM = 1

const account = z.strictObject({
  count: z.number().int().min(0),
  sum: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .transform((text) => BigInt(`0x${text}`)),
})
const content = z.tuple([
  z.literal(FORM),
  z.strictObject({ token: account, value: account, wrap: account, audit_end: account }),
])

/**
 * Each row has a digest, HMAC-SHA256 under a key of its own, and each table the sum of them. So a
 * row that is written changes the sum by two digests, and a row that was taken out, put back or
 * swapped by somebody without the key shows. Sums of keyed digests stand for sets that grow
 * and shrink (D. Clarke et al., "Incremental Multiset Hash Functions and Their Application to
 * Memory Integrity Checking", ASIACRYPT 2003).
 */
export function digestOf(subkeys: Subkeys, { table, id, version, sealed, clear }: RowMark): bigint {
  const number = Buffer.alloc(VERSION_BYTES)
  number.writeBigUInt64BE(BigInt(version))
  const tag = sealed.subarray(Math.max(0, sealed.length - TAG_BYTES))
  const proof = clear ? [clear.kind, clear.params, sealed] : [tag]
  const digest = createHmac('sha256', subkeys.manifest)
    .update(lengthPrefixed(['row', table, id, number, ...proof]))
    .digest('hex')
  return BigInt(`0x${digest}`)
}

export function plus({ count, sum }: Account, digest: bigint): Account {
  return { count: count + 1, sum: BigInt.asUintN(BITS, sum + digest) }
}

export function minus({ count, sum }: Account, digest: bigint): Account {
  return { count: count - 1, sum: BigInt.asUintN(BITS, sum - digest) }
}

export function same(a: Account, b: Account): boolean {
  return a.count === b.count && a.sum === b.sum
}

/** Goes through a table as it is now. */
export function accountOf(db: Database.Database, subkeys: Subkeys, table: CountedTable): Account {
  let found = EMPTY
  for (const [id, version, sealed, kind, params] of db
    .prepare<[], MarkRow>(MARKS[table])
    .raw()
    .iterate()) {
    // a number that we cannot have written stands for a row that we did not write
    const known = Number.isSafeInteger(version) && version >= 0 && Buffer.isBuffer(sealed)
    const mark = { table, id, version: known ? version : 0, sealed: known ? sealed : NO_BYTES }
    const isWay = kind !== undefined && params !== undefined
    const whole = isWay ? { ...mark, clear: { kind, params } } : mark
    found = plus(found, digestOf(subkeys, whole))
  }
  return found
}

type MarkRow = readonly [
  id: string,
  version: number,
  sealed: Buffer,
  kind?: string,
  params?: string,
]
const NO_BYTES = Buffer.alloc(0)

const MARKS: Readonly<Record<CountedTable, string>> = {
  token: 'SELECT id, version, overview FROM token',
  value: 'SELECT id, version, sealed FROM value',
  wrap: 'SELECT id, key, sealed, kind, params FROM wrap',
  audit_end: "SELECT 'end', version, sealed FROM audit_end",
}

/** Seals the record of all accounts, bound to its generation. */
export class ManifestSeal {
  readonly #seals: PerKey<FieldSeal>
  readonly #ring: KeyRing

  constructor(ring: KeyRing) {
    this.#ring = ring
    this.#seals = new PerKey(ring, ({ vaultId, keyId, nonces, subkeys }) => {
      const sealing = { vaultId, keyId, nonces, bytes: subkeys.manifest }
      return new FieldSeal(sealing, 'manifest', 'manifest')
    })
  }

  seal(generation: number, accounts: Accounts): Buffer {
    const plain = COUNTED.map((table) => [table, textOf(accounts[table])])
    return this.#seals
      .newest()
      .seal({ id: 'manifest', version: generation }, encodeJson([FORM, Object.fromEntries(plain)]))
  }

  /** null: not what was written as this generation. */
  open(generation: number, sealed: Buffer): Accounts | null {
    const plain = this.#seals.newest().open({ id: 'manifest', version: generation }, sealed)
    if (plain === null) return null
    try {
      return content.parse(JSON.parse(plain.toString('latin1')))[1]
    } catch {
      return null
    }
  }

  /** What tells two states of one generation apart, for whoever has the key only. 32 hex digits. */
  print(generation: number, accounts: Accounts): string {
    const number = Buffer.alloc(VERSION_BYTES)
    number.writeBigUInt64BE(BigInt(generation))
    const sums = COUNTED.map((table) => JSON.stringify(textOf(accounts[table])))
    return createHmac('sha256', this.#ring.newest.subkeys.manifest)
      .update(lengthPrefixed(['state', number, ...sums]))
      .digest('hex')
      .slice(0, 32)
  }
}

function textOf({ count, sum }: Account): { count: number; sum: string } {
  return { count, sum: sum.toString(16).padStart(HEX, '0') }
}
