import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, makeSecret, startSimulators, type Simulators } from '../simulator'
import { PLATFORM_TOKEN_MS } from '../simulator/phrase/state'
import { ask, askBare, type Answer } from '../simulator/wire'

const START = Date.UTC(2026, 0, 15, 12, 3)
const clock = createTestClock(START)
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => {
  clock.set(START)
  simulators.reset()
})
afterAll(() => simulators.close())

const at = (origin: string, path: string): string =>
  `${simulators.phrase.origins[`https://${origin}`]!}${path}`
const strings = (authorization: string, path = '/v2/user'): Promise<Answer> =>
  ask(at('api.phrase.com', path), { headers: { authorization } })
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

const FORM = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:phrase:params:oauth:token-type:api_token',
  requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
}
const exchange = (form: Record<string, string>, origin = 'eu.phrase.com'): Promise<Answer> =>
  ask(at(origin, '/idm/oauth/token'), { method: 'POST', body: new URLSearchParams(form) })
const jwtOf = async (product: string): Promise<string> => {
  const token = simulators.phrase.issue('phrase/platform-token', { product })
  const answer = await exchange({ ...FORM, subject_token: token.secret })
  return (answer.body as { access_token: string }).access_token
}

describe('Phrase Strings: who may come in', () => {
  it('takes an access token in all three documented ways', async () => {
    const { secret } = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    for (const authorization of [`token ${secret}`, basic(`${secret}:`)]) {
      const answer = await strings(authorization)
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
        username: 'acme',
        name: 'Acme Developer',
        email: 'dev@acme.example',
        position: 'Developer',
        language: 'en',
        created_at: expect.stringMatching(/Z$/) as unknown,
        updated_at: expect.stringMatching(/Z$/) as unknown,
      })
    }
    const byQuery = await ask(at('api.phrase.com', `/v2/user?access_token=${secret}`))
    expect(byQuery.status).toBe(200)
  })

  it('refuses a request without User-Agent with 400, before it looks at the token', async () => {
    const { secret } = simulators.phrase.issue('phrase/strings-token')
    for (const authorization of [`token ${secret}`, 'token wrong']) {
      const answer = await askBare(at('api.phrase.com', '/v2/user'), { authorization })
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ message: expect.any(String) as unknown })
    }
  })

  it('refuses without a body if asked to', async () => {
    simulators.phrase.state.refusalBody = 'empty'
    const narrow = simulators.phrase.issue('phrase/strings-token', { scopes: ['orders.create'] })
    for (const [secret, status] of [
      [makeSecret('phrase/strings-token'), 401],
      [narrow.secret, 403],
    ] as const) {
      const answer = await strings(`token ${secret}`)
      expect([answer.status, answer.text]).toEqual([status, ''])
    }
  })

  it('gives 401 to a missing, unknown, deleted, expired token and one of the other data center', async () => {
    const deleted = simulators.phrase.issue('phrase/strings-token')
    simulators.phrase.revoke(deleted.secret)
    const expired = simulators.phrase.issue('phrase/strings-token', { expiresAt: START })
    const american = simulators.phrase.issue('phrase/strings-token', { server: 'us' })
    const bearer = simulators.phrase.issue('phrase/strings-token')
    expect((await ask(at('api.phrase.com', '/v2/user'))).status).toBe(401)
    for (const secret of [makeSecret('phrase/strings-token'), deleted.secret, expired.secret]) {
      expect((await strings(`token ${secret}`)).status).toBe(401)
    }
    expect((await strings(`Bearer ${bearer.secret}`)).status).toBe(401)
    expect((await strings(`token ${american.secret}`)).status).toBe(401)
    const there = at('api.us.app.phrase.com', '/v2/user')
    const headers = { authorization: `token ${american.secret}` }
    expect((await ask(there, { headers })).status).toBe(200)
  })

  it('gives 403 to a token without the read scope, and 404 to what is not there', async () => {
    const writer = simulators.phrase.issue('phrase/strings-token', { scopes: ['write'] })
    expect((await strings(`token ${writer.secret}`)).status).toBe(403)
    const reader = simulators.phrase.issue('phrase/strings-token', { scopes: ['read'] })
    const answer = await strings(`token ${reader.secret}`, '/v2/accounts/unknown')
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ message: 'Not Found' })
    expect((await strings(`token ${reader.secret}`, '/v2/nothing')).status).toBe(404)
  })

  it('lets a user in by e-mail and password, with a code where one is asked for', async () => {
    const account = simulators.phrase.signIn('Acme')
    const authorization = basic(`${account.username}:${account.password}`)
    expect((await strings(basic(`${account.username}:wrong`))).status).toBe(401)
    expect((await strings(authorization)).status).toBe(200)
    simulators.phrase.signIn('Acme', { secondFactor: true })
    const challenge = await strings(authorization)
    expect(challenge.status).toBe(401)
    expect(challenge.headers.get('x-phraseapp-otp')).toBe('required; app')
    const headers = { authorization, 'x-phraseapp-otp': account.nextCode() }
    expect((await ask(at('api.phrase.com', '/v2/user'), { headers })).status).toBe(200)
  })
})

