import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
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
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVaultOpener } from '../../../electron/vault/open'
import { keychainKey, writeEntry } from '../../../electron/vault/keychain-entry'
import type { KeychainErrorCode } from '../../../electron/keychain/keytar-error'
import type { TokenId } from '../../../shared/model/token'
import { makeSecret } from '../../simulator/secrets'
import { scanFolder } from '../../helper/canary'
import { overwrite, tamper } from '../../helper/tamper'
import {
  codeOf,
  details,
  newId,
  newToken,
  overview,
  random,
  value,
  vaultPlace,
} from '../../helper/vault'
import { SecretText } from '../../../electron/service/secret'

let place: ReturnType<typeof vaultPlace>
beforeEach(() => (place = vaultPlace()))
afterEach(() => place.remove())

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
const names = () => readdirSync(place.folder).sort()

async function makeVault(): Promise<TokenId> {
  const vault = await place.open()
  const id = newId()
  value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'))))
  vault.close()
  return id
}

async function expectWhole(id: TokenId): Promise<void> {
  const vault = await place.open()
  expect(value(vault.tokens.list()).map((token) => token.id)).toEqual([id])
  vault.close()
}

describe('a new vault', () => {
  it('is made where there is none, and is the same one afterwards', async () => {
    expect(place.opener().exists()).toBe(false)
    const first = await place.opener().open(() => undefined)
    if (first.state !== 'open') throw new Error(first.state)
    expect(first.created).toBe(true)
    first.vault.close()
    const second = await place.opener().open(() => undefined)
    if (second.state !== 'open') throw new Error(second.state)
    expect(second.created).toBe(false)
    second.vault.close()
    expect(place.keychain.keys).toBe(1)
  })

  it('is for its owner only, with every file it has', async () => {
    const vault = await place.open()
    value(vault.values.write('settings', 1))
    expect(names()).toEqual(['vault.db', 'vault.db-wal', 'vault.lock'])
    expect(names().map((name) => mode(join(place.folder, name)))).toEqual(['600', '600', '600'])
    expect(mode(place.folder)).toBe('700')
    vault.close()
    expect(names()).toEqual(['vault.db', 'vault.lock'])
  })

  it('takes back what others were allowed', async () => {
    await makeVault()
    chmodSync(place.db, 0o644)
    chmodSync(place.folder, 0o755)
    const vault = await place.open()
    expect([mode(place.db), mode(place.folder)]).toEqual(['600', '700'])
    vault.close()
  })

  it('is set as it must be, on the very connection that is used', async () => {
    await makeVault()
    const pragma = vi.spyOn(Database.prototype, 'pragma')
    const vault = await place.open()
    const connections = pragma.mock.contexts as Database.Database[]
    const used = connections.filter((db) => db.name === place.db)
    expect(new Set(used).size).toBe(1)
    const read = (name: string) => used[0]!.pragma(name, { simple: true })
    expect({
      journal_mode: read('journal_mode'),
      synchronous: read('synchronous'),
      locking_mode: read('locking_mode'),
      secure_delete: read('secure_delete'),
      temp_store: read('temp_store'),
      trusted_schema: read('trusted_schema'),
      cell_size_check: read('cell_size_check'),
      foreign_keys: read('foreign_keys'),
      busy_timeout: read('busy_timeout'),
      user_version: read('user_version'),
      application_id: read('application_id'),
    }).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      locking_mode: 'exclusive',
      secure_delete: 1,
      temp_store: 2,
      trusted_schema: 0,
      cell_size_check: 1,
      foreign_keys: 1,
      busy_timeout: 250,
      user_version: 3,
      application_id: 0x4b474c54,
    })
    vault.close()
  })

  it('shows nothing readable on disk, neither open nor closed', async () => {
    const canaries = ['Canary label', 'canary-account', 'Canary project', 'canary.example']
    const secret = makeSecret('phrase/platform-token')
    const next = makeSecret('phrase/platform-token')
    const vault = await place.open()
    const token = {
      overview: overview({
        label: 'Canary label',
        account: 'canary-account',
        project: 'Canary project',
        server: { id: 'custom', baseUrl: 'https://canary.example' },
      }),
      details: details({ note: 'Canary note in full' }),
    }
    const id = newId()
    value(vault.tokens.insert(id, { ...token, secret: SecretText.fromText(secret) }))
    const secrets = { current: SecretText.fromText(next), previous: SecretText.fromText(secret) }
    value(vault.tokens.update(id, 1, { secrets }))
    value(vault.values.write('settings', 'canary-value'))
    const gone = newId()
    value(vault.tokens.insert(gone, newToken(makeSecret('locize/pat'), 'Canary removed')))
    value(vault.tokens.remove(gone))
    const keys = Array.from(place.keychain.entries.values(), (entry) => entry.split(':')[2]!)
    const all = [
      ...canaries,
      ...['Canary note', 'settings', 'canary-value', 'Canary removed', secret, next, ...keys],
    ]
    expect(scanFolder(place.folder, all)).toEqual([])
    vault.close()
    expect(scanFolder(place.folder, all)).toEqual([])
    expect(scanFolder(place.folder, [id])).not.toEqual([])
  })
})

