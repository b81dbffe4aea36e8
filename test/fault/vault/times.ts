import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import type { Unlock } from '../../../electron/service/vault-port'
import type { SealedVault } from '../../../electron/vault/vault'
import type { AuditEntry } from '../../../shared/model/audit'
import type { TokenId } from '../../../shared/model/token'
import { entry } from '../../helper/audit'
import { details, newId, newToken, overview, value, type VaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'
import { seesDamage } from './model'
import { tablesOf, type Tables } from './rows'
import { toldBy, type Asked, type Told } from './told'

/** A vault as it was left at some time: its file, the keychain, and what opened it. */
export interface Time {
  readonly file: Buffer
  readonly tables: Tables
  readonly entries: ReadonlyMap<string, string>
  readonly password: string
  readonly recovery: string
  readonly asked: Asked
  readonly told: Told
}

export const KEYCHAIN: Unlock = { by: 'keychain' }
export const byText = (by: 'password' | 'recovery', text: string): Unlock => ({
  by,
  secret: SecretText.fromText(text),
})

const VALUES = ['settings'] as const

/** A folder in memory where the system has one: thousands of files are written and opened there. */
export function inMemory(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

/**
 * Two times of one vault. In between everything was changed, one token came and one went.
 * `replacing`: in the second one, its key is being replaced, and nearly all is under the key before.
 */
export async function twoTimes(
  place: VaultPlace,
  { replacing = false } = {},
): Promise<readonly [Time, Time]> {
  const [kept, other, gone] = [newId(), newId(), newId()]
  let vault = await place.open()
  add(vault, kept, [entry()])
  add(vault, gone)
  change(vault, kept)
  const oldPassword = 'the words of before'
  value(await vault.ways.setPassword(KEYCHAIN, SecretText.fromText(oldPassword), []))
  const old = { password: oldPassword, recovery: await newRecovery(vault, oldPassword) }
  const before = await left(place, vault, old)

  vault = await place.open()
  add(vault, other, [entry()])
  change(vault, kept)
  value(vault.tokens.remove(gone, [entry()]))
  const proof = byText('password', oldPassword)
  const password = 'the words of now'
  value(await vault.ways.remove(proof, 'keychain', []))
  value(await vault.ways.addKeychain(proof, []))
  value(await vault.ways.setPassword(proof, SecretText.fromText(password), []))
  const recovery = await newRecovery(vault, password)
  const renewed = replacing ? await replaceKey(vault, password) : recovery
  return [before, await left(place, vault, { password, recovery: renewed })]
}

function add(vault: SealedVault, id: TokenId, trace: AuditEntry[] = []): void {
  value(vault.tokens.insert(id, { ...newToken(makeSecret('tolgee/pak')), trace }))
}

/** Every part of a token, and all values. */
function change(vault: SealedVault, id: TokenId): void {
  const secret = () => SecretText.fromText(makeSecret('tolgee/pak'))
  const { version } = value(vault.tokens.get(id))
  value(
    vault.tokens.update(id, version, {
      overview: overview({ label: `After ${version}` }),
      details: details({ note: `After ${version}` }),
      secrets: { current: secret(), pending: secret(), previous: secret() },
    }),
  )
  for (const name of VALUES) value(vault.values.write(name, { [name]: version }))
}

async function newRecovery(vault: SealedVault, password: string): Promise<string> {
  const made = value(await vault.ways.makeRecovery(byText('password', password)))
  const text = made.recovery.text()
  value(made.adopt([]))
  return text
}

/** Begins it; the clock stands, so that it does not go on. */
async function replaceKey(vault: SealedVault, password: string): Promise<string> {
  const made = value(await vault.ways.replaceKey(byText('password', password)))
  const text = made.recovery?.text() ?? ''
  value(made.adopt([]))
  made.drop()
  return text
}

async function left(
  place: VaultPlace,
  vault: SealedVault,
  ways: Pick<Time, 'password' | 'recovery'>,
): Promise<Time> {
  const secrets = value(vault.tokens.list()).flatMap(({ id }) => {
    const secret = value(vault.tokens.secret(id, 'current'))
    return secret ? [secret] : []
  })
  vault.close()
  await place.opener().settled()
  const file = readFileSync(place.db)
  const entries = new Map(place.keychain.entries)
  const asked = { values: VALUES, secrets }
  // as it is read by whoever opens it by the keychain, after it has done what is left to do
  const again = await place.open()
  expect(seesDamage(again, place.clock)).toBe(false)
  const told = await toldBy(again, asked)
  again.close()
  return { file, tables: tablesOf(file), entries, ...ways, asked, told }
}
