import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { eventually } from '../../helper/eventually'
import { needOf, viewOf } from '../../helper/rotation/need'
import { openWorld, simulatorsOn, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
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
const leftovers = async (id: TokenId) => (await bench.must('token.details', { id })).orphans
const signIn = (id: TokenId, account: string, at: 'tolgee' | 'phrase' = 'tolgee') => {
  const { username, password } = simulators[at].signIn(account)
  return bench.must('session.signIn', { id, username, password, code: null })
}
const aliveAt = (at: 'tolgee' | 'phrase', secret: string) =>
  simulators[at].live().some((each) => each.secret === secret)

async function start(id: TokenId, graceMs: number | null): Promise<void> {
  await bench.must('rotation.begin', { id, mode: 'signed-in', graceMs })
  await bench.must('rotation.start', { id })
}

const tolgeeToken = (account: string) =>
  world.add(bench, 'tolgee/pat', { account, expiresAt: clock.now() + 30 * DAY })

/** In the vault, and not asked about yet: nothing is known of its account. */
async function unchecked(): Promise<TokenSummary> {
  const issued = simulators.issue('tolgee/pat', {
    account: 'Tina',
    expiresAt: clock.now() + 30 * DAY,
  })
  const draft = await bench.must('draft.open', { text: issued.secret })
  return bench.must('draft.save', {
    id: draft.id,
    kind: 'tolgee/pat',
    server: { id: 'custom', baseUrl: issued.origin },
    fields: {},
    label: 'unchecked',
    note: '',
    expiry: null,
    rotateEveryDays: null,
  })
}

it('asks for no other account where the token itself is dead', async () => {
  const { token, issued } = await tolgeeToken('Tina')
  simulators.tolgee.revoke(issued.secret)
  await start(token.id, null)
  await signIn(token.id, 'Tina')
  await eventually(() => need(token.id)).toBe('help: token-dead')
  expect(simulators.tolgee.madeByApi()).toEqual([])
})

describe('while somebody of another account is signed in', () => {
  it('a lost answer is not settled', async () => {
    const { token } = await tolgeeToken('Tina')
    const other = await tolgeeToken('Bert')
    const { id } = token
    await start(id, null)
    const { faults } = simulators.tolgee
    const path = '/v2/pats'
    const cut = { type: 'close-connection' } as const
    faults.add({ fault: cut, afterAct: true, match: { method: 'POST', path } })
    const down = { type: 'status', status: 503 } as const
    faults.add({ fault: down, match: { method: 'GET', path }, times: 'all', skip: 1 })
    await signIn(id, 'Tina')
    await eventually(() => need(id)).toBe('patience: server-error')
    bench.services.vault.close()
    faults.clear()
    bench = await world.open()
    // one sign-in for all of a server: this one is for the other token
    await start(other.token.id, null)
    await signIn(other.token.id, 'Bert')
    await eventually(() => need(other.token.id)).toBe('grace')
    await eventually(() => need(id)).toBe('sign-in: other-account')
    expect((await view(id))?.stage).toBe('creating')
    const [lost] = simulators.tolgee.madeByApi()
    await signIn(id, 'Tina')
    await eventually(() => need(id)).toBe('grace')
    expect(simulators.tolgee.live().some((each) => each.id === lost?.id)).toBe(false)
  })

  it.each([true, false])(
    'nothing is made, though it was found before (checked: %s)',
    async (is) => {
      const { id } = is ? (await tolgeeToken('Tina')).token : await unchecked()
      await start(id, null)
      const over = { code: 'expired_jwt_token', params: null }
      simulators.tolgee.faults.add({
        fault: { type: 'status', status: 401, body: JSON.stringify(over) },
        match: { method: 'POST', path: '/v2/pats' },
      })
      await signIn(id, 'Tina')
      await eventually(() => need(id)).toBe('sign-in: session-over')
      await signIn(id, 'Bert')
      await eventually(() => need(id)).toBe('sign-in: other-account')
      expect(simulators.tolgee.madeByApi()).toEqual([])
      await signIn(id, 'Tina')
      const accounts = () => simulators.tolgee.madeByApi().map((each) => each.accountKey)
      await eventually(accounts).toEqual(['Tina'])
    },
  )

  it('the old one is not deleted, until its own account is', async () => {
    const { token, issued } = await tolgeeToken('Tina')
    const { id } = token
    await start(id, null)
    await signIn(id, 'Tina')
    await eventually(() => need(id)).toBe('grace')
    await signIn(id, 'Bert')
    await bench.must('rotation.revoke', { id })
    await eventually(() => need(id)).toBe('sign-in: other-account')
    expect(aliveAt('tolgee', issued.secret)).toBe(true)
    expect(simulators.tolgee.requests.some(({ method }) => method === 'DELETE')).toBe(false)
    await signIn(id, 'Tina')
    await eventually(() => view(id)).toBeNull()
    expect(aliveAt('tolgee', issued.secret)).toBe(false)
  })

  it('a new one that is not there for them is not held to be gone', async () => {
    const { token } = await world.add(bench, 'phrase/strings-token', { account: 'Ann' })
    const other = await world.add(bench, 'phrase/strings-token', { account: 'Bob' })
    const { id } = token
    await start(id, null)
    await signIn(id, 'Ann', 'phrase')
    await eventually(() => need(id)).toBe('grace')
    await bench.must('rotation.back', { id })
    await signIn(other.token.id, 'Bob', 'phrase')
    await bench.must('rotation.cancel', { id })
    const [made] = simulators.phrase.madeByApi()
    expect(await leftovers(id)).toMatchObject([{ id: made?.id, name: made?.label }])
  })

  it('neither is one that was refused and is to go', async () => {
    const { token } = await world.add(bench, 'phrase/strings-token', { account: 'Ann' })
    await world.add(bench, 'phrase/strings-token', { account: 'Bob' })
    const { id } = token
    await start(id, null)
    // it is refused for as long as it takes to be held for dead
    const refused = { type: 'status', status: 401 } as const
    await signIn(id, 'Ann', 'phrase')
    simulators.phrase.faults.add({
      fault: refused,
      match: { path: '/v2/user' },
      times: 'all',
    })
    await eventually(() => need(id)).toBe('activation')
    await signIn(id, 'Bob', 'phrase')
    for (let round = 0; round < 30 && (await need(id)) === 'activation'; round++) {
      clock.pass(5_000)
      await eventually(async () => (await view(id))?.act).toBeNull()
    }
    expect(await need(id)).toBe('sign-in: other-account')
    const [made] = simulators.phrase.madeByApi()
    await signIn(id, 'Ann', 'phrase')
    await eventually(() => simulators.phrase.live().some((each) => each.id === made?.id)).toBe(
      false,
    )
  })
})

describe('a fresh one-time code', () => {
  it('is the same sign-in: the list is not read again for it', async () => {
    const { token } = await world.add(bench, 'phrase/strings-token', { account: 'Ann' })
    const { id } = token
    const person = simulators.phrase.signIn('Ann', { secondFactor: true })
    await start(id, null)
    await signIn(id, 'Ann', 'phrase')
    const lists = () =>
      simulators.phrase.requests.filter(
        ({ method, path }) => method === 'GET' && path.startsWith('/v2/authorizations'),
      ).length
    for (let codes = 0; codes < 5 && (await need(id)) !== 'grace'; codes++) {
      await eventually(() => need(id)).toMatch(/^code|^grace/)
      if ((await need(id)) === 'grace') break
      await bench.must('session.code', { id, code: person.nextCode() })
      await eventually(async () => (await view(id))?.act).toBeNull()
    }
    expect(await need(id)).toBe('grace')
    expect(simulators.phrase.madeByApi()).toHaveLength(1)
    // one that asks for the code, and one that has it
    expect(lists()).toBe(2)
  })
})