describe('a vault that is not as it was', () => {
  const other = () => join(place.folder, 'other.db')
  const sql = (text: string) => () => tamper(place.db, (db) => db.exec(text))

  const cases: [string, string, () => void][] = [
    ['an empty file', 'damaged', () => truncateSync(place.db)],
    ['half a file', 'damaged', () => truncateSync(place.db, statSync(place.db).size / 2)],
    ['a hundred bytes', 'damaged', () => truncateSync(place.db, 100)],
    ['garbage', 'damaged', () => writeFileSync(place.db, randomBytes(20_000))],
    ['a text', 'damaged', () => writeFileSync(place.db, 'hello')],
    ['another magic', 'damaged', () => overwrite(place.db, 0, Buffer.from('SQLite formaT'))],
    ['a spoiled first page', 'damaged', () => overwrite(place.db, 100, Buffer.alloc(200, 0xff))],
    [
      'an empty database, as a copy without its -wal can be',
      'damaged',
      () => {
        rmSync(place.db)
        const db = new Database(place.db)
        db.pragma('journal_mode = WAL')
        db.close()
        expect(statSync(place.db).size).toBe(4096)
      },
    ],
    [
      'the database of another program',
      'damaged',
      () => {
        rmSync(place.db)
        const db = new Database(place.db)
        db.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (1); PRAGMA user_version = 1')
        db.close()
      },
    ],
    ['a -wal without its file', 'damaged', () => renameSync(place.db, `${place.db}-wal`)],
    [
      'a folder',
      'not-a-file',
      () => {
        rmSync(place.db)
        mkdirSync(place.db)
      },
    ],
    [
      'a link to a vault',
      'linked',
      () => {
        renameSync(place.db, other())
        symlinkSync(other(), place.db)
      },
    ],
    [
      'a link to nothing',
      'linked',
      () => {
        rmSync(place.db)
        symlinkSync(join(place.folder, 'nothing'), place.db)
      },
    ],
    ['a file with a second name', 'linked', () => linkSync(place.db, other())],
    ['a newer version', 'newer-version', sql('PRAGMA user_version = 4')],
    ['a newer format', 'newer-version', sql('UPDATE vault SET format = 2')],
    ['a step of another program', 'damaged', sql("UPDATE migration SET hash = 'x'")],
    ['no head', 'damaged', sql('DELETE FROM vault')],
    [
      'a head that is too short',
      'damaged',
      sql("PRAGMA ignore_check_constraints = ON; UPDATE vault SET id = x'00'"),
    ],
    ['a missing table', 'damaged', sql('DROP TABLE value')],
    ['a view', 'damaged', sql('CREATE VIEW v AS SELECT 1')],
    [
      'a trigger',
      'damaged',
      sql('CREATE TRIGGER t AFTER INSERT ON token BEGIN DELETE FROM token; END'),
    ],
    ['a wrap that does not open', 'damaged', sql('UPDATE wrap SET sealed = zeroblob(60)')],
    ['a wrap with other parameters', 'damaged', sql("UPDATE wrap SET params = params || ' '")],
    ['a wrap with senseless parameters', 'damaged', sql("UPDATE wrap SET params = '['")],
    ['no wrap', 'key-missing', sql('DELETE FROM wrap')],
  ]

  it.each(cases)('%s is %s, and not touched', async (_, state, damage) => {
    await makeVault()
    damage()
    const before = place.bytes()
    expect(await place.refusal()).toBe(state)
    expect(place.opener().exists()).toBe(true)
    expect(place.bytes()).toEqual(before)
    expect(place.keychain.keys).toBe(1)
  })
})

