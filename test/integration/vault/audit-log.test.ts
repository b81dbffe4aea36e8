import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VaultDatabase } from '../../../electron/vault/database'
import { SealedAuditLog } from '../../../electron/vault/audit-log'
import { Nonces } from '../../../electron/vault/envelope'
import { KeyRing } from '../../../electron/vault/key-ring'
import { deriveSubkeys } from '../../../electron/vault/keys'
import { Ledger } from '../../../electron/vault/ledger'
import { migrate } from '../../../electron/vault/migrations'
import { MIGRATIONS } from '../../../electron/vault/schema'
import type { AuditVerdict } from '../../../shared/model/audit'
import { makeSecret } from '../../simulator/secrets'
import { AT, entry } from '../../helper/audit'
import { tamper } from '../../helper/tamper'
import {
  codeOf,
  lines,
  newId,
  newToken,
  overview,
  random,
  value,
  vaultPlace,
  type VaultPlace,
} from '../../helper/vault'
import SQLite from 'better-sqlite3'

let place: VaultPlace
beforeEach(() => (place = vaultPlace()))
afterEach(() => place.remove())

/** A vault with a log of so many lines, closed again. */
async function written(count: number): Promise<void> {
  const vault = await place.open()
  for (let n = 1; n <= count; n++) value(vault.audit.append([entry({ at: AT + n, code: `n${n}` })]))
  vault.close()
}

/** What going through it finds, in another process's place. */
async function found(
  act: (vault: Awaited<ReturnType<VaultPlace['open']>>) => void = () => undefined,
) {
  const vault = await place.open()
  try {
    act(vault)
    return value(await vault.audit.verify())
  } finally {
    vault.close()
  }
}

const intact = (count: number): AuditVerdict => ({
  fault: null,
  seq: null,
  lines: count,
  since: count === 0 ? null : AT + 1,
  trimmed: 0,
})

const sql =
  (...statements: string[]) =>
  (db: Database.Database) => {
    for (const statement of statements) db.exec(statement)
  }

/** One bit of what a line seals, or of its place in the chain. */
const bit = (column: 'sealed' | 'chain', seq: number, at: number) => (db: Database.Database) => {
  const row = db.prepare(`SELECT ${column} FROM audit WHERE seq = ?`).pluck().get(seq) as Buffer
  row[at] = row[at]! ^ 1
  db.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(row, seq)
}

