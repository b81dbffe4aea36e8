import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { entry } from '../../helper/audit'
import { makeSecret } from '../../simulator/secrets'
import {
  codeOf,
  newId,
  newToken,
  overview,
  random,
  value,
  vaultPlace,
  type VaultPlace,
} from '../../helper/vault'
import type { StoredToken } from '../../../electron/service/port'
import { scheduleFile } from '../../../electron/vault/schedule-file'

/** Room for a -shm file, and not for a copy of a vault. */
const SHM = 9 * 4096
const [MOUNTABLE, WHY] = canMount()

/** Only root may mount, and not in every container. */
function canMount(): [boolean, string] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return [false, 'needs root on Linux']
  const folder = mkdtempSync(join(tmpdir(), 'keyglot-mount-'))
  try {
    mount(folder, '400k')
    execFileSync('umount', [folder])
    return [true, '']
  } catch {
    return [false, 'this machine does not let root mount']
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function mount(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
}

describe.skipIf(!MOUNTABLE)(`on a disk of its own${WHY && ` (skipped: ${WHY})`}`, () => {
  let disk: string
  let place: ReturnType<typeof vaultPlace>
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'keyglot-disk-'))
    mount(disk, '400k')
    place = vaultPlace(disk)
  })
  afterEach(() => {
    // lazily: a test that failed may have left the vault open
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })

  const ballast = () => join(disk, 'ballast')

  /** Leaves so many bytes on the disk, in whole pages. */
  function fillUp(left = 0): void {
    const { bfree, bsize } = statfsSync(disk)
    writeFileSync(`${ballast()}-much`, Buffer.alloc(Math.max(0, bfree * bsize - left)))
    if (left > 0) return
    for (let size = 65_536, n = 0; size >= 1;) {
      try {
        writeFileSync(`${ballast()}-${n++}`, Buffer.alloc(size))
      } catch {
        rmSync(`${ballast()}-${n - 1}`, { force: true })
        size = Math.floor(size / 2)
      }
    }
  }

  describe('that is full', () => {
    it('refuses what is new, keeps what was acknowledged, and goes on when there is room', async () => {
      let vault = await place.open()
      const kept: StoredToken[] = []
      let refused = 'ok'
      while (refused === 'ok') {
        const added = vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak')))
        if (added.ok) kept.push(added.value)
        refused = codeOf(added)
      }
      expect(refused).toBe('vault.no-space')
      expect(kept.length).toBeGreaterThan(5)
      expect(value(vault.tokens.list())).toEqual(kept)
      const first = kept[0]!
      expect(value(vault.tokens.secret(first.id, 'current'))).not.toBeNull()
      const change = { overview: overview({ label: 'changed' }) }
      let changed = first
      for (refused = 'ok'; refused === 'ok';) {
        const update = vault.tokens.update(first.id, changed.version, change)
        if (update.ok) changed = update.value
        refused = codeOf(update)
      }
      expect(refused).toBe('vault.no-space')
      expect(value(vault.tokens.get(first.id))).toEqual(changed)
      kept[0] = changed

      vault.close()
      execFileSync('mount', ['-o', 'remount,size=4m', disk])
      vault = await place.open()
      expect(value(vault.tokens.list())).toEqual(kept)
      value(vault.tokens.update(first.id, changed.version, change))
      vault.close()
    })

    it('leaves neither a change without its line in the log, nor a line without its change', async () => {
      const vault = await place.open()
      const id = newId()
      const trace = [entry({ token: id })]
      value(vault.tokens.insert(id, { ...newToken(makeSecret('tolgee/pak')), trace }))
      let version = 1
      for (let code = 'ok'; code === 'ok';) {
        const update = vault.tokens.update(id, version, { overview: overview(), trace })
        if (update.ok) version = update.value.version
        code = codeOf(update)
      }
      expect(version).toBeGreaterThan(3)
      expect(value(vault.tokens.get(id)).version).toBe(version)
      expect(value(vault.audit.bounds()).last).toBe(version)
      expect(value(await vault.audit.verify())).toMatchObject({ fault: null, lines: version })
      expect(codeOf(vault.tokens.remove(id, trace))).toBe('vault.no-space')
      expect(value(vault.audit.bounds()).last).toBe(version)
      vault.close()
    })

    it('opens the vault all the same', async () => {
      let vault = await place.open()
      const id = newId()
      value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'))))
      vault.close()
      fillUp()
      vault = await place.open()
      expect(value(vault.tokens.list())).toHaveLength(1)
      expect(value(vault.tokens.secret(id, 'current'))).not.toBeNull()
      expect(codeOf(vault.values.write('settings', 1))).toBe('vault.no-space')
      vault.close()
    })

    /** A file and a journal as a kill leaves them; the journal may be another vault's. */
    async function killed(journalOf: VaultPlace): Promise<void> {
      const vault = await place.open()
      value(vault.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'))))
      vault.close()
      const other = await journalOf.open()
      value(other.tokens.insert(newId(), newToken(makeSecret('tolgee/pak'))))
      const journal = readFileSync(`${journalOf.db}-wal`)
      other.close()
      writeFileSync(`${place.db}-wal`, journal)
    }

    it('brings no journal into the file before it is proved, where none can be kept', async () => {
      const other = vaultPlace()
      await killed(other)
      fillUp(SHM)
      const before = place.bytes()
      expect(await place.refusal()).toBe('no-space')
      expect(place.bytes()).toEqual(before)
      execFileSync('mount', ['-o', 'remount,size=4m', disk])
      const again = await place.open()
      expect(codeOf(again.values.write('settings', 1))).toBe('vault.in-doubt')
      again.close()
      expect(readdirSync(place.folder).filter((name) => /^vault-.*\.db$/.test(name))).toHaveLength(
        1,
      )
      other.remove()
    })

    it('takes the vault’s own journal there', async () => {
      await killed(place)
      fillUp(SHM)
      const vault = await place.open()
      expect(value(vault.tokens.list())).toHaveLength(2)
      vault.close()
    })

    it('changes nothing without the key after a kill, and says why it is shut', async () => {
      await killed(place)
      fillUp()
      const before = place.bytes()
      expect(await place.refusal()).toBe('no-space')
      expect(place.bytes()).toEqual(before)
    })

    it('says so where not one file more can be made', async () => {
      const vault = await place.open()
      vault.close()
      execFileSync('mount', ['-o', 'remount,size=4m,nr_inodes=200', disk])
      const name = (n: number) => join(disk, `empty-${n}`)
      expect(() => {
        for (let n = 0; ; n++) writeFileSync(name(n), '')
      }).toThrow('ENOSPC')
      expect(await place.refusal()).toBe('no-space')
    })

    it('leaves a schedule as it was', async () => {
      const { folder, keychain } = place
      const note = () => scheduleFile({ folder, keychain, random })
      const few = { tokens: ['one'] }
      mkdirSync(folder)
      value(await note().write(few))
      fillUp(SHM)
      const many = { tokens: Array.from({ length: 9_000 }, (_, n) => n) }
      expect(codeOf(await note().write(many))).toBe('file.failed')
      expect(await note().read()).toEqual(few)
      expect(readdirSync(folder)).toEqual(['schedule.sealed'])
    })

    it('says so where the vault would have to be made', async () => {
      fillUp()
      expect(await place.refusal()).toBe('no-space')
      expect(place.keychain.keys).toBe(0)
      expect(place.opener().exists()).toBe(false)
    })
  })

  describe('that cannot be written', () => {
    const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, disk])

    it('says so, and touches nothing', async () => {
      const vault = await place.open()
      const id = newId()
      value(vault.tokens.insert(id, newToken(makeSecret('tolgee/pak'))))
      vault.close()
      const before = place.bytes()
      remount('ro')
      expect(await place.refusal()).toBe('read-only')
      expect(place.opener().exists()).toBe(true)
      expect(codeOf(await place.opener().setAside())).toBe('vault.read-only')
      expect(place.bytes()).toEqual(before)
      remount('rw')
      const again = await place.open()
      expect(value(again.tokens.list())).toHaveLength(1)
      again.close()
    })

    it('says so where the vault would have to be made', async () => {
      remount('ro')
      expect(await place.refusal()).toBe('read-only')
      expect(place.keychain.keys).toBe(0)
    })
  })
})
