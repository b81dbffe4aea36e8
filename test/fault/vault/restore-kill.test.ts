import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVaultOpener } from '../../../electron/vault/open'
import { KDF_FLOOR } from '../../../electron/vault/password'
import { SecretText } from '../../../electron/service/secret'
import { startChild } from '../../helper/child'
import { fileKeychain } from '../../helper/file-keychain'
import { tamper } from '../../helper/tamper'
import { manualClock } from '../../helper/manual-clock'
import { lines, newId, newToken, random, value } from '../../helper/vault'

/** At every third step in the short form; `npm run test:durability` asks for more. */
const STRIDE = Number(process.env['KEYGLOT_KILLS'] ?? 5) >= 100 ? 1 : 3
const STEPS_MAX = 90

let root: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'keyglot-restore-'))
  const { opener, open } = opened(join(root, 'model'))
  const vault = await open()
  const password = SecretText.fromText('correct horse battery')
  value(await vault.ways.setPassword({ by: 'keychain' }, password, []))
  value(vault.tokens.insert(newId(), newToken('tgpak_one', 'Before')))
  value(await opener.backups.make('manual'))
  value(vault.tokens.insert(newId(), newToken('tgpak_two', 'After')))
  vault.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const keychainFile = () => join(root, 'keychain.json')

function opened(folder: string) {
  const keychain = fileKeychain(keychainFile())
  const deps = { folder, keychain, clock: manualClock(), random, log: lines(), cost: KDF_FLOOR }
  const opener = createVaultOpener(deps)
  const open = async () => {
    const outcome = await opener.open(() => undefined)
    if (outcome.state === 'open') return outcome.vault
    throw new Error(`The vault did not open: ${outcome.state}`)
  }
  return { opener, open }
}

/** What is under the vault's name, after a start as any other, and how many backups are whole. */
async function after(folder: string): Promise<{ labels: string[]; backups: number }> {
  const { opener, open } = opened(folder)
  const vault = await open()
  const labels = value(vault.tokens.list()).map(({ overview }) => overview.label)
  const backups = value(opener.backups.list())
  for (const { id } of backups) {
    value(await opener.backups.take(id))
    expect(value(await opener.backups.look(null)).state).toBe('open')
  }
  opener.backups.drop()
  vault.close()
  const integrity = tamper(join(folder, 'vault.db'), (db) =>
    db.pragma('integrity_check', { simple: true }),
  )
  expect(integrity).toBe('ok')
  return { labels, backups: backups.length }
}

/** Kills at every step of it, until one run comes to its end. */
async function killAtEach(
  what: 'backup' | 'restore',
  judge: (found: Awaited<ReturnType<typeof after>>, killed: boolean) => void,
): Promise<number> {
  let kills = 0
  for (let step = 1; step < STEPS_MAX; step += STRIDE) {
    const folder = join(root, `${what}-${step}`)
    cpSync(join(root, 'model'), folder, { recursive: true })
    const child = startChild('fault/vault/restorer.child.ts', [
      folder,
      keychainFile(),
      what,
      String(step),
    ])
    await child.rest()
    const killed = (await child.ended) === 'SIGKILL'
    judge(await after(folder), killed)
    rmSync(folder, { recursive: true })
    if (!killed) return kills
    kills++
  }
  throw new Error('it never came to its end')
}

describe('kill -9 at each step', () => {
  it('of a backup: the vault stays, and a backup is whole or not there', async () => {
    const kills = await killAtEach('backup', ({ labels, backups }, killed) => {
      expect(labels).toEqual(['Before', 'After'])
      expect(backups).toBeGreaterThanOrEqual(killed ? 1 : 2)
    })
    process.stdout.write(`kill -9 in a backup: ${kills} kills, 0 lost\n`)
  }, 600_000)

  it('of a restore: one whole vault stands under its name', async () => {
    const seen = { old: 0, restored: 0 }
    const kills = await killAtEach('restore', ({ labels, backups }, killed) => {
      if (labels.length === 2) {
        expect(killed).toBe(true)
        expect(labels).toEqual(['Before', 'After'])
        seen.old++
      } else {
        expect(labels).toEqual(['Before'])
        seen.restored++
      }
      expect(backups).toBe(1)
    })
    expect(seen.old).toBeGreaterThan(0)
    expect(seen.restored).toBeGreaterThan(0)
    process.stdout.write(
      `kill -9 in a restore: ${kills} kills, ${seen.old} old, ${seen.restored} restored, 0 lost\n`,
    )
  }, 600_000)
})
