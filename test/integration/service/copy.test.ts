import { afterEach, describe, expect, it } from 'vitest'
import { createSecrets } from '../../simulator/secrets'
import { appError } from '../../../shared/error'
import { err, ok } from '../../../shared/result'
import { eventually } from '../../helper/eventually'
import { openBench, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'

const secrets = createSecrets('copy')

let bench: Bench
afterEach(() => bench.end())

async function copied() {
  bench = await openBench()
  const value = secrets.make('tolgee/pat')
  const { id } = await bench.add(value)
  const { clearsAt } = await bench.must('token.copy', { id })
  return { id, value, clearsAt }
}

const states = () => bench.told('clipboard.changed').map((each) => each.state)

describe('copy', () => {
  it('puts the value on the clipboard, and takes it off after the time', async () => {
    const { id, value, clearsAt } = await copied()
    expect(bench.clipboard.text).toBe(value)
    expect(clearsAt).toBe(bench.clock.now() + 30_000)
    expect(bench.told('clipboard.changed')).toEqual([
      { token: id, what: 'token', clearsAt, state: 'copied' },
    ])
    bench.clock.pass(29_999)
    expect(bench.clipboard.text).toBe(value)
    bench.clock.pass(1)
    await eventually(states).toEqual(['copied', 'cleared'])
    expect(bench.clipboard.text).toBe('')
    expect(bench.told('clipboard.changed')[1]).toEqual({
      token: id,
      what: 'token',
      clearsAt: null,
      state: 'cleared',
    })
  })

  it('leaves alone what somebody else has copied since', async () => {
    await copied()
    bench.clipboard.text = 'a shopping list'
    bench.clock.pass(30_000)
    await eventually(states).toEqual(['copied', 'replaced'])
    expect(bench.clipboard.text).toBe('a shopping list')
  })

  it('starts the time anew with each copy', async () => {
    const { id } = await copied()
    const other = secrets.make('tolgee/pat')
    const { id: otherId } = await bench.add(other)
    bench.clock.pass(20_000)
    await bench.must('token.copy', { id })
    bench.clock.pass(20_000)
    const { clearsAt } = await bench.must('token.copy', { id: otherId })
    bench.clock.pass(29_999)
    expect(bench.clipboard.text).toBe(other)
    expect(clearsAt).toBe(bench.clock.now() + 1)
    bench.clock.pass(1)
    await eventually(states).toEqual(['copied', 'copied', 'copied', 'cleared'])
  })

  it('waits as long as the user chose', async () => {
    const { id } = await copied()
    await bench.must('settings.set', { clipboardSeconds: 120 })
    await bench.must('token.copy', { id })
    bench.clock.pass(119_999)
    expect(bench.clipboard.text).not.toBe('')
    bench.clock.pass(1)
    await eventually(() => bench.clipboard.text).toBe('')
  })

  it('clears when asked to, once, and only its own', async () => {
    await copied()
    expect(codeOf(await bench.call('clipboard.clear', null))).toBe('ok')
    expect(bench.clipboard.text).toBe('')
    bench.clipboard.text = 'mine'
    expect(codeOf(await bench.call('clipboard.clear', null))).toBe('ok')
    expect(bench.clipboard.text).toBe('mine')
    bench.clock.pass(60_000)
    expect(states()).toEqual(['copied', 'cleared'])
  })

  it('clears when the app ends', async () => {
    await copied()
    await bench.services.copy.dispose()
    expect(bench.clipboard.text).toBe('')
  })

  it('clears when the vault closes', async () => {
    await copied()
    bench.services.vault.close()
    await eventually(() => bench.clipboard.text).toBe('')
    await eventually(states).toEqual(['copied', 'cleared'])
  })

  it('is not put off by a wall clock that is set back', async () => {
    const { value } = await copied()
    bench.clock.sleep(-3_600_000)
    bench.clock.pass(29_999)
    expect(bench.clipboard.text).toBe(value)
    bench.clock.pass(1)
    await eventually(() => bench.clipboard.text).toBe('')
  })

  it('takes the value off the selection too, and nothing else', async () => {
    const { id, value } = await copied()
    bench.clipboard.selected = value
    bench.clipboard.text = 'a shopping list'
    await bench.must('clipboard.clear', null)
    expect([bench.clipboard.text, bench.clipboard.selected]).toEqual(['a shopping list', ''])
    await bench.must('token.copy', { id })
    bench.clipboard.selected = 'a word'
    await bench.must('clipboard.clear', null)
    expect([bench.clipboard.text, bench.clipboard.selected]).toEqual(['', 'a word'])
  })

  it('waits for a value that is still on its way', async () => {
    bench = await openBench()
    const { id } = await bench.add(secrets.make('tolgee/pat'))
    const board = bench.clipboard
    let arrive: (() => void) | null = null
    board.write = (text) =>
      new Promise((resolve) => {
        arrive = () => {
          board.text = text
          resolve(ok())
        }
      })
    const copying = bench.call('token.copy', { id })
    await eventually(() => arrive).not.toBe(null)
    const cleared = bench.services.copy.dispose()
    arrive!()
    await Promise.all([copying, cleared])
    expect(board.text).toBe('')
  })

  it('takes off what an earlier copy left there when the next one does not arrive', async () => {
    const { id } = await copied()
    const { id: otherId } = await bench.add(secrets.make('tolgee/pat'))
    bench.clipboard.write = () => Promise.resolve(err(appError('clipboard.failed')))
    expect(codeOf(await bench.call('token.copy', { id: otherId }))).toBe('clipboard.failed')
    expect(bench.clipboard.text).toBe('')
    expect(id).not.toBe(otherId)
  })

  it('takes off a value that arrived after the one that was copied later', async () => {
    const { value } = await copied()
    const [first, second] = [secrets.make('tolgee/pat'), secrets.make('tolgee/pat')]
    const tokens = [await bench.add(first), await bench.add(second)]
    const arrivals: (() => void)[] = []
    bench.clipboard.write = (text) =>
      new Promise((resolve) => {
        arrivals.push(() => {
          bench.clipboard.text = text
          resolve(ok())
        })
      })
    const copies = tokens.map(({ id }) => bench.call('token.copy', { id }))
    await eventually(() => arrivals.length).toBe(2)
    for (const arrive of arrivals.toReversed()) arrive()
    await Promise.all(copies)
    expect([first, second]).toContain(bench.clipboard.text)
    expect(bench.clipboard.text).not.toBe(value)
    bench.clock.pass(30_000)
    await eventually(() => bench.clipboard.text).toBe('')
  })

  it('tries again when the app ends what could not be taken off in time', async () => {
    const { value } = await copied()
    bench.clipboard.broken = true
    bench.clock.pass(30_000)
    await eventually(states).toEqual(['copied', 'failed'])
    bench.clipboard.broken = false
    expect(bench.clipboard.text).toBe(value)
    await bench.services.copy.dispose()
    expect(bench.clipboard.text).toBe('')
  })

  it('does not end before what a lock began is done', async () => {
    const { value } = await copied()
    const read = bench.clipboard.read.bind(bench.clipboard)
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    bench.clipboard.read = () => answered.then(read)
    bench.services.vault.lock('user')
    const ended = bench.services.copy.dispose()
    expect(bench.clipboard.text).toBe(value)
    answer()
    await ended
    expect(bench.clipboard.text).toBe('')
  })

  it('says so when the clipboard does not work', async () => {
    const { id } = await copied()
    bench.clipboard.broken = true
    expect(codeOf(await bench.call('token.copy', { id }))).toBe('clipboard.failed')
    expect(states()).toEqual(['copied', 'failed'])
    bench.clipboard.broken = false
    expect(codeOf(await bench.call('token.copy', { id }))).toBe('ok')
  })

  it('refuses a token that is not there, and leaves the clipboard alone', async () => {
    const { id, value } = await copied()
    await bench.must('token.forget', { id })
    await eventually(() => bench.clipboard.text).toBe('')
    expect(codeOf(await bench.call('token.copy', { id }))).toBe('token.not-found')
    expect(JSON.stringify([bench.events, bench.log.lines])).not.toContain(value)
  })
})
