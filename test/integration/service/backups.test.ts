import fs, { writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Proof } from '../../../shared/model/proof'
import { eventually } from '../../helper/eventually'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const HOUR = 3_600_000
const PASSWORD = 'correct horse battery'
const proof = { by: 'keychain' } as const
const byPassword = { by: 'password', password: PASSWORD } as const

let bench: Bench
beforeEach(async () => (bench = await openBench()))
afterEach(() => bench.end())

const setPassword = () => bench.must('ways.setPassword', { proof, password: PASSWORD })
const reasons = async () =>
  (await bench.must('backup.list', null)).backups.map(({ reason }) => reason)
const add = (label: string) => bench.add(makeSecret('tolgee/pak'), { label })
const labels = async () => (await bench.list()).map(({ label }) => label)
const acts = async () => {
  const filter = {
    token: null,
    groups: [],
    outcomes: [],
    actors: [],
    text: '',
    from: null,
    to: null,
  }
  const page = await bench.must('audit.page', { filter, before: null, limit: 100 })
  return page.rows.map((row) => ('act' in row ? `${row.act} ${row.code ?? ''}`.trim() : 'broken'))
}

describe('Backups by themselves', () => {
  it('are not made while this computer alone would open them, and the window says so', async () => {
    bench.clock.pass(48 * HOUR)
    expect(await bench.must('backup.list', null)).toEqual({ backups: [], last: null, able: false })
    expect(codeOf(await bench.call('backup.make', null))).toBe('backup.keychain-only')
    expect(codeOf(await bench.call('backup.saveCopy', null))).toBe('backup.keychain-only')
  })

  it('begin with what makes them open elsewhere, and go on once a day', async () => {
    await setPassword()
    await eventually(() => bench.told('backup.changed').length).toBe(1)
    expect(await reasons()).toEqual(['daily'])
    await bench.must('settings.set', { lockAfterMinutes: null })
    await add('One')
    bench.clock.pass(20 * HOUR)
    expect(await reasons()).toEqual(['daily'])
    bench.clock.pass(5 * HOUR)
    await eventually(() => bench.told('backup.changed').length).toBe(2)
    expect(await reasons()).toEqual(['daily', 'daily'])
    expect(await acts()).toContain('vault.backed-up daily')
  })

  it('are made before a password goes', async () => {
    await setPassword()
    await eventually(() => bench.told('backup.changed').length).toBe(1)
    bench.clock.pass(1000)
    expect(
      codeOf(
        await bench.call('ways.remove', {
          proof: { by: 'password', password: 'not this one' },
          way: 'password',
        }),
      ),
    ).toBe('vault.wrong-password')
    expect(await reasons()).toEqual(['daily'])
    await bench.must('ways.remove', {
      proof: { by: 'password', password: PASSWORD },
      way: 'password',
    })
    expect(await reasons()).toEqual(['keys', 'daily'])
  })

  it('tell the window when they fail, and try again an hour later', async () => {
    const blocked = join(bench.place.folder, 'backups')
    writeFileSync(blocked, 'in the way')
    await setPassword()
    await eventually(() => bench.told('backup.changed').length).toBe(1)
    expect(bench.told('backup.changed')).toMatchObject([{ reason: 'daily', error: 'vault.io' }])
    bench.clock.pass(HOUR)
    await eventually(() => bench.told('backup.changed').length).toBeGreaterThan(1)
    const { last } = await bench.must('backup.list', null).catch(() => ({ last: null }))
    expect(last === null || last.error === 'vault.io').toBe(true)
  })
})

describe('Backups by a clock that was wrong for a day', () => {
  it('are still made once a day, and not once an hour', async () => {
    const { backups } = bench.services
    await setPassword()
    await eventually(reasons).toEqual(['daily'])
    bench.clock.sleep(10_000 * HOUR)
    await add('Then')
    await backups.tick()
    expect(await reasons()).toEqual(['daily', 'daily'])
    bench.clock.sleep(-10_000 * HOUR)
    for (let n = 0; n < 5; n++) {
      await add(`Now ${n}`)
      bench.clock.sleep(HOUR)
      await backups.tick()
    }
    expect(await reasons()).toEqual(['daily', 'daily'])
    bench.clock.sleep(24 * HOUR)
    await backups.tick()
    expect(await reasons()).toEqual(['daily', 'daily', 'daily'])
  })
})

