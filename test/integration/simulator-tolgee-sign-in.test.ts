import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, startSimulators, type SignIn, type Simulators } from '../simulator'
import { askJson, type Answer } from '../simulator/wire'

const SELF_HOSTED = 'https://tolgee.acme.example'
const HOUR = 60 * 60 * 1000
const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now, selfHostedTolgee: [SELF_HOSTED] })
})
beforeEach(() => simulators.reset())
afterAll(() => simulators.close())

const base = (origin = 'https://app.tolgee.io'): string => simulators.tolgee.origins[origin]!
const generate = (body: unknown): Promise<Answer> =>
  askJson(`${base()}/api/public/generatetoken`, 'POST', { body })
const typed = ({ username, password }: SignIn): { username: string; password: string } => ({
  username,
  password,
})
const tokenOf = (answer: Answer): string => (answer.body as { accessToken: string }).accessToken
/** A client with this session. */
const by =
  (jwt: string, origin?: string) =>
  (method: string, path: string, body?: unknown): Promise<Answer> =>
    askJson(`${base(origin)}${path}`, method, { headers: { authorization: `Bearer ${jwt}` }, body })
const code = (text: string, params: unknown = null): unknown => ({ code: text, params })
const result = async (answer: Promise<Answer>): Promise<[number, unknown]> => {
  const { status, body } = await answer
  return [status, body]
}

describe('Tolgee: signing in', () => {
  it('gives a session for name and password, in the form of a JWT', async () => {
    const account = simulators.tolgee.signIn('Acme')
    expect(account.username).toBe('dev@acme.example')
    const answer = await generate(typed(account))
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      accessToken: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/) as unknown,
      tokenType: 'Bearer',
    })
    const [, claims] = tokenOf(answer).split('.')
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({
      aud: ['tg.tok'],
    })
    const me = await by(tokenOf(answer))('GET', '/v2/user')
    expect(me.body).toMatchObject({
      username: account.username,
      accountType: 'LOCAL',
      mfaEnabled: false,
      needsSuperJwtToken: true,
    })
  })

  it('gives the same account the same password, and another account another', () => {
    const first = simulators.tolgee.signIn('Acme')
    expect(simulators.tolgee.signIn('Acme').password).toBe(first.password)
    expect(simulators.tolgee.signIn('Rival').password).not.toBe(first.password)
    expect(simulators.tolgee.signIn().username).toBe('dev@acme-localization.example')
  })

  it('refuses wrong names and passwords alike', async () => {
    const account = simulators.tolgee.signIn('Acme')
    simulators.tolgee.issue('tolgee/pat', { account: 'No password' })
    for (const body of [
      { ...typed(account), password: 'wrong' },
      { ...typed(account), username: 'nobody@acme.example' },
      { username: 'dev@no-password.example', password: 'anything' },
    ]) {
      expect(await result(generate(body))).toEqual([401, code('bad_credentials')])
    }
  })

  it('asks for a one-time code, and takes each once and not for long', async () => {
    const account = simulators.tolgee.signIn('Acme', { secondFactor: true })
    const withCode = (otp: string): Promise<[number, unknown]> =>
      result(generate({ ...typed(account), otp }))
    const invalid = [401, code('invalid_otp_code')]
    expect(await result(generate(typed(account)))).toEqual([401, code('mfa_enabled')])
    expect(await withCode('')).toEqual([401, code('mfa_enabled')])
    const good = account.nextCode()
    expect(good).toMatch(/^\d{6}$/)
    const [status] = await withCode(good)
    expect(status).toBe(200)
    clock.advance(1000)
    expect(await withCode(good)).toEqual(invalid)
    expect(await withCode('not-a-code')).toEqual(invalid)
    const late = account.nextCode()
    clock.advance(90_000)
    expect(await withCode(late)).toEqual(invalid)
    const wrongFirst = await generate({ ...typed(account), password: 'wrong', otp: late })
    expect(wrongFirst.body).toEqual(code('bad_credentials'))
  })

  it('takes a recovery code in place of a one-time code, once', async () => {
    const account = simulators.tolgee.signIn('Acme', { secondFactor: true })
    simulators.tolgee.state.user('Acme').recoveryCodes.add('abcd-efgh-ijkl-mnop')
    const body = { ...typed(account), otp: 'abcd-efgh-ijkl-mnop' }
    expect((await generate(body)).status).toBe(200)
    expect(await result(generate(body))).toEqual([401, code('invalid_otp_code')])
  })

  it('says why an account cannot sign in so', async () => {
    const account = simulators.tolgee.signIn('Acme')
    const { state } = simulators.tolgee
    const user = state.user('Acme')
    user.enabled = false
    expect(await result(generate(typed(account)))).toEqual([401, code('user_account_disabled')])
    user.enabled = true
    user.accountType = 'MANAGED'
    expect(await result(generate(typed(account)))).toEqual([
      401,
      code('operation_unavailable_for_account_type'),
    ])
    user.accountType = 'LOCAL'
    state.nativeSignIn = false
    expect(await result(generate(typed(account)))).toEqual([
      401,
      code('native_authentication_disabled'),
    ])
  })

  it('checks the form before anything else', async () => {
    const missing = await generate({ username: ' ' })
    expect([missing.status, missing.body]).toEqual([
      400,
      { STANDARD_VALIDATION: { username: 'must not be blank', password: 'must not be blank' } },
    ])
    expect(await result(generate([]))).toEqual([400, code('request_parse_error')])
  })

  it('takes five sign-ins a second from an address', async () => {
    const account = simulators.tolgee.signIn('Acme')
    for (let count = 0; count < 5; count += 1) {
      expect((await generate(typed(account))).status).toBe(200)
    }
    expect(simulators.violations).toEqual([])
    clock.advance(250)
    const refused = await generate(typed(account))
    expect(refused.status).toBe(429)
    expect(refused.body).toEqual({ message: 'rate_limited', retryAfter: 750, global: true })
    expect(simulators.violations).toEqual([
      { time: clock.now(), name: 'sign-ins per address', key: expect.any(String) as unknown },
    ])
    clock.advance(750)
    expect((await generate(typed(account))).status).toBe(200)
  })
})

