import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, startSimulators, type SignIn, type Simulators } from '../simulator'
import { phraseReplies } from '../simulator/phrase/replies'
import { ask, askBare, askJson, type Answer } from '../simulator/wire'

const START = Date.UTC(2026, 0, 15, 12, 3)
const clock = createTestClock(START)
let simulators: Simulators
let account: SignIn
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => {
  clock.set(START)
  simulators.reset()
  account = simulators.phrase.signIn('Acme')
})
afterAll(() => simulators.close())

type Authorization = { id: string; token: string } & Record<string, unknown>

const EU = 'https://api.phrase.com'
const PATH = '/v2/authorizations'
const at = (path: string, origin = EU): string => `${simulators.phrase.origins[origin]!}${path}`
const basic = ({ username, password }: SignIn): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
const call = (
  method: string,
  path: string,
  sent: { body?: unknown; code?: string; origin?: string } = {},
): Promise<Answer> => {
  const code = sent.code === undefined ? {} : { 'x-phraseapp-otp': sent.code }
  const headers = { authorization: basic(account), ...code }
  return askJson(at(path, sent.origin), method, { headers, body: sent.body })
}
const create = async (body: unknown): Promise<Authorization> => {
  const answer = await call('POST', PATH, { body })
  expect(answer.status).toBe(201)
  return answer.body as Authorization
}
const check = async (token: string): Promise<number> =>
  (await ask(at('/v2/user'), { headers: { authorization: `token ${token}` } })).status
const invalid = (field: string, message: string): unknown => ({
  message: 'Validation Failed',
  errors: [{ resource: 'Authorization', field, message }],
})
const iso = (time: number): string => new Date(time).toISOString()

