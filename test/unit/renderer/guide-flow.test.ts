import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../../renderer/bridge'
import { createRevokeFlow } from '../../../renderer/feature/guide/revoke-flow'
import { createRotateFlow } from '../../../renderer/feature/guide/rotate-flow'
import { createWords } from '../../../renderer/i18n/intl'
import { englishMessages } from '../../../renderer/i18n/messages'
import { createApp } from '../../../renderer/store/app'
import { PASTE_MAX } from '../../../shared/model/limit'
import { replaceAll } from '../../../renderer/store/tokens'
import { createFakeBridge } from '../../component/fake-bridge'
import { sampleTokens } from '../../component/sample'

const NOW = Date.UTC(2026, 10, 22)

function setUp(label: string) {
  const tokens = sampleTokens(NOW)
  const fake = createFakeBridge({
    tokens,
    vault: 'open',
    now: () => NOW,
    delay: 0,
    theme: 'light',
  })
  const calls = fake.exposed.call as Record<string, (input: unknown) => Promise<unknown>>
  const bridge: Bridge = {
    call: (name, input) => calls[name]!(input) as never,
    on: () => () => undefined,
  }
  const app = createApp({
    bridge,
    words: createWords('en', englishMessages()),
    now: () => NOW,
    after: () => () => undefined,
  })
  app.tokens.setState(replaceAll(tokens.map((token) => token.summary)))
  const id = tokens.find((token) => token.summary.label === label)!.summary.id
  const made = (prefix: string): string[] =>
    fake.log.calls.map((each) => each.name).filter((name) => name.startsWith(prefix))
  return { app, fake, id, made, phase: () => app.token(id)!.phase.name }
}

/** Waits until nothing is under way any more. */
async function settled(flow: {
  store: { getState(): { busy: unknown }; subscribe(run: () => void): () => void }
}): Promise<void> {
  await new Promise<void>((done) => {
    const look = (): boolean => flow.store.getState().busy === null
    if (look()) {
      done()
      return
    }
    const end = flow.store.subscribe(() => {
      if (!look()) return
      end()
      done()
    })
  })
}

const opened = async (parts: ReturnType<typeof setUp>) => {
  const flow = createRotateFlow(parts.app, parts.id)
  await flow.open()
  return flow
}

