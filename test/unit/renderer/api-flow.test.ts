import { describe, expect, test } from 'vitest'
import { createRevokeFlow } from '../../../renderer/feature/guide/revoke-flow'
import { createRotateFlow } from '../../../renderer/feature/guide/rotate-flow'
import { start } from '../../../renderer/store/start'
import { eventually } from '../../helper/eventually'
import { loadedHarness, type Harness } from './harness'
import { rotationView } from './rotation-view'

/** The window with its ears open, and the dialog of one token. */
async function opened(label: string) {
  const harness = loadedHarness()
  start(harness.app)
  const { id } = harness.token(label)
  const flow = createRotateFlow(harness.app, id)
  await flow.open()
  return { ...harness, id, flow, calls: callsOf(harness) }
}

const callsOf =
  ({ fake }: Harness) =>
  (name: string) =>
    fake.log.calls.filter((call) => call.name === name).map((call) => call.input)

describe('a rotation by API in the window', () => {
  test('is planned before anything begins, and leaves nothing behind where it was only looked at', async () => {
    const { flow, calls, app, id } = await opened('website-ci')
    expect(flow.store.getState()).toMatchObject({ view: null, chosen: { mode: 'signed-in' } })
    flow.close()
    expect(calls('rotation.begin')).toEqual([])
    expect(app.token(id)?.phase.name).toBe('idle')
  })

  test('begins as chosen and goes on by itself to the grace period', async () => {
    const { flow, calls, id } = await opened('OTA, Android')
    const [, second] = flow.store.getState().plan?.managers ?? []
    flow.choose({ graceMs: 3_600_000, manager: second ?? null })
    await flow.begin()
    expect(calls('rotation.begin')).toEqual([
      { id, mode: 'automatic', graceMs: 3_600_000, manager: second },
    ])
    expect(calls('rotation.start')).toHaveLength(1)
    await eventually(() => flow.store.getState().view?.waiting?.need).toBe('grace')
    await flow.move('revoke', {})
    await eventually(() => flow.store.getState().view?.stage).toBe('done')
    // what was done stays to be read, though nothing is open any more
    flow.store.getState()
    expect(flow.store.getState().over).toBe(false)
  })

  test('begins once, however often it is asked to', async () => {
    const { flow, calls } = await opened('OTA, Android')
    await Promise.all([flow.begin(), flow.begin()])
    expect(calls('rotation.begin')).toHaveLength(1)
  })

  test('says that it could not begin, and can be asked again', async () => {
    const { flow, fake } = await opened('OTA, Android')
    fake.failing.set('rotation.begin', 'rotation.no-way')
    await flow.begin()
    expect(flow.store.getState()).toMatchObject({
      view: null,
      busy: null,
      refused: { work: 'begin', error: { code: 'rotation.no-way' } },
    })
    fake.failing.clear()
    await flow.begin()
    expect(flow.store.getState()).toMatchObject({ refused: null, view: { mode: 'automatic' } })
  })

  test('goes on in the browser, and by API again', async () => {
    const { flow, calls } = await opened('website-ci')
    await flow.begin()
    expect(flow.store.getState().view?.waiting?.need).toBe('sign-in')
    await flow.setMode('guided')
    expect(calls('rotation.start')).toHaveLength(1)
    await flow.setMode('signed-in')
    expect(calls('rotation.start')).toHaveLength(2)
    expect(flow.store.getState().view?.waiting?.need).toBe('sign-in')
    flow.close()
    expect(calls('rotation.cancel')).toEqual([])
  })

  test('follows what the main process tells, as long as the dialog is there', async () => {
    const { flow, fake, id } = await opened('website-ci')
    await flow.begin()
    const rotation = rotationView({ mode: 'signed-in', stage: 'creating', act: 'create' })
    fake.fake.announce('rotation.moved', { id, rotation })
    expect(flow.store.getState().view?.act).toBe('create')
    fake.fake.announce('rotation.moved', { id, rotation: null })
    expect(flow.store.getState()).toMatchObject({ view: null, over: true })
    flow.left()
    fake.fake.announce('rotation.moved', { id, rotation })
    expect(flow.store.getState().view).toBeNull()
  })

  test('keeps what is done in view when nothing is open any more', async () => {
    const { flow, fake, id } = await opened('website-ci')
    await flow.begin()
    fake.fake.announce('rotation.moved', { id, rotation: rotationView({ stage: 'done' }) })
    fake.fake.announce('rotation.moved', { id, rotation: null })
    expect(flow.store.getState()).toMatchObject({ over: false, view: { stage: 'done' } })
  })

  test('by hand is begun in the main process with the first thing that is done about it', async () => {
    const { flow, calls } = await opened('iOS release')
    expect(flow.store.getState().view?.stage).toBe('planned')
    flow.touch()
    await eventually(() => flow.store.getState().view?.stage).toBe('creating')
    flow.touch()
    expect(calls('rotation.start')).toHaveLength(1)
  })
})

describe('a revocation by API in the window', () => {
  test('is one confirmation away, and ends with what the platform says', async () => {
    const harness = loadedHarness()
    start(harness.app)
    const { id } = harness.token('OTA, Android')
    const flow = createRevokeFlow(harness.app, id)
    await flow.open()
    expect(flow.store.getState()).toMatchObject({ ready: true, mode: 'automatic' })
    expect(callsOf(harness)('revocation.begin')).toEqual([])
    flow.run()
    await eventually(() => harness.app.token(id)?.phase.name).toBe('revoked')
    expect(callsOf(harness)('revocation.begin')).toMatchObject([{ id, mode: 'automatic' }])
    expect(harness.app.rotations.getState().revocations.has(id)).toBe(false)
  })

  test('waits for a sign-in, or goes on in the browser', async () => {
    const harness = loadedHarness()
    const { id } = harness.token('website-ci')
    start(harness.app)
    const flow = createRevokeFlow(harness.app, id)
    await flow.open()
    const view = () => harness.app.rotations.getState().revocations.get(id)
    flow.run()
    await eventually(() => view()?.waiting?.need).toBe('sign-in')
    await eventually(() => flow.store.getState().busy).toBeNull()
    flow.start('guided')
    await eventually(() => view()?.mode).toBe('guided')
  })
})

describe('what is open', () => {
  test('is asked for once the list is here, and told as it moves', async () => {
    const { app, fake, token } = loadedHarness()
    const { id } = token('docs preview')
    start(app)
    const known = () => app.rotations.getState().rotations.get(id)
    await eventually(() => known()?.stage).toBe('tested')
    fake.fake.announce('rotation.moved', { id, rotation: rotationView({ stage: 'promoted' }) })
    expect(known()?.stage).toBe('promoted')
    fake.fake.announce('rotation.moved', { id, rotation: null })
    expect(known()).toBeUndefined()
  })
})
