import { describe, expect, test } from 'vitest'
import { bySignIn, failure, found, open, opened, subjectOf, value, why } from './managing'
import { setUp } from './setting'

const setting = setUp()
const sim = () => setting.simulators.phrase
const issue = (options = {}) => setting.simulators.issue('phrase/strings-token', options)
const NAME = 'Pipeline (Keyglot 7f3k)'
const DAY = 86_400_000
const whole = (ms: number) => Math.floor(ms / 1000) * 1000

describe('signing in', () => {
  test('asks nothing by itself', async () => {
    const session = await opened(setting.desk, subjectOf(issue()), bySignIn(sim().signIn()))
    expect(session.endsAt).toBeNull()
    expect(sim().requests).toEqual([])
  })

  test('asks for a code where the account has a second factor', async () => {
    const token = subjectOf(issue())
    const signIn = sim().signIn(undefined, { secondFactor: true })
    const without = await opened(setting.desk, token, bySignIn(signIn, { code: null }))
    expect(failure(await without.find(token))).toMatchObject({
      problem: 'code-needed',
      effect: 'none',
      status: 401,
    })
    const wrong = await opened(setting.desk, token, bySignIn(signIn, { code: '123 456' }))
    expect(why(await wrong.find(token))).toBe('code-refused none')
    const session = await opened(setting.desk, token, bySignIn(signIn))
    const old = await found(session, token)
    // the code was good once: the next call wants another, and made nothing
    const plan = { name: NAME, expiresAt: null, like: old }
    expect(why(await session.create(token, plan))).toBe('code-needed none')
    expect(sim().madeByApi()).toEqual([])
  })

  test('tells a wrong password, and an account without one, alike', async () => {
    const token = subjectOf(issue())
    const signIn = sim().signIn()
    const wrong = await opened(setting.desk, token, bySignIn(signIn, { password: 'not-it-at-all' }))
    expect(why(await wrong.list(token))).toBe('wrong-sign-in none')
    sim().state.user('Acme Localization').ssoEnforced = true
    const forced = await opened(setting.desk, token, bySignIn(signIn))
    expect(why(await forced.list(token))).toBe('wrong-sign-in none')
  })

  test('takes any letters in a password', async () => {
    const token = subjectOf(issue())
    const signIn = sim().signIn()
    sim().state.user('Acme Localization').password = 'Übermäßig:naïve 密码'
    const session = await opened(
      setting.desk,
      token,
      bySignIn(signIn, { password: 'Übermäßig:naïve 密码' }),
    )
    expect(value(await session.list(token))).toHaveLength(1)
  })

  test('never sends a token as a name without a password', async () => {
    const token = subjectOf(issue())
    const signIn = { ...sim().signIn(), username: token.secret.text() }
    const outcome = await open(setting.desk, token, bySignIn(signIn, { password: '' }))
    expect(why(outcome)).toBe('wrong-sign-in none')
  })
})

describe('access tokens of Strings', () => {
  test('are found by their digest, made, limited and revoked', async () => {
    const ends = whole(Date.now() + 30 * DAY)
    const token = issue({ label: 'Pipeline', scopes: ['read', 'write'], expiresAt: ends })
    issue({ label: 'Another' })
    const subject = subjectOf(token)
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    const old = await found(session, subject)
    expect(old).toMatchObject({
      name: 'Pipeline',
      scopes: ['read', 'write'],
      expiresAt: ends,
      projectId: null,
      lastUsedAt: null,
    })
    expect(old.createdAt).toBeGreaterThan(0)
    expect(old.matches(subject.secret)).toBe(true)

    const plan = { name: NAME, expiresAt: ends + DAY, like: old }
    const made = value(await session.create(subject, plan))
    expect(made.remote).toMatchObject({ name: NAME, scopes: ['read', 'write'] })
    expect(made.remote.expiresAt).toBe(ends + DAY)
    expect(made.remote.matches(made.secret)).toBe(true)
    expect(old.matches(made.secret)).toBe(false)
    const check = await setting.desk.check('phrase/strings-token', made.secret.text())
    expect(check.evidence.verdict).toBe('valid')

    const at = Date.now() + DAY
    expect(await session.limit(subject, old.id, at)).toMatchObject({ ok: true })
    expect((await found(session, subject)).expiresAt).toBe(whole(at))
    expect(value(await session.revoke(subject, old.id))).toBe('revoked')
    expect(value(await session.revoke(subject, old.id))).toBe('gone')
    expect(why(await session.limit(subject, old.id, at))).toBe('not-listed none')
    expect(
      sim()
        .live('phrase/strings-token')
        .map(({ secret }) => secret),
    ).not.toContain(token.secret)
    const log = setting.desk.log.lines.join('\n')
    expect(log).not.toContain(made.secret.text())
  })

  test('without an end stay without one', async () => {
    const subject = subjectOf(issue({ expiresAt: null }))
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    const old = await found(session, subject)
    expect(old.expiresAt).toBeNull()
    const made = value(await session.create(subject, { name: NAME, expiresAt: null, like: old }))
    expect(made.remote.expiresAt).toBeNull()
  })

  test('are not taken for one that merely ends in the same letters', async () => {
    sim().state.hashedToken = 'salted'
    const subject = subjectOf(issue())
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    const [listed] = value(await session.list(subject))
    expect(listed?.matches(subject.secret)).toBeNull()
    expect(value(await session.find(subject))).toBeNull()
  })

  test('of another user are not found', async () => {
    const subject = subjectOf(issue({ account: 'Umbrella' }))
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    expect(value(await session.find(subject))).toBeNull()
  })

  test('are listed over all pages', async () => {
    const subject = subjectOf(issue())
    for (let i = 0; i < 204; i++) issue({ label: `n${i}` })
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    expect(value(await session.list(subject))).toHaveLength(205)
    expect(sim().requests).toHaveLength(3)
  })

  test('are made with rights that are known, and with a name', async () => {
    const subject = subjectOf(issue())
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    const old = await found(session, subject)
    const blind = { ...old, scopes: null }
    expect(why(await session.create(subject, { name: NAME, expiresAt: null, like: blind }))).toBe(
      'invalid none',
    )
    expect(
      failure(await session.create(subject, { name: '', expiresAt: null, like: old })),
    ).toMatchObject({ problem: 'invalid', effect: 'none', status: 422 })
    expect(sim().madeByApi()).toEqual([])
  })

  test('of the other data center are asked for there', async () => {
    const subject = subjectOf(issue({ server: 'us' }), { server: { id: 'us', baseUrl: null } })
    const session = await opened(setting.desk, subject, bySignIn(sim().signIn()))
    await found(session, subject)
    expect(sim().requests.map(({ origin }) => origin)).toEqual(['https://api.us.app.phrase.com'])
    const auto = subjectOf(issue(), { server: { id: 'auto', baseUrl: null } })
    await found(await opened(setting.desk, auto, bySignIn(sim().signIn())), auto)
    expect(sim().requests.at(-1)?.origin).toBe('https://api.phrase.com')
  })
})
