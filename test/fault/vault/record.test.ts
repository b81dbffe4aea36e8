import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { SLOTS, type Slot } from '../../../electron/service/port'
import { SecretText } from '../../../electron/service/secret'
import { TAG_BYTES } from '../../../electron/vault/envelope'
import type { SealedVault } from '../../../electron/vault/vault'
import type { TokenId } from '../../../shared/model/token'
import type { Result } from '../../../shared/result'
import { entry } from '../../helper/audit'
import { details, newId, newToken, overview, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

/** An open vault, and the very connection that it reads through. */
interface Subject {
  readonly place: ReturnType<typeof vaultPlace>
  readonly vault: SealedVault
  readonly db: Database.Database
  readonly ids: readonly TokenId[]
  /** Every sealed value, by where it stands. */
  readonly cells: readonly Cell[]
}

/** A column of one row, and how the program reads what is in it. */
interface Cell {
  readonly name: string
  readonly table: string
  readonly column: string
  readonly where: string
  /** What the program takes it for; null: it refuses it. */
  readonly opened: () => Promise<string | null>
}

/** `npm run test:durability` changes every bit, and cuts to every length. */
const THOROUGH = process.env['KEYGLOT_THOROUGH'] === '1'
const WRITES = 4
const VALUES = ['settings', 'reminders'] as const
let all: Subject[]

beforeAll(async () => {
  all = [await subject(), await subject()]
})
afterAll(() => {
  for (const { vault, place } of all) {
    vault.close()
    place.remove()
  }
})

async function subject(): Promise<Subject> {
  const place = vaultPlace()
  const pragma = vi.spyOn(Database.prototype, 'pragma')
  const vault = await place.open()
  const contexts = pragma.mock.contexts as Database.Database[]
  const db = contexts.find((each) => each.name === place.db && each.open)
  if (!db) throw new Error('The connection was not seen')
  pragma.mockRestore()
  const ids = [newId(), newId()]
  for (const id of ids) write(vault, id)
  for (const name of VALUES) {
    for (let n = 0; n < WRITES; n++) value(vault.values.write(name, { [name]: n }))
  }
  // what a file can hold, whoever wrote it
  db.pragma('synchronous = OFF')
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  return { place, vault, db, ids, cells: cellsOf(vault, db, ids) }
}

/** A token with something in every slot; each later write changes every part. */
function write(vault: SealedVault, id: TokenId): void {
  const secret = () => SecretText.fromText(makeSecret('tolgee/pak'))
  value(vault.tokens.insert(id, { ...newToken(makeSecret('tolgee/pak')), trace: [entry()] }))
  for (let version = 1; version < WRITES; version++) {
    value(
      vault.tokens.update(id, version, {
        overview: overview({ label: `Version ${version + 1}` }),
        details: details({ note: `Version ${version + 1}` }),
        secrets: { current: secret(), pending: secret(), previous: secret() },
        trace: [entry({ token: id })],
      }),
    )
  }
}

const text = (result: Result<unknown>): string | null =>
  result.ok ? JSON.stringify(result.value) : null

function cellsOf(vault: SealedVault, db: Database.Database, ids: readonly TokenId[]): Cell[] {
  const { tokens, values, audit } = vault
  const later = (read: () => string | null) => () => Promise.resolve(read())
  const secret = (id: TokenId, slot: Slot) => {
    const found = tokens.secret(id, slot)
    return found.ok ? (found.value?.text() ?? null) : null
  }
  const ofToken = ids.flatMap((id, n): Cell[] => {
    const row = Number(db.prepare('SELECT row FROM token WHERE id = ?').pluck().get(id))
    const where = `row = ${row}`
    const name = `token ${n + 1}`
    return [
      {
        ...{ name: `${name}: overview`, table: 'token', column: 'overview', where },
        opened: later(() => text(tokens.get(id))),
      },
      {
        ...{ name: `${name}: details`, table: 'token_details', column: 'sealed', where },
        opened: later(() => text(tokens.details(id))),
      },
      ...SLOTS.map((slot, at) => ({
        ...{ name: `${name}: ${slot}`, table: 'token_secret', column: 'sealed' },
        where: `${where} AND slot = ${at}`,
        opened: later(() => secret(id, slot)),
      })),
    ]
  })
  const ofValues = VALUES.map((name): Cell => {
    // the names are not to be read in the file: the one that is missing without it is its own
    const ids = db.prepare('SELECT id FROM value').pluck().all() as string[]
    const id = ids.find((each) => {
      db.exec(`BEGIN; DELETE FROM value WHERE id = '${each}'`)
      const gone = text(values.read(name)) === 'null'
      db.exec('ROLLBACK')
      return gone
    })
    return {
      ...{ name: `value ${name}`, table: 'value', column: 'sealed', where: `id = '${id}'` },
      opened: later(() => text(values.read(name))),
    }
  })
  const line = (seq: number) => async () => {
    const row = value(await audit.lines(seq, seq))[0]
    const { fault } = value(await audit.verify())
    return row && !('broken' in row) && fault === null ? JSON.stringify(row) : null
  }
  const ofLines = [1, 8].flatMap((seq): Cell[] =>
    ['sealed', 'chain'].map((column) => ({
      ...{ name: `line ${seq}: ${column}`, table: 'audit', column, where: `seq = ${seq}` },
      opened: line(seq),
    })),
  )
  const end: Cell = {
    ...{ name: 'end of the log', table: 'audit_end', column: 'sealed', where: 'one = 1' },
    opened: async () => {
      const verdict = value(await audit.verify())
      return verdict.fault === null ? JSON.stringify(verdict) : null
    },
  }
  return [...ofToken, ...ofValues, ...ofLines, end]
}

const bytesOf = ({ db }: Subject, { column, table, where }: Cell): Buffer =>
  db.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck().get() as Buffer

/** What the program takes a cell for while something is changed, which is then taken back. */
async function during(
  { db }: Subject,
  cell: Cell,
  change: (db: Database.Database) => void,
): Promise<string | null> {
  db.exec('BEGIN')
  try {
    change(db)
    return await cell.opened()
  } finally {
    db.exec('ROLLBACK')
  }
}

const put =
  ({ table, column, where }: Cell, bytes: Buffer) =>
  (db: Database.Database) =>
    void db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(bytes)

function tell(what: string, tried: number, accepted: readonly string[]): void {
  process.stdout.write(`${what}: ${tried} tried, ${accepted.length} accepted\n`)
  expect(accepted).toEqual([])
}

function masksAt(at: number): number[] {
  const bits = Array.from({ length: 8 }, (_, bit) => 1 << bit)
  return THOROUGH ? [...bits, 0xff] : [1 << (at % bits.length)]
}

/** Every shorter tag, and of what is before it some. */
function lengthsBelow(length: number): number[] {
  const every = Array.from({ length }, (_, n) => n)
  return THOROUGH ? every : every.filter((n) => n >= length - TAG_BYTES - 1 || n % 32 === 0)
}

const LONG = { timeout: 300_000 }

describe('what is sealed in a vault', LONG, () => {
  it('opens as it was written', async () => {
    for (const { cells } of all) {
      for (const cell of cells) expect(await cell.opened(), cell.name).not.toBeNull()
    }
    expect(all[0]?.cells.length).toBe(2 * (2 + SLOTS.length) + VALUES.length + 4 + 1)
  })

  it('does not open with any one byte changed', async () => {
    const [one] = all as [Subject, Subject]
    const accepted: string[] = []
    let tried = 0
    // another token is sealed in the same way
    for (const cell of one.cells.filter(({ name }) => !name.startsWith('token 2'))) {
      const bytes = bytesOf(one, cell)
      for (let at = 0; at < bytes.length; at++) {
        for (const mask of masksAt(at)) {
          const changed = Buffer.from(bytes)
          changed[at] = changed[at]! ^ mask
          tried++
          const opened = await during(one, cell, put(cell, changed))
          if (opened !== null) accepted.push(`${cell.name}, byte ${at}`)
        }
      }
    }
    tell('one byte of a sealed value changed', tried, accepted)
  })

  it('does not open cut to any shorter length, its tag above all', async () => {
    const [one] = all as [Subject, Subject]
    const accepted: string[] = []
    let tried = 0
    for (const cell of one.cells.filter(({ name }) => !name.startsWith('token 2'))) {
      const bytes = bytesOf(one, cell)
      for (const length of lengthsBelow(bytes.length)) {
        tried += 2
        const short = await during(one, cell, put(cell, bytes.subarray(0, length)))
        const late = await during(one, cell, put(cell, bytes.subarray(bytes.length - length)))
        if (short !== null || late !== null) accepted.push(`${cell.name}, ${length} bytes`)
      }
    }
    tell('a sealed value cut', tried, accepted)
  })

  it('does not open in the place of any other, of the same vault or another', async () => {
    const accepted: string[] = []
    let tried = 0
    for (const from of all) {
      for (const to of all) {
        for (const source of from.cells) {
          const bytes = bytesOf(from, source)
          for (const target of to.cells) {
            if (source === target) continue
            tried++
            const opened = await during(to, target, put(target, bytes))
            if (opened !== null) accepted.push(`${source.name} as ${target.name}`)
          }
        }
      }
    }
    tell('a sealed value in another’s place', tried, accepted)
  })

  it('does not open under other numbers: version, key, row, slot, id', async () => {
    const [one] = all as [Subject, Subject]
    const at = (table: string, column: string) => ({ table, column })
    const places = [
      ...['version', 'key'].map((column) => at('token', column)),
      ...[at('token_details', 'key'), at('token_secret', 'key'), at('audit', 'key')],
      ...['version', 'key'].map((column) => at('value', column)),
      ...['version', 'key'].map((column) => at('audit_end', column)),
    ]
    const accepted: string[] = []
    let tried = 0
    for (const { table, column } of places) {
      for (const cell of one.cells.filter((each) => each.table === table)) {
        for (const by of [-1, 1, 2, 256, 2 ** 32]) {
          tried++
          const opened = await during(one, cell, (db) =>
            db.exec(`UPDATE ${table} SET ${column} = ${column} + ${by} WHERE ${cell.where}`),
          )
          if (opened !== null) accepted.push(`${cell.name}: ${column} + ${by}`)
        }
      }
    }
    tell('a sealed value under another number', tried, accepted)
  })

  it('does not open in rows that changed places, whole or in part', async () => {
    const [one] = all as [Subject, Subject]
    const exchange = (table: string, column: string) => (db: Database.Database) => {
      const two = db.prepare(`SELECT DISTINCT ${column} FROM ${table} ORDER BY 1`)
      const found = two.pluck().all()
      const [a, b] = [found[0], found.at(-1)]
      const move = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`)
      const aside = typeof a === 'string' ? 'aside' : -77
      move.run(aside, a)
      move.run(a, b)
      move.run(b, aside)
    }
    const accepted: string[] = []
    let tried = 0
    const cases: [table: string, column: string, hit: (cell: Cell) => boolean][] = [
      ['token', 'id', (cell) => cell.table === 'token'],
      // the overview is bound to its id, its parts to the row that belongs to it
      ['token_details', 'row', (cell) => cell.table === 'token_details'],
      ['token_secret', 'row', (cell) => cell.table === 'token_secret'],
      ['token_secret', 'slot', ({ name }) => /(current|previous)$/.test(name)],
      ['value', 'id', (cell) => cell.table === 'value'],
      ['audit', 'seq', ({ name }) => /line [18]:/.test(name)],
    ]
    for (const [table, column, hit] of cases) {
      for (const cell of one.cells.filter(hit)) {
        tried++
        const opened = await during(one, cell, exchange(table, column))
        if (opened !== null) accepted.push(`${cell.name}: ${table}.${column} swapped`)
      }
    }
    tell('rows swapped', tried, accepted)
  })
})

describe('an older version', LONG, () => {
  it('of any one part does not open beside the newer rest', async () => {
    const [one] = all as [Subject, Subject]
    const { vault, db, ids } = one
    const [id] = ids as [TokenId]
    const older: { cell: Cell; bytes: Buffer }[] = []
    const keep = () => {
      for (const cell of one.cells) older.push({ cell, bytes: bytesOf(one, cell) })
    }
    keep()
    for (let more = 0; more < 3; more++) {
      for (const each of ids) {
        const { version } = value(vault.tokens.get(each))
        const secrets = Object.fromEntries(
          SLOTS.map((slot) => [slot, SecretText.fromText(makeSecret('tolgee/pat'))]),
        )
        const change = { overview: overview(), details: details({ note: `${more}` }), secrets }
        value(vault.tokens.update(each, version, { ...change, trace: [entry({ token: each })] }))
      }
      for (const name of VALUES) value(vault.values.write(name, { more }))
      if (more < 2) keep()
    }
    const accepted: string[] = []
    let tried = 0
    for (const { cell, bytes } of older) {
      // lines of the log are never written again
      if (cell.table === 'audit') continue
      tried++
      const opened = await during(one, cell, put(cell, bytes))
      if (opened !== null) accepted.push(cell.name)
    }
    tell('an older part put back', tried, accepted)

    // the overview with its version is what a whole older token begins with; its newer parts refuse
    const [first] = older
    const rest = one.cells.filter(({ name }) => /^token 1: (?!overview)/.test(name))
    for (const cell of rest) {
      const opened = await during(one, cell, () => {
        put(first!.cell, first!.bytes)(db)
        db.prepare('UPDATE token SET version = ? WHERE id = ?').run(WRITES, id)
      })
      expect(opened, cell.name).toBeNull()
    }
  })
})
