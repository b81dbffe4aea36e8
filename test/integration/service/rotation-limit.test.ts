import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { eventually } from '../../helper/eventually'
import { needOf, viewOf } from '../../helper/rotation/need'
import { openWorld, simulatorsOn, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import type { Simulators } from '../../simulator'
import type { IssueOptions } from '../../simulator/types'

const HOUR = 3_600_000
const DAY = 24 * HOUR
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

const view = (id: TokenId) => viewOf(bench, id)
const need = (id: TokenId) => needOf(bench, id)
const signIn = (id: TokenId) => {
  const { username, password } = simulators.phrase.signIn('Ann')
  return bench.must('session.signIn', { id, username, password, code: null })
}
/** When the platform ends a value; null: never. */
const endOf = (secret: string) =>
  simulators.phrase.tokens.find((each) => each.secret === secret)?.expiresAt
const isAlive = (secret: string) => simulators.phrase.live().some((each) => each.secret === secret)
const expiryOf = (id: TokenId) => bench.services.index.find(id)?.overview.expiry

async function started(graceMs: number | null, options: IssueOptions = {}) {
  const { token, issued } = await world.add(bench, 'phrase/strings-token', {
    account: 'Ann',
    ...options,
  })
  const { id } = token
  await bench.must('rotation.begin', { id, mode: 'signed-in', graceMs })
  await bench.must('rotation.start', { id })
  return { id, old: issued.secret }
}

/** A rotation whose old value the platform was told to end. */
async function limited(graceMs = HOUR) {
  const parts = await started(graceMs)
  await signIn(parts.id)
  await eventually(async () => (await view(parts.id))?.limitedTo).toBe(clock.now() + graceMs)
  await eventually(() => need(parts.id)).toBe('grace')
  return parts
}

describe('an old value that its platform is told to end', () => {
  it('ends no later than it did before', async () => {
    const ownEnd = clock.now() + DAY
    const { id, old } = await started(7 * DAY, { expiresAt: ownEnd })
    await signIn(id)
    await eventually(() => need(id)).toBe('grace')
    await eventually(async () => (await view(id))?.limitedTo).toBe(ownEnd)
    expect(endOf(old)).toBe(ownEnd)
  })

  it('is left alone while the new one does not work', async () => {
    const { id, old } = await started(HOUR)
    await bench.must('destination.add', { id, texts: ['CI'] })
    await signIn(id)
    await eventually(() => need(id)).toBe('delivery')
    simulators.phrase.revoke((await bench.must('token.reveal', { id })).secret)
    await bench.must('rotation.deliver', { id })
    await eventually(() => need(id)).toBe('grace')
    expect((await view(id))?.limitedTo).toBeNull()
    expect(endOf(old)).toBeNull()
  })

  it('ends with a grace that was made longer or open, once somebody is signed in', async () => {
    const { id, old } = await limited()
    const told = clock.now() + HOUR
    await bench.must('rotation.setGrace', { id, graceMs: null })
    await eventually(() => endOf(old)).toBeNull()
    await eventually(async () => (await view(id))?.limitedTo).toBeNull()
    await bench.must('rotation.setGrace', { id, graceMs: HOUR })
    await eventually(async () => (await view(id))?.limitedTo).toBe(told)
    await bench.must('session.end', { id })
    await bench.must('rotation.setGrace', { id, graceMs: DAY })
    // it says what the platform was told until that takes another word
    await eventually(() => need(id)).toBe('sign-in')
    expect(await view(id)).toMatchObject({ limitedTo: told, waiting: { until: told } })
    await signIn(id)
    await eventually(() => need(id)).toBe('grace')
    expect((await view(id))?.limitedTo).toBe(told + DAY - HOUR)
    expect(Math.abs((endOf(old) ?? 0) - (told + DAY - HOUR))).toBeLessThan(1000)
  })

  it('is asked about until it is dead, by whose clock ever', async () => {
    const { id, old } = await limited()
    const end = endOf(old) ?? 0
    simulators.phrase.setExpiry(old, end + 12_000)
    await bench.must('session.end', { id })
    clock.pass(HOUR)
    await eventually(() => need(id)).toBe('death')
    clock.pass(5_000)
    await eventually(() => need(id)).toBe('death')
    clock.pass(10_000)
    await eventually(() => view(id)).toBeNull()
    expect(isAlive(old)).toBe(false)
  })

  it('is deleted with a sign-in if it outlives that', async () => {
    const { id, old } = await limited()
    simulators.phrase.setExpiry(old, null)
    await bench.must('session.end', { id })
    clock.pass(HOUR)
    await eventually(async () => {
      clock.pass(20_000)
      return need(id)
    }).toBe('sign-in')
    await signIn(id)
    await eventually(() => view(id)).toBeNull()
    expect(isAlive(old)).toBe(false)
  })
})

describe('a value that is gone back to after its platform was told to end it', () => {
  it('has its own end again with the sign-in that is open', async () => {
    const { id, old } = await limited()
    const before = expiryOf(id)
    await bench.must('rotation.back', { id })
    await eventually(() => endOf(old)).toBeNull()
    await eventually(() => view(id)).toMatchObject({ limitedTo: null, mode: 'guided' })
    expect(expiryOf(id)).toEqual(before)
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('ok')
    expect(isAlive(old)).toBe(true)
  })

  it('shows its end, keeps the new one, and asks for a sign-in to take it back', async () => {
    const { id, old } = await limited()
    const told = clock.now() + HOUR
    await bench.must('session.end', { id })
    await bench.must('rotation.back', { id })
    expect(await need(id)).toBe('sign-in')
    expect((await view(id))?.limitedTo).toBe(told)
    expect(expiryOf(id)).toEqual({ known: 'date', at: told, source: 'platform' })
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
    // also after a stop
    bench.services.vault.close()
    bench = await world.open()
    await eventually(() => need(id)).toBe('sign-in')
    await signIn(id)
    await eventually(() => view(id)).toMatchObject({ limitedTo: null, mode: 'guided' })
    expect(endOf(old)).toBeNull()
    expect(expiryOf(id)).toEqual({ known: 'unknown' })
  })

  it('gives way to the new one where nobody signs in', async () => {
    const { id, old } = await limited()
    await bench.must('session.end', { id })
    await bench.must('rotation.back', { id })
    clock.pass(2 * HOUR)
    expect(isAlive(old)).toBe(false)
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
    await bench.must('rotation.promote', { id })
    await eventually(() => view(id)).toBeNull()
    expect((await bench.must('check.one', { id })).check.verdict).toBe('valid')
  })

  it('ends as told where the answer to taking it back was lost', async () => {
    const { id, old } = await limited()
    const told = clock.now() + HOUR
    const match = { method: 'PATCH' }
    simulators.phrase.faults.add({ fault: { type: 'status', status: 500 }, match })
    await bench.must('rotation.back', { id })
    await eventually(() => need(id)).toBe('patience: server-error')
    expect((await view(id))?.limitedTo).toBe(told)
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
    clock.pass(5_000)
    await eventually(() => endOf(old)).toBeNull()
    await eventually(async () => (await view(id))?.limitedTo).toBeNull()
  })
})
