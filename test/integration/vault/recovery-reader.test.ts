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
    const vault = await place.open()
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
    const lines = read(text.toLowerCase()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      made.map(({ label, secret }) => ({
        label,
        kind: 'tolgee/pak',
        note: `About ${label}`,
        secret,
      })),
    )
    const slip = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')
    expect(() => read(slip)).toThrow('slip')
  } finally {
    place.remove()
  }
  expect(readFileSync(READER, 'utf8').split('\n').length).toBeLessThanOrEqual(101)
})
