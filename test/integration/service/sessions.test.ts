import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TokenId, TokenSummary } from '../../../shared/model/token'
import { ok } from '../../../shared/result'
import type { Platforms } from '../../../electron/platform/adapter'
import { eventually } from '../../helper/eventually'
import { overriding } from '../../helper/overriding'
import { seeThrough } from '../../helper/rotation/person'
import { needOf, viewOf } from '../../helper/rotation/need'
import { openWorld, simulatorsOn, type Added, type World } from '../../helper/rotation/world'
import { sleepyClock, type Bench } from '../../helper/services'
import { codeOf } from '../../helper/vault'
import type { Simulators } from '../../simulator'

const DAY = 86_400_000
const OTA = 'https://ota.lokalise.com'
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

/** Calls of one path wait until `open` is called. */
function gate(match: { readonly method?: string; readonly path?: string }) {
  let open: () => void = () => undefined
  const until = new Promise<void>((resolve) => {
    open = resolve
  })
  const rule = simulators.tolgee.faults.add({ fault: { type: 'wait', until }, match })
  return { open, reached: () => rule.hits > 0 }
}

describe('a sign-in', () => {
  it('that takes the place of another lets what is under way finish', async () => {
    const { token } = await started()
    const finding = gate({ method: 'GET', path: '/v2/pats/current' })
    await signIn(token.id)
    await eventually(finding.reached).toBe(true)
    const again = signIn(token.id)
    await setImmediate()
    finding.open()
    expect((await again).problem).toBeNull()
    // what the first found is looked for again, since the second may be somebody else's
    await seeThrough(bench, token.id, {})
    expect(await view(token.id)).toBeNull()
    expect(simulators.tolgee.madeByApi()).toHaveLength(1)
  })

  it('that is forgotten lets the call under way finish, and is asked for again', async () => {
    const { token } = await started()
    const making = gate({ method: 'POST', path: '/v2/pats' })
    await signIn(token.id)
    await eventually(making.reached).toBe(true)
    await bench.must('session.end', { id: token.id })
    making.open()
    await eventually(() => need(token.id)).toBe('sign-in')
    expect(simulators.tolgee.madeByApi()).toHaveLength(1)
    await signIn(token.id)
    await eventually(() => view(token.id)).toBeNull()
  })

  it('with a wrong password does not end the one that serves', async () => {
    const { token } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    expect((await signIn(token.id, { password: 'no-such-password' })).problem).toBe('wrong-sign-in')
    await bench.must('rotation.revoke', { id: token.id })
    await eventually(() => view(token.id)).toBeNull()
  })

  it('is not kept over a sleep, in which no timer runs', async () => {
    const { token, issued } = await started(null)
    await signIn(token.id)
    await eventually(() => need(token.id)).toBe('grace')
    clock.sleep(8 * 3_600_000)
    await bench.must('rotation.revoke', { id: token.id })
    await eventually(() => need(token.id)).toBe('sign-in')
    expect(simulators.tolgee.live().some((each) => each.secret === issued.secret)).toBe(true)

    const { username, password } = simulators.tolgee.signIn('Tina', { secondFactor: true })
    await bench.must('session.signIn', { id: token.id, username, password, code: null })
    clock.sleep(16 * 60_000)
    bench.services.engine.nudge()
    expect(codeOf(await bench.call('session.code', { id: token.id, code: '123456' }))).toBe(
      'session.none',
    )
  })
})

describe('a sign-in to Phrase', () => {
  async function save(label: string, server = 'eu'): Promise<TokenSummary> {
    const { secret } = simulators.issue('phrase/strings-token', { account: 'Ann', server })
    const draft = await bench.must('draft.open', { text: secret })
    return bench.must('draft.save', {
      ...{ id: draft.id, kind: 'phrase/strings-token', fields: {}, label, note: '' },
      ...{ server: { id: 'auto', baseUrl: null }, expiry: null, rotateEveryDays: null },
    })
  }

  it('serves also once its server is known, and goes with the last that needs it', async () => {
    const one = await save('one')
    const two = await save('two')
    await bench.must('rotation.begin', { id: one.id, mode: 'signed-in', graceMs: 0 })
    await bench.must('rotation.start', { id: one.id })
    const { username, password } = simulators.phrase.signIn('Ann')
    const typed = { username, password, code: null }
    expect((await bench.must('session.signIn', { id: one.id, ...typed })).problem).toBeNull()
    await eventually(() => view(one.id)).toBeNull()
    expect(bench.services.index.find(one.id)?.overview.server.id).toBe('eu')
    const late = await bench.call('session.code', { id: two.id, code: '123456' })
    expect(codeOf(late)).toBe('session.none')
  })

  it('goes to the server that the token is of, and to no other', async () => {
    const { id } = await save('one', 'us')
    const { username, password } = simulators.phrase.signIn('Ann')
    await bench.must('rotation.begin', { id, mode: 'signed-in', graceMs: null })
    await bench.must('rotation.start', { id })
    await bench.must('session.signIn', { id, username, password, code: null })
    await eventually(() => need(id)).toBe('grace')
    const signedIn = simulators.phrase.requests.filter(({ path }) => /authorizations/.test(path))
    expect(new Set(signedIn.map(({ origin }) => origin))).toEqual(
      new Set(['https://api.us.app.phrase.com']),
    )
  })

  it('asks for a fresh code once one was used up, and does not call it wrong', async () => {
    const { token } = await world.add(bench, 'phrase/strings-token', { account: 'Ann' })
    const { id } = token
    await bench.must('rotation.begin', { id, mode: 'signed-in', graceMs: 0 })
    await bench.must('rotation.start', { id })
    const person = simulators.phrase.signIn('Ann', { secondFactor: true })
    const { username, password } = person
    await bench.must('session.signIn', { id, username, password, code: '000000' })
    await eventually(() => need(id)).toBe('code: code-refused')
    await bench.must('session.code', { id, code: person.nextCode() })
    await eventually(() => need(id)).toBe('code: code-needed')
  })
})

