import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestClock,
  makeSecret,
  startSimulators,
  type IssuedToken,
  type Simulators,
} from '../simulator'
import { ask, type Answer } from '../simulator/wire'

const SELF_HOSTED = 'https://tolgee.acme.example'
const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now, selfHostedTolgee: [SELF_HOSTED] })
})
beforeEach(() => simulators.reset())
afterAll(() => simulators.close())

const base = (): string => simulators.tolgee.origins['https://app.tolgee.io']!
const get = (path: string, key?: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(`${base()}${path}`, {
    headers: { ...headers, ...(key === undefined ? {} : { 'x-api-key': key }) },
  })
const pat = (options = {}): IssuedToken => simulators.tolgee.issue('tolgee/pat', options)
const pak = (options = {}): IssuedToken => simulators.tolgee.issue('tolgee/pak', options)
const code = (text: string, params: unknown = null): unknown => ({ code: text, params })
const result = async (answer: Promise<Answer>): Promise<[number, unknown]> => {
  const { status, body } = await answer
  return [status, body]
}
const CURRENT_PAT = '/v2/pats/current'
const CURRENT_PAK = '/v2/api-keys/current'
const PERMISSIONS = '/v2/api-keys/current-permissions'

describe('Tolgee: a token about itself', () => {
  it('describes a personal access token', async () => {
    const token = pat({ account: 'Acme', label: 'for CI', expiresAt: clock.now() + 1000 })
    const answer = await get(CURRENT_PAT, token.secret)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-tolgee-version')).toBe('3.218.0')
    expect(answer.body).toEqual({
      id: Number(token.id),
      description: 'for CI',
      expiresAt: clock.now() + 1000,
      createdAt: token.createdAt,
      updatedAt: token.createdAt,
      lastUsedAt: clock.now(),
      user: {
        id: Number(token.account.id),
        username: 'dev@acme.example',
        name: 'Acme Developer',
        avatar: null,
        deleted: false,
      },
    })
  })

  it('describes a project key with the scopes that were assigned', async () => {
    const token = pak({ project: 875, scopes: ['translations.edit'] })
    const answer = await get(CURRENT_PAK, token.secret)
    expect(answer.body).toMatchObject({
      id: Number(token.id),
      projectId: 875,
      projectName: 'Project 875',
      scopes: ['translations.edit'],
      expiresAt: null,
      permittedLanguageIds: null,
    })
  })

  it('describes a legacy key in the same way', async () => {
    const token = simulators.tolgee.issue('tolgee/legacy-key', { project: 12 })
    expect(token.secret).not.toContain('_')
    expect((await get(CURRENT_PAK, token.secret)).body).toMatchObject({ projectId: 12 })
  })

  it('tells the rights that hold in fact, expanded and cut to those of the owner', async () => {
    const token = pak({ account: 'Acme', project: 875, scopes: ['translations.edit', 'keys.edit'] })
    const all = await get(PERMISSIONS, token.secret)
    expect(all.body).toMatchObject({
      projectId: 875,
      type: null,
      scopes: ['translations.edit', 'translations.view', 'keys.view', 'keys.edit'],
      project: { id: 875, baseLanguage: { tag: 'en' } },
    })
    const { members } = simulators.tolgee.state.projects.get(875)!
    members.set('Acme', 'VIEW')
    const less = await get(PERMISSIONS, token.secret)
    expect(less.body).toMatchObject({ scopes: ['translations.view', 'keys.view'] })
    members.delete('Acme')
    const none = await get(PERMISSIONS, token.secret)
    expect([none.status, none.body]).toMatchObject([200, { scopes: [] }])
    expect((await get(CURRENT_PAK, token.secret)).status).toBe(200)
  })

  it('asks a personal token which project its rights are asked for', async () => {
    const token = pat({ account: 'Acme', project: 12 })
    pak({ account: 'Rival', project: 13 })
    expect(await result(get(PERMISSIONS, token.secret))).toEqual([
      400,
      code('no_project_id_provided'),
    ])
    const own = await get(`${PERMISSIONS}?projectId=12`, token.secret)
    expect(own.body).toMatchObject({ type: 'MANAGE' })
    expect((own.body as { scopes: string[] }).scopes).toContain('admin')
    const foreign = await get(`${PERMISSIONS}?projectId=13`, token.secret)
    expect([foreign.status, foreign.body]).toMatchObject([200, { scopes: [] }])
    const unknown = get(`${PERMISSIONS}?projectId=99`, token.secret)
    expect(await result(unknown)).toEqual([404, code('resource_not_found')])
  })

  it('tells who the user is to both kinds', async () => {
    const both = [pat({ account: 'Acme' }), pak({ account: 'Acme' })]
    for (const token of both) {
      const answer = await get('/v2/user', token.secret)
      expect(answer.body).toMatchObject({ username: 'dev@acme.example', mfaEnabled: false })
    }
  })

  it('takes the key from the query as well', async () => {
    expect((await get(`${CURRENT_PAT}?ak=${pat().secret}`)).status).toBe(200)
  })
})

describe('Tolgee: failures', () => {
  it('tells unknown from expired, for each kind', async () => {
    const expired = { expiresAt: clock.now() - 1 }
    const oldLegacy = simulators.tolgee.issue('tolgee/legacy-key', expired)
    const revoked = pat()
    simulators.tolgee.revoke(revoked.secret)
    const cases: [string, string, string][] = [
      [CURRENT_PAT, makeSecret('tolgee/pat'), 'invalid_pat'],
      [CURRENT_PAT, revoked.secret, 'invalid_pat'],
      [CURRENT_PAT, pat(expired).secret, 'pat_expired'],
      [CURRENT_PAK, makeSecret('tolgee/pak'), 'invalid_project_api_key'],
      [CURRENT_PAK, 'tgpak_1', 'invalid_project_api_key'],
      [CURRENT_PAK, 'anything', 'invalid_project_api_key'],
      [CURRENT_PAK, pak(expired).secret, 'project_api_key_expired'],
      [CURRENT_PAK, oldLegacy.secret, 'project_api_key_expired'],
    ]
    for (const [path, secret, text] of cases) {
      clock.advance(1001)
      expect(await result(get(path, secret))).toEqual([401, code(text)])
    }
  })

  it('says it in a shape of its own when nothing was sent', async () => {
    const answer = await get(CURRENT_PAT)
    expect(answer.status).toBe(403)
    expect(answer.body).toEqual({
      timestamp: expect.any(String) as unknown,
      status: 403,
      error: 'Forbidden',
      path: CURRENT_PAT,
    })
    expect((await get(CURRENT_PAT, 'tgbak_billing')).body).not.toHaveProperty('code')
  })

  it('looks at Authorization first', async () => {
    const { secret } = pat()
    for (const authorization of [`Bearer ${secret}`, 'Basic eDp5', secret]) {
      const answer = get(CURRENT_PAT, secret, { authorization })
      expect(await result(answer)).toEqual([401, code('invalid_jwt_token')])
    }
  })

  it('ends all tokens of an owner who is disabled or cannot be verified', async () => {
    const token = pat({ account: 'Acme' })
    const user = simulators.tolgee.state.user('Acme')
    user.enabled = false
    expect(await result(get(CURRENT_PAT, token.secret))).toEqual([401, code('user_not_found')])
    user.enabled = true
    user.ssoVerifiable = false
    const answer = get(CURRENT_PAT, token.secret)
    expect(await result(answer)).toEqual([401, code('sso_cant_verify_user')])
  })

  it('holds back accounts without a verified address or with forced SSO, but for /v2/user', async () => {
    const token = pat({ account: 'Acme' })
    const user = simulators.tolgee.state.user('Acme')
    user.emailVerified = false
    expect(await result(get(CURRENT_PAT, token.secret))).toEqual([403, code('email_not_verified')])
    user.emailVerified = true
    user.ssoForcedDomain = 'acme.example'
    expect(await result(get(CURRENT_PAT, token.secret))).toEqual([
      403,
      code('sso_login_forced_for_this_account', ['acme.example']),
    ])
    expect((await get('/v2/user', token.secret)).status).toBe(200)
  })

  it('refuses the wrong kind and what no token may do', async () => {
    const personal = pat().secret
    const key = pak({ project: 5 }).secret
    const cases: [string, string, string][] = [
      [CURRENT_PAK, personal, 'pat_access_not_allowed'],
      [CURRENT_PAT, key, 'pak_access_not_allowed'],
      ['/v2/projects', key, 'pak_access_not_allowed'],
      ['/v2/pats', personal, 'api_access_forbidden'],
      ['/v2/pats/1', personal, 'api_access_forbidden'],
      ['/v2/api-keys', key, 'api_access_forbidden'],
      ['/v2/projects/5/api-keys', personal, 'api_access_forbidden'],
    ]
    for (const [path, secret, text] of cases) {
      expect(await result(get(path, secret))).toEqual([403, code(text)])
    }
    const url = `${base()}/v2/pats/1`
    const deletion = await ask(url, { method: 'DELETE', headers: { 'x-api-key': personal } })
    expect(deletion.body).toEqual(code('api_access_forbidden'))
  })

  it('knows its own tokens only', async () => {
    const elsewhere = simulators.tolgee.issue('tolgee/pat', { server: SELF_HOSTED })
    expect(await result(get(CURRENT_PAT, elsewhere.secret))).toEqual([401, code('invalid_pat')])
    const headers = { 'x-api-key': elsewhere.secret }
    const there = await ask(`${elsewhere.endpoint}${CURRENT_PAT}`, { headers })
    expect(there.status).toBe(200)
  })
})

describe('Tolgee: projects', () => {
  it('lists them in pages, without an empty list', async () => {
    const token = pat({ account: 'Acme', project: 'Website' })
    const list = await get('/v2/projects?size=1', token.secret)
    expect(list.body).toMatchObject({
      _embedded: { projects: [{ name: 'Website', slug: 'website' }] },
      page: { size: 1, totalElements: 1, totalPages: 1, number: 0 },
    })
    const empty = await get('/v2/projects?search=nothing', token.secret)
    expect(empty.body).toMatchObject({ page: { size: 20, totalElements: 0, totalPages: 0 } })
    expect(empty.body).not.toHaveProperty('_embedded')
  })

  it('hides what its user has no right to', async () => {
    const token = pat({ account: 'Acme', project: 12 })
    pak({ account: 'Rival', project: 13 })
    expect((await get('/v2/projects/12', token.secret)).body).toMatchObject({ id: 12 })
    for (const id of [13, 99]) {
      const answer = get(`/v2/projects/${id}`, token.secret)
      expect(await result(answer)).toEqual([404, code('project_not_found')])
    }
  })

  it('holds a key to its own project', async () => {
    const key = pak({ account: 'Acme', project: 12 })
    pat({ account: 'Acme', project: 14 })
    pak({ account: 'Rival', project: 13 })
    expect((await get('/v2/projects/12', key.secret)).status).toBe(200)
    expect(await result(get('/v2/projects/14', key.secret))).toEqual([
      403,
      code('pak_created_for_different_project'),
    ])
    expect(await result(get('/v2/projects/13', key.secret))).toEqual([
      404,
      code('project_not_found'),
    ])
  })

  it('names the missing scope', async () => {
    const key = pak({ project: 12, scopes: ['translations.view'] })
    const url = `${base()}/v2/projects/12/tag-complex`
    const init = { method: 'PUT', headers: { 'x-api-key': key.secret }, body: '{}' }
    expect(await result(ask(url, init))).toEqual([
      403,
      code('operation_not_permitted', ['keys.edit']),
    ])
  })

  it('asks a personal token for a project where it is not in the path', async () => {
    const personal = get('/v2/projects/translations', pat().secret)
    expect(await result(personal)).toEqual([400, code('project_not_selected')])
    expect((await get('/v2/projects/translations', pak().secret)).status).toBe(200)
  })

  it('cannot parse every body', async () => {
    const key = pak({ project: 12 })
    const url = `${base()}/v2/projects/12/export`
    const init = { method: 'POST', headers: { 'x-api-key': key.secret }, body: '{' }
    expect(await result(ask(url, init))).toEqual([400, code('request_parse_error')])
  })

  it('has a public page and unknown ones', async () => {
    expect((await get('/api/public/configuration')).body).toMatchObject({ version: '3.218.0' })
    expect((await get('/v2/nothing', pat().secret)).status).toBe(404)
  })
})

describe('Tolgee: limits', () => {
  it('blocks an address after five failures in a second, good tokens too', async () => {
    const good = pat()
    const bad = makeSecret('tolgee/pat')
    for (let count = 0; count < 5; count += 1) {
      expect((await get(CURRENT_PAT, good.secret)).status).toBe(200)
      expect((await get(CURRENT_PAT, bad)).status).toBe(401)
    }
    clock.advance(400)
    const blocked = await get(CURRENT_PAT, good.secret)
    expect(blocked.status).toBe(429)
    expect(blocked.body).toEqual({ message: 'rate_limited', retryAfter: 600, global: true })
    const names = [...blocked.headers.keys()]
    expect(names.filter((name) => /retry|rate/.test(name))).toEqual([])
    clock.advance(600)
    expect((await get(CURRENT_PAT, good.secret)).status).toBe(200)
  })

  it('answers 444 and nothing else from the fourth violation within a minute on', async () => {
    const good = pat()
    const { user } = simulators.tolgee.state.limits
    user.limit = 0
    const statuses: number[] = []
    for (let count = 0; count < 5; count += 1) {
      const answer = await get(CURRENT_PAT, good.secret)
      statuses.push(answer.status)
      if (answer.status === 444) expect(answer.text).toBe('')
    }
    expect(statuses).toEqual([429, 429, 429, 444, 444])
    clock.advance(60_001)
    expect((await get(CURRENT_PAT, good.secret)).status).toBe(429)
  })

  it('counts all tokens of a user together', async () => {
    const tokens = [pat({ account: 'Acme' }), pat({ account: 'Acme' })]
    const other = pat({ account: 'Other' })
    simulators.tolgee.state.limits.user.limit = 2
    for (const token of tokens) expect((await get(CURRENT_PAT, token.secret)).status).toBe(200)
    expect((await get(CURRENT_PAT, tokens[0]!.secret)).status).toBe(429)
    expect((await get(CURRENT_PAT, other.secret)).status).toBe(200)
  })

  it('has the documented numbers', () => {
    const { user, ip, failedAuth } = simulators.tolgee.state.limits
    expect([user.limit, ip.limit, failedAuth.limit]).toEqual([400, 20_000, 5])
  })
})
