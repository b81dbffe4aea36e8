import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import { keychainKey, writeEntry } from '../../../electron/vault/keychain-entry'
import type { ErrorCode } from '../../../shared/error'
import type { VaultState } from '../../../shared/model/vault'
import { newId, newToken, random, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

/** What a keychain can be: what it does to a vault's own entry, or how it fails. */
interface Keychain {
  readonly name: string
  readonly entry?: (kept: string) => string | null
  readonly fails?: ErrorCode
  /** What a whole vault without a password is then. */
  readonly state: VaultState
}

const KEYCHAINS: readonly Keychain[] = [
  { name: 'right', state: 'open' },
  { name: 'missing', entry: () => null, state: 'key-missing' },
  {
    name: 'wrong',
    entry: () => writeEntry(keychainKey(random.bytes(32))),
    state: 'wrong-key',
  },
  { name: 'wrong length', entry: (kept) => kept.slice(0, -8), state: 'wrong-key' },
  { name: 'garbage', entry: () => '\u0007 not a key at all', state: 'wrong-key' },
  { name: 'locked', fails: 'keychain.locked', state: 'keychain-locked' },
  { name: 'hanging', fails: 'keychain.timeout', state: 'keychain-timeout' },
  { name: 'error', fails: 'keychain.failed', state: 'keychain-failed' },
]

const VAULTS = ['none', 'good', 'empty', 'corrupt'] as const
type VaultIs = (typeof VAULTS)[number]
const PASSWORDS = [true, false] as const

/** Which screen there is to be, by its state, and what keeps the keychain from opening it. */
function expected(keychain: Keychain, vault: VaultIs, password: boolean) {
  const works = keychain.fails === undefined
  if (vault === 'empty' || vault === 'corrupt') return { state: 'damaged', trouble: null }
  if (vault === 'none') return { state: works ? 'open' : keychain.state, trouble: null }
  if (keychain.state === 'open') return { state: 'open', trouble: null }
  return password
    ? { state: 'locked', trouble: keychain.state }
    : { state: keychain.state, trouble: null }
}

const CASES = KEYCHAINS.flatMap((keychain) =>
  VAULTS.flatMap((vault) => PASSWORDS.map((password) => ({ keychain, vault, password }))),
)
const seen: Record<string, number> = {}

let place: ReturnType<typeof vaultPlace>
afterEach(() => place.remove())

async function prepare(vault: VaultIs, password: boolean): Promise<void> {
  mkdirSync(place.folder, { recursive: true })
  if (vault === 'none') return
  const opener = place.opener()
  const outcome = await opener.open(() => undefined)
  if (outcome.state !== 'open') throw new Error(outcome.state)
  value(outcome.vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pat'))))
  if (password) {
    const words = SecretText.fromText('some words of mine')
    value(await outcome.vault.ways.setPassword({ by: 'keychain' }, words, []))
  }
  outcome.vault.close()
  await opener.settled()
  if (vault === 'empty') writeFileSync(place.db, '')
  if (vault === 'corrupt') {
    const bytes = readFileSync(place.db)
    writeFileSync(place.db, bytes.fill(0x5a, 100, Math.floor(bytes.length / 2)))
  }
}

function afflict({ entry, fails }: Keychain): void {
  for (const [account, kept] of place.keychain.entries) {
    if (!entry || !account.startsWith('vault-')) continue
    const text = entry(kept)
    if (text === null) place.keychain.entries.delete(account)
    else place.keychain.entries.set(account, text)
  }
  if (fails) place.keychain.fail(fails)
}

function withoutLock(bytes: Record<string, string>): unknown {
  return Object.entries(bytes).filter(([name]) => name !== 'vault.lock')
}

describe('keychain × vault × password', () => {
  it.each(CASES)('$keychain.name × $vault × $password', async ({ keychain, vault, password }) => {
    place = vaultPlace()
    await prepare(vault, password)
    afflict(keychain)
    const before = place.bytes()
    const entries = new Map(place.keychain.entries)
    const opener = place.opener()
    const outcome = await opener.open(() => undefined)
    const { state } = outcome
    const trouble = outcome.state === 'open' ? null : outcome.trouble
    expect({ state, trouble }).toEqual(expected(keychain, vault, password))
    seen[state] = (seen[state] ?? 0) + 1
    if (outcome.state === 'open') {
      outcome.vault.close()
      return
    }
    expect(outcome.ways).toEqual(state === 'locked' ? ['password'] : [])
    // the lock is no part of the vault, and always empty
    expect(withoutLock(place.bytes())).toEqual(withoutLock(before))
    expect(place.keychain.entries).toEqual(entries)
  })

  it('is all of it', () => {
    const total = Object.values(seen).reduce((sum, count) => sum + count, 0)
    process.stdout.write(`keychain × vault × password: ${total} cases, ${JSON.stringify(seen)}\n`)
    expect(total).toBe(KEYCHAINS.length * VAULTS.length * PASSWORDS.length)
  })
})
