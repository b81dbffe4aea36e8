import { describe, expect, test } from 'vitest'
import { findCommand } from '../../../renderer/command/commands'
import { start } from '../../../renderer/store/start'
import { eventually } from '../../helper/eventually'
import type { TokenId } from '../../../shared/model/token'
import { createHarness, labels, words, type Harness } from './harness'

async function running(): Promise<Harness & { stop: () => void }> {
  const harness = createHarness()
  const stop = start(harness.app)
  await eventually(() => labels(harness.app).length).toBe(17)
  return { ...harness, stop }
}

const toasts = ({ app }: Harness): string[] =>
  app.toaster.store.getState().toasts.map((toast) => toast.message)

describe('copying', () => {
  test('shows until when the secret lies on the clipboard', async () => {
    const harness = await running()
    const { app, token, clock } = harness
    const { id } = token('Laptop')
    await app.act.copy(id)
    expect(app.clipboard.getState().clip).toMatchObject({
      token: id,
      clearsAt: clock.now() + 30_000,
    })
    expect(toasts(harness)).toEqual(['toast.copied'])
    clock.pass(30_000)
    expect(toasts(harness)).toEqual([])
    harness.stop()
  })

  test('ends with the clearing, whoever asked for it', async () => {
    const harness = await running()
    const { app, token } = harness
    await app.act.copy(token('Laptop').id)
    await app.act.clearClipboard()
    expect(app.clipboard.getState().clip).toBeNull()
    expect(toasts(harness)).toEqual([])
    harness.stop()
  })

  test('says so when it fails', async () => {
    const harness = await running()
    harness.fake.failing.set('token.copy', 'clipboard.failed')
    await harness.app.act.copy(harness.token('Laptop').id)
    expect(toasts(harness)).toEqual(['error.clipboard.failed'])
    expect(harness.app.clipboard.getState().clip).toBeNull()
    harness.stop()
  })
})

describe('opening', () => {
  test('with the recovery key leads on to another password, with a PIN to nothing', async () => {
    const harness = createHarness({ vault: 'locked' })
    const { app } = harness
    expect(await app.act.unlock({ by: 'pin', pin: '314159' })).toBeNull()
    expect(toasts(harness)).toEqual([])
    expect(await app.act.unlock({ by: 'recovery', key: 'wrong' })).not.toBeNull()
    expect(toasts(harness)).toEqual([])
    expect(await app.act.unlock({ by: 'recovery', key: 'nine groups' })).toBeNull()
    expect(toasts(harness)).toEqual(['toast.recovered'])
    app.toaster.store.getState().toasts[0]?.action?.run()
    expect(app.overlay.getState().name).toBe('vault')
  })
})

describe('looking elsewhere', () => {
  const active = ({ app }: Harness) => app.view.getState().active

  test('keeps the choice while it is in the list, and drops it with the list', async () => {
    const harness = await running()
    const { app, token } = harness
    const { id } = token('Laptop')
    app.act.select(id, true)
    app.act.look({ scope: 'service:tolgee' })
    app.act.look({ query: 'laptop', grouped: false })
    expect(active(harness)).toBe(id)
    app.act.look({ query: 'laptopx' })
    expect(active(harness)).toBeNull()
    expect(app.view.getState().detailsOpen).toBe(false)
    expect(findCommand('token.forget')?.enabled(app)).toBe(false)
    harness.stop()
  })

  test('does not happen by a change of the token, nor by showing one', async () => {
    const harness = await running()
    const { app, token, clock } = harness
    const { id } = token('web app, production')
    app.act.look({ scope: 'unchecked' })
    app.act.select(id)
    await app.act.check(id)
    clock.pass(100)
    expect(labels(app)).toEqual(['OTA, Android'])
    app.act.look({ sort: 'due' })
    expect(active(harness)).toBe(id)
    app.act.reveal(token('Laptop').id)
    expect(active(harness)).toBe(token('Laptop').id)
    expect(labels(app)).toContain('Laptop')
    harness.stop()
  })

  test('does not bring back into view what an undo brings back', async () => {
    const harness = await running()
    const { app, token } = harness
    const { id } = token('Laptop')
    await app.act.forget(id)
    app.act.look({ scope: 'service:locize' })
    await app.act.undoForget()
    expect(active(harness)).toBeNull()
    harness.stop()
  })
})

describe('forgetting', () => {
  test('goes on to the next token, and can be undone', async () => {
    const harness = await running()
    const { app, token } = harness
    const { id } = token('API token 2')
    app.act.select(id)
    await app.act.forget(id)
    expect(labels(app)).not.toContain('API token 2')
    expect(app.token(app.view.getState().active)?.label).toBe('API token 10')
    expect(app.act.canUndo()).toBe(true)
    await app.act.undoForget()
    expect(labels(app)).toContain('API token 2')
    expect(app.view.getState().active).toBe(id)
    expect(app.act.canUndo()).toBe(false)
    harness.stop()
  })

  test('cannot be undone for ever', async () => {
    const harness = await running()
    await harness.app.act.forget(harness.token('Laptop').id)
    harness.clock.pass(21_000)
    expect(harness.app.act.canUndo()).toBe(false)
    expect(toasts(harness)).toEqual([])
    harness.stop()
  })
})