describe('a session that another token opens', () => {
  async function sdkTokens(count: number) {
    const account = 'Acme'
    const manager = await world.add(bench, 'lokalise/api-token', { account })
    const added: Added[] = []
    for (let n = 0; n < count; n++)
      added.push(await world.add(bench, 'lokalise/sdk-token', { account, activeAt: 0 }))
    clock.pass(DAY)
    return { manager: manager.token.id, ids: added.map(({ token }) => token.id) }
  }
  const opened = () =>
    simulators.lokalise.requests.filter(
      ({ method, path }) => method === 'POST' && /\/api2\/projects\/.*\/tokens$/.test(path),
    ).length

  it('is opened once for all that want it at the same time', async () => {
    const { ids } = await sdkTokens(4)
    const wishes = ids.map((id) => ({ id, mode: 'automatic' as const, graceMs: null }))
    await bench.must('rotation.beginMany', { wishes })
    for (const id of ids) await eventually(async () => (await view(id))?.stage).toBe('created')
    expect(opened()).toBe(1)
  })

  it('is wiped with the last rotation that uses it', async () => {
    bench.services.vault.close()
    let open = 0
    const platforms = (inner: Platforms): Platforms =>
      overriding(inner, {
        openSession: async (...input) => {
          const session = await inner.openSession(...input)
          if (!session.ok) return session
          open++
          const end = (): void => {
            open--
            session.value.end()
          }
          return ok(overriding(session.value, { end }))
        },
      })
    bench = await world.open({ platforms })
    simulators.lokalise.state.activationMs = 0
    const { ids } = await sdkTokens(2)
    const [one, two] = [ids[0]!, ids[1]!]
    for (const id of [one, two]) {
      await bench.must('rotation.begin', { id, mode: 'automatic', graceMs: null })
      await bench.must('rotation.start', { id })
      await eventually(() => need(id)).toBe('grace')
    }
    await bench.must('rotation.revoke', { id: one })
    await eventually(() => view(one)).toBeNull()
    expect(open).toBe(1)
    await bench.must('rotation.revoke', { id: two })
    await eventually(() => view(two)).toBeNull()
    await eventually(() => open).toBe(0)
  })

  it('is opened anew by itself where its platform ended it', async () => {
    simulators.lokalise.state.activationMs = 0
    const { ids } = await sdkTokens(1)
    const id = ids[0]!
    await bench.must('rotation.begin', { id, mode: 'automatic', graceMs: null })
    await bench.must('rotation.start', { id })
    await eventually(() => need(id)).toBe('grace')
    const ended = { message: 'Unauthorized', errorCode: '002_TOKEN_EXPIRED', details: {} }
    simulators.lokalise.faults.add({
      fault: { type: 'status', status: 401, body: JSON.stringify(ended) },
      match: { origin: OTA, method: 'DELETE' },
      times: 1,
    })
    await bench.must('rotation.revoke', { id })
    await eventually(() => view(id)).toBeNull()
    expect(opened()).toBe(2)
  })

  it('that is refused over and over asks for help, and for no sign-in', async () => {
    const { ids } = await sdkTokens(1)
    const id = ids[0]!
    const ended = { message: 'Unauthorized', errorCode: '002_TOKEN_EXPIRED', details: {} }
    simulators.lokalise.faults.add({
      fault: { type: 'status', status: 401, body: JSON.stringify(ended) },
      match: { origin: OTA, path: /\/tokens$/ },
      times: 'all',
    })
    await bench.must('rotation.begin', { id, mode: 'automatic', graceMs: null })
    await bench.must('rotation.start', { id })
    await eventually(() => need(id)).toBe('help: manager-refused')
    simulators.lokalise.faults.clear()
    await bench.must('rotation.start', { id })
    await eventually(async () => (await view(id))?.stage).toBe('created')
  })

  it('asks for help once that token is forgotten, and goes on with another or the same', async () => {
    const { manager, ids } = await sdkTokens(2)
    const [one, two] = [ids[0]!, ids[1]!]
    for (const id of ids) await bench.must('rotation.begin', { id, mode: 'automatic' })
    await bench.must('token.forget', { id: manager })
    for (const id of ids) {
      await bench.must('rotation.start', { id })
      await eventually(() => need(id)).toBe('help: no-manager')
    }
    await world.add(bench, 'lokalise/api-token', { account: 'Acme' })
    await bench.must('rotation.setMode', { id: one, mode: 'automatic' })
    await eventually(async () => (await view(one))?.stage).toBe('created')
    await bench.must('token.restore', { id: manager })
    await eventually(async () => (await view(two))?.stage).toBe('created')
  })
})
