import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { eventually } from '../../helper/eventually'
import { seeThrough } from '../../helper/rotation/person'
import { needOf, viewOf } from '../../helper/rotation/need'
import { openWorld, simulatorsOn, type Added, type World } from '../../helper/rotation/world'
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

const view = (id: TokenId) => viewOf(bench, id)
const need = (id: TokenId) => needOf(bench, id)
const signIn = (id: TokenId, change: object = {}) => {
  const { username, password } = simulators.tolgee.signIn('Tina')
  return bench.must('session.signIn', { id, username, password, code: null, ...change })
}

/** A Tolgee token whose rotation by sign-in was started. */
async function started(graceMs: number | null = 0): Promise<Added> {
  const expiresAt = clock.now() + 30 * DAY
  const added = await world.add(bench, 'tolgee/pat', { account: 'Tina', expiresAt })
  await bench.must('rotation.begin', { id: added.token.id, mode: 'signed-in', graceMs })
  await bench.must('rotation.start', { id: added.token.id })
  return added
}

describe('a sign-in', () => {
  it('with a wrong password is said to be wrong, and asked for again', async () => {
    const { token } = await started()
    expect(await need(token.id)).toBe('sign-in')
    expect((await signIn(token.id, { password: 'no-such-password' })).problem).toBe('wrong-sign-in')
    expect(await need(token.id)).toBe('sign-in')
    expect((await signIn(token.id)).problem).toBeNull()
    await eventually(() => view(token.id)).toBeNull()
    expect(bench.log.lines.join()).not.toContain('no-such-password')
  })

  it('asks for a code, and for another where one was used up', async () => {
    const { token } = await started()
    const person = simulators.tolgee.signIn('Tina', { secondFactor: true })
    expect((await signIn(token.id)).problem).toBe('code-needed')
    expect(await need(token.id)).toBe('code')
    const used = person.nextCode()
    simulators.tolgee.state.user('Tina').codes.use(used)
    const refused = await bench.must('session.code', { id: token.id, code: used })
    expect(refused.problem).toBe('code-refused')
    expect(await need(token.id)).toBe('code')
    await bench.must('session.code', { id: token.id, code: person.nextCode() })
    await eventually(() => view(token.id)).toBeNull()
  })

  it('of another account makes nothing', async () => {
    const { token, issued } = await started()
    const { username, password } = simulators.tolgee.signIn('Somebody else')
    await bench.must('session.signIn', { id: token.id, username, password, code: null })
    await eventually(() => need(token.id)).toBe('sign-in: other-account')
    expect(simulators.tolgee.madeByApi()).toEqual([])
    expect(simulators.tolgee.live().map(({ secret }) => secret)).toEqual([issued.secret])
    expect((await view(token.id))?.stage).toBe('planned')
  })

  it('is forgotten with the vault, and when nobody uses it', async () => {
    const { token } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    clock.pass(16 * 60_000)
    await bench.must('rotation.revoke', { id: token.id })
    await eventually(() => need(token.id)).toBe('sign-in')
    await signIn(token.id)
    await eventually(() => view(token.id)).toBeNull()
  })

  it('is forgotten when nothing waits for it any more', async () => {
    const first = await started()
    const second = await started()
    await signIn(first.token.id)
    for (const { token } of [first, second]) await eventually(() => view(token.id)).toBeNull()
    const answer = await bench.call('session.code', { id: first.token.id, code: '123456' })
    expect(codeOf(answer)).toBe('session.none')
  })

  it('of an account without a password is told why, and goes to the browser', async () => {
    const { token } = await started()
    simulators.tolgee.state.nativeSignIn = false
    expect((await signIn(token.id)).problem).toBe('no-password')
    const moved = await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    expect(moved.rotation.mode).toBe('guided')
    const fresh = simulators.tolgee.issue('tolgee/pat', { account: 'Tina' })
    await seeThrough(bench, token.id, {
      make: () => fresh.secret,
      remove: () => undefined,
      patience: 4,
    }).catch(() => undefined)
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(fresh.secret)
  })
})