describe('Tolgee: what a session may do, and for how long', () => {
  it('reads for seven days and writes for one hour', async () => {
    const jwt = tokenOf(await generate(typed(simulators.tolgee.signIn('Acme'))))
    const write = (): Promise<[number, unknown]> =>
      result(by(jwt)('POST', '/v2/pats', { description: 'x' }))
    clock.advance(HOUR - 1)
    expect((await write())[0]).toBe(201)
    clock.advance(1)
    const expired = [403, code('expired_super_jwt_token')]
    expect(await write()).toEqual(expired)
    const listed = simulators.tolgee.tokens[0]!
    for (const [method, path, body] of [
      ['PUT', `/v2/pats/${listed.id}`, { description: 'y' }],
      ['PUT', `/v2/pats/${listed.id}/regenerate`, {}],
      ['DELETE', `/v2/pats/${listed.id}`, undefined],
      ['POST', '/v2/api-keys', { projectId: 1, scopes: ['keys.view'] }],
      ['PUT', '/v2/api-keys/1', { scopes: ['keys.view'] }],
      ['PUT', '/v2/api-keys/1/regenerate', {}],
      ['DELETE', '/v2/api-keys/1', undefined],
    ] as const) {
      expect(await result(by(jwt)(method, path, body))).toEqual(expired)
    }
    expect((await by(jwt)('GET', '/v2/pats')).status).toBe(200)
    clock.advance(7 * 24 * HOUR - HOUR)
    const late = by(jwt)('GET', '/v2/pats')
    expect(await result(late)).toEqual([401, code('expired_jwt_token')])
  })

  it('may write again after the password, or the code where there is a second factor', async () => {
    const account = simulators.tolgee.signIn('Acme')
    const { state } = simulators.tolgee
    const reader = state.grant(state.user('Acme'), 'https://app.tolgee.io', null)
    const path = '/v2/user/generate-super-token'
    const wrong = by(reader)('POST', path, { password: 'wrong' })
    expect(await result(wrong)).toEqual([401, code('wrong_current_password')])
    const fresh = await by(reader)('POST', path, { password: account.password })
    expect(fresh.body).toMatchObject({ tokenType: 'Bearer' })
    const write = (jwt: string): Promise<Answer> =>
      by(jwt)('POST', '/v2/pats', { description: 'x' })
    expect((await write(reader)).status).toBe(403)
    expect((await write(tokenOf(fresh))).status).toBe(201)

    simulators.tolgee.signIn('Acme', { secondFactor: true })
    const noCode = by(reader)('POST', path, { password: account.password })
    expect(await result(noCode)).toEqual([401, code('mfa_enabled')])
    const otp = account.nextCode()
    expect((await by(reader)('POST', path, { otp })).status).toBe(200)
    const again = by(reader)('POST', path, { otp })
    expect(await result(again)).toEqual([401, code('invalid_otp_code')])
  })

  it('needs no fresh sign-in where there is neither a password nor a second factor', async () => {
    const { state } = simulators.tolgee
    const user = state.user('Acme')
    user.accountType = 'THIRD_PARTY'
    const jwt = state.grant(user, 'https://app.tolgee.io', null)
    const me = await by(jwt)('GET', '/v2/user')
    expect(me.body).toMatchObject({ accountType: 'THIRD_PARTY', needsSuperJwtToken: false })
    expect((await by(jwt)('POST', '/v2/pats', { description: 'x' })).status).toBe(201)
    user.mfaEnabled = true
    expect((await by(jwt)('POST', '/v2/pats', { description: 'x' })).status).toBe(403)
  })

  it('is good on its own server only, and for as long as its user is there', async () => {
    const jwt = tokenOf(await generate(typed(simulators.tolgee.signIn('Acme'))))
    const elsewhere = by(jwt, SELF_HOSTED)('GET', '/v2/pats')
    expect(await result(elsewhere)).toEqual([401, code('invalid_jwt_token')])
    simulators.tolgee.state.user('Acme').enabled = false
    const gone = by(jwt)('GET', '/v2/pats')
    expect(await result(gone)).toEqual([401, code('user_not_found')])
  })

  it('does not take the place of a token', async () => {
    const jwt = tokenOf(await generate(typed(simulators.tolgee.signIn('Acme'))))
    for (const path of ['/v2/pats/current', '/v2/api-keys/current']) {
      const answer = by(jwt)('GET', path)
      expect(await result(answer)).toEqual([400, code('invalid_authentication_method')])
    }
  })

  it('keeps what was typed out of the log, and knows that it came', async () => {
    const account = simulators.tolgee.signIn('Acme', { secondFactor: true })
    const otp = account.nextCode()
    const jwt = tokenOf(await generate({ ...typed(account), otp }))
    await by(jwt)('GET', `/v2/pats?x=${account.password}&y=${jwt}`)
    const written = JSON.stringify(simulators.tolgee.requests)
    for (const secret of [account.password, jwt]) {
      expect(written).not.toContain(secret)
      expect(simulators.tolgee.saw(secret)).toBe(true)
    }
    expect(simulators.tolgee.saw(otp)).toBe(true)
    expect(simulators.tolgee.saw(account.nextCode())).toBe(false)
  })
})
