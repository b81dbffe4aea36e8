import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { eventually } from '../../helper/eventually'
import { openWorld, simulatorsOn, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import type { Simulators } from '../../simulator'

const DAY = 86_400_000
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

const phaseOf = (id: TokenId) => bench.services.index.find(id)?.overview.phase.name

/** Answers of one path wait until `open` is called. */
function gate(match: {
  readonly origin?: string
  readonly method?: string
  readonly path?: string
}) {
  let open: () => void = () => undefined
  const until = new Promise<void>((resolve) => {
    open = resolve
  })
  const rule = simulators.lokalise.faults.add({ fault: { type: 'wait', until }, match })
  return { open, reached: () => rule.hits > 0 }
}

describe('a revocation that is cancelled while its token is looked at', () => {
  async function lookedAt() {
    const account = 'Acme'
    await world.add(bench, 'lokalise/api-token', { account })
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    const { id } = token
    clock.pass(DAY)
    await bench.must('revocation.begin', { id })
    const look = gate({ origin: 'https://ota.lokalise.com', method: 'GET' })
    clock.pass(6000)
    await eventually(look.reached).toBe(true)
    return { id, secret: issued.secret, open: look.open }
  }
  const lives = (secret: string) =>
    simulators.lokalise.live().some((each) => each.secret === secret)

  it('does not come back in another way, and deletes nothing', async () => {
    const { id, secret, open } = await lookedAt()
    const cancelled = bench.must('revocation.cancel', { id })
    const started = bench.call('revocation.start', { id, mode: 'automatic' })
    open()
    expect((await cancelled).phase).toEqual({ name: 'idle' })
    expect(codeOf(await started)).toBe('rotation.none-open')
    expect(phaseOf(id)).toBe('idle')
    expect(lives(secret)).toBe(true)
  })

  it('does not take the place of a rotation that was begun in between', async () => {
    const { id, secret, open } = await lookedAt()
    const cancelled = bench.must('revocation.cancel', { id })
    const begun = bench.must('rotation.begin', { id, mode: 'guided' })
    const started = bench.call('revocation.start', { id, mode: 'automatic' })
    const proved = bench.call('revocation.prove', { id })
    open()
    await cancelled
    await begun
    expect(codeOf(await started)).toBe('rotation.none-open')
    expect(codeOf(await proved)).toBe('rotation.none-open')
    expect(phaseOf(id)).toBe('rotating')
    expect(lives(secret)).toBe(true)
  })
})

it('is not proved by a disabled owner, with whom the token would come back', async () => {
  const { token, issued } = await world.add(bench, 'tolgee/pat', { account: 'Tina' })
  const { id } = token
  await bench.must('revocation.begin', { id })
  const owner = simulators.tolgee.state.user('Tina')
  owner.enabled = false
  const disabled = await bench.must('revocation.prove', { id })
  expect(disabled.proved).toBe(false)
  expect(disabled.check).toMatchObject({ verdict: 'unclear', reason: 'account-disabled' })
  expect(phaseOf(id)).toBe('revoking')
  owner.enabled = true
  expect((await bench.must('revocation.prove', { id })).check.verdict).toBe('valid')
  simulators.tolgee.revoke(issued.secret)
  expect((await bench.must('revocation.prove', { id })).proved).toBe(true)
})
