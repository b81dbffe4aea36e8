import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { ok } from '../../../shared/result'
import type { OpenSession } from '../../../electron/platform/management'
import { SecretText } from '../../../electron/service/secret'
import { eventually } from '../../helper/eventually'
import { overriding } from '../../helper/overriding'
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
const leftovers = async (id: TokenId) => (await bench.must('token.details', { id })).orphans
const signIn = (id: TokenId) => {
  const { username, password } = simulators.tolgee.signIn('Tina')
  return bench.must('session.signIn', { id, username, password, code: null })
}

/** A Tolgee token whose rotation by sign-in was started. */
async function started(): Promise<Added> {
  const expiresAt = clock.now() + 30 * DAY
  const added = await world.add(bench, 'tolgee/pat', { account: 'Tina', expiresAt })
  await bench.must('rotation.begin', { id: added.token.id, mode: 'signed-in', graceMs: null })
  await bench.must('rotation.start', { id: added.token.id })
  return added
}

/** The new one was made, no answer came, and nobody can look now. */
async function lost(): Promise<Added> {
  const added = await started()
  const { faults } = simulators.tolgee
  const path = '/v2/pats'
  faults.add({
    fault: { type: 'close-connection' },
    afterAct: true,
    match: { method: 'POST', path },
  })
  const match = { method: 'GET', path }
  faults.add({ fault: { type: 'status', status: 503 }, match, times: 'all', skip: 1 })
  await signIn(added.token.id)
  await eventually(() => need(added.token.id)).toBe('patience: server-error')
  expect((await view(added.token.id))?.stage).toBe('creating')
  return added
}

/** Made by API, current for a moment, and beside the old one again. */
async function wentBack(): Promise<Added> {
  const added = await started()
  await signIn(added.token.id)
  await eventually(() => need(added.token.id)).toBe('grace')
  await bench.must('rotation.back', { id: added.token.id })
  return added
}

function made() {
  const [only, ...more] = simulators.tolgee.madeByApi()
  if (!only || more.length > 0) throw new Error('not one token was made')
  return only
}

describe('a token that was asked for without an answer', () => {
  it('is asked about where somebody goes on by hand, and listed when they cancel', async () => {
    const { token } = await lost()
    await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    expect(await need(token.id)).toBe('orphans')
    expect((await view(token.id))?.orphans).toMatchObject([{ id: null, name: made().label }])
    await bench.must('rotation.cancel', { id: token.id })
    expect(await leftovers(token.id)).toMatchObject([{ id: null, name: made().label }])
  })

  it('is listed from the moment in which another value is taken, and at the end', async () => {
    const { token, issued } = await lost()
    await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    simulators.tolgee.faults.clear()
    const fresh = simulators.tolgee.issue('tolgee/pat', { account: 'Tina' })
    await bench.must('rotation.submit', { id: token.id, text: fresh.secret, replace: false })
    expect(await leftovers(token.id)).toMatchObject([{ id: null, name: made().label }])
    await seeThrough(bench, token.id, { remove: () => simulators.tolgee.revoke(issued.secret) })
    expect(await view(token.id)).toBeNull()
    expect(await leftovers(token.id)).toMatchObject([{ id: null, name: made().label }])
  })

  it('is settled by its name where they go on by API after all', async () => {
    const { token } = await lost()
    const { label } = made()
    await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    simulators.tolgee.faults.clear()
    await bench.must('rotation.setMode', { id: token.id, mode: 'signed-in' })
    await seeThrough(bench, token.id, { stopsAt: 'grace' })
    expect(simulators.tolgee.live().some((each) => each.label === label)).toBe(false)
    expect(await leftovers(token.id)).toEqual([])
  })

  it('is dropped by the word of whoever has seen to it', async () => {
    const { token } = await lost()
    await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    const [orphan] = (await view(token.id))?.orphans ?? []
    if (!orphan) throw new Error('no orphan')
    await bench.must('rotation.settle', { id: token.id, orphan, act: 'leave' })
    expect(await need(token.id)).toBe('create-by-hand')
    await bench.must('rotation.cancel', { id: token.id })
    expect(await leftovers(token.id)).toEqual([])
  })

  it('is looked for twice, ten seconds apart, however often somebody is in a hurry', async () => {
    const { token } = await started()
    const { id } = token
    const { faults } = simulators.tolgee
    const cut = { type: 'close-connection' } as const
    faults.add({ fault: cut, match: { method: 'POST', path: '/v2/pats' } })
    await signIn(id)
    await eventually(() => need(id)).toBe('patience: unclear')
    const name = (await view(id))?.remoteName
    for (let times = 0; times < 3; times++) {
      await bench.must('rotation.start', { id })
      await eventually(() => need(id)).toBe('patience: unclear')
      clock.pass(3_000)
    }
    expect(await view(id)).toMatchObject({ stage: 'creating', remoteName: name })
    clock.pass(1_000)
    await seeThrough(bench, id, { stopsAt: 'grace' })
    expect(made().label).not.toBe(name)
  })

  it('keeps its entry from being forgotten, in every way, until it is dismissed', async () => {
    const { token } = await lost()
    const forget = async () => codeOf(await bench.call('token.forget', { id: token.id }))
    expect(await forget()).toBe('rotation.already-open')
    await bench.must('rotation.setMode', { id: token.id, mode: 'guided' })
    expect(await forget()).toBe('rotation.already-open')
    await bench.must('rotation.cancel', { id: token.id })
    expect(await forget()).toBe('token.leftovers')
    const [orphan] = await leftovers(token.id)
    if (!orphan) throw new Error('no orphan')
    await bench.must('orphan.dismiss', { id: token.id, orphan })
    await bench.must('token.forget', { id: token.id })
  })
})

