import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import type { SealedVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import type { Result } from '../../../shared/result'
import { overriding } from '../../helper/overriding'
import { codeOf, newId, newToken, openBy, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const PASSWORD = 'correct horse battery staple'
const OTHER = 'four other words here'
const PIN = '481516'
const KEYCHAIN: Unlock = { by: 'keychain' }
const by = (way: 'password' | 'pin', text: string): Unlock => ({
  by: way,
  secret: SecretText.fromText(text),
})

let place: ReturnType<typeof vaultPlace>
let opener: SealedVaultOpener
let vault: SealedVault
const id = newId()
const secret = makeSecret('tolgee/pat')

beforeEach(async () => {
  place = vaultPlace()
  opener = place.opener()
  vault = await openBy(opener)
  value(vault.tokens.insert(id, newToken(secret)))
})
afterEach(() => {
  vault.close()
  place.remove()
})

const setPassword = (how: Unlock = KEYCHAIN, text = PASSWORD) =>
  vault.ways.setPassword(how, SecretText.fromText(text), [])

/** Closes it and opens it so: the code of what came of it. */
async function opens(how: Unlock): Promise<string> {
  vault.close()
  const outcome = await opener.open(() => undefined, how)
  if (outcome.state !== 'open') return outcome.error?.code ?? outcome.state
  vault = outcome.vault
  expect(value(vault.tokens.secret(id, 'current'))?.text()).toBe(secret)
  return 'open'
}

/** Lets a change begin that takes a while, puts another vault key in place, and tells what came of it. */
async function during(change: () => Promise<Result<void>>, how: Unlock): Promise<string> {
  const next = value(await vault.ways.replaceKey(how))
  const changing = change()
  // it has proved itself by now, and works on what it will write
  await new Promise(setImmediate)
  value(next.adopt([]))
  next.drop()
  return codeOf(await changing)
}

describe('a way that is changed while the vault gets another key', () => {
  it('is refused: a password', async () => {
    expect(await during(() => setPassword(), KEYCHAIN)).toBe('call.refused')
    expect(await opens(KEYCHAIN)).toBe('open')
    place.clock.pass(1_000)
    expect(await opens(KEYCHAIN)).toBe('open')
  })

  it('is refused: another password', async () => {
    value(await setPassword())
    const proof = by('password', PASSWORD)
    expect(await during(() => setPassword(by('password', PASSWORD), OTHER), proof)).toBe(
      'call.refused',
    )
    expect(await opens(by('password', PASSWORD))).toBe('open')
    expect(await opens(KEYCHAIN)).toBe('open')
  })

  it('is refused: the keychain', async () => {
    const next = value(await vault.ways.replaceKey(KEYCHAIN))
    const release = place.keychain.hold()
    const changing = vault.ways.addKeychain(KEYCHAIN, [])
    await new Promise(setImmediate)
    value(next.adopt([]))
    release()
    expect(codeOf(await changing)).toBe('call.refused')
    expect(await opens(KEYCHAIN)).toBe('open')
  })

  it('is refused: a PIN, which opens nothing then', async () => {
    value(await setPassword())
    const set = () => vault.ways.setPin(by('password', PASSWORD), SecretText.fromText(PIN), [])
    expect(await during(set, by('password', PASSWORD))).toBe('call.refused')
    expect(await opens(by('pin', PIN))).toBe('vault.no-such-way')
    expect(await opens(by('password', PASSWORD))).toBe('open')
  })

  it('is refused: a recovery key that is confirmed later, however much later', async () => {
    for (const wait of [0, 60_000]) {
      const made = value(await vault.ways.makeRecovery(KEYCHAIN))
      const next = value(await vault.ways.replaceKey(KEYCHAIN))
      value(next.adopt([]))
      place.clock.pass(wait)
      expect(codeOf(made.adopt([]))).toBe('call.refused')
      place.clock.pass(60_000)
      expect(await opens(KEYCHAIN)).toBe('open')
    }
  })
})

describe('two changes at once', () => {
  it('do not take the last way together', async () => {
    value(await setPassword())
    const both = await Promise.all([
      vault.ways.remove(by('password', PASSWORD), 'keychain', []),
      vault.ways.remove(by('password', PASSWORD), 'password', []),
    ])
    expect(both.map(codeOf)).toEqual(['ok', 'vault.last-way'])
    expect(await opens(by('password', PASSWORD))).toBe('open')
  })

  it('do not take each other’s key out of the keychain', async () => {
    let writes = 0
    const slow = overriding(place.keychain, {
      write: async (account: string, text: string) => {
        // the one that tidies up after the first change comes after those of the second
        const late = account.startsWith('vault-') && ++writes === 3
        for (let n = late ? 20 : 0; n > 0; n--) await new Promise(setImmediate)
        return place.keychain.write(account, text)
      },
    })
    vault.close()
    opener = place.opener({ keychain: slow })
    vault = await openBy(opener)
    const both = await Promise.all([
      vault.ways.addKeychain(KEYCHAIN, []),
      vault.ways.addKeychain(KEYCHAIN, []),
    ])
    expect(both.map(codeOf)).toEqual(['ok', 'ok'])
    expect(await opens(KEYCHAIN)).toBe('open')
  })

  it('leave no PIN without its password', async () => {
    value(await setPassword())
    const both = await Promise.all([
      vault.ways.setPin(by('password', PASSWORD), SecretText.fromText(PIN), []),
      vault.ways.remove(by('password', PASSWORD), 'password', []),
    ])
    expect(both.map(codeOf)).toEqual(['ok', 'ok'])
    expect(value(vault.ways.info())).toMatchObject({ pin: false, password: null })
    expect(await opens(by('pin', PIN))).toBe('vault.no-such-way')
    vault = await openBy(opener)
  })
})
