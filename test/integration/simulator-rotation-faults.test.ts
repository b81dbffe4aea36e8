import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestClock,
  startSimulators,
  type Fault,
  type SimulatedKind,
  type Simulator,
  type Simulators,
} from '../simulator'
import { SUPER_MS } from '../simulator/tolgee/state'
import { ask, askJson, createGate, type Answer } from '../simulator/wire'

const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => {
  clock.advance(60_000)
  simulators.reset()
})
afterAll(() => simulators.close())

type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

/** How the tokens of a kind are managed, and by whom. */
type Desk = {
  readonly kind: SimulatedKind
  readonly simulator: () => Simulator
  /** A client that may manage the tokens of the account `Acme`. */
  open(): Promise<Call>
  /** Where they are made; each has its place below it. */
  path(): string
  readonly body: () => unknown
  readonly change?: { readonly method: string; readonly body: unknown }
}

const tolgeeProject = (): number => {
  const { state } = simulators.tolgee
  return state.project(state.user('Acme'), 'Website', 'https://app.tolgee.io').id
}
const openTolgee = (): Promise<Call> => {
  const { state, origins } = simulators.tolgee
  const jwt = state.grant(state.user('Acme'), 'https://app.tolgee.io', SUPER_MS)
  const headers = { authorization: `Bearer ${jwt}` }
  return Promise.resolve((method, path, body) =>
    askJson(`${origins['https://app.tolgee.io']!}${path}`, method, { headers, body }),
  )
}
const lokaliseProject = (): { id: string; teamId: number } => {
  const { state } = simulators.lokalise
  return state.project(state.account('Acme'), 'Website')
}

const DESKS: readonly Desk[] = [
  {
    kind: 'tolgee/pat',
    simulator: () => simulators.tolgee,
    open: openTolgee,
    path: () => '/v2/pats',
    body: () => ({ description: 'new' }),
    change: { method: 'PUT', body: { description: 'changed' } },
  },
  {
    kind: 'tolgee/pak',
    simulator: () => simulators.tolgee,
    open: openTolgee,
    path: () => '/v2/api-keys',
    body: () => ({ description: 'new', projectId: tolgeeProject(), scopes: ['keys.view'] }),
    change: { method: 'PUT', body: { description: 'changed', scopes: ['keys.view'] } },
  },
  {
    kind: 'phrase/strings-token',
    simulator: () => simulators.phrase,
    open: () => {
      const { username, password } = simulators.phrase.signIn('Acme')
      const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
      const base = simulators.phrase.origins['https://api.phrase.com']!
      return Promise.resolve((method, path, body) =>
        askJson(`${base}${path}`, method, { headers: { authorization }, body }),
      )
    },
    path: () => '/v2/authorizations',
    body: () => ({ note: 'new' }),
    change: { method: 'PATCH', body: { note: 'changed' } },
  },
  {
    kind: 'lokalise/sdk-token',
    simulator: () => simulators.lokalise,
    open: async () => {
      const { endpoint, secret } = simulators.issue('lokalise/api-token', { account: 'Acme' })
      const answer = await askJson(
        `${endpoint}/api2/projects/${lokaliseProject().id}/tokens`,
        'POST',
        {
          headers: { 'x-api-token': secret },
          body: { service: 'ota' },
        },
      )
      const headers = { authorization: `Bearer ${(answer.body as { jwt: string }).jwt}` }
      const base = simulators.lokalise.origins['https://ota.lokalise.com']!
      return (method, path, body) => askJson(`${base}${path}`, method, { headers, body })
    },
    path: () => `/v3/teams/${lokaliseProject().teamId}/projects/${lokaliseProject().id}/tokens`,
    body: () => undefined,
  },
]

const LOST: readonly [string, Fault][] = [
  ['the connection cut', { type: 'close-connection' }],
  ['the answer cut in the middle', { type: 'close-connection', when: 'mid-body' }],
  ['a gateway error', { type: 'status', status: 502 }],
  ['the platform out of breath', { type: 'rate-limit' }],
]
const lost = (answer: Promise<Answer>): Promise<number | 'lost'> =>
  answer.then(
    ({ status }) => status,
    () => 'lost' as const,
  )

