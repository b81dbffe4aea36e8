import { afterEach, describe, expect, it } from 'vitest'
import { DAY } from '../../../shared/model/warning'
import type { Input } from '../../../shared/contract'
import { createSecrets } from '../../simulator/secrets'
import { openBench, type Bench, type BenchOptions } from '../../helper/services'

const secrets = createSecrets('reminders')
const SOON = 2_000

let bench: Bench
afterEach(() => bench.end())

async function withToken(days: number | null, change: Partial<Input<'draft.save'>> = {}) {
  const at = days === null ? null : bench.clock.now() + days * DAY
  const token = await bench.add(secrets.make('tolgee/pat'), { expiry: at, ...change })
  bench.clock.pass(SOON)
  return token
}

const open = async (options: BenchOptions = {}) => (bench = await openBench(options))
const titles = () => bench.notifier.shown.map((each) => each.title)

describe('reminders', () => {
  it('say nothing of a token that has time', async () => {
    await open()
    await withToken(31)
    await withToken(null)
    expect(bench.notifier).toMatchObject({ shown: [], count: 0 })
    expect(bench.told('reminder.due')).toEqual([])
  })

  it('say each level once, as it comes', async () => {
    await open()
    const { id } = await withToken(40)
    const said: [number, string][] = []
    for (let day = 40; day >= -3; day--) {
      const before = titles().length
      bench.clock.pass(DAY)
      for (const title of titles().slice(before)) said.push([day - 1, title])
    }
    expect(said).toEqual([
      [30, 'A token expires in 30 days'],
      [14, 'A token expires in 14 days'],
      [7, 'A token expires in 7 days'],
      [1, 'A token expires in 1 day'],
      [0, 'A token has passed its expiry date'],
    ])
    expect(bench.notifier.shown.every((each) => each.token === id)).toBe(true)
  })

  it('say a level once over many starts', async () => {
    await open()
    await withToken(5)
    expect(titles()).toEqual(['A token expires in 5 days'])
    for (let i = 0; i < 3; i++) {
      bench = await bench.restart()
      bench.clock.pass(SOON)
      expect(bench.notifier.shown).toEqual([])
    }
  })

  it('say only the nearest level after a long time off', async () => {
    await open()
    await withToken(40)
    bench.services.vault.close()
    bench.clock.sleep(36 * DAY)
    bench = await bench.restart()
    bench.clock.pass(SOON)
    expect(titles()).toEqual(['A token expires in 4 days'])
  })

  it('tell a new date of the same token again', async () => {
    await open()
    const { id, version } = await withToken(5)
    const at = bench.clock.now() + 6 * DAY
    await bench.must('token.edit', { id, version, expiry: at })
    bench.clock.pass(SOON)
    expect(titles()).toEqual(['A token expires in 5 days', 'A token expires in 6 days'])
  })

  it('tell an end from a policy', async () => {
    await open()
    await withToken(null, { rotateEveryDays: 7 })
    expect(titles()).toEqual(['A token is due for rotation in 7 days'])
    bench.clock.pass(8 * DAY)
    expect(titles().at(-1)).toBe('A token is due for rotation')
  })

  it('sum up what comes together', async () => {
    await open()
    const at = bench.clock.now() + 5 * DAY
    for (const label of ['One', 'Two', 'Three']) {
      await bench.add(secrets.make('tolgee/pat'), { expiry: at, label, rotateEveryDays: 5 })
    }
    bench.clock.pass(SOON)
    expect(bench.notifier.shown).toEqual([
      { title: '3 tokens expire or are due soon', body: 'Open Keyglot to see which.', token: null },
    ])
    expect(bench.told('reminder.due')).toEqual([{ count: 3 }])
    bench.clock.pass(2 * SOON)
    expect(bench.notifier.shown).toHaveLength(1)
  })

  it('name no token unless the user allows it', async () => {
    await open()
    await withToken(5, { label: 'Production' })
    expect(JSON.stringify(bench.notifier.shown)).not.toContain('Production')
    await bench.must('settings.set', { notificationLabels: true })
    await withToken(5, { label: 'Staging' })
    expect(bench.notifier.shown.at(-1)?.body).toBe('Staging')
    const at = bench.clock.now() + DAY
    await bench.add(secrets.make('tolgee/pat'), { expiry: at, label: 'A' })
    await bench.add(secrets.make('tolgee/pat'), { expiry: at, label: 'B' })
    bench.clock.pass(SOON)
    expect(bench.notifier.shown.at(-1)?.body).toBe('A and 1 more')
  })

  it('are shown in the window when notifications are off, and by the system when they come on', async () => {
    await open()
    await bench.must('settings.set', { notifications: false })
    await withToken(5)
    bench.clock.pass(DAY / 2)
    expect(bench.notifier.shown).toEqual([])
    expect(bench.told('reminder.due')).toEqual([{ count: 1 }])
    expect(bench.notifier.count).toBe(1)
    await bench.must('settings.set', { notifications: true })
    expect(titles()).toEqual(['A token expires in 5 days'])
    await bench.must('settings.set', { notifications: true, theme: 'dark' })
    bench = await bench.restart()
    bench.clock.pass(SOON)
    expect(titles()).toEqual([])
  })

  it('do without a system that shows none', async () => {
    await open({ notifications: false })
    await withToken(5)
    expect(bench.notifier.shown).toEqual([])
    expect(bench.told('reminder.due')).toEqual([{ count: 1 }])
  })

  it('count on the icon what needs attention', async () => {
    await open()
    await withToken(20)
    expect(bench.notifier.count).toBe(0)
    const { id } = await withToken(5)
    await withToken(1)
    expect(bench.notifier.count).toBe(2)
    await bench.must('token.forget', { id })
    bench.clock.pass(SOON)
    expect(bench.notifier.count).toBe(1)
  })

  it('are silent about a token that is dead or was revoked', async () => {
    await open()
    const { id } = await withToken(10)
    await bench.must('check.one', { id })
    const shown = bench.notifier.shown.length
    bench.clock.pass(9.5 * DAY)
    expect(bench.notifier.shown).toHaveLength(shown)
  })

  it('come when the machine wakes', async () => {
    await open()
    await withToken(8)
    bench.clock.sleep(2 * DAY)
    bench.services.reminders.tick()
    expect(titles()).toEqual(['A token expires in 8 days', 'A token expires in 6 days'])
  })
})
