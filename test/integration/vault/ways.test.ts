import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import { KDF_FLOOR } from '../../../electron/vault/password'
import type { SealedVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import { PIN_TRIES } from '../../../shared/model/limit'
import { appError } from '../../../shared/error'
import { err } from '../../../shared/result'
import { overriding } from '../../helper/overriding'
import { tamper } from '../../helper/tamper'
import { codeOf, newId, newToken, openBy, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const PASSWORD = 'correct horse battery staple'
const OTHER = 'four other words here'
const by = (way: 'password' | 'recovery' | 'pin', text: string): Unlock => ({
  by: way,
  secret: SecretText.fromText(text),
})
const KEYCHAIN: Unlock = { by: 'keychain' }

let place: ReturnType<typeof vaultPlace>
let opener: SealedVaultOpener
let vault: SealedVault
const id = newId()
const secret = makeSecret('tolgee/pat')

beforeEach(async () => {
  place = vaultPlace()
  opener = place.opener()
  vault = await open()
  value(vault.tokens.insert(id, newToken(secret)))
})
afterEach(() => {
  vault.close()
  place.remove()
})

const open = (how: Unlock = KEYCHAIN): Promise<SealedVault> => openBy(opener, how)

/** Closes it, and tells how a try ended. */
async function tried(how: Unlock = KEYCHAIN) {
  vault.close()
  const outcome = await opener.open(() => undefined, how)
  if (outcome.state !== 'open') return outcome
  vault = outcome.vault
  expect(value(vault.tokens.secret(id, 'current'))?.text()).toBe(secret)
  return outcome
}

const setPassword = (how: Unlock = KEYCHAIN, text = PASSWORD) =>
  vault.ways.setPassword(how, SecretText.fromText(text), [])

async function recoveryKey(how: Unlock = KEYCHAIN): Promise<string> {
  const made = value(await vault.ways.makeRecovery(how))
  const text = made.recovery.text()
  value(made.adopt([]))
  return text
}

describe('a password', () => {
  it('opens the vault, and a wrong one does not', async () => {
    value(await setPassword())
    expect((await tried(by('password', PASSWORD))).state).toBe('open')
    const before = vault.ways.usable()
    expect(before).toEqual(['password'])
    vault.close()
    const bytes = readFileSync(place.db)
    const refused = await opener.open(() => undefined, by('password', 'correct horse'))
    expect(refused).toMatchObject({ state: 'locked', ways: ['password'] })
    expect(refused.state === 'locked' && refused.error?.code).toBe('vault.wrong-password')
    expect(readFileSync(place.db).equals(bytes)).toBe(true)
  })

  it('is the same however its letters are composed', async () => {
    value(await setPassword(KEYCHAIN, 'Zürich Zürich Zürich'.normalize('NFC')))
    const outcome = await tried(by('password', 'Zürich Zürich Zürich'.normalize('NFD')))
    expect(outcome.state).toBe('open')
  })

  it('is asked for where the keychain has lost its key', async () => {
    value(await setPassword())
    vault.close()
    place.keychain.entries.clear()
    expect(await opener.open(() => undefined)).toMatchObject({
      state: 'locked',
      trouble: 'key-missing',
      ways: ['password'],
      error: null,
    })
    vault = await open(by('password', PASSWORD))
  })

  it('is needed to change it, and the old one opens nothing afterwards', async () => {
    value(await setPassword())
    expect(codeOf(await setPassword(KEYCHAIN, OTHER))).toBe('vault.no-such-way')
    expect(codeOf(await setPassword(by('password', OTHER), OTHER))).toBe('vault.wrong-password')
    value(await setPassword(by('password', PASSWORD), OTHER))
    const refused = await tried(by('password', PASSWORD))
    expect(refused.state === 'locked' && refused.error?.code).toBe('vault.wrong-password')
    expect((await tried(by('password', OTHER))).state).toBe('open')
  })

  it('may be the only way, and then stays', async () => {
    value(await setPassword())
    value(await vault.ways.remove(by('password', PASSWORD), 'keychain', []))
    expect([...place.keychain.entries.keys()].filter((name) => /^vault-/.test(name))).toEqual([])
    expect(await tried()).toMatchObject({ state: 'locked', trouble: null, ways: ['password'] })
    vault = await open(by('password', PASSWORD))
    const last = await vault.ways.remove(by('password', PASSWORD), 'password', [])
    expect(codeOf(last)).toBe('vault.last-way')
    value(await vault.ways.addKeychain(by('password', PASSWORD), []))
    expect((await tried()).state).toBe('open')
    value(await vault.ways.remove(by('password', PASSWORD), 'password', []))
    expect(vault.ways.usable()).toEqual(['keychain'])
  })

  it('leaves nothing of the vault in a keychain that was taken away', async () => {
    value(await setPassword())
    place.clock.pass(5_000)
    await opener.settled()
    expect(place.keychain.entries.size).toBe(2)
    value(await vault.ways.remove(by('password', PASSWORD), 'keychain', []))
    value(vault.values.write('reminders', 'After'))
    place.clock.pass(5_000)
    vault.close()
    await opener.settled()
    expect([...place.keychain.entries.keys()]).toEqual([])
    vault = await open(by('password', PASSWORD))
  })

  it('renews the keychain’s key, and opens it at every moment in between', async () => {
    const account = [...place.keychain.entries.keys()].find((name) => name.startsWith('vault-'))!
    const entry = () => place.keychain.entries.get(account)!
    const first = entry()
    vault.close()
    // written, and nobody heard of it: as after a kill before the vault was told
    const deaf = overriding(place.keychain, {
      write: async (name: string, text: string) => {
        await place.keychain.write(name, text)
        return err(appError('keychain.timeout'))
      },
    })
    opener = place.opener({ keychain: deaf })
    vault = await open()
    for (let n = 0; n < 6; n++) {
      expect(codeOf(await vault.ways.addKeychain(KEYCHAIN, []))).toBe('keychain.timeout')
    }
    expect(entry()).not.toBe(first)
    expect((await tried()).state).toBe('open')
    vault.close()
    opener = place.opener()
    vault = await open()
    value(await vault.ways.addKeychain(KEYCHAIN, []))
    expect(entry()).toMatch(/^keyglot1:[^,]+$/)
    expect(entry()).not.toBe(first)
    expect((await tried()).state).toBe('open')
  })

  it('makes the first vault where there is no keychain', async () => {
    const other = vaultPlace()
    other.keychain.fail('keychain.missing')
    const alone = other.opener()
    expect((await alone.open(() => undefined)).state).toBe('no-keychain')
    const made = await alone.create(SecretText.fromText(PASSWORD))
    if (made.state !== 'open') throw new Error(made.state)
    expect(made.created).toBe(true)
    made.vault.close()
    const again = await alone.open(() => undefined, by('password', PASSWORD))
    expect(again.state).toBe('open')
    if (again.state === 'open') again.vault.close()
    expect(await alone.open(() => undefined)).toMatchObject({ state: 'locked', trouble: null })
    other.remove()
  })

  it('of a cost that we never write is not tried', async () => {
    value(await setPassword())
    vault.close()
    const spoil = (change: object) =>
      tamper(place.db, (db) => {
        const read = db.prepare("SELECT params FROM wrap WHERE kind = 'password'").pluck()
        const params = { ...(JSON.parse(String(read.get())) as object), ...change }
        db.prepare("UPDATE wrap SET params = ? WHERE kind = 'password'").run(JSON.stringify(params))
      })
    const before = readFileSync(place.db)
    for (const change of [{ m: 2 ** 31 }, { t: 10 ** 6 }, { p: 64 }, { m: 8 }, { t: 1 }]) {
      spoil(change)
      expect(await opener.open(() => undefined, by('password', PASSWORD))).toMatchObject({
        state: 'locked',
        error: { code: 'vault.damaged' },
      })
      const db = new Database(place.db)
      db.close()
    }
    // within bounds, but not what was written: bound to the wrap, so the right password fails too
    spoil({ ...KDF_FLOOR, t: KDF_FLOOR.t + 1 })
    expect((await opener.open(() => undefined, by('password', PASSWORD))).state).toBe('locked')
    expect(before.length).toBeGreaterThan(0)
    vault = await open()
  })
})

describe('a recovery key', () => {
  it('opens the vault when everything else is lost', async () => {
    const text = await recoveryKey()
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/)
    vault.close()
    place.keychain.entries.clear()
    expect(await opener.open(() => undefined)).toMatchObject({
      state: 'key-missing',
      ways: ['recovery'],
    })
    vault = await open(by('recovery', text.toLowerCase().replaceAll('-', ' ')))
  })

  it('with a slip is told from another one', async () => {
    const old = await recoveryKey()
    const now = await recoveryKey()
    const last = now.endsWith('0') ? '1' : '0'
    const slip = await tried(by('recovery', now.slice(0, -1) + last))
    expect(slip.state === 'locked' && slip.error?.code).toBe('vault.recovery-key-typo')
    const wrong = await tried(by('recovery', old))
    expect(wrong.state === 'locked' && wrong.error?.code).toBe('vault.wrong-recovery-key')
    expect((await tried(by('recovery', now))).state).toBe('open')
  })

  it('opens nothing before it is adopted', async () => {
    const made = value(await vault.ways.makeRecovery(KEYCHAIN))
    const outcome = await tried(by('recovery', made.recovery.text()))
    expect(outcome.state === 'locked' && outcome.error?.code).toBe('vault.no-such-way')
    vault = await open()
  })
})

describe('a PIN', () => {
  const PIN = '271828'
  beforeEach(async () => {
    value(await setPassword())
    value(await vault.ways.setPin(by('password', PASSWORD), SecretText.fromText(PIN), []))
  })

  it('opens what was open before, until the program ends', async () => {
    expect((await tried(by('pin', PIN))).state).toBe('open')
    vault.close()
    const later = place.opener()
    const outcome = await later.open(() => undefined, by('pin', PIN))
    expect(outcome.state === 'locked' && outcome.error?.code).toBe('vault.no-such-way')
    const full = await later.open(() => undefined, by('password', PASSWORD))
    if (full.state !== 'open') throw new Error(full.state)
    expect(full.vault.ways.usable()).toEqual(['pin', 'password'])
    full.vault.close()
  })

  it('opens nothing any more after five wrong ones', async () => {
    vault.close()
    for (let left = PIN_TRIES - 1; left >= 0; left--) {
      const outcome = await opener.open(() => undefined, by('pin', '000000'))
      expect(outcome).toMatchObject({ error: { code: 'vault.wrong-pin', params: { left } } })
    }
    const outcome = await opener.open(() => undefined, by('pin', PIN))
    expect(outcome).toMatchObject({ ways: ['password'], error: { code: 'vault.no-such-way' } })
    vault = await open(by('password', PASSWORD))
    expect((await tried(by('pin', PIN))).state).toBe('open')
  })

  it('tried many times at once is not tried more often', async () => {
    const tries = Array.from({ length: 12 }, () => vault.ways.prove(by('pin', '000000')))
    const codes = (await Promise.all(tries)).map(codeOf)
    expect(codes.filter((code) => code === 'vault.wrong-pin')).toHaveLength(PIN_TRIES)
    expect(codeOf(await vault.ways.prove(by('pin', PIN)))).toBe('vault.no-such-way')
  })

  it('goes with the password', async () => {
    value(await vault.ways.remove(by('password', PASSWORD), 'password', []))
    expect(value(vault.ways.info())).toMatchObject({ pin: false, password: null })
    const outcome = await tried(by('pin', PIN))
    expect(outcome.state === 'locked' && outcome.error?.code).toBe('vault.no-such-way')
    vault = await open()
    const refused = await vault.ways.setPin(KEYCHAIN, SecretText.fromText(PIN), [])
    expect(codeOf(refused)).toBe('vault.no-such-way')
  })
})
