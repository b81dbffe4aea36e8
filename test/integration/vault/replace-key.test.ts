import { randomInt } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import type { SealedVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import type { TokenId } from '../../../shared/model/token'
import { contentOf, type Content } from '../../fault/vault/model'
import { entry } from '../../helper/audit'
import { tamper } from '../../helper/tamper'
import { codeOf, newId, newToken, openBy, overview, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const PASSWORD = 'correct horse battery staple'
const PIN = '481516'
const KEYCHAIN: Unlock = { by: 'keychain' }
const TOKENS = 100
/** More than one piece of the log. */
const LINES = 900
/** Between two pieces, ms. */
const PAUSE = 10
/** What a row can be sealed under, and where that stands. */
const KEYED = ['token', 'token_details', 'token_secret', 'value', 'audit', 'audit_end', 'manifest']

const by = (way: 'password' | 'recovery' | 'pin', text: string): Unlock => ({
  by: way,
  secret: SecretText.fromText(text),
})

let place: ReturnType<typeof vaultPlace>
let opener: SealedVaultOpener
let vault: SealedVault
let ids: TokenId[]
let secrets: string[]

beforeEach(async () => {
  place = vaultPlace()
  opener = place.opener()
  vault = await open()
  secrets = Array.from({ length: TOKENS }, () => makeSecret('tolgee/pat'))
  ids = secrets.map(() => newId())
  const rows = secrets.map((secret, n) => ({ ...newToken(secret, `Token ${n}`), id: ids[n]! }))
  value(vault.tokens.insertMany(rows))
  for (const id of ids.slice(0, 20)) {
    const pending = SecretText.fromText(makeSecret('tolgee/pat'))
    value(vault.tokens.update(id, 1, { secrets: { pending } }))
  }
  value(vault.values.write('reminders', 'Remember'))
  value(vault.audit.append(Array.from({ length: LINES }, () => entry())))
})
afterEach(() => {
  vault.close()
  place.remove()
})

const open = (how: Unlock = KEYCHAIN): Promise<SealedVault> => openBy(opener, how)

async function reopen(how: Unlock = KEYCHAIN): Promise<void> {
  vault.close()
  await opener.settled()
  opener = place.opener()
  vault = await open(how)
}

async function tried(how: Unlock): Promise<string> {
  vault.close()
  await opener.settled()
  opener = place.opener()
  const outcome = await opener.open(() => undefined, how)
  if (outcome.state !== 'open') return outcome.error?.code ?? outcome.state
  vault = outcome.vault
  return 'open'
}

/** Puts the next key in place; the text of its recovery key, if it has one. */
async function replaceKey(how: Unlock = KEYCHAIN): Promise<string | null> {
  const next = value(await vault.ways.replaceKey(how))
  const text = next.recovery?.text() ?? null
  value(next.adopt([]))
  next.drop()
  return text
}

/** How many rows are under each key. */
function underKeys(): Record<string, number> {
  vault.close()
  const counts: Record<string, number> = {}
  tamper(place.db, (db) => {
    for (const table of KEYED) {
      const rows = db.prepare(`SELECT key FROM ${table}`).pluck().all() as number[]
      for (const key of rows) counts[key] = (counts[key] ?? 0) + 1
    }
  })
  return counts
}

const keyNumbers = (db: Database.Database) =>
  db.prepare('SELECT number FROM vault_key ORDER BY number').pluck().all()

/** Tells whether there is something to do still. */
function watched(): () => boolean {
  const now = { busy: false }
  vault.onResealing((busy) => (now.busy = busy))
  return () => now.busy
}

/** One piece after the other, until there is nothing left to do. */
function pieces(each: () => void = () => undefined): number {
  const busy = watched()
  let count = 0
  while (busy() && count < 1000) {
    place.clock.pass(PAUSE)
    count++
    each()
  }
  return count
}

function without({ lines: _, ...content }: Content): Omit<Content, 'lines'> {
  return content
}

describe('replacing the vault key', () => {
  it('seals everything again, piece by piece, and gives up the key before', async () => {
    const before = await contentOf(vault)
    await replaceKey()
    expect(pieces()).toBeGreaterThan(4)
    expect(without(await contentOf(vault))).toEqual(without(before))
    expect(value(await vault.audit.verify())).toMatchObject({ fault: null, lines: LINES + 1 })
    const counts = underKeys()
    expect(Object.keys(counts)).toEqual(['2'])
    expect(counts['2']).toBe(3 * TOKENS + 20 + 2 + LINES + 1 + 2)
    tamper(place.db, (db) => {
      expect(keyNumbers(db)).toEqual([2])
      expect(db.prepare('SELECT kind, key FROM wrap').raw().all()).toEqual([['keychain', 2]])
    })
    vault = await open()
    expect(without(await contentOf(vault))).toEqual(without(before))
  })

  it('leaves nothing in the file that the key before would open', async () => {
    const sealed = () =>
      tamper<Buffer[]>(place.db, (db) =>
        [
          'SELECT overview FROM token',
          'SELECT sealed FROM token_details',
          'SELECT sealed FROM token_secret',
          'SELECT sealed FROM value',
          'SELECT sealed FROM audit',
          'SELECT sealed FROM wrap',
          'SELECT blind FROM token_secret',
        ].flatMap((sql) => db.prepare(sql).pluck().all() as Buffer[]),
      )
    vault.close()
    const before = sealed()
    expect(before.length).toBeGreaterThan(4 * TOKENS + LINES)
    // what a search would find: the same bytes, wherever in the file
    const left = () => {
      const file = readFileSync(place.db)
      return before.filter((bytes) => file.includes(bytes.subarray(0, 16))).length
    }
    expect(left()).toBe(before.length)
    vault = await open()
    await replaceKey()
    pieces()
    vault.close()
    expect(existsSync(`${place.db}-wal`)).toBe(false)
    expect(left()).toBe(0)
    vault = await open()
  })

  it('is whole and in use at every moment in between', async () => {
    const before = without(await contentOf(vault))
    await replaceKey()
    const wanted = SecretText.fromText(secrets.at(-1)!)
    let checked = 0
    let added = 0
    pieces(() => {
      checked++
      expect(value(vault.tokens.list())).toHaveLength(TOKENS)
      expect(vault.tokens.damaged()).toBe(0)
      expect(value(vault.tokens.findBySecret(wanted))).toEqual([
        { id: ids.at(-1), slot: 'current' },
      ])
      const id = ids[(checked * 37) % TOKENS]!
      const { version } = value(vault.tokens.get(id))
      const label = `Token ${ids.indexOf(id)}`
      const trace = [entry({ token: id })]
      value(vault.tokens.update(id, version, { overview: overview({ label }), trace }))
      value(vault.values.write('reminders', 'Remember'))
      added++
    })
    expect(checked).toBeGreaterThan(4)
    const log = value(await vault.audit.verify())
    expect(log).toMatchObject({ fault: null, lines: LINES + added + 1 })
    expect(without(await contentOf(vault))).toEqual(before)
    expect(Object.keys(underKeys())).toEqual(['2'])
    vault = await open()
  })

  it('proves the log from end to end while it is chained anew', async () => {
    // so many that one walk takes several steps
    value(vault.audit.append(Array.from({ length: 1_500 }, () => entry())))
    await replaceKey()
    let between = 0
    const busy = watched()
    while (busy()) {
      const verdict = vault.audit.verify()
      // between two steps of that, too
      place.clock.pass(PAUSE)
      await new Promise(setImmediate)
      place.clock.pass(PAUSE)
      expect(value(await verdict).fault).toBeNull()
      between++
    }
    expect(between).toBeGreaterThan(2)
  })

  it('goes on after an end at any piece', async () => {
    const before = without(await contentOf(vault))
    await replaceKey()
    let ends = 0
    for (let busy = watched(); busy() && ends < 50; ends++) {
      await reopen()
      busy = watched()
      for (let n = randomInt(3); n >= 0 && busy(); n--) place.clock.pass(PAUSE)
      expect(without(await contentOf(vault))).toEqual(before)
    }
    expect(ends).toBeGreaterThan(2)
    expect(value(await vault.audit.verify()).fault).toBeNull()
    expect(Object.keys(underKeys())).toEqual(['2'])
    vault = await open()
    await replaceKey()
    pieces()
    expect(Object.keys(underKeys())).toEqual(['3'])
    vault = await open()
  })

  it('does not take the file for one that somebody else has changed', async () => {
    await replaceKey()
    pieces()
    await reopen()
    let doubt: unknown = null
    vault.onDoubt((found) => (doubt = found))
    place.clock.pass(60_000)
    expect(doubt).toBeNull()
  })
})

describe('what opens a vault with another key', () => {
  it('the same password, which has to be given, and the same PIN', async () => {
    value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(PASSWORD), []))
    value(await vault.ways.setPin(by('password', PASSWORD), SecretText.fromText(PIN), []))
    expect(codeOf(await vault.ways.replaceKey(by('pin', PIN)))).toBe('vault.no-such-way')
    expect(codeOf(await vault.ways.replaceKey(by('password', 'wrong')))).toBe(
      'vault.wrong-password',
    )
    await replaceKey(by('password', PASSWORD))
    vault.close()
    vault = await open(by('pin', PIN))
    pieces()
    vault.close()
    vault = await open(by('pin', PIN))
    expect(await tried(by('password', PASSWORD))).toBe('open')
    expect(await tried(KEYCHAIN)).toBe('open')
  })

  it('not the keychain if that has lost its key: renewed first, it does', async () => {
    value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(PASSWORD), []))
    place.keychain.entries.clear()
    const password = by('password', PASSWORD)
    expect(codeOf(await vault.ways.replaceKey(password))).toBe('vault.keychain-lost')
    value(await vault.ways.addKeychain(password, []))
    await replaceKey(password)
    pieces()
    expect(await tried(KEYCHAIN)).toBe('open')
  })

  it('another recovery key, and the one before no more', async () => {
    const made = value(await vault.ways.makeRecovery(KEYCHAIN))
    const old = made.recovery.text()
    value(made.adopt([]))
    const text = (await replaceKey())!
    expect(await tried(by('recovery', old))).toBe('vault.wrong-recovery-key')
    expect(await tried(by('recovery', text))).toBe('open')
    pieces()
    expect(await tried(by('recovery', text))).toBe('open')
    const { key, recovery } = value(vault.ways.info()).since
    expect(key).toBe(recovery)
    expect(key).not.toBeNull()
  })

  it('not a copy of the file’s old ways put back into it', async () => {
    vault.close()
    const rows = tamper(place.db, (db) => db.prepare('SELECT * FROM wrap').all()) as {
      [column: string]: unknown
    }[]
    vault = await open()
    await replaceKey()
    pieces()
    vault.close()
    tamper(place.db, (db) => {
      db.exec('DELETE FROM wrap')
      for (const { id, kind, params, sealed } of rows) {
        db.prepare('INSERT INTO wrap VALUES (?, ?, 2, ?, ?)').run(id, kind, params, sealed)
      }
    })
    await opener.settled()
    expect((await opener.open(() => undefined, KEYCHAIN)).state).toBe('damaged')
  })

  it('and a copy from before with what opened it then', async () => {
    const before = await contentOf(vault)
    vault.close()
    const elsewhere = vaultPlace()
    mkdirSync(elsewhere.folder, { mode: 0o700 })
    copyFileSync(place.db, elsewhere.db)
    vault = await open()
    await replaceKey()
    pieces()
    const outcome = await elsewhere
      .opener({ keychain: place.keychain })
      .open(() => undefined, KEYCHAIN)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    expect(await contentOf(outcome.vault)).toEqual(before)
    outcome.vault.close()
    elsewhere.remove()
  })
})

