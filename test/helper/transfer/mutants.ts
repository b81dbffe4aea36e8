import { createRandom, type RandomSource } from '../../simulator/random'
import { wipeEntries, type ForeignEntry } from '../../../electron/transfer/entry'
import { reading } from '../../../electron/transfer/failure'
import { transferFormats } from '../../../electron/transfer/formats'
import { decryptKdbx, readKdbxContent } from '../../../electron/transfer/kdbx-open'
import { sealAge } from '../../../electron/transfer/age'
import type { Result } from '../../../shared/result'
import {
  bitwardenData,
  bitwardenSealed,
  onePuxData,
  onePuxOf,
  ownJson,
  PASSWORD,
  SAMPLES,
} from './samples'

/** Files that were changed in a way that nobody means, and what becomes of their import. */

const WAYS = ['flip', 'cut', 'drop', 'double', 'swap', 'number', 'noise'] as const
type Way = (typeof WAYS)[number]

/** Numbers that break what trusts them. */
const TEXT_NUMBERS = [
  '0',
  '-1',
  '2147483648',
  '4294967295',
  '9007199254740993',
  '1e309',
  '9'.repeat(30),
]
const BYTE_NUMBERS = [0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

export function mutate(original: Uint8Array, random: RandomSource): { way: Way; bytes: Buffer } {
  const way = WAYS[random.integer(0, WAYS.length - 1)] ?? 'flip'
  return { way, bytes: CHANGES[way](Buffer.from(original), random) }
}

type Change = (bytes: Buffer, random: RandomSource) => Buffer

/** A piece of a file: short ones often. */
function piece(length: number, random: RandomSource): readonly [from: number, to: number] {
  const from = random.integer(0, length - 1)
  const most = random.integer(0, 1) === 0 ? 16 : length
  return [from, Math.min(length, from + random.integer(1, most))]
}

const CHANGES: Readonly<Record<Way, Change>> = {
  flip(bytes, random) {
    for (let i = random.integer(1, 4); i > 0; i--) {
      const at = random.integer(0, bytes.length - 1)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7))
    }
    return bytes
  },
  cut: (bytes, random) => bytes.subarray(0, random.integer(0, bytes.length - 1)),
  drop(bytes, random) {
    const [from, to] = piece(bytes.length, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  double(bytes, random) {
    const [from, to] = piece(bytes.length, random)
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  swap(bytes, random) {
    const cuts = [0, 1, 2].map(() => random.integer(0, bytes.length)).toSorted((a, b) => a - b)
    const [a = 0, b = 0, c = 0] = cuts
    const parts = [bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b)]
    return Buffer.concat([...parts, bytes.subarray(c)])
  },
  number(bytes, random) {
    const runs = [...bytes.toString('latin1').matchAll(/\d+/g)]
    if (random.integer(0, 1) === 0 && runs.length > 0) {
      const run = runs[random.integer(0, runs.length - 1)]
      const at = run?.index ?? 0
      const text = TEXT_NUMBERS[random.integer(0, TEXT_NUMBERS.length - 1)] ?? '0'
      const rest = bytes.subarray(at + (run?.[0].length ?? 0))
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(text), rest])
    }
    const value = BYTE_NUMBERS[random.integer(0, BYTE_NUMBERS.length - 1)] ?? 0
    if (bytes.length >= 4) bytes.writeUInt32LE(value, random.integer(0, bytes.length - 4))
    return bytes
  },
  noise(bytes, random) {
    const at = random.integer(0, bytes.length)
    const some = random.bytes(random.integer(1, 64))
    return Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)])
  },
}

/** Where changes are made: in the file, or behind its encryption or packing. */
export interface Target {
  readonly original: Uint8Array
  readonly read: (changed: Uint8Array) => Promise<Result<readonly ForeignEntry[]>>
  /** All of it is proved by a key: nothing else than what was written may come out of it. */
  readonly proved: boolean
  /** Rows of text: where one ends nobody can tell that there were more. */
  readonly rows: boolean
}

const whole = (bytes: Uint8Array) =>
  transferFormats.read(bytes, { password: PASSWORD, mapping: null })
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

const PROVED = ['age', 'kdbx-4', 'kdbx-own', 'bitwarden-encrypted']

