import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileKeychain } from '../../helper/file-keychain'
import { newId, newToken, value, vaultPlace } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const ROOT = resolve(import.meta.dirname, '..', '..', '..')
/** Enough for Node and its loader, and soon used up. */
const HANDLES = 96

let place: ReturnType<typeof vaultPlace>
beforeEach(() => (place = vaultPlace()))
afterEach(() => place.remove())

describe.skipIf(process.platform === 'win32')('a process without file handles', () => {
  it('says that it failed, changes nothing, and opens the vault once there are some', async () => {
    const keychainFile = join(place.folder, '..', 'keychain.json')
    const opener = place.opener({ keychain: fileKeychain(keychainFile) })
    const outcome = await opener.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    value(outcome.vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'))))
    outcome.vault.close()
    const before = place.bytes()

    const program = join(import.meta.dirname, 'exhausted.child.ts')
    const script = `ulimit -n ${HANDLES} && exec "$0" --import tsx "$@"`
    const args = ['-c', script, process.execPath, program, place.folder, keychainFile]
    const ran = spawnSync('sh', args, { cwd: ROOT, encoding: 'utf8' })
    const states = ran.stdout.trim().split('\n')
    expect(states.at(-1), ran.stderr).toBe('open')
    expect(states.length).toBeGreaterThan(1)
    expect(new Set(states.slice(0, -1))).toEqual(new Set(['failed']))
    expect(place.bytes()).toEqual(before)
  })
})
