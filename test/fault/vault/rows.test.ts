import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TAG_BYTES } from '../../../electron/vault/envelope'
import { vaultPlace, type VaultPlace } from '../../helper/vault'
import { fileWith, flipped, neighbours, sameRow, withCell, type Cell, type Table } from './rows'
import { byText, inMemory, KEYCHAIN, twoTimes, type Time } from './times'
import { outcomeOf, Tally, toldWith, type Outcome, type Try } from './told'

/**
 * One thing in the file is not what was written, and the vault is opened with it as the program
 * opens it. Within an open vault, which takes a tenth of the time, `record.test.ts` does the same
 * to the sealed parts of tokens at every byte; so here these are cut only, in the short form.
 * `npm run test:durability` changes every bit of everything.
 */
const THOROUGH = process.env['KEYGLOT_THOROUGH'] === '1'
/**
 * By the password, one bit of every so many bytes: each try stretches it, which cannot be had for
 * less than 64 MiB and 3 passes. What refuses a wrap that was changed is the same code for all.
 */
const STRIDE = THOROUGH ? 1 : 12
/** Sealed in rows that do not hang on each other: one try changes the same byte in each of them. */
const APART: Readonly<Record<string, RegExp>> = { audit: /^line /, value: /^(value|since) / }
const LONG = { timeout: 1_800_000 }
const TABLES = [
  'audit',
  'audit_end',
  'manifest',
  'migration',
  'token',
  'token_details',
  'token_secret',
  'value',
  'vault',
  'vault_key',
  'wrap',
] as const

let place: VaultPlace
let now: Time

beforeAll(async () => {
  place = vaultPlace(inMemory())
  now = (await twoTimes(place))[1]
})
afterAll(() => place.remove())

const oneMask = (at: number): number[] => [1 << (at % 8)]
const masksAt = (at: number): number[] =>
  THOROUGH ? Array.from({ length: 8 }, (_, bit) => 1 << bit) : oneMask(at)
const isSealed = (column: string): boolean => column === 'sealed' || column === 'overview'

/** null: there can be no such file. */
function tryOf(changed: Table, how = KEYCHAIN): Try | null {
  const file = fileWith(now.file, [changed])
  return file && { file, entries: now.entries, how, written: now.told, asked: now.asked }
}

async function tried(changed: Table, how = KEYCHAIN): Promise<Outcome | null> {
  const attempt = tryOf(changed, how)
  return attempt && outcomeOf(place, attempt)
}

function table(name: string): Table {
  const found = now.tables.get(name)
  if (!found) throw new Error(`There is no table ${name}`)
  return found
}

function* cellsOf({ name, columns, rows }: Table) {
  for (const [row, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries()) {
      const of = columns[column]?.name ?? ''
      yield { row, column, cell, of, label: `${name} ${row}: ${of}` }
    }
  }
}

/** Whether a column is changed in all rows at once, or not here at all. */
function isElsewhere(name: string, column: string): boolean {
  return isSealed(column) && (name in APART || (name.startsWith('token') && !THOROUGH))
}

async function changeEach(of: Table, tally: Tally): Promise<void> {
  for (const { row, column, cell, of: name, label } of cellsOf(of)) {
    if (isElsewhere(of.name, name)) continue
    for (const other of neighbours(cell, masksAt)) {
      const outcome = await tried(withCell(of, { row, column }, other))
      if (outcome) tally.add(outcome, label)
    }
  }
}

/** Every row has to refuse by itself what is sealed in it. */
async function changeAll(of: Table, about: RegExp, tally: Tally): Promise<void> {
  const column = of.columns.findIndex(({ name }) => isSealed(name))
  const sealed = of.rows.map((row) => row[column] as Buffer)
  const longest = Math.max(...sealed.map(({ length }) => length))
  for (let at = 0; at < longest; at++) {
    for (const mask of masksAt(at)) {
      const cells = sealed.map((cell) => (at < cell.length ? flipped(cell, at, mask) : cell))
      const rows = of.rows.map((row, n) => row.with(column, cells[n] ?? null))
      const attempt = tryOf({ ...of, rows })
      const told = attempt && (await toldWith(place, attempt))
      const changed = sealed.filter(({ length }) => at < length).length
      for (let n = 0; n < changed; n++) tally.add(told ? 'damage told' : 'not opened', '')
      // those of a row that is too short for this byte are as they were
      if (changed < sealed.length) continue
      for (const [name, text] of told ?? []) {
        const same = text === now.told.get(name) && text !== 'null'
        if (about.test(name) && same) tally.add('accepted', `${name}, byte ${at}`)
      }
    }
  }
}

describe('a vault’s file', LONG, () => {
  it('that nobody has touched is as it was, by every way', async () => {
    const { recovery, password } = now
    for (const how of [KEYCHAIN, byText('recovery', recovery), byText('password', password)]) {
      expect(await tried(table('wrap'), how), how.by).toBe('as it was')
    }
    expect([...now.tables.keys()].toSorted()).toEqual(TABLES)
    for (const each of now.tables.values()) {
      // one that is empty would be no proof
      expect(each.rows.length, each.name).toBeGreaterThan(0)
      expect(await tried(each), each.name).toBe('as it was')
    }
    expect([...now.told.values()]).not.toContain(null)
  })
})