describe('the audit log', () => {
  it('keeps its lines in order over a restart', async () => {
    await written(5)
    const vault = await place.open()
    expect(value(vault.audit.bounds())).toEqual({ first: 1, last: 5, trimmed: 0 })
    const rows = value(await vault.audit.lines(2, 4))
    expect(rows).toEqual(
      [2, 3, 4].map((n) => ({ ...entry({ at: AT + n, code: `n${n}` }), seq: n })),
    )
    vault.close()
    expect(await found()).toEqual(intact(5))
  })

  it('is whole while it is empty, and with one line', async () => {
    await written(0)
    expect(await found()).toEqual(intact(0))
    await written(1)
    expect(await found()).toEqual(intact(1))
  })

  const swap = (one: number, other: number) =>
    sql(
      `UPDATE audit SET seq = -1 WHERE seq = ${one}`,
      `UPDATE audit SET seq = ${one} WHERE seq = ${other}`,
      `UPDATE audit SET seq = ${other} WHERE seq = -1`,
    )

  it.each([
    ['a line altered at its start', bit('sealed', 3, 0), 'altered', 3],
    ['a line altered in its middle', bit('sealed', 3, 60), 'altered', 3],
    ['the first line altered', bit('sealed', 1, 40), 'altered', 1],
    ['the last line altered', bit('sealed', 6, 40), 'altered', 6],
    ['a link altered', bit('chain', 4, 7), 'altered', 4],
    ['a line removed', sql('DELETE FROM audit WHERE seq = 3'), 'missing', 3],
    ['the first line removed', sql('DELETE FROM audit WHERE seq = 1'), 'missing', 1],
    ['the last line cut off', sql('DELETE FROM audit WHERE seq = 6'), 'missing', 6],
    ['a tail cut off', sql('DELETE FROM audit WHERE seq > 2'), 'missing', 3],
    ['all lines removed', sql('DELETE FROM audit'), 'missing', 1],
    ['two neighbours swapped', swap(3, 4), 'misplaced', 3],
    ['two distant lines swapped', swap(2, 6), 'misplaced', 2],
    [
      'a gap that was closed up',
      sql('DELETE FROM audit WHERE seq = 3', 'UPDATE audit SET seq = seq - 1 WHERE seq > 3'),
      'misplaced',
      3,
    ],
    [
      'a line copied over another',
      sql(
        'UPDATE audit SET (chain, sealed) = (SELECT chain, sealed FROM audit WHERE seq = 2) WHERE seq = 5',
      ),
      'misplaced',
      5,
    ],
    [
      'a line put before the first',
      sql('INSERT INTO audit SELECT 0, key, chain, sealed FROM audit WHERE seq = 6'),
      'added',
      1,
    ],
    ['no record of the end', sql('DELETE FROM audit_end'), 'end', 7],
    ['the record of the end spoilt', sql('UPDATE audit_end SET version = 1'), 'end', 7],
    [
      'its end and a tail gone',
      sql('DELETE FROM audit_end; DELETE FROM audit WHERE seq > 4'),
      'end',
      5,
    ],
  ] as const)('shows %s, and goes on showing it', async (...[, change, fault, seq]) => {
    await written(6)
    tamper(place.db, change)
    expect(await found()).toMatchObject({ fault, seq })
    // what is written later does not cover it up
    const later = await found((vault) => value(vault.audit.append([entry({ at: AT + 9 })])))
    expect(later).toMatchObject({ fault, seq })
    const kept = await found()
    expect(kept).toMatchObject({ fault, seq })
  })

  it('shows a line added, and goes on showing it', async () => {
    await written(6)
    const copy = 'INSERT INTO audit SELECT 7, key, chain, sealed FROM audit WHERE seq = 6'
    tamper(place.db, sql(copy))
    expect(await found()).toMatchObject({ fault: 'added', seq: 7 })
    await written(1)
    expect(await found()).toMatchObject({ fault: 'misplaced', seq: 7 })
  })

  it('shows an older end beside newer lines', async () => {
    await written(3)
    const old = tamper(place.db, (db) => db.prepare('SELECT * FROM audit_end').get()) as {
      version: number
      sealed: Buffer
    }
    await written(2)
    tamper(place.db, (db) =>
      db.prepare('UPDATE audit_end SET version = ?, sealed = ?').run(old.version, old.sealed),
    )
    expect(await found()).toMatchObject({ fault: 'added', seq: 4 })
    await written(1)
    expect(await found()).toMatchObject({ fault: 'end', seq: 4, lines: 6 })
  })

  const stray = (seq: number) =>
    sql(`INSERT INTO audit SELECT ${seq}, key, chain, sealed FROM audit WHERE seq = 6`)

  it.each([2 ** 22, 2 ** 39, 2 ** 45])('does not count on from a line at %d', async (seq) => {
    await written(50)
    tamper(place.db, stray(seq))
    expect(await found()).toMatchObject({ fault: 'added', seq })
    const vault = await place.open()
    value(vault.audit.append([entry({ at: AT + 51, code: 'n51' })]))
    expect(value(vault.audit.bounds())).toEqual({ first: 1, last: 51, trimmed: 0 })
    const rows = value(await vault.audit.lines(1, 51))
    expect(rows.map((row) => 'code' in row && row.code)).toEqual(
      Array.from({ length: 51 }, (_, n) => `n${n + 1}`),
    )
    expect(value(await vault.audit.verify())).toMatchObject({ fault: 'added', seq })
    vault.close()
  })

  it('does not count on from it either where the end is lost', async () => {
    await written(8)
    tamper(place.db, stray(2 ** 39))
    tamper(place.db, sql('DELETE FROM audit_end'))
    const verdict = await found((vault) => value(vault.audit.append([entry()])))
    expect(verdict).toMatchObject({ fault: 'end', seq: 9, lines: 9 })
  })

  it('is not held up by a line far away beside one that is spoilt', async () => {
    await written(6)
    tamper(place.db, stray(2 ** 39))
    tamper(place.db, bit('sealed', 3, 40))
    const before = performance.now()
    expect(await found()).toMatchObject({ fault: 'altered', seq: 3 })
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('is gone through by the lines that are there', async () => {
    await written(300)
    tamper(place.db, sql('DELETE FROM audit WHERE seq BETWEEN 3 AND 4 OR seq > 150'))
    const vault = await place.open()
    const { rows, next } = value(await vault.audit.onward(2))
    expect(next).toBe(301)
    expect(rows).toHaveLength(149 + 1)
    expect(rows.slice(0, 4)).toMatchObject([
      { seq: 2, code: 'n2' },
      { seq: 3, broken: 'missing' },
      { seq: 4, broken: 'missing' },
      { seq: 5, code: 'n5' },
    ])
    expect(rows.at(-1)).toEqual({ seq: 151, broken: 'missing' })
    expect(value(await vault.audit.onward(301)).rows).toEqual([])
    vault.close()
  })

  it('opens all that is left beside a line that does not open', async () => {
    await written(5)
    tamper(place.db, bit('sealed', 2, 50))
    tamper(place.db, sql('DELETE FROM audit WHERE seq = 4'))
    const vault = await place.open()
    const rows = value(await vault.audit.lines(1, 5))
    expect(rows.map((row) => ('broken' in row ? row.broken : row.code))).toEqual([
      'n1',
      'altered',
      'n3',
      'missing',
      'n5',
    ])
    vault.close()
  })

  it('can be written on whatever stands in its tables', async () => {
    await written(2)
    tamper(
      place.db,
      sql(
        'PRAGMA ignore_check_constraints = ON',
        `INSERT INTO audit VALUES (${2n ** 62n}, 1, x'00', x'00')`,
        "INSERT INTO audit VALUES (7, 1, x'00', x'00')",
        `UPDATE audit_end SET version = ${2n ** 60n}`,
      ),
    )
    const verdict = await found((vault) => value(vault.audit.append([entry()])))
    expect(verdict.fault).not.toBeNull()
    expect(await found((vault) => value(vault.audit.append([entry()])))).toMatchObject({
      fault: verdict.fault,
    })
  })

  it('begins in a vault that was made without one, and changes nothing else in it', async () => {
    const opened = place.opener()
    const outcome = await opened.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    const { vault } = outcome
    const id = newId()
    const token = value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'))))
    vault.close()
    tamper(
      place.db,
      sql(
        'DROP TABLE audit',
        'DROP TABLE audit_end',
        'DROP TABLE manifest',
        'DELETE FROM migration WHERE version >= 2',
        'PRAGMA user_version = 1',
      ),
    )
    await opened.settled()
    for (const name of place.keychain.entries.keys()) {
      if (name.startsWith('seen-')) place.keychain.entries.delete(name)
    }
    const again = await place.open()
    expect(value(again.tokens.list())).toEqual([token])
    expect(value(await again.audit.verify())).toEqual(intact(0))
    value(again.audit.append([entry({ at: AT + 1 })]))
    again.close()
    expect(await found()).toEqual(intact(1))
  })

  it('shows nothing of a line on disk', async () => {
    const label = 'A label that is nowhere in clear'
    const vault = await place.open()
    value(vault.audit.append([entry({ label, detail: { destination: `x ${label}` } })]))
    vault.close()
    tamper(place.db, (db) => {
      for (const row of db.prepare('SELECT sealed FROM audit').pluck().all() as Buffer[]) {
        expect(row.includes(Buffer.from(label))).toBe(false)
        // its length tells little: nonce, tag and steps of 64
        expect((row.length - 28) % 64).toBe(0)
      }
    })
  })
})

describe('a change and its trace', () => {
  it('are written together, and neither without the other', async () => {
    const vault = await place.open()
    const id = newId()
    const bad = entry({ label: 'x'.repeat(1_000) })
    const token = newToken(makeSecret('tolgee/pak'))
    expect(() => vault.tokens.insert(id, { ...token, trace: [bad] })).toThrow()
    expect(codeOf(vault.tokens.get(id))).toBe('token.not-found')
    expect(value(vault.audit.bounds()).last).toBe(0)

    value(vault.tokens.insert(id, { ...token, trace: [entry(), entry()] }))
    expect(value(vault.audit.bounds()).last).toBe(2)
    expect(codeOf(vault.tokens.update(id, 9, { trace: [entry()] }))).toBe('token.changed-elsewhere')
    expect(codeOf(vault.tokens.remove(newId(), [entry()]))).toBe('token.not-found')
    expect(() => vault.tokens.remove(id, [bad])).toThrow()
    expect(() => vault.values.write('settings', 1, [bad])).toThrow()
    expect(value(vault.tokens.get(id)).version).toBe(1)
    expect(value(vault.values.read('settings'))).toBeNull()
    expect(value(vault.audit.bounds()).last).toBe(2)

    value(vault.tokens.update(id, 1, { overview: overview(), trace: [entry()] }))
    value(vault.values.write('settings', 1, [entry()]))
    value(vault.tokens.remove(id, [entry()]))
    expect(value(vault.audit.bounds()).last).toBe(5)
    expect(value(await vault.audit.verify()).fault).toBeNull()
    vault.close()
  })
})

describe('a log that is full', () => {
  const keys = () => {
    const vaultId = random.bytes(16)
    const subkeys = deriveSubkeys(random.bytes(32), vaultId)
    const first = { vaultId, keyId: random.bytes(16), number: 1 }
    return new KeyRing({ ...first, subkeys, nonces: new Nonces(random) })
  }

  function small() {
    const db = new SQLite(':memory:')
    migrate(db, MIGRATIONS)
    db.prepare('INSERT INTO vault_key (number, id) VALUES (1, ?)').run(random.bytes(16))
    const own = keys()
    const database = new VaultDatabase(db, new Ledger(db, own), lines())
    const log = new SealedAuditLog(database, own, { keep: 20, step: 5 })
    const write = (count: number) => {
      for (let n = 0; n < count; n++) value(log.append([entry()]))
    }
    return { db, log, write }
  }

  it('gives up the oldest lines in steps, says so, and stays whole', async () => {
    const { log, write, db } = small()
    write(25)
    expect(value(log.bounds())).toEqual({ first: 1, last: 25, trimmed: 0 })
    write(1)
    expect(value(log.bounds())).toEqual({ first: 6, last: 27, trimmed: 5 })
    const [said] = value(await log.lines(26, 26))
    expect(said).toMatchObject({ act: 'audit.trimmed', actor: 'engine', outcome: 'done' })
    expect(said).toMatchObject({ detail: { count: 5 } })
    expect(value(await log.verify())).toMatchObject({ fault: null, lines: 22, trimmed: 5 })
    expect(value(await log.lines(1, 6)).map((row) => row.seq)).toEqual([6])
    write(100)
    const { first, last, trimmed } = value(log.bounds())
    expect(last - first + 1).toBeGreaterThanOrEqual(20)
    expect(last - first + 1).toBeLessThanOrEqual(26)
    expect(trimmed).toBe(first - 1)
    expect(value(await log.verify())).toMatchObject({ fault: null, trimmed })
    db.exec(`DELETE FROM audit WHERE seq = ${first}`)
    expect(value(await log.verify())).toMatchObject({ fault: 'missing', seq: first })
  })

  it('gives nothing up for lines that others put there', async () => {
    const { log, write, db } = small()
    write(15)
    const copy = db.prepare(
      'INSERT INTO audit SELECT ?, key, chain, sealed FROM audit WHERE seq = 2',
    )
    for (let seq = 16; seq < 3_000; seq++) copy.run(seq)
    copy.run(2 ** 39)
    write(3)
    const rows = value(await log.lines(1, 15))
    expect(rows.every((row) => 'act' in row)).toBe(true)
    expect(value(log.bounds()).trimmed).toBe(0)
    expect((await log.verify()).ok).toBe(true)
  })

  it('counts lines that are there, and not numbers', async () => {
    const { log, write, db } = small()
    write(20)
    db.exec('DELETE FROM audit WHERE seq BETWEEN 6 AND 15')
    write(10)
    expect(value(log.bounds())).toEqual({ first: 1, last: 30, trimmed: 0 })
    write(6)
    const [said] = value(await log.lines(36, 36))
    expect(said).toMatchObject({ act: 'audit.trimmed', detail: { count: 5 } })
    expect(value(log.bounds())).toMatchObject({ first: 6, trimmed: 5 })
    expect(value(await log.verify())).toMatchObject({ fault: 'missing', seq: 6 })
  })

  it('tells of a broken line that it gives up', async () => {
    const { log, write, db } = small()
    write(25)
    db.exec("UPDATE audit SET sealed = x'00' WHERE seq = 3")
    write(1)
    const [said] = value(await log.lines(26, 26))
    expect(said).toMatchObject({
      outcome: 'failed',
      code: 'altered',
      detail: { count: 5, line: 3 },
    })
    expect(value(await log.verify())).toMatchObject({ fault: null, trimmed: 5 })
  })
})