describe('a vault whose file is gone', () => {
  it('is told by the schedule that an open vault leaves', async () => {
    await makeVault()
    const kept = join(place.folder, 'elsewhere.db')
    renameSync(place.db, kept)
    writeFileSync(join(place.folder, 'schedule.sealed'), 'of a vault')
    const before = place.bytes()
    expect(await place.refusal()).toBe('missing')
    expect(place.opener().exists()).toBe(false)
    expect(place.bytes()).toEqual(before)
    expect(place.keychain.keys).toBe(1)
    renameSync(kept, place.db)
    expect(await place.refusal()).toBe('open')
  })
})

describe('a vault on a network share', () => {
  it('is not opened, nor made, and not touched', async () => {
    const { folder, keychain, clock, log } = place
    const share = () => 'nfs4'
    const opener = createVaultOpener({ folder, keychain, clock, random, log, share })
    const state = 'network-share'
    expect(await opener.open(() => undefined)).toMatchObject({ state, exists: false })
    expect(existsSync(folder)).toBe(false)
    await makeVault()
    const before = place.bytes()
    expect(await opener.open(() => undefined)).toMatchObject({ state, exists: true })
    expect(place.bytes()).toEqual(before)
    expect(place.log.lines.join()).toContain('nfs4')
  })
})

describe('the keychain at the start', () => {
  const entry = () => [...place.keychain.entries.keys()][0]!
  const put = (text: string) => void place.keychain.entries.set(entry(), text)
  interface Trouble {
    readonly name: string
    /** With a vault there. */
    readonly state: string
    readonly cause: () => void
  }
  const fails = (name: string, state: string, code: KeychainErrorCode): Trouble => ({
    name,
    state,
    cause: () => place.keychain.fail(code),
  })
  const silent = [
    fails('missing', 'no-keychain', 'keychain.missing'),
    fails('locked', 'keychain-locked', 'keychain.locked'),
    fails('hanging', 'keychain-timeout', 'keychain.timeout'),
    fails('failing', 'keychain-failed', 'keychain.failed'),
    fails('forgetful', 'keychain-failed', 'keychain.mismatch'),
  ]
  const cut = () => place.keychain.entries.get(entry())!.slice(0, -8)
  const answering: Trouble[] = [
    { name: 'emptied', state: 'key-missing', cause: () => place.keychain.entries.clear() },
    {
      name: 'with another key',
      state: 'wrong-key',
      cause: () => put(writeEntry(keychainKey(randomBytes(32)))),
    },
    { name: 'with a short key', state: 'wrong-key', cause: () => put(cut()) },
    { name: 'with garbage', state: 'wrong-key', cause: () => put('garbage') },
  ]
  const all = [...silent, ...answering]

  it.each(all)('$name: a vault is $state and untouched', async ({ state, cause }) => {
    const id = await makeVault()
    const entries = new Map(place.keychain.entries)
    const before = place.bytes()
    cause()
    const troubled = new Map(place.keychain.entries)
    const outcome = await place.opener().open(() => undefined)
    expect(outcome).toMatchObject({ state, exists: true })
    expect(place.bytes()).toEqual(before)
    expect(place.keychain.entries).toEqual(troubled)

    place.keychain.fail(null)
    for (const [account, text] of entries) place.keychain.entries.set(account, text)
    await expectWhole(id)
  })

  it.each(all)('$name: a damaged vault stays damaged and untouched', async ({ cause }) => {
    await makeVault()
    for (const damage of [
      () => truncateSync(place.db),
      () => writeFileSync(place.db, randomBytes(9000)),
    ]) {
      damage()
      cause()
      const before = place.bytes()
      expect(await place.refusal()).toBe('damaged')
      expect(place.bytes()).toEqual(before)
      if (place.keychain.entries.size === 0) place.keychain.entries.set('vault-x', 'x')
    }
  })

  it.each(silent)('$name: no vault is made', async ({ state, cause }) => {
    cause()
    const outcome = await place.opener().open(() => undefined)
    expect(outcome).toMatchObject({ state, exists: false })
    expect(names()).toEqual(['vault.lock'])
    place.keychain.fail(null)
    expect(await place.refusal()).toBe('open')
  })

  it('that takes long is waited for, with a word after a while', async () => {
    await makeVault()
    const release = place.keychain.hold()
    const onWaiting = vi.fn()
    const opening = place.opener().open(onWaiting)
    place.clock.pass(1499)
    expect(onWaiting).not.toHaveBeenCalled()
    place.clock.pass(1)
    expect(onWaiting).toHaveBeenCalledTimes(1)
    release()
    const outcome = await opening
    expect(outcome.state).toBe('open')
    if (outcome.state === 'open') outcome.vault.close()
    expect(place.clock.waiting).toBe(0)
  })

  it('is asked once for two who ask for the vault at the same time', async () => {
    await makeVault()
    const opener = place.opener()
    const [one, other] = await Promise.all([opener.open(vi.fn()), opener.open(vi.fn())])
    expect(one).toBe(other)
    if (one.state === 'open') one.vault.close()
  })
})