describe('a rotation', () => {
  it('waits for a platform that is down between making and testing, and loses nothing', async () => {
    const { token, issued } = await started()
    simulators.tolgee.faults.add({
      fault: { type: 'status', status: 503 },
      match: { path: '/v2/pats/current' },
      times: 'all',
    })
    await signIn(token.id)
    // the old one cannot be found there either, so nothing is made meanwhile
    await eventually(() => need(token.id)).toBe('patience: server-error')
    expect(simulators.tolgee.madeByApi()).toEqual([])
    simulators.tolgee.faults.clear()
    clock.pass(60_000)
    await eventually(() => view(token.id)).toBeNull()
    expect(simulators.tolgee.live().some(({ secret }) => secret === issued.secret)).toBe(false)
  })

  it.each([true, false])(
    'makes no new one in a circle while each is answered badly (made all the same: %s)',
    async (afterAct) => {
      const { token } = await started()
      const path = '/v2/pats'
      simulators.tolgee.faults.add({
        ...{ fault: { type: 'status', status: 500 }, match: { method: 'POST', path } },
        ...{ times: 'all', afterAct },
      })
      const asked = () =>
        simulators.tolgee.requests.filter((each) => each.method === 'POST' && each.path === path)
      await signIn(token.id)
      await eventually(() => asked().length).toBe(1)
      for (const [ms, attempts] of [
        [5_000, 2],
        [15_000, 3],
        [60_000, 4],
        [300_000, 5],
        [300_000, 6],
      ] as const) {
        // not made, it is looked for twice
        if (!afterAct) {
          await eventually(() => need(token.id)).toBe('patience: unclear')
          clock.pass(10_000)
        }
        await eventually(() => need(token.id)).toBe('patience: server-error')
        expect((await view(token.id))?.waiting?.until).toBe(clock.now() + ms)
        clock.pass(ms - 1)
        await eventually(() => need(token.id)).toBe('patience: server-error')
        expect(asked()).toHaveLength(attempts - 1)
        clock.pass(1)
        await eventually(() => asked().length).toBe(attempts)
      }
      await eventually(() => simulators.tolgee.madeByApi()).toEqual([])
    },
  )

  it('can be begun once only, be it asked for twice at the same moment', async () => {
    const { token } = await world.add(bench, 'tolgee/pat', { account: 'Tina' })
    const wish = { id: token.id, mode: 'signed-in', graceMs: 0 } as const
    const answers = await Promise.all([
      bench.call('rotation.begin', wish),
      bench.call('rotation.begin', wish),
    ])
    expect(answers.map(codeOf).sort()).toEqual(['ok', 'rotation.already-open'])
    expect(codeOf(await bench.call('revocation.begin', { id: token.id }))).toBe(
      'rotation.already-open',
    )
  })

  it('keeps the old one for the grace, and goes back to it with one call', async () => {
    const { token, issued } = await started(DAY)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    const standing = await view(token.id)
    expect(standing?.graceEnds).toBe(clock.now() + DAY)
    expect(simulators.tolgee.live()).toHaveLength(2)
    await bench.must('rotation.back', { id: token.id })
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(issued.secret)
    expect((await view(token.id))?.stage).toBe('tested')
    await bench.must('rotation.promote', { id: token.id })
    expect((await bench.must('token.reveal', { id: token.id })).secret).not.toBe(issued.secret)
  })

  it('counts the grace from promotion, whatever is learned of the new one’s age', async () => {
    const { token } = await started(7 * DAY)
    const { id } = token
    await signIn(id)
    await eventually(() => need(id)).toBe('grace')
    await bench.must('rotation.back', { id })
    clock.pass(3 * DAY)
    await bench.must('rotation.promote', { id })
    const promotedAt = clock.now()
    await bench.must('rotation.deliver', { id })
    // its platform says that it was made three days ago
    const { token: checked } = await bench.must('check.one', { id })
    expect(checked.secretSince).toBeLessThan(promotedAt)
    const { rotation } = await bench.must('rotation.setGrace', { id, graceMs: DAY })
    expect(rotation.graceEnds).toBe(promotedAt + DAY)
  })

  it('deletes the old one when the grace is over, by a clock that may have been set', async () => {
    const { token, issued } = await started(3_600_000)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    // set back by a year: it only waits longer
    clock.sleep(-365 * DAY)
    bench.services.engine.nudge()
    await eventually(() => need(token.id)).toBe('grace')
    clock.sleep(365 * DAY + 3_600_000)
    await signIn(token.id)
    bench.services.engine.nudge()
    await eventually(() => view(token.id)).toBeNull()
    expect(simulators.tolgee.live().some(({ secret }) => secret === issued.secret)).toBe(false)
  })

  it('never deletes the old one while the new one does not work', async () => {
    const { token, issued } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    const fresh = (await bench.must('token.reveal', { id: token.id })).secret
    simulators.tolgee.revoke(fresh)
    await bench.must('rotation.revoke', { id: token.id })
    await eventually(() => need(token.id)).toBe('help: new-refused')
    expect(simulators.tolgee.live().map(({ secret }) => secret)).toEqual([issued.secret])
    await bench.must('rotation.back', { id: token.id })
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(issued.secret)
  })

  it('that is cancelled takes the new one back there, or keeps it in mind', async () => {
    const { token, issued } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    await bench.must('rotation.back', { id: token.id })
    const [made] = simulators.tolgee.madeByApi()
    await bench.must('session.end', { id: token.id })
    // nobody is signed in any more: it cannot be taken back, and is shown
    await bench.must('rotation.cancel', { id: token.id })
    const { orphans } = await bench.must('token.details', { id: token.id })
    expect(orphans.map(({ id }) => id)).toEqual([made?.id])
    expect((await bench.must('token.reveal', { id: token.id })).secret).toBe(issued.secret)
    const [orphan] = orphans
    if (!orphan) throw new Error('no orphan')
    await bench.must('orphan.dismiss', { id: token.id, orphan })
    expect((await bench.must('token.details', { id: token.id })).orphans).toEqual([])

    // with a way in it is deleted there
    await bench.must('rotation.begin', { id: token.id, mode: 'signed-in', graceMs: null })
    await bench.must('rotation.start', { id: token.id })
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    await bench.must('rotation.back', { id: token.id })
    await bench.must('rotation.cancel', { id: token.id })
    expect((await bench.must('token.details', { id: token.id })).orphans).toEqual([])
    expect(simulators.tolgee.madeByApi()).toEqual([made])
  })

  it('that deleted the old one, and could not prove it, does not go back to it', async () => {
    const { token, issued } = await started(null)
    const { id } = token
    await signIn(id)
    await eventually(() => need(id)).toBe('grace')
    // once more the new one is seen to work; after the deletion nobody can be asked
    const path = '/v2/pats/current'
    simulators.tolgee.faults.add({
      ...{ fault: { type: 'status', status: 503 }, match: { path }, times: 'all', skip: 1 },
    })
    await bench.must('rotation.revoke', { id })
    await eventually(() => need(id)).toBe('death')
    expect(simulators.tolgee.live().some(({ secret }) => secret === issued.secret)).toBe(false)
    simulators.tolgee.faults.clear()
    const { rotation } = await bench.must('rotation.back', { id })
    expect(rotation.stage).toBe('done')
    expect((await bench.must('check.one', { id })).check.verdict).toBe('valid')
  })

  it('is not given up while the current one is dead, and deletes no token that works', async () => {
    const { token, issued } = await started(null)
    const { id } = token
    await signIn(id)
    await eventually(() => need(id)).toBe('grace')
    await bench.must('rotation.back', { id })
    const [made] = simulators.tolgee.madeByApi()
    simulators.tolgee.revoke(issued.secret)
    expect(codeOf(await bench.call('rotation.cancel', { id }))).toBe('rotation.not-proved')
    expect(simulators.tolgee.live().map(({ secret }) => secret)).toEqual([made?.secret])
    await bench.must('rotation.promote', { id })
    expect((await bench.must('token.reveal', { id })).secret).toBe(made?.secret)
  })

  it('refuses that its token is forgotten while something may have been made', async () => {
    const { token } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    expect(codeOf(await bench.call('token.forget', { id: token.id }))).toBe('rotation.already-open')
  })
})