describe('Backups by hand', () => {
  it('are made, changed from and restored, and the window never sees a path', async () => {
    await setPassword()
    await add('One')
    const made = await bench.must('backup.make', null)
    expect(made.id).not.toContain('/')
    await add('Two')
    const looked = await bench.must('backup.look', {
      source: { from: 'list', id: made.id },
      proof: null,
    })
    expect(looked).toMatchObject({
      state: 'open',
      preview: { tokens: 1, changes: { gone: { labels: ['Two'] } } },
    })
    const status = await bench.must('backup.restore', { confirm: 'restore', proof: byPassword })
    expect(status.state).toBe('open')
    expect(await labels()).toEqual(['One'])
    expect(await acts()).toContain('vault.restored')
  })

  it('take the place of an open vault only for whoever can open it', async () => {
    await setPassword()
    await add('One')
    const { id } = await bench.must('backup.make', null)
    await add('Two')
    await bench.must('backup.look', { source: { from: 'list', id }, proof: null })
    const restore = (given: Proof | null) =>
      bench.call('backup.restore', { confirm: 'restore', proof: given })
    expect(codeOf(await restore(null))).toBe('call.refused')
    expect(codeOf(await restore(proof))).toBe('vault.no-such-way')
    const wrong = await restore({ by: 'password', password: 'not this one' })
    expect(codeOf(wrong)).toBe('vault.wrong-password')
    expect(await labels()).toEqual(['One', 'Two'])
    expect(codeOf(await restore(byPassword))).toBe('ok')
    expect(await labels()).toEqual(['One'])
  })

  it('stay where they are if the vault is locked while a password is tried', async () => {
    await setPassword()
    const { id } = await bench.must('backup.make', null)
    await bench.must('backup.look', { source: { from: 'list', id }, proof: null })
    const restoring = bench.call('backup.restore', { confirm: 'restore', proof: byPassword })
    await bench.must('vault.lock', null)
    expect(codeOf(await restoring)).toBe('vault.not-open')
    expect((await bench.must('vault.status', null)).state).toBe('locked')
  })

  it('need no proof where a click opens the vault', async () => {
    const { secret, ask } = await bench.must('recovery.make', { proof })
    const groups = ask.map((at) => secret.split('-')[at] ?? '')
    await bench.must('recovery.confirm', { groups })
    await add('One')
    const { id } = await bench.must('backup.make', null)
    await add('Two')
    await bench.must('backup.look', { source: { from: 'list', id }, proof: null })
    await bench.must('backup.restore', { confirm: 'restore', proof: null })
    expect(await labels()).toEqual(['One'])
  })

  it('are saved where the user says, and taken from there', async () => {
    await setPassword()
    await add('One')
    bench.saver.onWrite = (bytes) => bytes.subarray(1)
    expect(codeOf(await bench.call('backup.saveCopy', null))).toBe('backup.not-verified')
    bench.saver.onWrite = (bytes) => bytes
    const { file } = await bench.must('backup.saveCopy', null)
    expect(file).toMatch(/^keyglot-backup-\d{4}-\d\d-\d\d\.db$/)
    await add('Two')
    const path = join(bench.place.folder, '..', 'elsewhere.db')
    writeFileSync(path, bench.saver.bytes.get(file ?? '') ?? '')
    const source = { from: 'file' } as const
    expect(await bench.must('backup.look', { source, proof: null })).toEqual({ state: 'none' })
    bench.chooser.path = path
    const looked = await bench.must('backup.look', { source, proof: null })
    expect(looked).toMatchObject({ state: 'open', preview: { tokens: 1 } })
    await bench.must('backup.drop', null)
    expect(codeOf(await bench.call('backup.restore', { confirm: 'restore', proof: null }))).toBe(
      'call.refused',
    )
    expect(await labels()).toEqual(['One', 'Two'])
  })

  it('restore a vault that does not open', async () => {
    await setPassword()
    await add('One')
    const { id } = await bench.must('backup.make', null)
    bench.services.vault.close()
    writeFileSync(bench.place.db, 'not a vault')
    expect((await bench.must('vault.retry', null)).state).toBe('damaged')
    const looked = await bench.must('backup.look', { source: { from: 'list', id }, proof: null })
    expect(looked).toMatchObject({ state: 'open', preview: { tokens: 1, same: null } })
    expect((await bench.must('backup.restore', { confirm: 'restore', proof: null })).state).toBe(
      'open',
    )
    expect(await labels()).toEqual(['One'])
  })
})

describe('A restore', () => {
  /** Looks into the newest backup, with a token more in the vault. */
  async function looked(): Promise<void> {
    await setPassword()
    await add('One')
    const { id } = await bench.must('backup.make', null)
    await add('Two')
    await bench.must('backup.look', { source: { from: 'list', id }, proof: null })
  }
  const restore = () => bench.call('backup.restore', { confirm: 'restore', proof: byPassword })

  it('comes after what the vault before still writes when it closes', async () => {
    await looked()
    // its due date is written down when the vault closes, at the latest
    await bench.add(makeSecret('tolgee/pak'), { rotateEveryDays: 30 })
    expect(await restore()).toMatchObject({ ok: true, value: { readOnly: null } })
    await add('Three')
    bench = await bench.restart()
    expect((await bench.must('vault.status', null)).readOnly).toBeNull()
    expect(await labels()).toEqual(['One', 'Three'])
  })

  it('can be tried again when a full disk has room', async () => {
    await looked()
    const real = Reflect.get(Database.prototype, 'pragma') as (...args: unknown[]) => unknown
    const full = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (
      this: Database.Database,
      ...args
    ) {
      if (this.name.endsWith('.taken') && args[0].startsWith('wal_checkpoint')) {
        throw new Database.SqliteError('full', 'SQLITE_FULL')
      }
      return Reflect.apply(real, this, args)
    })
    expect(codeOf(await restore())).toBe('vault.no-space')
    expect(await labels()).toEqual(['One', 'Two'])
    full.mockRestore()
    expect(codeOf(await restore())).toBe('ok')
    expect(await labels()).toEqual(['One'])
  })

  it('that is decided is not told as one that failed', async () => {
    await looked()
    const real = fs.renameSync
    let left = 1
    fs.renameSync = (from, to) => {
      if (to === bench.place.db && left-- > 0) throw Object.assign(new Error(), { code: 'EIO' })
      real(from, to)
    }
    syncBuiltinESMExports()
    try {
      expect(await restore()).toMatchObject({ ok: true, value: { state: 'open', readOnly: null } })
    } finally {
      fs.renameSync = real
      syncBuiltinESMExports()
    }
    expect(await labels()).toEqual(['One'])
  })
})