describe.each(DESKS.map((desk) => [desk.kind, desk] as const))('%s', (_, desk) => {
  describe.each(LOST)('with %s', (...[, fault]) => {
    it('is made though its maker is not told, or not made at all', async () => {
      const call = await desk.open()
      const simulator = desk.simulator()
      for (const [afterAct, orphans] of [
        [false, 0],
        [true, 1],
      ] as const) {
        const match = { method: 'POST', path: desk.path() }
        const rule = simulator.faults.add({ fault, afterAct, match })
        const outcome = await lost(call('POST', desk.path(), desk.body()))
        expect([200, 201]).not.toContain(outcome)
        expect(rule.hits).toBe(1)
        expect(simulator.madeByApi(desk.kind)).toHaveLength(orphans)
      }
      expect([200, 201]).toContain((await call('POST', desk.path(), desk.body())).status)
      expect(simulator.madeByApi(desk.kind)).toHaveLength(2)
    })

    it('is deleted though its owner is not told, or not deleted at all', async () => {
      const call = await desk.open()
      const simulator = desk.simulator()
      const { id } = simulators.issue(desk.kind, { account: 'Acme', project: 'Website' })
      for (const [afterAct, left] of [
        [false, 1],
        [true, 0],
      ] as const) {
        simulator.faults.add({
          fault,
          afterAct,
          match: { method: 'DELETE', path: new RegExp(`/${id}$`) },
        })
        const outcome = await lost(call('DELETE', `${desk.path()}/${id}`))
        expect([200, 204]).not.toContain(outcome)
        expect(simulator.live(desk.kind)).toHaveLength(left)
      }
      expect((await call('DELETE', `${desk.path()}/${id}`)).status).toBe(404)
    })

    const { change } = desk
    if (change === undefined) return
    it('is changed though nobody is told', async () => {
      const { method, body } = change
      const call = await desk.open()
      const { id } = simulators.issue(desk.kind, { account: 'Acme', project: 'Website' })
      const label = (): string | undefined =>
        desk.simulator().tokens.find((record) => record.id === id)?.label
      const before = label()
      for (const [afterAct, now] of [
        [false, before],
        [true, 'changed'],
      ] as const) {
        desk.simulator().faults.add({ fault, afterAct, match: { method } })
        expect(await lost(call(method, `${desk.path()}/${id}`, body))).not.toBe(200)
        expect(label()).toBe(now)
      }
    })
  })

  it('is made though the answer never comes', async () => {
    const call = await desk.open()
    const gone = new AbortController()
    const simulator = desk.simulator()
    simulator.faults.add({
      fault: { type: 'never-answer' },
      afterAct: true,
      match: { method: 'POST' },
    })
    const stop = simulator.watch(() => {
      gone.abort()
    })
    const url = desk.path()
    const answer = call('POST', url, desk.body())
    const late = new Promise((resolve) => gone.signal.addEventListener('abort', resolve))
    expect(await Promise.race([answer, late.then(() => 'made')])).toBe('made')
    stop()
    expect(simulator.madeByApi(desk.kind)).toHaveLength(1)
    expect(simulator.requests.at(-1)!.status).toBeNull()
    answer.catch(() => undefined)
  })
})

describe('faults of a rotation', () => {
  it('answer 429 in each platform’s own shape, for a given request', async () => {
    const shapes: [SimulatedKind, string, unknown][] = [
      ['transifex/api-token', '/organizations', { errors: [{ status: '429', code: 'Throttled' }] }],
      ['phrase/strings-token', '/v2/user', { message: 'Too many requests' }],
      ['phrase/platform-token', '/idm/oauth/token', { error: 'too_many_requests' }],
      ['lokalise/api-token', '/api2/teams', { error: { code: 429 } }],
      ['lokalise/sdk-token', '/v3/x', { statusCode: 429 }],
      ['tolgee/pat', '/v2/user', { message: 'rate_limited', retryAfter: 1000, global: true }],
      ['locize/api-key', '/stats/project/x', { message: 'Too Many Requests' }],
    ]
    for (const [kind, path, body] of shapes) {
      const { endpoint, service } = simulators.issue(kind)
      const match = { method: 'GET', path }
      simulators[service].faults.add({ fault: { type: 'rate-limit' }, match })
      const answer = await ask(`${endpoint}${path}`)
      expect(answer.status).toBe(429)
      expect(answer.body).toMatchObject(body as object)
      expect((await ask(`${endpoint}${path}`)).status).not.toBe(429)
    }
    const { endpoint } = simulators.issue('phrase/strings-token')
    simulators.phrase.faults.add({ type: 'rate-limit' })
    const { headers } = await ask(`${endpoint}/v2/user`)
    expect(headers.get('x-rate-limit-remaining')).toBe('0')
    expect(headers.get('x-rate-limit-reset')).toMatch(/^\d+$/)
    expect(simulators.violations).toEqual([])
  })

  it('let so many requests pass before they hit', async () => {
    const { endpoint, secret } = simulators.issue('tolgee/pat')
    const get = async (): Promise<number> =>
      (await ask(`${endpoint}/v2/pats/current`, { headers: { 'x-api-key': secret } })).status
    const fault: Fault = { type: 'status', status: 500 }
    const rule = simulators.tolgee.faults.add({ fault, skip: 2 })
    expect([await get(), await get(), await get(), await get()]).toEqual([200, 200, 500, 200])
    expect(rule.hits).toBe(1)
  })

  it('hold an answer back until something has happened', async () => {
    const call = await openTolgee()
    const gate = createGate()
    simulators.tolgee.faults.add({ type: 'wait', until: gate.until })
    let answered = false
    const answer = call('POST', '/v2/pats', { description: 'x' }).then(({ status }) => {
      answered = true
      return status
    })
    while (simulators.madeByApi().length === 0) await new Promise(setImmediate)
    expect(answered).toBe(false)
    gate.open()
    expect(await answer).toBe(201)
  })

  it('repeat what was typed in an error', async () => {
    const account = simulators.tolgee.signIn('Acme', { secondFactor: true })
    const { username, password } = account
    const otp = account.nextCode()
    const url = `${simulators.tolgee.origins['https://app.tolgee.io']!}/api/public/generatetoken`
    simulators.tolgee.faults.add({ type: 'echo-secret' })
    const typed = await askJson(url, 'POST', { body: { username, password, otp } })
    expect((typed.body as { message: string }).message).toContain(`${password} ${otp}`)
    simulators.phrase.faults.add({ type: 'echo-secret' })
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const headers = { authorization: basic, 'x-phraseapp-otp': otp }
    const base = simulators.phrase.origins['https://api.phrase.com']!
    const sent = await ask(`${base}/v2/authorizations`, { headers })
    expect((sent.body as { message: string }).message).toContain(`${username}:${password} ${otp}`)
  })

  it('sign in as somebody else', async () => {
    const call = await openTolgee()
    simulators.tolgee.faults.add({ type: 'foreign-account' })
    const me = await call('GET', '/v2/user')
    expect(me.body).toMatchObject({ name: 'Umbrella Language Services Developer' })
  })
})
