import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KDF_FLOOR } from '../../../electron/vault/password'
import { createVaultOpener, type SealedVaultOpener } from '../../../electron/vault/open'
import type { SealedVault } from '../../../electron/vault/vault'
import { SecretText } from '../../../electron/service/secret'
import { codeOf, newId, newToken, random, value, vaultPlace } from '../../helper/vault'

const MOUNTABLE = process.platform === 'linux' && process.getuid?.() === 0 && canMount()

function mount(folder: string, ...options: string[]): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', folder], {
    stdio: 'ignore',
  })
}

/** Not in every container. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'keyglot-mount-'))
  try {
    mount(folder, 'size=400k')
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.skipIf(!MOUNTABLE)('Backups on a disk of their own (root on Linux)', () => {
  let disk: string
  let place: ReturnType<typeof vaultPlace>
  let opener: SealedVaultOpener
  let vault: SealedVault
  beforeEach(async () => {
    disk = mkdtempSync(join(tmpdir(), 'keyglot-disk-'))
    mount(disk, 'size=1m')
    place = vaultPlace(disk)
    const { folder, keychain, clock, log } = place
    opener = createVaultOpener({ folder, keychain, clock, random, log, cost: KDF_FLOOR })
    const outcome = await opener.open(() => undefined)
    if (outcome.state !== 'open') throw new Error(outcome.state)
    vault = outcome.vault
    const password = SecretText.fromText('correct horse battery')
    value(await vault.ways.setPassword({ by: 'keychain' }, password, []))
    for (let n = 0; n < 20; n++) value(vault.tokens.insert(newId(), newToken(`tgpak_${n}`)))
  })
  afterEach(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })

  function fillUp(): void {
    for (let size = 65_536, n = 0; size >= 1;) {
      try {
        writeFileSync(join(disk, `ballast-${n++}`), Buffer.alloc(size))
      } catch {
        rmSync(join(disk, `ballast-${n - 1}`), { force: true })
        size = Math.floor(size / 2)
      }
    }
  }

  it('make nothing half when it is full, and take nothing away', async () => {
    const first = value(await opener.backups.make('manual'))
    fillUp()
    expect(codeOf(await opener.backups.make('manual'))).toBe('vault.no-space')
    expect(codeOf(await opener.backups.take(first.id))).toBe('vault.no-space')
    expect(value(opener.backups.list())).toEqual([first])
    expect(readdirSync(place.folder).sort()).toEqual([
      'backups',
      'vault.db',
      'vault.db-wal',
      'vault.lock',
    ])
    expect(vault.tokens.list()).toMatchObject({ ok: true })
    vault.close()
  })

  it('say that nothing can be written there', async () => {
    const folder = join(place.folder, 'backups')
    mkdirSync(folder)
    mount(folder, 'size=1m', 'ro')
    expect(codeOf(await opener.backups.make('manual'))).toBe('vault.read-only')
    expect(readdirSync(folder)).toEqual([])
    vault.close()
    execFileSync('umount', [folder])
  })

  it('say so too where the part that a kill has left cannot be taken away', async () => {
    const folder = join(place.folder, 'backups')
    mkdirSync(folder)
    mount(folder, 'size=1m')
    writeFileSync(join(folder, 'backup.part'), 'half')
    execFileSync('mount', ['-o', 'remount,ro', folder])
    expect(codeOf(await opener.backups.make('manual'))).toBe('vault.read-only')
    expect(readdirSync(folder)).toEqual(['backup.part'])
    vault.close()
    execFileSync('umount', [folder])
  })
})
