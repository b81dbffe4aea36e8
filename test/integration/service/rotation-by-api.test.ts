import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
  it('is rotated with nobody’s hands', async () => {
    const account = 'Acme'
    await world.add(bench, 'lokalise/api-token', { account })
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    // known for longer than a new one needs to be accepted
    clock.pass(86_400_000)
    const [plan] = await bench.must('rotation.plan', { ids: [token.id] })
    expect(plan).toMatchObject({ mode: 'automatic', modes: ['automatic', 'guided'] })
    await bench.must('rotation.begin', { id: token.id, mode: 'automatic', graceMs: 0 })
    const asked = await seeThrough(bench, token.id, {})
    expect([...new Set(asked)]).toEqual(['start', 'activation'])
    const live = simulators.lokalise.live('lokalise/sdk-token')
    expect(live).toHaveLength(1)
    expect(live[0]?.secret).not.toBe(issued.secret)
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(live[0]?.secret)
    // nobody asked for its last act, and still the proof is told
    const told = bench.told('rotation.moved').map(({ rotation }) => rotation)
    const end = told.findIndex((rotation) => rotation?.stage === 'done')
    expect(told[end]).toMatchObject({ act: null, previousCheck: { verdict: 'rejected' } })
    expect(told[end + 1]).toBeNull()
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
