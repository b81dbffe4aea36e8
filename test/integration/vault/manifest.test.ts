import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { Keychain } from '../../../electron/service/port'
import type { Doubt } from '../../../electron/service/vault-port'
import type { SealedVault } from '../../../electron/vault/vault'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { entry } from '../../helper/audit'
import { tamper } from '../../helper/tamper'
import { eventually } from '../../helper/eventually'
import { codeOf, newId, newToken, openBy, overview, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const LONG_MS = 60_000
let place: ReturnType<typeof vaultPlace>
let vault: SealedVault
const ids = [newId(), newId(), newId()] as const

beforeEach(async () => {
  place = vaultPlace()
  vault = await place.open()
  for (const id of ids) value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pat'))))
  value(vault.values.write('settings', { theme: 'dark' }, [entry()]))
})
afterEach(() => {
  vault.close()
  place.remove()
})

const copy = () => join(place.folder, '..', 'copy.db')

/** The file as it is now, all of it in one. */
function keepCopy(): void {
  vault.close()
  copyFileSync(place.db, copy())
}

/** Opens it again, and tells what is said of it at once, and after all was gone through. */
async function reopened(): Promise<{ atOnce: Doubt | null; later: Doubt | null }> {
  vault.close()
  await Promise.resolve()
  vault = await place.open()
  const told: (Doubt | null)[] = [null]
  vault.onDoubt((doubt) => void told.push(doubt))
  const atOnce = told.at(-1) ?? null
  place.clock.pass(LONG_MS)
  return { atOnce, later: told.at(-1) ?? null }
}

const NONE = { atOnce: null, later: null }
const CHANGED: Doubt = { reason: 'changed', changesMissing: 0 }
const write = () => vault.values.write('reminders', 1)

describe('a vault that nobody else has touched', () => {
  it('is what it was, after every sort of write', async () => {
    const [first, second] = ids
    const { version } = value(vault.tokens.get(first))
    value(
      vault.tokens.update(first, version, {
        overview: overview({ label: 'Other' }),
        secrets: { pending: SecretText.fromText(makeSecret('tolgee/pat')) },
        trace: [entry()],
      }),
    )
    value(vault.tokens.remove(second, [entry()]))
    value(vault.tokens.insertMany([{ ...newToken(makeSecret('locize/pat')), id: newId() }]))
    expect(codeOf(vault.tokens.update(first, 99, {}))).toBe('token.changed-elsewhere')
    value(vault.values.write('settings', 2))
    expect(await reopened()).toEqual(NONE)
    value(write())
    expect(await reopened()).toEqual(NONE)
  })

  it('is the same after its password, recovery key and PIN have changed', async () => {
    const { ways } = vault
    const proof = { by: 'password', secret: SecretText.fromText('a password') } as const
    value(await ways.setPassword({ by: 'keychain' }, proof.secret, []))
    value(value(await ways.makeRecovery(proof)).adopt([]))
    value(await ways.setPin(proof, SecretText.fromText('123456'), []))
    value(await ways.remove(proof, 'recovery', []))
    expect(await reopened()).toEqual(NONE)
  })

  it('may be ahead of what the keychain heard of', async () => {
    value(write())
    const before = new Map(place.keychain.entries)
    for (let n = 0; n < 5; n++) value(write())
    place.clock.pass(LONG_MS)
    vault.close()
    await Promise.resolve()
    for (const [name, text] of before) place.keychain.entries.set(name, text)
    expect(await reopened()).toEqual(NONE)
  })

  it('is remembered nowhere and opened all the same when the keychain forgot', async () => {
    vault.close()
    await Promise.resolve()
    for (const name of place.keychain.entries.keys()) {
      if (name.startsWith('seen-')) place.keychain.entries.delete(name)
    }
    expect(await reopened()).toEqual(NONE)
  })
})

describe('an older file in its place', () => {
  it('is told with how many changes it lacks, is read and not written', async () => {
    keepCopy()
    vault = await place.open()
    for (let n = 0; n < 4; n++) value(write())
    vault.close()
    copyFileSync(copy(), place.db)
    rmSync(`${place.db}-wal`, { force: true })
    const older: Doubt = { reason: 'older', changesMissing: 4 }
    expect(await reopened()).toEqual({ atOnce: older, later: older })
    expect(value(vault.tokens.list())).toHaveLength(ids.length)
    expect(codeOf(write())).toBe('vault.in-doubt')
    expect(codeOf(vault.tokens.remove(ids[0]))).toBe('vault.in-doubt')
    expect(codeOf(vault.audit.append([entry()]))).toBe('vault.in-doubt')

    value(vault.accept([entry()]))
    value(write())
    expect(await reopened()).toEqual(NONE)
  })

  it('that has gone its own way is told as changed', async () => {
    keepCopy()
    vault = await place.open()
    value(write())
    vault.close()
    await Promise.resolve()
    const seen = new Map(place.keychain.entries)
    copyFileSync(copy(), place.db)
    for (const name of seen.keys()) {
      if (name.startsWith('seen-')) place.keychain.entries.delete(name)
    }
    vault = await place.open()
    value(vault.values.write('reminders', 2))
    vault.close()
    await Promise.resolve()
    for (const [name, text] of seen) place.keychain.entries.set(name, text)
    expect((await reopened()).atOnce).toEqual(CHANGED)
  })
})

describe('what was seen last', () => {
  const OLDER: Doubt = { reason: 'older', changesMissing: 4 }
  const isMemory = (account: string) => account.startsWith('seen-')

  it.each([
    ['spoilt', 'UPDATE manifest SET sealed = zeroblob(length(sealed))'],
    ['gone', 'DELETE FROM manifest'],
  ])('counts on where a record that was %s is accepted', async (_, change) => {
    for (let n = 0; n < 5; n++) value(write())
    keepCopy()
    tamper(place.db, (db) => db.exec(change))
    expect((await reopened()).atOnce).toEqual(CHANGED)
    value(vault.accept([]))
    expect(await reopened()).toEqual(NONE)
    vault.close()
    await Promise.resolve()
    copyFileSync(copy(), place.db)
    expect((await reopened()).atOnce?.reason).toBe('older')
  })

  /** Puts an older file in the vault's place, which lacks four changes. */
  async function putBack(): Promise<void> {
    keepCopy()
    vault = await place.open()
    for (let n = 0; n < 4; n++) value(write())
    vault.close()
    await Promise.resolve()
    copyFileSync(copy(), place.db)
  }

  it('is not written over while the keychain does not tell it', async () => {
    await putBack()
    let tells = false
    const { keychain } = place
    const read: Keychain['read'] = (account) =>
      !tells && isMemory(account)
        ? Promise.resolve(err(appError('keychain.failed')))
        : keychain.read(account)
    vault = await openBy(place.opener({ keychain: { ...keychain, read } }))
    const told: Doubt[] = []
    vault.onDoubt((doubt) => void told.push(doubt))
    value(write())
    place.clock.pass(2_000)
    tells = true
    value(write())
    place.clock.pass(2_000)
    await eventually(() => told).toEqual([OLDER])
    expect(codeOf(write())).toBe('vault.in-doubt')
    expect((await reopened()).atOnce?.reason).toBe('older')
    value(vault.accept([]))
    expect(await reopened()).toEqual(NONE)
  })

  it('counts also where the keychain tells it late', async () => {
    await putBack()
    let tell = (): void => undefined
    let asked = false
    const late = new Promise<void>((resolve) => (tell = resolve))
    const { keychain } = place
    const read: Keychain['read'] = async (account) => {
      asked ||= isMemory(account)
      if (asked) await late
      return keychain.read(account)
    }
    const opening = openBy(place.opener({ keychain: { ...keychain, read } }))
    await eventually(() => asked).toBe(true)
    place.clock.pass(1_500)
    vault = await opening
    const told: Doubt[] = []
    vault.onDoubt((doubt) => void told.push(doubt))
    expect(told).toEqual([])
    tell()
    await eventually(() => told).toEqual([OLDER])
  })
})

describe('rows that somebody else has changed', () => {
  const CHANGES: readonly (readonly [string, (db: Database.Database) => void])[] = [
    ['a token taken out', (db) => db.prepare('DELETE FROM token WHERE id = ?').run(ids[1])],
    ['all tokens taken out', (db) => db.prepare('DELETE FROM token').run()],
    ['a setting taken out', (db) => db.prepare('DELETE FROM value').run()],
    ['the end of the log taken out', (db) => db.prepare('DELETE FROM audit_end').run()],
    ['a version written over', (db) => db.prepare('UPDATE token SET version = 7').run()],
    [
      'a way to open it put in',
      (db) =>
        db
          .prepare("INSERT INTO wrap SELECT 'other', 'recovery', key, params, sealed FROM wrap")
          .run(),
    ],
    ['the record of the rows taken out', (db) => db.prepare('DELETE FROM manifest').run()],
    ['the record renumbered', (db) => db.prepare('UPDATE manifest SET generation = 9').run()],
    [
      'the record spoilt',
      (db) => db.prepare('UPDATE manifest SET sealed = zeroblob(length(sealed))').run(),
    ],
  ]

  it.each(CHANGES)('%s', async (_name, change) => {
    vault.close()
    tamper(place.db, (db) => {
      db.pragma('foreign_keys = ON')
      change(db)
    })
    expect((await reopened()).later).toEqual(CHANGED)
    expect(codeOf(write())).toBe('vault.in-doubt')
    value(vault.accept([]))
    value(write())
    expect(await reopened()).toEqual(NONE)
  })

  it('a token put back to an older version', async () => {
    const [id] = ids
    const read = (db: Database.Database) =>
      db.prepare('SELECT version, overview FROM token WHERE id = ?').raw().get(id) as unknown[]
    vault.close()
    const old = tamper(place.db, read)
    vault = await place.open()
    const { version } = value(vault.tokens.get(id))
    value(vault.tokens.update(id, version, { overview: overview({ label: 'Newer' }) }))
    expect(await reopened()).toEqual(NONE)
    vault.close()
    tamper(place.db, (db) =>
      db.prepare('UPDATE token SET version = ?, overview = ? WHERE id = ?').run(...old, id),
    )
    expect((await reopened()).later).toEqual(CHANGED)
  })

  it('an old way to open it put back', async () => {
    const proof = (text: string) => ({ by: 'password', secret: SecretText.fromText(text) }) as const
    value(await vault.ways.setPassword({ by: 'keychain' }, proof('the old one').secret, []))
    vault.close()
    const read = "SELECT id, kind, key, params, sealed FROM wrap WHERE kind = 'password'"
    const old = tamper(place.db, (db) => db.prepare(read).raw().get() as unknown[])
    vault = await place.open()
    value(await vault.ways.setPassword(proof('the old one'), proof('the new one').secret, []))
    expect(await reopened()).toEqual(NONE)
    vault.close()
    tamper(place.db, (db) => {
      db.prepare("DELETE FROM wrap WHERE kind = 'password'").run()
      db.prepare('INSERT INTO wrap (id, kind, key, params, sealed) VALUES (?,?,?,?,?)').run(...old)
    })
    expect((await reopened()).later).toEqual(CHANGED)
  })
})
