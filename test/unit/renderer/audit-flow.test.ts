import { afterEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../../shared/error'
import type { AuditRow } from '../../../shared/model/audit'
import { AUDIT_ACTS } from '../../../shared/model/audit-list'
import { nextLine } from '../../../renderer/feature/audit/audit-list'
import { createActivity, joined, type ActivityFlow } from '../../../renderer/feature/audit/flow'
import { extraOf } from '../../../renderer/feature/audit/words'
import { entry } from '../../helper/audit'
import { eventually } from '../../helper/eventually'
import { createHarness, words, type Harness } from './harness'

let flow: ActivityFlow
afterEach(() => flow.end())

function opened(token: string | null = null): { harness: Harness; told: AppError[] } {
  const harness = createHarness()
  const told: AppError[] = []
  const id = token === null ? null : harness.token(token).id
  flow = createActivity(harness.app.env, id, (error) => told.push(error))
  return { harness, told }
}

const seqs = () => flow.store.getState().rows.map(({ seq }) => seq)
const pages = ({ fake }: Harness) => fake.log.calls.filter(({ name }) => name === 'audit.page')

describe('the view of the log', () => {
  it('shows the newest lines first, and older ones when they are asked for', async () => {
    opened()
    await flow.load()
    expect(seqs().slice(0, 3)).toEqual([400, 399, 398])
    expect(flow.store.getState()).toMatchObject({ total: 400, next: 201, loading: false })
    await flow.more()
    expect(seqs()).toHaveLength(400)
    expect(seqs().at(-1)).toBe(1)
    expect(flow.store.getState().next).toBeNull()
    await flow.more()
    expect(seqs()).toHaveLength(400)
  })

  it('asks once when the typing stops, and takes no answer to an older question', async () => {
    const { harness } = opened()
    const slow = flow.load()
    flow.choose({ text: 'o' })
    flow.choose({ text: 'ol' })
    flow.choose({ text: 'old plugin' })
    harness.clock.pass(149)
    await slow
    expect(pages(harness)).toHaveLength(1)
    harness.clock.pass(1)
    await eventually(() => flow.store.getState().loading).toBe(false)
    expect(pages(harness)).toHaveLength(2)
    const { rows } = flow.store.getState()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => 'act' in row && row.label === 'old plugin')).toBe(true)
  })

  it('is about one token from the start, if it is opened so', async () => {
    const { harness } = opened('API token 1')
    await flow.load()
    const { id } = harness.token('API token 1')
    const { rows } = flow.store.getState()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => 'act' in row && row.token === id)).toBe(true)
  })

  it('goes on until a rare filter fills a window or the log ends', async () => {
    const { harness } = opened()
    const rest = [
      { rows: [], next: 300, total: 400 },
      { rows: [{ ...entry(), seq: 7 }], next: 5, total: 400 },
      { rows: [], next: null, total: 400 },
    ]
    const { call } = harness.fake.exposed
    call['audit.page'] = () => Promise.resolve({ ok: true, value: rest.shift() } as never)
    await flow.load()
    expect(rest).toEqual([])
    expect(seqs()).toEqual([7])
  })

  it('looks again after something was done, and keeps what is read in place', async () => {
    const { harness } = opened()
    await flow.load()
    harness.fake.fake.announce('clipboard.changed', {
      token: null,
      what: 'token',
      clearsAt: null,
      state: 'cleared',
    })
    harness.fake.fake.announce('clipboard.changed', {
      token: null,
      what: 'token',
      clearsAt: null,
      state: 'cleared',
    })
    harness.clock.pass(400)
    await eventually(() => pages(harness).length).toBe(2)
    expect(seqs()).toHaveLength(200)
  })

  it('says why nothing can be shown, and tries again', async () => {
    const { harness } = opened()
    harness.fake.failing.set('audit.page', 'vault.io')
    await flow.load()
    expect(flow.store.getState()).toMatchObject({ loading: false, failed: { code: 'vault.io' } })
    harness.fake.failing.clear()
    await flow.load()
    expect(flow.store.getState().failed).toBeNull()
    expect(seqs()[0]).toBe(400)
  })

  it('shows what the check found, and tells of one that could not be made', async () => {
    const { harness, told } = opened()
    await flow.load()
    await flow.check()
    expect(flow.store.getState().verdict).toMatchObject({ fault: null, lines: 400 })
    harness.fake.failing.set('audit.verify', 'vault.io')
    await flow.check()
    expect(flow.store.getState()).toMatchObject({ verdict: null, checking: false })
    expect(told.map(({ code }) => code)).toEqual(['vault.io'])
  })

  it('exports what is chosen, and says nothing when no file was', async () => {
    const { harness, told } = opened()
    await flow.load()
    flow.choose({ group: 'rotation' })
    expect(await flow.export('csv')).toMatchObject({ file: 'keyglot-activity-2027-03-14.csv' })
    const asked = harness.fake.log.calls.find(({ name }) => name === 'audit.export')
    expect(asked?.input).toMatchObject({ format: 'csv', filter: { groups: ['rotation'] } })
    harness.fake.exposed.call['audit.export'] = () =>
      Promise.resolve({ ok: true, value: { file: null, lines: 0 } } as never)
    expect(await flow.export('jsonl')).toBeNull()
    harness.fake.exposed.call['audit.export'] = () =>
      Promise.resolve({ ok: false, error: { code: 'file.no-space', params: {} } } as never)
    expect(await flow.export('jsonl')).toBeNull()
    expect(told.map(({ code }) => code)).toEqual(['file.no-space'])
  })
})

describe('lines that came since', () => {
  const rows = (...numbers: number[]): AuditRow[] => numbers.map((seq) => ({ ...entry(), seq }))

  it('stand before the others, unless some between are not known', () => {
    expect(joined(rows(5, 4, 3), rows(4, 3, 2))?.map(({ seq }) => seq)).toEqual([5, 4, 3, 2])
    expect(joined(rows(4, 3), rows(4, 3, 2))?.map(({ seq }) => seq)).toEqual([4, 3, 2])
    expect(joined(rows(9, 8), rows(4, 3))).toBeNull()
    expect(joined(rows(9), [])).toBeNull()
  })
})

describe('a key in the list', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 9, 9],
    ['ArrowUp', -1, 9],
    ['ArrowUp', 0, 0],
    ['PageDown', 4, 7],
    ['PageUp', 1, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['x', 5, null],
    ['constructor', 5, null],
  ])('%s from %i leads to %s', (key, at, to) => {
    expect(nextLine(key, at, { count: 10, page: 3 })).toBe(to)
  })
})

describe('a line in words', () => {
  it('has them for every act, and for why it ended so', () => {
    for (const act of AUDIT_ACTS) expect(words.t(`audit.act.${act}`)).not.toBe('')
    const extra = (change: Parameters<typeof entry>[0]) =>
      extraOf(words, { ...entry(change), seq: 1 })
    expect(extra({ code: 'unreachable' })).toBe('Not reached')
    expect(extra({ code: 'key-missing', detail: { count: 3 } })).toBe(
      'The key of your vault is missing · × 3',
    )
    expect(extra({ code: 'altered', detail: { line: 7 } })).toBe('A line was altered · line 7')
    expect(extra({ detail: { changed: 'label, note, unknown' } })).toBe('label, note, unknown')
    expect(extra({ code: 'x.y', detail: { hint: '••••abcd' } })).toBe('x.y · \u2068••••abcd\u2069')
  })
})