describe('an undo that fails', () => {
  const last = ({ app }: Harness) => app.toaster.store.getState().toasts.at(-1)

  async function failed(): Promise<Harness & { stop: () => void; id: TokenId }> {
    const harness = await running()
    const { id } = harness.token('Laptop')
    await harness.app.act.forget(id)
    harness.fake.failing.set('token.restore', 'vault.no-space')
    await harness.app.act.undoForget()
    return { ...harness, id }
  }

  test('says why, and can be tried again for as long as it takes', async () => {
    const harness = await failed()
    const { app, fake, clock, id } = harness
    expect(last(harness)).toMatchObject({ key: `forgotten-${id}`, until: null })
    expect(words.t('toast.not-restored', last(harness)?.values)).toContain('disk is full')
    clock.pass(60_000)
    expect(app.act.canUndo()).toBe(true)
    fake.failing.clear()
    last(harness)?.action?.run()
    await eventually(() => labels(app)).toContain('Laptop')
    expect(toasts(harness)).toEqual([])
    expect(app.act.canUndo()).toBe(false)
    harness.stop()
  })

  test('is over when the main process has brought it back by itself', async () => {
    const harness = await failed()
    const { app, fake, id } = harness
    fake.failing.clear()
    await app.env.bridge.call('token.restore', { id })
    await eventually(() => labels(app)).toContain('Laptop')
    expect(toasts(harness)).toEqual([])
    expect(app.act.canUndo()).toBe(false)
    harness.stop()
  })

  test('for good leaves nothing to press', async () => {
    const harness = await failed()
    harness.fake.failing.set('token.restore', 'token.not-found')
    await harness.app.act.undoForget()
    expect(toasts(harness)).toEqual(['error.token.not-found'])
    expect(harness.app.act.canUndo()).toBe(false)
    harness.stop()
  })

  test('is one call, however often the key is pressed', async () => {
    const harness = await running()
    await harness.app.act.forget(harness.token('Laptop').id)
    await Promise.all([harness.app.act.undoForget(), harness.app.act.undoForget()])
    expect(toasts(harness)).toEqual([])
    expect(labels(harness.app)).toContain('Laptop')
    harness.stop()
  })
})

describe('editing', () => {
  test('names the version that was seen, and takes the answer over', async () => {
    const harness = await running()
    const { app, token, fake } = harness
    await app.act.edit(token('Laptop').id, { label: 'Desk' })
    expect(fake.log.calls.at(-1)?.input).toMatchObject({ version: 1, label: 'Desk' })
    expect(labels(app)).toContain('Desk')
    harness.stop()
  })

  test('of something that changed meanwhile is refused with words', async () => {
    const harness = await running()
    const { app, token, fake } = harness
    const { id } = token('Laptop')
    const seen = app.token(id)
    fake.fake.tokens.set(id, { ...fake.fake.tokens.get(id)!, summary: { ...seen!, version: 9 } })
    expect(await app.act.edit(id, { label: 'Desk' })).toBeNull()
    expect(toasts(harness)).toEqual(['error.token.changed-elsewhere'])
    harness.stop()
  })
})

describe('checking', () => {
  test('marks the token while its platform is asked', async () => {
    const harness = await running()
    const { app, token, clock } = harness
    const { id } = token('web app, production')
    const asked = app.act.check(id)
    expect(app.checks.getState().busy.has(id)).toBe(true)
    await asked
    expect(app.checks.getState().busy.has(id)).toBe(false)
    clock.pass(100)
    expect(app.token(id)?.check?.verdict).toBe('valid')
    harness.stop()
  })

  test('of all runs to its end and shows it', async () => {
    const harness = await running()
    const { app } = harness
    await app.act.checkMany(null)
    await eventually(() => app.checks.getState().run?.state).toBe('finished')
    expect(app.checks.getState().run).toMatchObject({ done: 17, total: 17 })
    app.act.dismissRun()
    expect(app.checks.getState().run).toBeNull()
    harness.stop()
  })

  test('of all can be stopped', async () => {
    const harness = await running()
    const { app } = harness
    await app.act.checkMany(null)
    await app.act.cancelCheck()
    await eventually(() => app.checks.getState().run?.state).toBe('cancelled')
    harness.stop()
  })
})

describe('a vault that stays shut', () => {
  test('says so after every try', async () => {
    const harness = createHarness({ vault: 'no-keychain' })
    const { app, clock } = harness
    const stop = start(app)
    await eventually(() => app.session.getState().vault?.state).toBe('no-keychain')
    await app.act.retryVault()
    expect(toasts(harness)).toEqual(['toast.still-shut'])
    clock.pass(6_000)
    expect(toasts(harness)).toEqual([])
    stop()
  })
})