describe('the rotation in the window', () => {
  it('begins once, though React may ask twice', async () => {
    const parts = setUp('iOS release')
    const flow = createRotateFlow(parts.app, parts.id)
    await Promise.all([flow.open(), flow.open()])
    expect(parts.made('rotation.')).toEqual(['rotation.view', 'rotation.plan', 'rotation.begin'])
    expect(parts.phase()).toBe('rotating')
  })

  it('takes up one that is open', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    expect(parts.made('rotation.')).toEqual(['rotation.view', 'rotation.plan'])
    expect(flow.store.getState().view?.stage).toBe('tested')
  })

  it('leaves nothing behind where it was only looked at', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.close()
    await expect.poll(() => parts.phase()).toBe('idle')
    expect(parts.app.overlay.getState().name).toBe('none')
  })

  it.each(['close', 'left'] as const)(
    'leaves nothing behind where it was gone (%s) before it had begun',
    async (way) => {
      const parts = setUp('iOS release')
      const flow = createRotateFlow(parts.app, parts.id)
      const opening = flow.open()
      flow[way]()
      await opening
      expect(parts.phase()).toBe('idle')
      // and where that took until the main process had begun it
      const late = createRotateFlow(parts.app, parts.id)
      const begun = late.open()
      await Promise.resolve()
      await expect.poll(() => parts.phase()).toBe('rotating')
      late[way]()
      await begun
      await expect.poll(() => parts.phase()).toBe('idle')
    },
  )

  it('tells while a value is held that is stored nowhere', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('a value that is full')
    await settled(flow)
    expect(parts.app.closing.getState().unsaved).toEqual([parts.id])
    flow.close()
    expect(parts.app.closing.getState().unsaved).toEqual([parts.id])
    await flow.open()
    flow.retry()
    await settled(flow)
    expect(parts.app.closing.getState().unsaved).toEqual([])
  })

  it.each(['touch', 'later', 'send'] as const)('stays open after %s', async (act) => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    if (act === 'send') flow.send('a value that is dead')
    else flow[act]()
    await settled(flow)
    if (act !== 'later') flow.close()
    await flow.open()
    expect(parts.made('rotation.cancel')).toEqual([])
    expect(parts.phase()).toBe('rotating')
  })

  it('keeps no pasted text, and sends it once', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('the new value')
    flow.send('another one meanwhile')
    await settled(flow)
    expect(parts.made('rotation.submit')).toHaveLength(1)
    expect(JSON.stringify(flow.store.getState())).not.toContain('the new value')
    expect(flow.store.getState().view?.stage).toBe('tested')
  })

  it('sends no more of a text than it takes to refuse it for its length', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('x'.repeat(3 * 1024 * 1024))
    await settled(flow)
    const sent = parts.fake.log.calls.find(({ name }) => name === 'rotation.submit')
    expect((sent?.input as { text: string }).text).toHaveLength(PASTE_MAX + 1)
  })

  it('says why a value was refused, and is ready for the next', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('the same')
    await settled(flow)
    expect(flow.store.getState().refused).toMatchObject({
      work: 'submit',
      error: { code: 'rotation.same-secret' },
    })
    flow.send('a new one')
    await settled(flow)
    expect(flow.store.getState().refused).toBeNull()
  })

  it('asks before another value takes the place of a stored one', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    flow.send('another value')
    await settled(flow)
    expect(flow.store.getState()).toMatchObject({ replacing: true, refused: null })
    // while that is asked, nothing more is taken
    flow.send('a third one')
    flow.keep()
    await settled(flow)
    expect(flow.store.getState().replacing).toBe(false)
    expect(parts.made('rotation.')).toEqual([
      ...['rotation.view', 'rotation.plan', 'rotation.submit', 'rotation.view', 'rotation.keep'],
    ])
    flow.send('another value')
    await settled(flow)
    flow.replace()
    await settled(flow)
    expect(flow.store.getState()).toMatchObject({ replacing: false, view: { stage: 'tested' } })
    const last = parts.fake.log.calls.filter(({ name }) => name === 'rotation.submit').at(-1)
    expect(last?.input).toEqual({ id: parts.id, text: null, replace: true })
    expect(JSON.stringify(flow.store.getState())).not.toContain('another value')
  })

  it.each(['later', 'close'] as const)('takes %s for a no', async (way) => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    flow.send('another value')
    await settled(flow)
    flow[way]()
    expect(parts.made('rotation.').at(-1)).toBe('rotation.keep')
  })

  it('shows a value that could not be stored, and stores it without a paste', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('the disk is full')
    await settled(flow)
    expect(flow.store.getState()).toMatchObject({
      view: { unstoredHint: '••••full' },
      refused: { work: 'submit', error: { code: 'vault.no-space' } },
    })
    flow.retry()
    await settled(flow)
    expect(flow.store.getState()).toMatchObject({ refused: null, view: { unstoredHint: null } })
  })

  it('goes back to the old value, or ends without proof and says so', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    parts.app.act.openOverlay({ name: 'rotate', id: parts.id })
    await flow.promote()
    expect(await flow.move('back', {})).toBe(true)
    expect(flow.store.getState().view?.stage).toBe('tested')
    await flow.promote()
    await flow.finish()
    expect(parts.phase()).toBe('idle')
    expect(parts.app.overlay.getState().name).toBe('none')
    expect(parts.app.toaster.store.getState().toasts.map((toast) => toast.message)).toEqual([
      'guide.finished',
    ])
  })

  it('asks about a stored value again without making it current', async () => {
    const parts = setUp('iOS release')
    const flow = await opened(parts)
    flow.send('a value that is dead')
    await settled(flow)
    expect(await flow.move('test', {})).toBe(true)
    expect(flow.store.getState()).toMatchObject({ busy: null, view: { stage: 'tested' } })
    expect(parts.made('rotation.promote')).toEqual([])
  })

  it('looks again where the new value was not confirmed', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    parts.fake.failing.set('rotation.promote', 'rotation.not-proved')
    expect(await flow.promote()).toBe(false)
    expect(parts.made('rotation.view')).toHaveLength(2)
    expect(flow.store.getState()).toMatchObject({
      busy: null,
      refused: { work: 'promote', error: { code: 'rotation.not-proved' } },
    })
  })

  it('is done when the old value is refused, and not before', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    await flow.promote()
    await flow.move('prove', {})
    expect(flow.store.getState().view).toMatchObject({
      stage: 'promoted',
      previousCheck: { verdict: 'valid' },
    })
    await flow.move('prove', {})
    expect(flow.store.getState().view?.stage).toBe('done')
    expect(parts.phase()).toBe('idle')
  })

  it('cancels, says so and closes', async () => {
    const parts = setUp('docs preview')
    const flow = await opened(parts)
    parts.app.act.openOverlay({ name: 'rotate', id: parts.id })
    await flow.cancel()
    expect(parts.phase()).toBe('idle')
    expect(parts.app.overlay.getState().name).toBe('none')
    expect(parts.app.toaster.store.getState().toasts.map((toast) => toast.message)).toEqual([
      'guide.cancelled',
    ])
  })
})

describe('the revocation in the window', () => {
  it('begins with the first thing that is done about it', async () => {
    const parts = setUp('iOS release')
    const flow = createRevokeFlow(parts.app, parts.id)
    expect(parts.made('revocation.')).toEqual([])
    flow.prove()
    await settled(flow)
    expect(parts.made('revocation.')).toEqual(['revocation.begin', 'revocation.prove'])
    expect(parts.phase()).toBe('revoking')
    expect(flow.store.getState().check?.verdict).toBe('valid')
    flow.prove()
    await settled(flow)
    expect(parts.phase()).toBe('revoked')
  })

  it('goes back to where it was', async () => {
    const parts = setUp('old plugin')
    const flow = createRevokeFlow(parts.app, parts.id)
    flow.cancel()
    await settled(flow)
    expect(parts.phase()).toBe('idle')
  })

  it('shows a failure and asks no further', async () => {
    const parts = setUp('iOS release')
    const flow = createRevokeFlow(parts.app, parts.id)
    parts.fake.failing.set('revocation.begin', 'vault.read-only')
    flow.prove()
    await settled(flow)
    expect(flow.store.getState().refused?.code).toBe('vault.read-only')
    expect(parts.made('revocation.prove')).toEqual([])
  })
})