describe('a key is not replaced', () => {
  it('while a record does not open', async () => {
    vault.close()
    tamper(place.db, (db) => db.exec('UPDATE token_secret SET sealed = zeroblob(80) WHERE row = 3'))
    vault = await open()
    expect(codeOf(await vault.ways.replaceKey(KEYCHAIN))).toBe('vault.not-whole')
    expect(Object.keys(underKeys())).toEqual(['1'])
    vault = await open()
  })

  it('while rows are not those that were written', async () => {
    vault.close()
    tamper(place.db, (db) => db.exec('DELETE FROM value'))
    vault = await open()
    expect(codeOf(await vault.ways.replaceKey(KEYCHAIN))).toBe('vault.not-whole')
  })

  it('while it is being replaced, and no backup is made then', async () => {
    value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(PASSWORD), []))
    await replaceKey(by('password', PASSWORD))
    const again = await vault.ways.replaceKey(by('password', PASSWORD))
    expect(codeOf(again)).toBe('vault.key-replacing')
    expect(codeOf(await opener.backups.make('manual'))).toBe('vault.key-replacing')
    pieces()
    value(await opener.backups.make('manual'))
  })

  it('under a backup that somebody looks into: that is not restored any more', async () => {
    value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(PASSWORD), []))
    const { id } = value(await opener.backups.make('manual'))
    value(await opener.backups.take(id))
    expect(value(await opener.backups.look(null))).toMatchObject({ state: 'open' })
    await replaceKey(by('password', PASSWORD))
    expect(codeOf(opener.backups.prepare([]))).toBe('call.refused')
    pieces()
    value(await opener.backups.take(id))
    // it opens as it did then
    expect(value(await opener.backups.look(null))).toMatchObject({ state: 'open' })
    opener.backups.drop()
  })

  it('with ways that have changed since it was made', async () => {
    const next = value(await vault.ways.replaceKey(KEYCHAIN))
    value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(PASSWORD), []))
    expect(codeOf(next.adopt([]))).toBe('call.refused')
    expect(Object.keys(underKeys())).toEqual(['1'])
    vault = await open(by('password', PASSWORD))
  })

  it('when the write fails: all is as before, and a later try goes through', async () => {
    const before = without(await contentOf(vault))
    const next = value(await vault.ways.replaceKey(KEYCHAIN))
    const failing = () => {
      throw new SQLite.SqliteError('full', 'SQLITE_FULL')
    }
    const real = vault.values.sealAgain.bind(vault.values)
    Object.assign(vault.values, { sealAgain: failing })
    expect(codeOf(next.adopt([]))).toBe('vault.no-space')
    Object.assign(vault.values, { sealAgain: real })
    expect(without(await contentOf(vault))).toEqual(before)
    value(vault.values.write('reminders', 'Remember'))
    expect(value(vault.values.read('reminders'))).toBe('Remember')
    value(next.adopt([]))
    pieces()
    expect(without(await contentOf(vault))).toEqual(before)
  })
})