describe('any one byte or number of any row changed', LONG, () => {
  it.each(TABLES)('in %s is refused, shown or told', async (name) => {
    const each = table(name)
    const tally = new Tally(`one byte or number of ${name} changed`)
    await changeEach(each, tally)
    const apart = APART[name]
    if (apart) await changeAll(each, apart, tally)
    tally.end()
    // its index is proved where it leads to a secret only
    if (name !== 'token_secret') expect(tally.count('told in clear')).toBe(0)
  })

  it('of what opens the vault does not open it, whichever way it is', async () => {
    const wraps = table('wrap')
    const kind = wraps.columns.findIndex(({ name }) => name === 'kind')
    const tally = new Tally('one byte or number of the way that is taken changed')
    for (const way of ['recovery', 'password'] as const) {
      const row = wraps.rows.findIndex((cells) => String(cells[kind]) === way)
      const [stride, masks] = way === 'password' ? [STRIDE, oneMask] : [1, masksAt]
      for (const [column, cell] of (wraps.rows[row] ?? []).entries()) {
        for (const [at, other] of neighbours(cell, masks).entries()) {
          if (at % stride > 0) continue
          const how = byText(way, now[way])
          const outcome = await tried(withCell(wraps, { row, column }, other), how)
          if (outcome) tally.add(outcome, `${way}: ${wraps.columns[column]?.name ?? ''} ${at}`)
        }
      }
    }
    tally.end()
    expect(tally.count('not opened')).toBe(tally.tried)
  })
})

describe('a tag cut', LONG, () => {
  it('to any shorter one is refused, shown or told', async () => {
    for (const each of now.tables.values()) {
      const tally = new Tally(`tags of ${each.name} cut`)
      for (const { row, column, cell, of, label } of cellsOf(each)) {
        if (!isSealed(of) || !Buffer.isBuffer(cell)) continue
        for (let left = 0; left < TAG_BYTES; left++) {
          const short = cell.subarray(0, cell.length - TAG_BYTES + left)
          const outcome = await tried(withCell(each, { row, column }, short))
          if (outcome) tally.add(outcome, `${label}, ${left} bytes`)
        }
      }
      if (each.columns.some(({ name }) => isSealed(name))) tally.end()
    }
  })
})

describe('rows of one table', LONG, () => {
  it('that changed places, whole or in part, are refused, shown or told', async () => {
    /** null: both are the same. */
    const swap = (each: Table, [one, other]: [number, number], column: number): Table | null => {
      const [a, b] = [each.rows[one]?.[column] ?? null, each.rows[other]?.[column] ?? null]
      if (sameRow([a], [b])) return null
      return withCell(withCell(each, { row: one, column }, b), { row: other, column }, a)
    }
    for (const each of now.tables.values()) {
      if (each.rows.length < 2) continue
      const tally = new Tally(`rows of ${each.name} swapped`)
      for (const [other] of each.rows.entries()) {
        for (let one = 0; one < other; one++) {
          for (const [column, { name }] of each.columns.entries()) {
            const swapped = swap(each, [one, other], column)
            const outcome = swapped && (await tried(swapped))
            if (outcome) tally.add(outcome, `${each.name}: ${name} of ${one} and ${other}`)
          }
        }
      }
      tally.end()
    }
  })

  it('that are gone, or there twice, are refused, shown or told', async () => {
    for (const each of now.tables.values()) {
      const tally = new Tally(`rows of ${each.name} taken out or doubled`)
      for (const [at, row] of each.rows.entries()) {
        const others = each.rows.filter((_, n) => n !== at)
        const renamed = row.map((cell, column) => (each.key.includes(column) ? aside(cell) : cell))
        for (const rows of [others, [...each.rows, renamed], [renamed, ...each.rows]]) {
          const outcome = await tried({ ...each, rows })
          if (outcome) tally.add(outcome, `${each.name} ${at}`)
        }
      }
      tally.add((await tried({ ...each, rows: [] })) ?? 'not opened', `all of ${each.name}`)
      tally.end()
    }
  })
})

describe('a vault whose key is just being replaced', LONG, () => {
  beforeAll(async () => {
    place.remove()
    place = vaultPlace(inMemory())
    now = (await twoTimes(place, { replacing: true }))[1]
  })

  it('is refused, shown or told with one byte of what leads to its keys changed', async () => {
    const tally = new Tally('one byte or number of the link and of both keys changed')
    const wraps = table('wrap')
    const kind = wraps.columns.findIndex(({ name }) => name === 'kind')
    const link = wraps.rows.findIndex((cells) => String(cells[kind]) === 'link')
    expect(await tried(wraps)).toBe('as it was')
    expect(table('vault_key').rows.length).toBe(2)
    expect(link).not.toBe(-1)
    for (const each of [wraps, table('vault_key')]) {
      for (const { row, column, cell, label } of cellsOf(each)) {
        if (each === wraps && row !== link) continue
        for (const other of neighbours(cell, masksAt)) {
          const outcome = await tried(withCell(each, { row, column }, other))
          if (outcome) tally.add(outcome, label)
        }
      }
    }
    tally.end()
    expect(tally.count('as it was') + tally.count('told in clear')).toBe(0)
  })
})

/** Another key than any that there is. */
function aside(cell: Cell): Cell {
  return typeof cell === 'number' ? cell + 70 : Buffer.from('another')
}
