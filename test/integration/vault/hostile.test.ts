import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVaultOpener } from '../../../electron/vault/open'
import { makeSecret } from '../../simulator/secrets'
import { tamper } from '../../helper/tamper'
import { codeOf, newId, newToken, random, value, vaultPlace } from '../../helper/vault'

let place: ReturnType<typeof vaultPlace>
beforeEach(() => (place = vaultPlace()))
afterEach(() => place.remove())

/** A closed vault with one token. */
async function makeVault(): Promise<string> {
  const vault = await place.open()
  const id = newId()
  value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'))))
  vault.close()
  return id
}

/** One clear state, and not one byte of anything changed, deleted or added. */
async function expectRefused(state: string): Promise<void> {
  const before = place.bytes()
  expect(await place.refusal()).toBe(state)
  expect(place.bytes()).toEqual(before)
  expect(place.opener().exists()).toBe(true)
}

describe('a file that was cut', () => {
  it('is damaged where it is a gigabyte of nothing, at once', async () => {
    await makeVault()
    truncateSync(place.db, 0)
    const file = openSync(place.db, 'r+')
    ftruncateSync(file, 1024 ** 3)
    closeSync(file)
    const started = performance.now()
    expect(await place.refusal()).toBe('damaged')
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(statSync(place.db).size).toBe(1024 ** 3)
  })
})

describe('a database made to trap the program', () => {
  const sql = (text: string) => () => tamper(place.db, (db) => db.exec(text))
  /** Writes into the schema itself, past every check. */
  const schema = (text: string) => () =>
    tamper(place.db, (db) => {
      db.unsafeMode(true)
      db.pragma('writable_schema = ON')
      db.exec(text)
      db.pragma('writable_schema = RESET')
    })

  const cases: [string, string, () => void][] = [
    [
      'a trigger that takes what is written along',
      'damaged',
      sql(`CREATE TABLE IF NOT EXISTS loot (x);
           CREATE TRIGGER t AFTER UPDATE ON token_secret BEGIN INSERT INTO loot VALUES (new.sealed); END`),
    ],
    [
      'a trigger on a removal',
      'damaged',
      sql('CREATE TRIGGER t BEFORE DELETE ON token BEGIN SELECT RAISE(IGNORE); END'),
    ],
    [
      'a view in the place of a table',
      'damaged',
      sql(
        'DROP TABLE value; CREATE VIEW value AS SELECT 1 AS id, 1 AS version, 1 AS key, 1 AS sealed',
      ),
    ],
    [
      'an index on an expression',
      'damaged',
      sql('CREATE INDEX i ON token (length(overview) + abs(version))'),
    ],
    [
      'an index with one of our names, on something else',
      'damaged',
      sql('DROP INDEX token_secret_blind; CREATE INDEX token_secret_blind ON token (abs(version))'),
    ],
    [
      'a column that is computed',
      'damaged',
      sql('ALTER TABLE token ADD COLUMN more INTEGER AS (length(id)) VIRTUAL'),
    ],
    ['one more column', 'damaged', sql('ALTER TABLE wrap ADD COLUMN more TEXT')],
    [
      'a column with another name',
      'damaged',
      sql('ALTER TABLE wrap RENAME COLUMN params TO paramz'),
    ],
    ['a virtual table', 'damaged', sql('CREATE VIRTUAL TABLE v USING fts5 (text)')],
    ['a table with an overlong name', 'damaged', sql(`CREATE TABLE "${'x'.repeat(100_000)}" (x)`)],
    [
      'tables without number',
      'damaged',
      () =>
        tamper(place.db, (db) => {
          db.exec('BEGIN')
          for (let n = 0; n < 2000; n++) db.exec(`CREATE TABLE more_${n} (x)`)
          db.exec('COMMIT')
        }),
    ],
    [
      'a table of ours with a rule of others',
      'damaged',
      () => {
        const old = "'format INTEGER NOT NULL'"
        schema(
          `UPDATE sqlite_schema SET sql = replace(sql, ${old}, 'format INTEGER NOT NULL CHECK (abs(format) > 0)') WHERE name = 'vault'`,
        )()
      },
    ],
    [
      'a table whose rows are said to be elsewhere',
      'damaged',
      schema(
        `UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'token') WHERE name = 'value'`,
      ),
    ],
    [
      'a schema that cannot be read',
      'damaged',
      schema(`UPDATE sqlite_schema SET sql = 'CREATE TABLE wrap (' WHERE name = 'wrap'`),
    ],
    [
      'two vaults in one file',
      'damaged',
      sql('PRAGMA ignore_check_constraints = ON; INSERT INTO vault VALUES (2, randomblob(16), 1)'),
    ],
    [
      'another default than ours',
      'damaged',
      schema(
        `UPDATE sqlite_schema SET sql = replace(sql, 'note TEXT', 'note TEXT DEFAULT 1') || ' -- ' WHERE name = 'audit'`,
      ),
    ],
    ['a version below the first', 'damaged', sql('PRAGMA user_version = -1')],
    ['the version of the first', 'damaged', sql('PRAGMA user_version = 1')],
    ['the highest version', 'newer-version', sql('PRAGMA user_version = 2147483647')],
    ['another program’s number', 'damaged', sql('PRAGMA application_id = 1')],
    [
      'UTF-16',
      'damaged',
      () => {
        rmSync(place.db)
        const db = new Database(place.db)
        db.exec("PRAGMA encoding = 'UTF-16'; CREATE TABLE migration (version, hash)")
        db.close()
      },
    ],
    [
      'a wrap of a gigabyte that is not there',
      'damaged',
      sql('UPDATE wrap SET sealed = zeroblob(20000000)'),
    ],
  ]

  it.each(cases)('%s: is %s, and not touched', async (_, state, change) => {
    await makeVault()
    change()
    await expectRefused(state)
  })

  it('in the first hundred bytes is not touched, whichever bit it is', async () => {
    await makeVault()
    const whole = readFileSync(place.db)
    const states = new Map<string, number>()
    for (let at = 0; at < 100; at++) {
      const changed = Buffer.from(whole)
      changed[at] = changed[at]! ^ (1 << (at % 8))
      writeFileSync(place.db, changed)
      const before = place.bytes()
      const state = await place.refusal()
      states.set(state, (states.get(state) ?? 0) + 1)
      if (state !== 'open') expect(place.bytes()).toEqual(before)
      expect(['open', 'damaged', 'read-only', 'newer-version'], `byte ${at}`).toContain(state)
    }
    process.stdout.write(`one bit of the file's head changed: ${JSON.stringify([...states])}\n`)
  })
})

