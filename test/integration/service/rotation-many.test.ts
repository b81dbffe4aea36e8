import { expect, it } from 'vitest'
import type { RotationPlan } from '../../../shared/contract/rotation'
import type { TokenId } from '../../../shared/model/token'
import { eventually } from '../../helper/eventually'
import { fastClock } from '../../helper/rotation/fast-clock'
import { openWorld, simulatorsOn, type Added } from '../../helper/rotation/world'
import type { SimulatedKind } from '../../simulator'
import type { IssueOptions } from '../../simulator/types'

const DAY = 86_400_000
/** Real seconds would make this test wait as long as the platforms' limits want. */
const SPEED = 40

/** A hundred tokens over the five platforms: what can be done without hands, and what waits for them. */
const LOT: readonly (readonly [kind: SimulatedKind, count: number, options?: IssueOptions])[] = [
  ['lokalise/sdk-token', 20, { account: 'Acme', activeAt: 0 }],
  ['lokalise/api-token', 5, { account: 'Acme' }],
  ['tolgee/pat', 15, { account: 'Tina' }],
  ['tolgee/pak', 15, { account: 'Tina' }],
  ['phrase/strings-token', 15, { account: 'Pia' }],
  ['phrase/platform-token', 5, { account: 'Pia' }],
  ['transifex/api-token', 15, { account: 'Ann' }],
  ['locize/api-key', 5],
  ['locize/pat', 5],
]

it('rotates a hundred tokens in one go, within every limit, and leaves nothing behind', async () => {
  const clock = fastClock(SPEED)
  const simulators = await simulatorsOn(clock, true)
  const world = openWorld(simulators, clock, { paced: true })
  const bench = await world.open()
  try {
    const added: Added[] = []
    for (const [kind, count, options] of LOT) {
      for (let i = 0; i < count; i++) added.push(await world.add(bench, kind, options))
    }
    expect(added).toHaveLength(100)
    clock.sleep(DAY)
    const ids = added.map(({ token }) => token.id)
    const plans = new Map<TokenId, RotationPlan>()
    for (const plan of await bench.must('rotation.plan', { ids })) plans.set(plan.id, plan)
    const wishes = ids.map((id) => ({ id, mode: plans.get(id)!.mode, graceMs: 0 }))
    const begun = await bench.must('rotation.beginMany', { wishes })
    expect(begun.filter(({ error }) => error !== null)).toEqual([])

    // one sign-in a platform, for all of its tokens
    for (const [kind, account, simulator] of [
      ['tolgee/pat', 'Tina', simulators.tolgee],
      ['phrase/strings-token', 'Pia', simulators.phrase],
    ] as const) {
      const { username, password } = simulator.signIn(account)
      const { id } = added.find(({ token }) => token.kind === kind)!.token
      const answer = await bench.must('session.signIn', { id, username, password, code: null })
      expect(answer.problem).toBeNull()
    }
    const byApi = ids.filter((id) => plans.get(id)?.mode !== 'guided')
    const open = async () => (await bench.must('rotation.open', null)).rotations
    const left = async () =>
      (await open())
        .filter(({ id }) => byApi.includes(id))
        .map(({ rotation: { stage, act, waiting } }) => ({ stage, act, waiting }))
    await expect.poll(left, { timeout: 150_000, interval: 50 }).toEqual([])

    // the rest is queued, each for its hands
    const queued = await open()
    expect(queued).toHaveLength(100 - byApi.length)
    expect(new Set(queued.map(({ rotation }) => rotation.waiting?.need))).toEqual(
      new Set(['create-by-hand']),
    )
    expect(byApi).toHaveLength(65)
    for (const { token, issued } of added.filter(({ token: { id } }) => byApi.includes(id))) {
      const { secret } = await bench.must('token.reveal', { id: token.id })
      expect(secret).not.toBe(issued.secret)
      expect(simulators.live(issued.kind).some((each) => each.secret === secret)).toBe(true)
      expect(simulators.live(issued.kind).some((each) => each.secret === issued.secret)).toBe(false)
    }
    expect(simulators.madeByApi()).toHaveLength(byApi.length)
    expect(simulators.violations).toEqual([])

    // and another day it goes on
    bench.services.vault.close()
    const again = await world.open()
    await eventually(async () => (await again.must('rotation.open', null)).rotations.length).toBe(
      queued.length,
    )
    again.services.vault.close()
  } finally {
    bench.services.vault.close()
    await world.close()
    await simulators.close()
  }
}, 240_000)