describe('Phrase Strings: managing access tokens', () => {
  it('makes one, shows its value once, and deletes it', async () => {
    const expires_at = iso(START + 86_400_000)
    const sent = { note: 'for CI', scopes: ['read', 'orders.create'], expires_at }
    const { token, ...rest } = await create(sent)
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect(rest).toEqual({
      ...sent,
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      token_last_eight: token.slice(-8),
      hashed_token: createHash('sha256').update(token).digest('hex'),
      created_at: iso(START),
      updated_at: iso(START),
    })
    const one = await call('GET', `${PATH}/${rest.id}`)
    expect([one.status, one.body]).toEqual([200, rest])
    expect(await check(token)).toBe(200)
    const removed = await call('DELETE', `${PATH}/${rest.id}`)
    expect([removed.status, removed.text]).toEqual([204, ''])
    expect(await check(token)).toBe(401)
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { note: 'x' } : undefined
      const gone = await call(method, `${PATH}/${rest.id}`, { body })
      expect(gone.status).toBe(404)
    }
  })

  it('ends never where no date is given', async () => {
    expect(await create({ note: 'x' })).toMatchObject({ expires_at: null })
    expect(await create({ note: 'x', expires_at: null })).toMatchObject({ expires_at: null })
  })

  it('lists those of the user in this data center, expired ones too, in pages', async () => {
    const own = simulators.phrase.issue('phrase/strings-token', {
      account: 'Acme',
      label: 'old',
      expiresAt: START - 1,
    })
    simulators.phrase.issue('phrase/strings-token', { account: 'Rival' })
    simulators.phrase.issue('phrase/strings-token', { account: 'Acme', server: 'us' })
    simulators.phrase.issue('phrase/platform-token', { account: 'Acme' })
    const list = await call('GET', PATH)
    expect(list.body).toMatchObject([
      { id: own.id, note: 'old', token_last_eight: own.secret.slice(-8) },
    ])
    expect(list.text).not.toContain(own.secret)
    for (let count = 0; count < 26; count += 1) {
      simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    }
    const first = await call('GET', PATH)
    expect(first.body).toHaveLength(25)
    expect(JSON.parse(first.headers.get('pagination')!)).toMatchObject({
      total_count: 27,
      next_page: 2,
    })
    expect((await call('GET', `${PATH}?page=2`)).body).toHaveLength(2)
    expect((await call('GET', `${PATH}?per_page=100`)).body).toHaveLength(27)
    const american = await call('GET', PATH, { origin: 'https://api.us.app.phrase.com' })
    expect(american.body).toHaveLength(1)
  })

  it('changes name, scopes and date; a date in the past ends the token', async () => {
    const { id, token } = await create({ note: 'old', scopes: ['read', 'write'] })
    clock.advance(60_000)
    const edited = await call('PATCH', `${PATH}/${id}`, {
      body: { note: 'new', scopes: ['write'] },
    })
    expect(edited.status).toBe(200)
    expect(edited.body).toMatchObject({
      note: 'new',
      scopes: ['write'],
      expires_at: null,
      created_at: iso(START),
      updated_at: iso(START + 60_000),
    })
    expect(edited.body).not.toHaveProperty('token')
    expect(await check(token)).toBe(403)
    const body = { scopes: ['read'], expires_at: iso(clock.now() + 1000) }
    await call('PATCH', `${PATH}/${id}`, { body })
    expect(await check(token)).toBe(200)
    clock.advance(1000)
    expect(await check(token)).toBe(401)
    await call('PATCH', `${PATH}/${id}`, { body: { expires_at: null } })
    expect(await check(token)).toBe(200)
    await call('PATCH', `${PATH}/${id}`, { body: { expires_at: '2020-01-01' } })
    expect(await check(token)).toBe(401)
    expect((await call('GET', `${PATH}/${id}`)).status).toBe(200)
  })

  it('says what is wrong with a body', async () => {
    const { id } = await create({ note: 'x' })
    const blank = invalid('note', "can't be blank")
    for (const [body, expected] of [
      [{ note: ' ' }, blank],
      [{ note: 5 }, blank],
      [{ note: 'x', scopes: ['fly'] }, invalid('scopes', 'is not included in the list')],
      [{ note: 'x', expires_at: 'tomorrow' }, invalid('expires_at', 'is invalid')],
      [{ note: 'x', expires_at: 5 }, invalid('expires_at', 'is invalid')],
    ] as const) {
      for (const [method, path] of [
        ['POST', PATH],
        ['PATCH', `${PATH}/${id}`],
      ] as const) {
        const answer = await call(method, path, { body })
        expect([answer.status, answer.body]).toEqual([422, expected])
      }
    }
    const missing = await call('POST', PATH, { body: {} })
    expect([missing.status, missing.body]).toEqual([422, blank])
    expect((await call('POST', PATH, { body: [] })).status).toBe(400)
    expect(simulators.phrase.madeByApi()).toHaveLength(1)
  })

  it("does not know another user's", async () => {
    const rival = simulators.phrase.issue('phrase/strings-token', { account: 'Rival' })
    for (const method of ['GET', 'DELETE']) {
      expect((await call(method, `${PATH}/${rival.id}`)).status).toBe(404)
    }
    expect(await check(rival.secret)).toBe(200)
  })

  it('may hash more than the text of the token', async () => {
    simulators.phrase.state.hashedToken = 'salted'
    const { token, hashed_token } = await create({ note: 'x' })
    expect(hashed_token).toMatch(/^[0-9a-f]{64}$/)
    expect(hashed_token).not.toBe(createHash('sha256').update(token).digest('hex'))
  })
})