describe('a write-ahead log', () => {
  it('that is missing: a copy without it opens as it last was in the file, or is damaged', async () => {
    await makeVault()
    const vault = await place.open()
    value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'), 'Later')))
    const copy = join(place.folder, '..', 'copy.db')
    // by bytes, as a careless copy does
    copyFileSync(place.db, copy)
    vault.close()
    renameSync(copy, place.db)
    const again = await place.open()
    expect(value(again.tokens.list())).toHaveLength(1)
    again.close()
  })

  it('of a new vault that is missing: damaged, and no new vault in its place', async () => {
    await makeVault()
    rmSync(place.db)
    const db = new Database(place.db)
    db.pragma('journal_mode = WAL')
    db.close()
    await expectRefused('damaged')
  })

  it('of another database shows, and what was there before it is kept', async () => {
    await makeVault()
    const before = readFileSync(place.db)
    const other = vaultPlace()
    const vault = await other.open()
    const id = newId()
    value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'), 'Other')))
    copyFileSync(`${other.db}-wal`, `${place.db}-wal`)
    vault.close()
    other.remove()
    const again = await place.open()
    const found = value(again.tokens.list())
    // SQLite brings it into the file, since nothing in a log names its database
    expect(found).toEqual([])
    expect(again.tokens.damaged()).toBe(1)
    expect(codeOf(again.values.write('reminders', 1))).toBe('vault.in-doubt')
    again.close()
    const kept = readdirSync(place.folder).filter((name) => /^vault-.*\.db$/.test(name))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(place.folder, kept[0] ?? '')).equals(before)).toBe(true)
  })

  it('that is garbage, or a folder, does no harm', async () => {
    const id = await makeVault()
    writeFileSync(`${place.db}-wal`, 'x'.repeat(9000))
    const again = await place.open()
    expect(value(again.tokens.list()).map((token) => token.id)).toEqual([id])
    again.close()
    mkdirSync(`${place.db}-wal`)
    await expectRefused('failed')
  })
})

describe('the lock', () => {
  const lock = () => join(place.folder, 'vault.lock')

  it.each<[string, string, () => void]>([
    ['a folder', 'failed', () => mkdirSync(lock())],
    ['a link to nothing', 'failed', () => symlinkSync(join(place.folder, 'nothing'), lock())],
    ['a link to another file', 'failed', () => symlinkSync(place.db, lock())],
    ['a text', 'failed', () => writeFileSync(lock(), 'not empty at all, and not a database')],
  ])('that is %s: is %s', async (_, state, change) => {
    await makeVault()
    rmSync(lock())
    change()
    await expectRefused(state)
  })

  it('that is gone is made anew', async () => {
    await makeVault()
    rmSync(lock())
    const again = await place.open()
    again.close()
  })
})

describe('a place with an odd name', () => {
  const names = [
    'with spaces',
    "quo'te",
    'dou"ble',
    'per%41cent%',
    'ha#sh',
    'quest?ion=1&mode=ro',
    'emoji 🔑',
    'é\u0301',
    'new\nline',
    'tab\t',
    'back\\slash',
    'file:vault',
    '-rf',
    'x'.repeat(250),
    `${'y'.repeat(120)}/${'z'.repeat(120)}`,
  ]

  it.each(names)('%j holds a vault like any other', async (name) => {
    const odd = vaultPlace(makeFolder(join(place.folder, name)))
    const vault = await odd.open()
    value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'))))
    vault.close()
    const again = await odd.open()
    expect(value(again.tokens.list())).toHaveLength(1)
    again.close()
    expect(Object.keys(odd.bytes())).toEqual(['vault.db', 'vault.lock'])
  })

  it('too long for the system is a state of its own, not a crash', async () => {
    const deep = join(place.folder, ...Array.from({ length: 30 }, () => 'd'.repeat(200)))
    const { keychain, clock, log } = place
    const opener = createVaultOpener({ folder: deep, keychain, clock, log, random })
    expect((await opener.open(() => undefined)).state).toBe('failed')
  })
})

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}