it('goes on by itself when a full disk has room again', async () => {
  await replaceKey()
  const real = vault.tokens.sealAgain.bind(vault.tokens)
  const full = () => {
    throw new SQLite.SqliteError('full', 'SQLITE_FULL')
  }
  Object.assign(vault.tokens, { sealAgain: full })
  expect(pieces()).toBe(1)
  expect(value(vault.tokens.list())).toHaveLength(TOKENS)
  Object.assign(vault.tokens, { sealAgain: real })
  place.clock.pass(60_000)
  place.clock.pass(1_000)
  expect(Object.keys(underKeys())).toEqual(['2'])
  vault = await open()
})

describe('what is damaged stays to be seen', () => {
  it('a token that is spoilt meanwhile keeps the key before, until it is gone', async () => {
    await replaceKey()
    vault.close()
    tamper(place.db, (db) =>
      db.exec('UPDATE token_details SET sealed = zeroblob(80) WHERE row = 99'),
    )
    vault = await open()
    pieces()
    expect(codeOf(vault.tokens.details(ids[98]!))).toBe('vault.record-damaged')
    expect(value(vault.tokens.secret(ids[98]!, 'current'))?.text()).toBe(secrets[98])
    await reopen()
    expect(value(vault.tokens.secret(ids[98]!, 'current'))?.text()).toBe(secrets[98])
    value(vault.tokens.remove(ids[98]!))
    await reopen()
    pieces()
    expect(Object.keys(underKeys())).toEqual(['2'])
    vault = await open()
  })

  it.each([
    ['a line that was altered', 'UPDATE audit SET sealed = zeroblob(200) WHERE seq = 500'],
    ['a link of the chain', 'UPDATE audit SET chain = zeroblob(32) WHERE seq = 500'],
    ['a line that was taken out', 'DELETE FROM audit WHERE seq = 500'],
    [
      'two lines in each other’s place',
      `UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE seq = 501) WHERE seq = 500`,
    ],
  ])('%s of the log', async (_, change) => {
    vault.close()
    tamper(place.db, (db) => db.exec(change))
    vault = await open()
    const { fault, seq } = value(await vault.audit.verify())
    expect(fault).not.toBeNull()
    await replaceKey()
    pieces()
    const after = value(await vault.audit.verify())
    expect({ fault: after.fault, seq: after.seq }).toEqual({
      fault: fault === 'misplaced' ? 'altered' : fault,
      seq,
    })
    await reopen()
    expect(value(await vault.audit.verify()).seq).toBe(seq)
  })

  it('a link to the key before that leads nowhere: it is read, and not written', async () => {
    await replaceKey()
    vault.close()
    tamper(place.db, (db) => db.exec("UPDATE wrap SET sealed = zeroblob(60) WHERE kind = 'link'"))
    vault = await open()
    let doubt: unknown = null
    vault.onDoubt(({ reason }) => (doubt = reason))
    expect(doubt).toBe('changed')
    expect(codeOf(vault.values.write('reminders', 'x'))).toBe('vault.in-doubt')
  })
})