describe('Phrase Strings: lists and limits', () => {
  it('pages accounts by 25 with Link and Pagination headers', async () => {
    const { secret } = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    const { accounts } = simulators.phrase.state.user('Acme')
    for (let count = 1; count < 26; count += 1) {
      accounts.push({ id: `id-${count}`, name: `Account ${count}`, slug: `account-${count}` })
    }
    const first = await strings(`token ${secret}`, '/v2/accounts')
    expect(first.body).toHaveLength(25)
    expect((first.body as unknown[])[0]).toMatchObject({ name: 'Acme', slug: 'acme' })
    const link = first.headers.get('link')!
    const next = /<([^>]+)>; rel="next"/.exec(link)![1]!
    expect(link).toContain('rel="last"')
    expect(JSON.parse(first.headers.get('pagination')!)).toMatchObject({
      total_count: 26,
      current_page: 1,
      next_page: 2,
    })
    const second = await ask(next, { headers: { authorization: `token ${secret}` } })
    expect(second.body).toMatchObject([{ name: 'Account 25' }])
    const wide = await strings(`token ${secret}`, '/v2/accounts?per_page=100')
    expect(wide.body).toHaveLength(26)
    const one = await strings(`token ${secret}`, `/v2/accounts/${accounts[0]!.id}`)
    expect(one.body).toMatchObject({ name: 'Acme', roles: expect.any(Array) as unknown })
  })

  it('counts per user, tells so in headers, and starts anew on a five-minute boundary', async () => {
    const { secret } = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    const sister = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    const boundary = Date.UTC(2026, 0, 15, 12, 5) / 1000
    const answer = await strings(`token ${secret}`)
    expect(answer.headers.get('x-rate-limit-limit')).toBe('1000')
    expect(answer.headers.get('x-rate-limit-remaining')).toBe('999')
    expect(answer.headers.get('x-rate-limit-reset')).toBe(String(boundary))
    expect(answer.headers.get('x-rate-limit-reason')).toBeNull()
    simulators.phrase.state.perUser.limit = 1
    const refused = await strings(`token ${sister.secret}`)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-rate-limit-remaining')).toBe('0')
    expect(refused.headers.get('x-rate-limit-reason')).toBe('rate_limit')
    expect(refused.headers.get('retry-after')).toBeNull()
    clock.set(boundary * 1000)
    expect((await strings(`token ${secret}`)).status).toBe(200)
  })

  it('serves four requests of a user at a time', async () => {
    const { secret } = simulators.phrase.issue('phrase/strings-token')
    const fault = simulators.phrase.faults.add({
      fault: { type: 'latency', ms: 3000 },
      times: 'all',
    })
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => strings(`token ${secret}`)))
    fault.remove()
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(1)
    expect(refused[0]!.headers.get('x-rate-limit-reason')).toBe('concurrency')
    expect((await strings(`token ${secret}`)).status).toBe(200)
  })
})

