import { describe, expect, test } from 'vitest'
import { bySignIn, failure, found, open, opened, subjectOf, value, why } from './managing'
import { SELF_HOSTED, setUp } from './setting'

const setting = setUp()
const sim = () => setting.simulators.tolgee
const NEVER = null
const NAME = 'Deploy (Keyglot 7f3k)'

describe('signing in', () => {
  const subject = () => subjectOf(setting.simulators.issue('tolgee/pat'))

  test('opens a session for an hour, and sends the password to the one server only', async () => {
    const pat = subject()
    const signIn = sim().signIn()
    const before = Date.now()
    const session = await opened(setting.desk, pat, bySignIn(signIn))
    expect(session.endsAt).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(session.endsAt).toBeLessThanOrEqual(Date.now() + 3_600_000)
    expect(sim().requests.map(({ path }) => path)).toEqual(['/api/public/generatetoken'])
    // the token itself is not told beside the sign-in
    expect(sim().saw(pat.secret.text())).toBe(false)
    session.end()
  })

  test('asks for a code where the account has a second factor', async () => {
    const pat = subject()
    const signIn = sim().signIn(undefined, { secondFactor: true })
    expect(why(await open(setting.desk, pat, bySignIn(signIn, { code: null })))).toBe(
      'code-needed none',
    )
    expect(why(await open(setting.desk, pat, bySignIn(signIn, { code: '000000' })))).toBe(
      'code-refused none',
    )
    const code = signIn.nextCode()
    const spaced = `${code.slice(0, 3)} ${code.slice(3)} `
    expect(await open(setting.desk, pat, bySignIn(signIn, { code: spaced }))).toMatchObject({
      ok: true,
    })
    // accepted once
    expect(why(await open(setting.desk, pat, bySignIn(signIn, { code })))).toBe('code-refused none')
  })

  test('says what is wrong with it', async () => {
    const pat = subject()
    const signIn = sim().signIn()
    expect(
      why(await open(setting.desk, pat, bySignIn(signIn, { password: 'not-it-at-all' }))),
    ).toBe('wrong-sign-in none')
    const user = sim().state.user('Acme Localization')
    user.accountType = 'MANAGED'
    expect(why(await open(setting.desk, pat, bySignIn(signIn)))).toBe('no-password none')
    user.accountType = 'LOCAL'
    user.enabled = false
    expect(failure(await open(setting.desk, pat, bySignIn(signIn)))).toMatchObject({
      problem: 'account-disabled',
      status: 401,
      code: 'user_account_disabled',
    })
    user.enabled = true
    sim().state.nativeSignIn = false
    expect(why(await open(setting.desk, pat, bySignIn(signIn)))).toBe('no-password none')
  })

  test('is refused for a way that is not this kind’s', async () => {
    const pat = subject()
    const manager = subjectOf(setting.simulators.issue('lokalise/api-token'))
    expect(why(await open(setting.desk, pat, { by: 'token', manager }))).toBe('unclear none')
    expect(sim().requests).toEqual([])
  })

  test('goes to a server of the user’s own, and not to the cloud', async () => {
    const token = setting.simulators.issue('tolgee/pat', { server: SELF_HOSTED })
    const own = subjectOf(token, { server: { id: 'custom', baseUrl: SELF_HOSTED } })
    const session = await opened(setting.desk, own, bySignIn(sim().signIn()))
    expect((await found(session, own)).matches(own.secret)).toBe(true)
    expect(new Set(sim().requests.map(({ origin }) => origin))).toEqual(new Set([SELF_HOSTED]))
  })
})