describe('setting a vault aside', () => {
  it('keeps its files and its key, and makes room for a new one', async () => {
    const id = await makeVault()
    const bytes = readFileSync(place.db)
    const opener = place.opener()
    value(await opener.setAside())
    expect(names()).toEqual(['vault-2026-11-22T10-00-00.000Z.db', 'vault.lock'])
    expect(readFileSync(join(place.folder, names()[0]!)).equals(bytes)).toBe(true)
    expect(opener.exists()).toBe(false)

    const other = await makeVault()
    expect(other).not.toBe(id)
    expect(place.keychain.keys).toBe(2)
    value(await opener.setAside())
    expect(names()).toContain('vault-2026-11-22T10-00-00.000Z-2.db')

    renameSync(join(place.folder, 'vault-2026-11-22T10-00-00.000Z.db'), place.db)
    await expectWhole(id)
  })

  it('closes the one that is open', async () => {
    await makeVault()
    const opener = place.opener()
    const outcome = await opener.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    value(await opener.setAside())
    expect(codeOf(outcome.vault.tokens.list())).toBe('vault.not-open')
    expect((await opener.open(() => undefined)).state).toBe('open')
    value(await opener.setAside())
  })

  it('takes the -wal along, and whatever else stands there', async () => {
    await makeVault()
    writeFileSync(`${place.db}-wal`, 'wal')
    writeFileSync(`${place.db}-shm`, 'shm')
    value(await place.opener().setAside())
    const base = 'vault-2026-11-22T10-00-00.000Z.db'
    expect(names()).toEqual([base, `${base}-shm`, `${base}-wal`, 'vault.lock'])
    mkdirSync(place.db)
    value(await place.opener().setAside())
    expect(names()).toContain('vault-2026-11-22T10-00-00.000Z-2.db')
    value(await place.opener().setAside())
  })
})

describe('what a killed attempt to make a vault left', () => {
  it('is no obstacle', async () => {
    mkdirSync(place.folder)
    for (const end of ['', '-wal', '-shm', '-journal']) {
      writeFileSync(join(place.folder, `vault.db.new${end}`), randomBytes(5000))
    }
    const id = await makeVault()
    expect(names()).toEqual(['vault.db', 'vault.lock'])
    await expectWhole(id)
    cpSync(place.db, join(place.folder, 'vault.db.new'))
    await expectWhole(id)
  })
})