describe('a new value that was made by API', () => {
  it('is listed from the moment in which a pasted one takes its place, and at the end', async () => {
    const { token, issued } = await wentBack()
    const fresh = simulators.tolgee.issue('tolgee/pat', { account: 'Tina' })
    const paste = { id: token.id, text: fresh.secret }
    expect(codeOf(await bench.call('rotation.submit', { ...paste, replace: false }))).toBe(
      'rotation.has-pending',
    )
    expect(await leftovers(token.id)).toEqual([])
    await bench.must('rotation.submit', { ...paste, replace: true })
    expect(await leftovers(token.id)).toMatchObject([{ id: made().id, name: made().label }])
    await seeThrough(bench, token.id, { remove: () => simulators.tolgee.revoke(issued.secret) })
    expect(await view(token.id)).toBeNull()
    expect(await leftovers(token.id)).toMatchObject([{ id: made().id }])
  })

  it('stays one when it is pasted itself', async () => {
    const { token } = await wentBack()
    await bench.must('rotation.submit', { id: token.id, text: made().secret, replace: false })
    expect(await leftovers(token.id)).toEqual([])
    await bench.must('session.end', { id: token.id })
    await bench.must('rotation.cancel', { id: token.id })
    expect(await leftovers(token.id)).toMatchObject([{ id: made().id }])
  })

  it('keeps its entry from being forgotten, also by hand', async () => {
    const { token } = await wentBack()
    expect((await view(token.id))?.mode).toBe('guided')
    const answer = await bench.call('token.forget', { id: token.id })
    expect(codeOf(answer)).toBe('rotation.already-open')
  })
})

