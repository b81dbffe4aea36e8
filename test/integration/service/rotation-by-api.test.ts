import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isDead } from '../../../shared/model/verdict-list'
import type { Simulators } from '../../simulator'
import { seeThrough } from '../../helper/rotation/person'
import { openWorld, simulatorsOn, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'

const clock = sleepyClock()
let simulators: Simulators
let world: World
let bench: Bench

beforeAll(async () => {
  simulators = await simulatorsOn(clock)
})
beforeEach(async () => {
  simulators.reset()
  world = openWorld(simulators, clock)
  bench = await world.open()
})
afterEach(async () => {
  bench.services.vault.close()
  await world.close()
})
afterAll(() => simulators.close())

describe('a Lokalise SDK token', () => {
  it.each([86_400_000, 0])('is rotated with nobody’s hands, %s ms after it came', async (age) => {
    const account = 'Acme'
    await world.add(bench, 'lokalise/api-token', { account })
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    // also one that is younger here than a new one needs to be accepted
    clock.pass(age)
    const [plan] = await bench.must('rotation.plan', { ids: [token.id] })
    expect(plan).toMatchObject({ mode: 'automatic', modes: ['automatic', 'guided'] })
    // its platform gives such tokens no names
    expect(plan?.remoteName).toBe('')
    await bench.must('rotation.begin', { id: token.id, mode: 'automatic', graceMs: 0 })
    const asked = await seeThrough(bench, token.id, {})
    expect([...new Set(asked)]).toEqual(['start', 'activation'])
    const live = simulators.lokalise.live('lokalise/sdk-token')
    expect(live).toHaveLength(1)
    expect(live[0]?.secret).not.toBe(issued.secret)
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(live[0]?.secret)
    // the window is shown the proof before it hears that nothing is open any more
    const told = bench.told('rotation.moved').map(({ rotation }) => rotation)
    expect(told.at(-1)).toBeNull()
    const end = told.filter((each) => each !== null).at(-1)
    expect(end).toMatchObject({ stage: 'done', act: null, waiting: null, remoteName: '' })
    expect(isDead(end?.previousCheck?.verdict ?? 'valid')).toBe(true)
  })

  it('waits until the places that use it are ticked off, and then goes on by itself', async () => {
    const account = 'Acme'
    await world.add(bench, 'lokalise/api-token', { account })
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    const { id } = token
    // known for longer than a new one needs to be accepted
    clock.pass(86_400_000)
    await bench.must('destination.add', { id, texts: ['Android app', 'iOS app', 'Test device'] })
    const placesOf = async () => (await bench.must('token.details', { id })).destinations
    const [android, ios, device] = await placesOf()
    if (!android || !ios || !device) throw new Error('Three places were added')
    await bench.must('rotation.begin', { id, mode: 'automatic', graceMs: 0 })
    await seeThrough(bench, id, { stopsAt: 'delivery' })
    const held = await bench.must('rotation.view', { id })
    expect(held).toMatchObject({ stage: 'promoted', waiting: { need: 'delivery', until: null } })
    const alive = () => simulators.lokalise.live('lokalise/sdk-token').map((each) => each.secret)
    for (const { id: destination } of [android, ios]) {
      await bench.must('destination.tick', { id, destination, done: true })
      await seeThrough(bench, id, { stopsAt: 'delivery' })
      expect(alive()).toContain(issued.secret)
    }
    // the last one: not ticked off, but not used any more
    await bench.must('destination.remove', { id, destination: device.id })
    expect(await seeThrough(bench, id, {})).toEqual([])
    expect(alive()).toHaveLength(1)
    expect(alive()).not.toContain(issued.secret)
    expect((await placesOf()).map((each) => each.updatedAt)).toEqual([clock.now(), clock.now()])
  })
})

describe.each(['tolgee/pat', 'tolgee/pak', 'phrase/strings-token'] as const)('a %s', (kind) => {
  it.each([false, true])('is rotated with one sign-in (codes: %s)', async (secondFactor) => {
    const expiresAt = clock.now() + 30 * 86_400_000
    const { token, issued } = await world.add(bench, kind, { expiresAt })
    const simulator = kind.startsWith('tolgee') ? simulators.tolgee : simulators.phrase
    const signIn = simulator.signIn(issued.account.name, { secondFactor })
    await bench.must('rotation.begin', { id: token.id, mode: 'signed-in', graceMs: 0 })
    const asked = await seeThrough(bench, token.id, { signIn })
    expect(asked.slice(0, 2)).toEqual(['start', 'sign-in'])
    const live = simulator.live(kind)
    expect(live).toHaveLength(1)
    expect(live[0]?.secret).not.toBe(issued.secret)
    expect(live[0]?.scopes).toEqual(issued.scopes)
    expect(live[0]?.expiresAt).toBeGreaterThan(clock.now() + 29 * 86_400_000)
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(live[0]?.secret)
  })
})
