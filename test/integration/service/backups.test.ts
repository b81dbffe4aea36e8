import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../helper/eventually'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'

const HOUR = 3_600_000
const PASSWORD = 'correct horse battery'
const proof = { by: 'keychain' } as const

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
    const status = await bench.must('backup.restore', { confirm: 'restore' })
    expect(status.state).toBe('open')
    expect(await labels()).toEqual(['One'])
    expect(await acts()).toContain('vault.restored')
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
    expect(codeOf(await bench.call('backup.restore', { confirm: 'restore' }))).toBe('call.refused')
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
    expect((await bench.must('backup.restore', { confirm: 'restore' })).state).toBe('open')
    expect(await labels()).toEqual(['One'])
  })
})
