import { describe, expect, test } from 'vitest'
import { statusOf } from '../../../shared/model/vault'
import { start } from '../../../renderer/store/start'
import { eventually } from '../../helper/eventually'
import { createHarness, labels, words } from './harness'

describe('the start of the window', () => {
  test('asks for all at once and shows the list', async () => {
    const { app, fake } = createHarness()
    const stop = start(app)
    await eventually(() => labels(app).length).toBe(17)
    const asked = fake.log.calls.map((call) => call.name)
    expect([...asked].sort()).toEqual([
      'app.info',
      'platform.list',
      'rotation.open',
      'settings.get',
      'token.list',
      'vault.status',
    ])
    expect(app.session.getState().settings?.theme).toBe('system')
    stop()
  })

  test('waits for a vault that opens later, without a word of failure', async () => {
    const { app, fake } = createHarness()
    fake.failing.set('token.list', 'vault.not-open')
    fake.failing.set('settings.get', 'vault.not-open')
    const stop = start(app)
    await eventually(() => fake.log.calls.length).toBe(5)
    fake.failing.clear()
    fake.fake.announce('vault.changed', statusOf('opening'))
    fake.fake.announce('vault.changed', statusOf('open'))
    await eventually(() => labels(app).length).toBe(17)
    expect(app.toaster.store.getState().toasts).toEqual([])
    stop()
  })

  test('asks once for a list that waits for the vault to open', async () => {
    const { app, fake } = createHarness()
    const stop = start(app)
    fake.fake.announce('vault.changed', statusOf('opening'))
    fake.fake.announce('vault.changed', statusOf('open'))
    await eventually(() => labels(app).length).toBe(17)
    expect(fake.log.calls.filter((call) => call.name === 'token.list')).toHaveLength(1)
    // another vault took its place
    fake.fake.announce('vault.changed', statusOf('opening'))
    fake.fake.announce('vault.changed', statusOf('open'))
    await eventually(() => fake.log.calls.filter((call) => call.name === 'token.list').length).toBe(
      2,
    )
    stop()
  })

  test.each(['vault.status', 'settings.get', 'platform.list', 'app.info'] as const)(
    'says it when %s fails',
    async (name) => {
      const { app, fake } = createHarness()
      fake.failing.set(name, 'internal')
      const stop = start(app)
      await eventually(() =>
        app.toaster.store.getState().toasts.map((each) => each.message),
      ).toEqual(['error.internal'])
      stop()
    },
  )

  test('tells relative times anew every minute', () => {
    const { app, clock } = createHarness()
    const stop = start(app)
    const before = app.session.getState().minute
    clock.pass(60_000)
    expect(app.session.getState().minute).toBeGreaterThan(before)
    stop()
    const last = app.session.getState().minute
    clock.pass(600_000)
    expect(app.session.getState().minute).toBe(last)
  })

  test('takes a single change over at once, and a flood in batches', async () => {
    const { app, fake, token, clock } = createHarness()
    const stop = start(app)
    await eventually(() => labels(app).length).toBe(17)
    let rounds = 0
    const end = app.tokens.subscribe(() => (rounds += 1))
    fake.fake.update(token('Laptop').id, { label: 'a0' })
    expect(labels(app)).toContain('a0')
    for (let index = 1; index <= 50; index += 1)
      fake.fake.update(token(`a${index - 1}`).id, { label: `a${index}` })
    clock.pass(100)
    expect(labels(app)).toContain('a50')
    // eight at once, the other 43 together
    expect(rounds).toBe(9)
    end()
    stop()
  })

  test('leads from a reminder to all that it may be about, thirty days ahead', async () => {
    const { app, fake, clock, token } = createHarness()
    const stop = start(app)
    await eventually(() => labels(app).length).toBe(17)
    const at = clock.now() + 20 * 86_400_000
    const { id } = token('Laptop')
    fake.fake.update(id, { expiry: { known: 'date', at, source: 'platform' } })
    fake.fake.announce('reminder.due', { count: 1 })
    const [toast] = app.toaster.store.getState().toasts
    expect(words.t(toast?.message ?? 'app.name', toast?.values)).toBe(
      '1 token expires or is due soon',
    )
    toast?.action?.run()
    expect(labels(app)).toContain('Laptop')
    stop()
  })

  test('shows what was forgotten and brought back within one batch', async () => {
    const { app, fake, token, clock } = createHarness()
    const stop = start(app)
    await eventually(() => labels(app).length).toBe(17)
    const { id } = token('Laptop')
    for (let count = 0; count < 10; count += 1) fake.fake.update(id, { label: `Laptop ${count}` })
    await app.act.forget(id)
    await app.act.undoForget()
    clock.pass(100)
    expect(labels(app)).toContain('Laptop 9')
    stop()
  })

  test('shows a token that a notification names, whatever is filtered', async () => {
    const { app, fake, token } = createHarness()
    const stop = start(app)
    await eventually(() => labels(app).length).toBe(17)
    app.act.look({ query: 'nothing fits this' })
    fake.fake.announce('token.open', { id: token('Laptop').id })
    expect(app.view.getState()).toMatchObject({
      query: '',
      scope: 'all',
      active: token('Laptop').id,
    })
    stop()
  })
})