export async function targetOf(name: string): Promise<Target> {
  const rest = { proved: false, rows: false }
  switch (name) {
    case 'age, inside':
      return {
        original: ownJson,
        read: async (bytes) => whole(await sealAge(bytes, PASSWORD, 1)),
        ...rest,
      }
    case 'kdbx-4, inside': {
      const file = await SAMPLES['kdbx-4']!()
      const { content } = await decryptKdbx(file, PASSWORD)
      const read = (bytes: Uint8Array) =>
        reading(async () => readKdbxContent((await decryptKdbx(file, PASSWORD)).header, bytes))
      return { original: content, read, ...rest }
    }
    case '1pux, inside':
      return { original: json(onePuxData), read: (bytes) => whole(onePuxOf(bytes, 0)), ...rest }
    case 'bitwarden-encrypted, inside':
      return {
        original: json(bitwardenData),
        read: (bytes) => whole(bitwardenSealed(bytes)),
        ...rest,
      }
    default: {
      const original = await SAMPLES[name]!()
      return { original, read: whole, proved: PROVED.includes(name), rows: name.includes('csv') }
    }
  }
}

export const TARGETS = [
  ...Object.keys(SAMPLES),
  'age, inside',
  'kdbx-4, inside',
  '1pux, inside',
  'bitwarden-encrypted, inside',
] as const

export interface Report {
  readonly name: string
  readonly mutants: number
  readonly unchanged: number
  readonly read: number
  readonly refused: ReadonlyMap<string, number>
  readonly slowest: number
  /** Each with its number, by which it can be made again. */
  readonly problems: readonly string[]
}

/** One number names one mutant: `seed` and the number make the same one again. */
export async function tryMutants(name: string, count: number, seed = 'mutants'): Promise<Report> {
  const target = await targetOf(name)
  const before = await target.read(target.original)
  if (!before.ok) throw new Error(`${name} is not read itself: ${before.error.code}`)
  const expected = textOf(before.value)
  const refused = new Map<string, number>()
  const problems: string[] = []
  let [unchanged, read, slowest] = [0, 0, 0]
  for (let number = 0; number < count; number++) {
    const { way, bytes } = mutate(target.original, createRandom(`${seed} ${name} ${number}`))
    if (Buffer.compare(bytes, target.original) === 0) {
      unchanged++
      continue
    }
    const began = performance.now()
    const result = await target.read(bytes).catch((error: unknown) => String(error))
    slowest = Math.max(slowest, performance.now() - began)
    if (typeof result === 'string') problems.push(`${number} (${way}) threw: ${result}`)
    else if (result.ok) {
      read++
      const fewer = result.value.length < before.value.length
      if (target.proved && textOf(result.value) !== expected)
        problems.push(`${number} (${way}) was taken for proved`)
      if (way === 'cut' && fewer && !target.rows)
        problems.push(`${number} was cut and read in part`)
      wipeEntries(result.value)
    } else {
      const { code } = result.error
      if (!code.startsWith('import.')) problems.push(`${number} (${way}): ${code}`)
      refused.set(code, (refused.get(code) ?? 0) + 1)
    }
  }
  return { name, mutants: count, unchanged, read, refused, slowest, problems }
}

/** All that an entry says, its secrets too. */
const textOf = (entries: readonly ForeignEntry[]): string =>
  JSON.stringify(
    entries.map((entry) => ({
      ...entry,
      password: entry.password?.text(),
      fields: entry.fields.map(({ name, value, isProtected }) => [name, value.text(), isProtected]),
    })),
  )

/** One line for a person. */
export function lineOf(report: Report): string {
  const { name, mutants, unchanged, read, refused, slowest, problems } = report
  const codes = [...refused].toSorted(([, a], [, b]) => b - a)
  const why = codes.map(([code, times]) => `${code.replace('import.', '')} ${times}`).join(', ')
  const sum = codes.reduce((total, [, times]) => total + times, 0)
  return (
    `${name}: ${mutants} mutants, ${sum} refused (${why}), ${read} read, ${unchanged} as before, ` +
    `slowest ${slowest.toFixed(0)} ms, ${problems.length} problems`
  )
}