describe('Phrase platform tokens', () => {
  it('exchanges a token for a JWT of four hours', async () => {
    const token = simulators.phrase.issue('phrase/platform-token')
    const answer = await exchange({ ...FORM, subject_token: token.secret })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as unknown,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 14_399,
    })
    const jwt = (answer.body as { access_token: string }).access_token
    expect((await strings(`Bearer ${jwt}`)).status).toBe(200)
    clock.advance(14_399_000)
    expect((await strings(`Bearer ${jwt}`)).status).toBe(200)
    clock.advance(1000)
    expect((await strings(`Bearer ${jwt}`)).status).toBe(401)
  })

  it('takes the two token types as given when they are left out', async () => {
    const { secret } = simulators.phrase.issue('phrase/platform-token')
    const answer = await exchange({ grant_type: FORM.grant_type, subject_token: secret })
    expect(answer.status).toBe(200)
  })

  it('refuses wrong forms with the errors of the RFC', async () => {
    const subject_token = simulators.phrase.issue('phrase/platform-token').secret
    const wrong: [Record<string, string>, string][] = [
      [{ subject_token }, 'invalid_request'],
      [{ ...FORM, grant_type: 'password', subject_token }, 'unsupported_grant_type'],
      [FORM, 'invalid_request'],
      [{ ...FORM, subject_token, subject_token_type: 'jwt' }, 'invalid_request'],
      [{ ...FORM, subject_token, audience: 'strings' }, 'invalid_request'],
      [{ ...FORM, subject_token, scope: 'read' }, 'invalid_request'],
    ]
    for (const [form, error] of wrong) {
      const answer = await exchange(form)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ error, error_description: expect.any(String) as unknown })
    }
    const body = JSON.stringify({ ...FORM, subject_token })
    const headers = { 'content-type': 'application/json' }
    const url = at('eu.phrase.com', '/idm/oauth/token')
    expect((await ask(url, { method: 'POST', headers, body })).status).toBe(400)
    expect((await ask(url)).status).toBe(405)
  })

  it('refuses unknown, deleted, expired tokens and those of the other data center', async () => {
    const deleted = simulators.phrase.issue('phrase/platform-token')
    simulators.phrase.revoke(deleted.secret)
    const old = simulators.phrase.issue('phrase/platform-token', {
      createdAt: START - PLATFORM_TOKEN_MS,
    })
    const american = simulators.phrase.issue('phrase/platform-token', { server: 'us' })
    const unknown = makeSecret('phrase/platform-token')
    for (const subject_token of [unknown, deleted.secret, old.secret, american.secret]) {
      const answer = await exchange({ ...FORM, subject_token })
      expect(answer.status).toBe(400)
      expect(answer.body).toMatchObject({ error: 'invalid_request' })
    }
    const there = await exchange({ ...FORM, subject_token: american.secret }, 'us.phrase.com')
    expect(there.status).toBe(200)
    simulators.phrase.state.exchangeRefusal = 401
    expect((await exchange({ ...FORM, subject_token: unknown })).status).toBe(401)
  })

  it('makes a JWT for one product and one data center only', async () => {
    const forStrings = await jwtOf('strings')
    const forTms = await jwtOf('tms')
    const forOrchestrator = await jwtOf('orchestrator')
    const headers = (jwt: string): RequestInit => ({ headers: { authorization: `Bearer ${jwt}` } })
    expect((await strings(`Bearer ${forTms}`)).status).toBe(401)
    expect((await ask(at('api.us.app.phrase.com', '/v2/user'), headers(forStrings))).status).toBe(
      401,
    )
    const orchestrator = at('eu.phrase.com', '/orchestrator/api/v1/workflows')
    expect((await ask(orchestrator, headers(forStrings))).status).toBe(401)
    expect((await ask(orchestrator, headers(forOrchestrator))).status).not.toBe(401)
    const whoAmI = at('cloud.memsource.com', '/web/api2/v1/auth/whoAmI')
    expect((await ask(whoAmI, headers(forStrings))).status).toBe(401)
    const me = await ask(whoAmI, headers(forTms))
    expect(me.status).toBe(200)
    expect(me.body).toMatchObject({ organization: { name: 'Acme Localization' } })
  })

  it('does not take a platform token in place of its JWT', async () => {
    const { secret } = simulators.phrase.issue('phrase/platform-token')
    for (const scheme of ['token', 'Bearer']) {
      expect((await strings(`${scheme} ${secret}`)).status).toBe(401)
    }
  })

  it('lets a JWT live on when its token is deleted', async () => {
    const token = simulators.phrase.issue('phrase/platform-token')
    const answer = await exchange({ ...FORM, subject_token: token.secret })
    simulators.phrase.revoke(token.secret)
    const jwt = (answer.body as { access_token: string }).access_token
    expect((await strings(`Bearer ${jwt}`)).status).toBe(200)
  })

  it('ends after 730 days, and a user has at most twenty', () => {
    const first = simulators.phrase.issue('phrase/platform-token')
    expect(first.expiresAt).toBe(START + 730 * 86_400_000)
    for (let count = 1; count < 20; count += 1) simulators.phrase.issue('phrase/platform-token')
    expect(() => simulators.phrase.issue('phrase/platform-token')).toThrow(/more than 20/)
    simulators.phrase.revoke(first.secret)
    expect(() => simulators.phrase.issue('phrase/platform-token')).not.toThrow()
  })
})