describe('personal tokens', () => {
  test('are found, made, and revoked', async () => {
    const ends = Date.now() + 86_400_000
    const token = setting.simulators.issue('tolgee/pat', { label: 'Deploy', expiresAt: ends })
    setting.simulators.issue('tolgee/pat', { label: 'Another' })
    const pat = subjectOf(token)
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    const old = await found(session, pat)
    expect(old).toMatchObject({ name: 'Deploy', expiresAt: ends, scopes: null, projectId: null })
    expect(old.createdAt).toBeGreaterThan(0)

    const plan = { name: NAME, expiresAt: ends + 1, like: old }
    const made = value(await session.create(pat, plan))
    expect(made.remote).toMatchObject({ name: NAME, expiresAt: ends + 1 })
    expect(made.remote.id).not.toBe(old.id)
    const check = await setting.desk.check('tolgee/pat', made.secret.text())
    expect(check.evidence.verdict).toBe('valid')
    // the old one lives on: nothing was regenerated
    expect(sim().live('tolgee/pat')).toHaveLength(3)

    expect(value(await session.list(pat)).map(({ name }) => name)).toContain(NAME)
    expect(value(await session.revoke(pat, old.id))).toBe('revoked')
    expect(value(await session.revoke(pat, old.id))).toBe('gone')
    expect(
      sim()
        .live('tolgee/pat')
        .map(({ secret }) => secret),
    ).not.toContain(token.secret)
    expect(value(await session.find(pat))).toBeNull()
    expect(setting.desk.log.lines.join('\n')).not.toContain(made.secret.text())
    session.end()
  })

  test('of another account are not found', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat', { account: 'Umbrella' }))
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    expect(value(await session.find(pat))).toBeNull()
    expect(value(await session.list(pat))).toEqual([])
  })

  test('that ended are not found', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat', { expiresAt: 1000 }))
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    expect(value(await session.find(pat))).toBeNull()
  })

  test('of a list are told of nothing that proves them', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat'))
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    const [listed] = value(await session.list(pat))
    expect(listed?.matches(pat.secret)).toBeNull()
  })

  test('are listed over all pages', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat'))
    for (let i = 0; i < 1000; i++) setting.simulators.issue('tolgee/pat', { label: `n${i}` })
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    expect(value(await session.list(pat))).toHaveLength(1001)
    expect(sim().requests.filter(({ path }) => path.startsWith('/v2/pats?'))).toHaveLength(2)
  })

  test('take a fresh sign-in once the hour is over', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat'))
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    const old = await found(session, pat)
    for (const each of sim().state.sessions.values()) Object.assign(each, { superUntil: 1 })
    const plan = { name: NAME, expiresAt: NEVER, like: old }
    expect(failure(await session.create(pat, plan))).toMatchObject({
      problem: 'session-over',
      effect: 'none',
      status: 403,
      code: 'expired_super_jwt_token',
    })
    for (const each of sim().state.sessions.values()) Object.assign(each, { expiresAt: 1 })
    expect(why(await session.list(pat))).toBe('session-over none')
    expect(why(await session.revoke(pat, old.id))).toBe('session-over none')
  })

  test('cannot be made without a name', async () => {
    const pat = subjectOf(setting.simulators.issue('tolgee/pat'))
    const session = await opened(setting.desk, pat, bySignIn(sim().signIn()))
    const plan = { name: ' ', expiresAt: NEVER, like: await found(session, pat) }
    expect(why(await session.create(pat, plan))).toBe('invalid none')
    expect(sim().madeByApi()).toEqual([])
  })
})

describe.each(['tolgee/pak', 'tolgee/legacy-key'] as const)('%s', (kind) => {
  test('is found, and its successor has its project and scopes', async () => {
    const scopes = ['translations.view', 'keys.view']
    const token = setting.simulators.issue(kind, { scopes, label: 'Build', project: 'Website' })
    const pak = subjectOf(token)
    const session = await opened(setting.desk, pak, bySignIn(sim().signIn()))
    const old = await found(session, pak)
    expect(old).toMatchObject({ name: 'Build', scopes, createdAt: null, project: 'Website' })
    expect(old.projectId).toBe(token.project?.id)

    const made = value(await session.create(pak, { name: NAME, expiresAt: NEVER, like: old }))
    expect(made.remote).toMatchObject({ name: NAME, expiresAt: null, scopes })
    expect(made.secret.text()).toMatch(/^tgpak_/)
    expect(sim().madeByApi()).toMatchObject([
      { kind: 'tolgee/pak', projectId: token.project?.id, scopes, expiresAt: null },
    ])
    expect(value(await session.list(pak)).map(({ id }) => id)).toContain(made.remote.id)
    expect(value(await session.revoke(pak, old.id))).toBe('revoked')
    expect(
      sim()
        .live(kind)
        .map(({ secret }) => secret),
    ).not.toContain(token.secret)
  })

  test('is not made without knowing what the old one may do', async () => {
    const pak = subjectOf(setting.simulators.issue(kind))
    const session = await opened(setting.desk, pak, bySignIn(sim().signIn()))
    const old = await found(session, pak)
    for (const less of [{ scopes: null }, { scopes: [] }, { projectId: null }]) {
      const plan = { name: NAME, expiresAt: NEVER, like: { ...old, ...less } }
      expect(why(await session.create(pak, plan))).toBe('invalid none')
    }
    expect(sim().madeByApi()).toEqual([])
  })

  test('is not found in another’s account, though he is in the same project', async () => {
    const pak = subjectOf(setting.simulators.issue(kind, { account: 'Umbrella' }))
    const session = await opened(setting.desk, pak, bySignIn(sim().signIn()))
    expect(value(await session.find(pak))).toBeNull()
  })
})

test('a project key is looked for among its project’s', async () => {
  const pak = subjectOf(setting.simulators.issue('tolgee/pak', { project: 'Website' }))
  setting.simulators.issue('tolgee/pak', { project: 'Mobile app' })
  const session = await opened(setting.desk, pak, bySignIn(sim().signIn()))
  expect(value(await session.list(pak))).toHaveLength(1)
})
