import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repoRoot } from '../../../scripts/repo'
import { newId, newToken, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const READER = join(repoRoot, 'docs', 'second-reader.mjs')

it('a second reader, of 100 lines at most, opens a vault with the recovery key', async () => {
  const place = vaultPlace()
  try {
    let vault = await place.open()
    const made = ['Zürich', 'Second'].map((label) => ({ label, secret: makeSecret('tolgee/pat') }))
    for (const { label, secret } of made) {
      value(vault.tokens.insert(newId(), newToken(secret, label)))
    }
    const key = value(await vault.ways.makeRecovery({ by: 'keychain' }))
    const text = key.recovery.text()
    value(key.adopt([]))
    vault.close()

    const read = (input: string) =>
      execFileSync(process.execPath, [READER, place.db], { input, encoding: 'utf8', stdio: 'pipe' })
    const parsed = (input: string) =>
      read(input)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)
    const expected = made.map(({ label, secret }) => ({
      ...{ label, kind: 'tolgee/pak', note: `About ${label}`, secret },
    }))
    expect(parsed(text.toLowerCase())).toEqual(expected)
    const slip = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
    expect(() => read(slip)).toThrow('slip')

    // while the vault key is being replaced, and afterwards
    vault = await place.open()
    const next = value(await vault.ways.replaceKey({ by: 'keychain' }))
    value(next.adopt([]))
    vault.close()
    expect(parsed(next.recovery!.text())).toEqual(expected)
    vault = await place.open()
    place.clock.pass(1_000)
    vault.close()
    expect(parsed(next.recovery!.text())).toEqual(expected)
  } finally {
    place.remove()
  }
  expect(readFileSync(READER, 'utf8').split('\n').length).toBeLessThanOrEqual(101)
})