describe('a revocation by API', () => {
  /** A Lokalise SDK token that can be managed with a token of the vault. */
  async function managed() {
    await world.add(bench, 'lokalise/api-token', { account: 'Acme' })
    const added = await world.add(bench, 'lokalise/sdk-token', { account: 'Acme', activeAt: 0 })
    clock.pass(DAY)
    return added
  }
  const phase = (id: TokenId) => {
    const token = bench.services.index.get(id)
    return token.ok ? token.value.overview.phase.name : 'gone'
  }

  it('is one call away, and ends with proof', async () => {
    const { token, issued } = await managed()
    await bench.must('revocation.begin', { id: token.id, mode: 'automatic' })
    expect(phase(token.id)).toBe('revoking')
    await eventually(() => phase(token.id)).toBe('revoked')
    expect(simulators.lokalise.live('lokalise/sdk-token')).toEqual([])
    expect(issued.secret).not.toBe('')
  })

  it.each([401, 403, 404, 500])('is not proved by a %i that says nothing', async (status) => {
    const { token } = await managed()
    simulators.lokalise.faults.add({
      fault: { type: 'status', status },
      match: { method: 'DELETE' },
      times: 1,
    })
    await bench.must('revocation.begin', { id: token.id, mode: 'automatic' })
    await eventually(
      async () => (await bench.must('revocation.view', { id: token.id }))?.act ?? 'rest',
    ).toBe('rest')
    expect(phase(token.id)).toBe('revoking')
    await bench.must('revocation.start', { id: token.id })
    clock.pass(600_000)
    await eventually(() => phase(token.id)).toBe('revoked')
    expect(simulators.lokalise.live('lokalise/sdk-token')).toEqual([])
  })

  it('goes on after a restart', async () => {
    const { token } = await managed()
    simulators.lokalise.faults.add({
      fault: { type: 'close-connection' },
      match: { method: 'DELETE' },
      times: 'all',
    })
    await bench.must('revocation.begin', { id: token.id, mode: 'automatic' })
    await eventually(() =>
      simulators.lokalise.requests.some(({ method }) => method === 'DELETE'),
    ).toBe(true)
    bench.services.vault.close()
    simulators.lokalise.faults.clear()
    bench = await world.open()
    await eventually(() => {
      clock.pass(600_000)
      return phase(token.id)
    }).toBe('revoked')
  })
})