describe('Phrase Strings: who may manage access tokens', () => {
  it('is no token and no JWT, unless asked to', async () => {
    const token = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    const reader = simulators.phrase.issue('phrase/strings-token', { scopes: ['read'] })
    const { jwt } = simulators.phrase.state.grant('eu', 'Acme', 'strings')
    const list = async (authorization: string): Promise<number> =>
      (await ask(at(PATH), { headers: { authorization } })).status
    const all = [`token ${token.secret}`, `Bearer ${jwt}`]
    for (const authorization of all) expect(await list(authorization)).toBe(403)
    simulators.phrase.state.tokensManageTokens = true
    for (const authorization of all) expect(await list(authorization)).toBe(200)
    const headers = { authorization: `token ${reader.secret}` }
    const write = await askJson(at(PATH), 'POST', { headers, body: { note: 'x' } })
    expect(write.status).toBe(403)
  })

  it('is nobody with a wrong password, without one, or under enforced SSO', async () => {
    const user = simulators.phrase.state.user('Acme')
    const right = user.password
    user.password = 'another'
    const wrong = await call('GET', PATH)
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('x-phraseapp-otp')).toBeNull()
    user.password = null
    expect((await call('GET', PATH)).status).toBe(401)
    user.password = right
    user.ssoEnforced = true
    expect((await call('GET', PATH)).status).toBe(401)
    user.ssoEnforced = false
    expect((await call('GET', PATH)).status).toBe(200)
  })

  it('shows a code where there is a second factor, another for each request', async () => {
    account = simulators.phrase.signIn('Acme', { secondFactor: true })
    const challenge = await call('POST', PATH, { body: { note: 'x' } })
    expect([challenge.status, challenge.headers.get('x-phraseapp-otp')]).toEqual([
      401,
      'required; app',
    ])
    const code = account.nextCode()
    expect((await call('POST', PATH, { body: { note: 'x' }, code })).status).toBe(201)
    for (const wrong of [code, '12345', 'abcdef']) {
      const again = await call('GET', PATH, { code: wrong })
      expect([again.status, again.headers.get('x-phraseapp-otp')]).toEqual([401, 'required; app'])
    }
    expect((await call('GET', PATH, { code: account.nextCode() })).status).toBe(200)
    expect(simulators.phrase.madeByApi()).toHaveLength(1)
  })

  it('may show a code again within its time if asked to', async () => {
    account = simulators.phrase.signIn('Acme', { secondFactor: true })
    const { codes } = simulators.phrase.state.user('Acme')
    codes.reusable = true
    const code = account.nextCode()
    for (let count = 0; count < 2; count += 1) {
      expect((await call('GET', PATH, { code })).status).toBe(200)
    }
    clock.advance(codes.lifeMs)
    expect((await call('GET', PATH, { code })).status).toBe(401)
  })

  it('has to name his program', async () => {
    const answer = await askBare(at(PATH), { authorization: basic(account) })
    expect(answer.status).toBe(400)
  })

  it('is counted as the user who calls with a token is', async () => {
    const token = simulators.phrase.issue('phrase/strings-token', { account: 'Acme' })
    simulators.phrase.state.perUser.limit = 1
    expect(await check(token.secret)).toBe(200)
    const refused = await call('GET', PATH)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-rate-limit-reason')).toBe('rate_limit')
    expect(simulators.violations).toMatchObject([{ name: 'requests per user' }])
  })

  it('types nothing that the log shows', async () => {
    account = simulators.phrase.signIn('Acme', { secondFactor: true })
    const code = account.nextCode()
    const answer = await call('POST', PATH, { body: { note: 'x' }, code })
    const { token } = answer.body as Authorization
    await check(token)
    const written = JSON.stringify(simulators.phrase.requests)
    for (const secret of [account.password, basic(account).slice(6), token, code]) {
      expect(written).not.toContain(secret)
    }
    for (const secret of [account.password, token, code]) {
      expect(simulators.phrase.saw(secret)).toBe(true)
    }
  })
})

it('Phrase Strings: answers the documented failures where a fault asks for them', async () => {
  const { faults } = simulators.phrase
  const path = /^\/v2\/authorizations/
  for (const [reply, status] of [
    [phraseReplies.codeRequired(), 401],
    [phraseReplies.forbidden(), 403],
    [phraseReplies.notFound(), 404],
    [phraseReplies.unavailable(), 503],
  ] as const) {
    faults.add({ fault: { type: 'reply', reply }, match: { method: 'GET', path } })
    expect((await call('GET', PATH)).status).toBe(status)
  }
})