describe('of several that a lost answer may have left', () => {
  /** Two nameless ones that were not there before: Keyglot's own, and a colleague's. */
  async function two() {
    const account = 'Acme'
    simulators.lokalise.state.activationMs = 0
    await world.add(bench, 'lokalise/api-token', { account })
    const { token, issued } = await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 })
    const { id } = token
    clock.pass(DAY)
    const { faults } = simulators.lokalise
    const origin = 'https://ota.lokalise.com'
    const cut = { type: 'close-connection' } as const
    faults.add({ fault: cut, afterAct: true, match: { origin, method: 'POST' } })
    const down = { type: 'status', status: 503 } as const
    const match = { origin, method: 'GET', path: /\/tokens$/ }
    faults.add({ fault: down, times: 'all', skip: 2, match })
    await bench.must('rotation.begin', { id, mode: 'automatic', graceMs: null })
    await bench.must('rotation.start', { id })
    await eventually(() => need(id)).toBe('patience: server-error')
    const project = issued.project?.id ?? ''
    const theirs = simulators.issue('lokalise/sdk-token', { account, project, activeAt: 0 })
    faults.clear()
    await bench.must('rotation.start', { id })
    await eventually(() => need(id)).toBe('orphans')
    const [own] = simulators.lokalise.madeByApi('lokalise/sdk-token')
    const orphans = (await view(id))?.orphans ?? []
    expect(orphans).toHaveLength(2)
    return { id, theirs, own, orphans }
  }

  it('the others stay in mind when one of them is used', async () => {
    const { id, own, orphans } = await two()
    const orphan = orphans.find((each) => each.id !== own?.id)
    if (!orphan) throw new Error('no orphan')
    await bench.must('rotation.settle', { id, orphan, act: 'use' })
    expect(await leftovers(id)).toMatchObject([{ id: own?.id }])
  })

  it('none is used that the vault has got meanwhile', async () => {
    const { id, own, theirs, orphans } = await two()
    const { token } = await world.addIssued(bench, theirs)
    const orphan = orphans.find((each) => each.id !== own?.id)
    if (!orphan) throw new Error('no orphan')
    const answer = await bench.call('rotation.settle', { id, orphan, act: 'use' })
    expect(answer.ok ? null : answer.error).toMatchObject({
      code: 'token.duplicate',
      params: { id: token.id },
    })
    expect((await view(id))?.stage).toBe('creating')
  })
})

/** The vault anew, with sessions that make tokens in another way. */
async function making(change: (session: OpenSession) => OpenSession['create']): Promise<void> {
  bench.services.vault.close()
  bench = await world.open({
    platforms: (inner) =>
      overriding(inner, {
        openSession: async (subject, key, options) => {
          const opened = await inner.openSession(subject, key, options)
          if (!opened.ok) return opened
          return ok(overriding(opened.value, { create: change(opened.value) }))
        },
      }),
  })
}

it('a platform that answers with the value in use has made nothing', async () => {
  let answers: 'old' | 'new' = 'old'
  await making((session) => async (given, plan) => {
    if (answers === 'new') return session.create(given, plan)
    const found = await session.find(given)
    if (!found.ok || !found.value) throw new Error('the old one is not there')
    return ok({ remote: found.value, secret: SecretText.fromText(given.secret.text()) })
  })
  const { token, issued } = await started()
  const { id } = token
  await signIn(id)
  await eventually(() => need(id)).toBe('help: unclear')
  expect((await view(id))?.stage).toBe('creating')
  expect((await view(id))?.pendingHint).toBeNull()
  // it goes on as after a lost answer, at the user's word
  answers = 'new'
  await bench.must('rotation.start', { id })
  await eventually(() => need(id)).toBe('patience: unclear')
  clock.pass(10_000)
  await eventually(() => need(id)).toBe('grace')
  expect(simulators.tolgee.live().some(({ secret }) => secret === issued.secret)).toBe(true)
  expect((await bench.must('token.reveal', { id })).secret).toBe(made().secret)
})

it('a value that is told after the vault was closed is wiped, and its token is settled', async () => {
  const told: SecretText[] = []
  await making((session) => async (given, plan) => {
    const answer = await session.create(given, plan)
    bench.services.vault.close()
    if (answer.ok) told.push(answer.value.secret)
    return answer
  })
  const { token } = await started()
  await signIn(token.id)
  await eventually(() => told[0]?.text().replaceAll('\0', '')).toBe('')
  const lost = made()
  bench = await world.open()
  await signIn(token.id)
  await eventually(() => need(token.id)).toBe('grace')
  expect(simulators.tolgee.live().some(({ id }) => id === lost.id)).toBe(false)
})

it('a rotation is not begun where there is no room for what it may leave', async () => {
  const { token } = await world.add(bench, 'tolgee/pat', { account: 'Tina' })
  const details = bench.services.index.details(token.id)
  if (!details.ok) throw new Error('no details')
  const orphans = Array.from({ length: 501 }, (_, at) => ({ id: String(at), name: null, at }))
  const changed = bench.services.index.change(token.id, { details: { ...details.value, orphans } })
  expect(changed.ok).toBe(true)
  const begun = await bench.call('rotation.begin', { id: token.id, mode: 'signed-in' })
  expect(codeOf(begun)).toBe('token.leftovers')
})
