import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, startSimulators, type Simulators } from '../simulator'
import { decodeTolgeePak } from '../simulator/secrets'
import { SUPER_MS } from '../simulator/tolgee/state'
import { ask, askJson, type Answer } from '../simulator/wire'

const CLOUD = 'https://app.tolgee.io'
const SELF_HOSTED = 'https://tolgee.acme.example'
const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now, selfHostedTolgee: [SELF_HOSTED] })
})
beforeEach(() => {
  clock.advance(1000)
  simulators.reset()
})
afterAll(() => simulators.close())

type Body = Record<string, unknown>
type Page = {
  _embedded?: Record<string, Body[]>
  page: { size: number; totalElements: number; totalPages: number; number: number }
}

const base = (): string => simulators.tolgee.origins[CLOUD]!
/** A client of this account that has just signed in. */
function session(
  account: string,
): (method: string, path: string, body?: unknown) => Promise<Answer> {
  const { state } = simulators.tolgee
  const jwt = state.grant(state.user(account), CLOUD, SUPER_MS)
  return (method, path, body) =>
    askJson(`${base()}${path}`, method, { headers: { authorization: `Bearer ${jwt}` }, body })
}
const code = (text: string, params: unknown = null): unknown => ({ code: text, params })
const result = async (answer: Promise<Answer>): Promise<[number, unknown]> => {
  const { status, body } = await answer
  return [status, body]
}
const check = async (secret: string): Promise<number> => {
  const kind = secret.startsWith('tgpat_') ? 'pats' : 'api-keys'
  const url = `${base()}/v2/${kind}/current`
  return (await ask(url, { headers: { 'x-api-key': secret } })).status
}
const LONG = 'x'.repeat(251)
const SIZE = { STANDARD_VALIDATION: { description: 'size must be between 1 and 250' } }

describe('Tolgee: managing personal access tokens', () => {
  it('makes one, shows its value once, and deletes it', async () => {
    const call = session('Acme')
    const expiresAt = clock.now() + 86_400_000
    const made = await call('POST', '/v2/pats', { description: 'for CI', expiresAt })
    expect(made.status).toBe(201)
    const { token, ...rest } = made.body as Body & { token: string }
    expect(token).toMatch(/^tgpat_[0-9a-v]{40,52}$/)
    expect(rest).toEqual({
      id: expect.any(Number) as unknown,
      description: 'for CI',
      expiresAt,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      lastUsedAt: null,
    })
    const path = `/v2/pats/${String(rest['id'])}`
    expect(await result(call('GET', path))).toEqual([200, rest])
    expect(await check(token)).toBe(200)
    const removed = await call('DELETE', path)
    expect([removed.status, removed.text]).toEqual([200, ''])
    expect(await check(token)).toBe(401)
    expect(await result(call('GET', path))).toEqual([404, code('pat_not_found')])
    expect(await result(call('DELETE', path))).toEqual([404, code('pat_not_found')])
  })

  it('takes no date and null for never, and any other number as it is', async () => {
    const call = session('Acme')
    for (const [expiresAt, shown] of [
      [undefined, null],
      [null, null],
      [clock.now() - 1, clock.now() - 1],
    ]) {
      const made = await call('POST', '/v2/pats', { description: 'x', expiresAt })
      expect(made.body).toMatchObject({ expiresAt: shown })
    }
    const wrong = call('POST', '/v2/pats', { description: 'x', expiresAt: 'tomorrow' })
    expect(await result(wrong)).toEqual([400, code('request_parse_error')])
  })

  it('wants a description of 1 to 250 characters', async () => {
    const call = session('Acme')
    const blank = { STANDARD_VALIDATION: { description: 'must not be blank' } }
    const pat = simulators.tolgee.issue('tolgee/pat', { account: 'Acme' })
    for (const [method, path] of [
      ['POST', '/v2/pats'],
      ['PUT', `/v2/pats/${pat.id}`],
    ] as const) {
      expect(await result(call(method, path, {}))).toEqual([400, blank])
      expect(await result(call(method, path, { description: '  ' }))).toEqual([400, blank])
      expect(await result(call(method, path, { description: '' }))).toEqual([400, SIZE])
      expect(await result(call(method, path, { description: LONG }))).toEqual([400, SIZE])
      const parse = [400, code('request_parse_error')]
      expect(await result(call(method, path, { description: 5 }))).toEqual(parse)
    }
    expect(simulators.tolgee.madeByApi()).toEqual([])
  })

  it('gives it another name', async () => {
    const call = session('Acme')
    const pat = simulators.tolgee.issue('tolgee/pat', { account: 'Acme', label: 'old' })
    clock.advance(5000)
    const edited = await call('PUT', `/v2/pats/${pat.id}`, { description: 'new' })
    expect([edited.status, edited.body]).toMatchObject([
      200,
      { description: 'new', createdAt: pat.createdAt, updatedAt: clock.now() },
    ])
    expect(edited.body).not.toHaveProperty('token')
  })

  it('regenerates in place: the old value is dead at once, and without a date never ends', async () => {
    const call = session('Acme')
    const pat = simulators.tolgee.issue('tolgee/pat', { account: 'Acme', expiresAt: clock.now() })
    expect(await check(pat.secret)).toBe(401)
    const answer = await call('PUT', `/v2/pats/${pat.id}/regenerate`, {})
    expect(answer.status).toBe(200)
    const body = answer.body as { id: number; token: string; expiresAt: null }
    expect([body.id, body.expiresAt]).toEqual([Number(pat.id), null])
    expect(await check(body.token)).toBe(200)
    const list = (await call('GET', '/v2/pats')).body as Page
    expect(list._embedded!['pats']).toHaveLength(1)
    const dated = await call('PUT', `/v2/pats/${pat.id}/regenerate`, { expiresAt: 5 })
    expect(dated.body).toMatchObject({ expiresAt: 5 })
    expect(await check(body.token)).toBe(401)
  })

  it("lists a user's own, in pages", async () => {
    const call = session('Acme')
    const ids: number[] = []
    for (let count = 0; count < 21; count += 1) {
      clock.advance(1)
      ids.push(Number(simulators.tolgee.issue('tolgee/pat', { account: 'Acme' }).id))
    }
    simulators.tolgee.issue('tolgee/pat', { account: 'Rival' })
    simulators.tolgee.issue('tolgee/pat', { account: 'Acme', server: SELF_HOSTED })
    const page = async (query: string): Promise<[unknown[] | undefined, Page['page']]> => {
      const body = (await call('GET', `/v2/pats${query}`)).body as Page
      return [body._embedded?.['pats']?.map((item) => item['id']), body.page]
    }
    const totals = { totalElements: 21 }
    expect(await page('')).toEqual([
      ids.slice(0, 20),
      { size: 20, totalPages: 2, number: 0, ...totals },
    ])
    expect(await page('?page=1')).toMatchObject([ids.slice(20), { number: 1 }])
    expect(await page('?page=2')).toMatchObject([undefined, totals])
    expect((await page('?size=1000&sort=createdAt,desc'))[0]).toEqual([...ids].reverse())
  })

  it('has no list in an empty page', async () => {
    const empty = (await session('New')('GET', '/v2/pats')).body
    expect(empty).not.toHaveProperty('_embedded')
    expect(empty).toMatchObject({ page: { totalElements: 0, totalPages: 0 } })
  })

  it("refuses another user's", async () => {
    const call = session('Acme')
    const rival = simulators.tolgee.issue('tolgee/pat', { account: 'Rival' })
    for (const [method, path, body] of [
      ['GET', `/v2/pats/${rival.id}`, undefined],
      ['PUT', `/v2/pats/${rival.id}`, { description: 'x' }],
      ['PUT', `/v2/pats/${rival.id}/regenerate`, {}],
      ['DELETE', `/v2/pats/${rival.id}`, undefined],
    ] as const) {
      expect(await result(call(method, path, body))).toEqual([403, code('operation_not_permitted')])
    }
    expect(await check(rival.secret)).toBe(200)
  })
})

describe('Tolgee: managing project keys', () => {
  const scopes = ['translations.view', 'keys.edit']
  const projectOf = (account: string): number =>
    Number(simulators.tolgee.issue('tolgee/pak', { account }).project!.id)

  it('makes one with 200, shows its value once, and deletes it', async () => {
    const projectId = projectOf('Acme')
    const call = session('Acme')
    const expiresAt = clock.now() + 1000
    const sent = { projectId, scopes, description: 'for CI', expiresAt }
    const made = await call('POST', '/v2/api-keys', sent)
    expect(made.status).toBe(200)
    const { key, ...rest } = made.body as Body & { key: string }
    expect(decodeTolgeePak(key)?.projectId).toBe(projectId)
    expect(rest).toEqual({
      id: expect.any(Number) as unknown,
      description: 'for CI',
      username: 'dev@acme.example',
      userFullName: 'Acme Developer',
      projectId,
      projectName: 'Website',
      expiresAt,
      lastUsedAt: null,
      scopes,
    })
    const path = `/v2/api-keys/${String(rest['id'])}`
    expect(await result(call('GET', path))).toEqual([200, rest])
    expect(await check(key)).toBe(200)
    const removed = await call('DELETE', path)
    expect([removed.status, removed.text]).toEqual([200, ''])
    expect(await check(key)).toBe(401)
    expect(await result(call('DELETE', path))).toEqual([404, code('api_key_not_found')])
    expect(await result(call('GET', path))).toEqual([404, code('resource_not_found')])
    for (const [where, body] of [
      [path, { scopes }],
      [`${path}/regenerate`, {}],
    ] as const) {
      expect(await result(call('PUT', where, body))).toEqual([404, code('api_key_not_found')])
    }
  })

  it('names a key without a description after the ends of its inner part', async () => {
    const projectId = projectOf('Acme')
    const call = session('Acme')
    for (const description of [undefined, null, '   ']) {
      const made = await call('POST', '/v2/api-keys', { projectId, scopes, description })
      const { key, description: shown } = made.body as { key: string; description: string }
      const { inner } = decodeTolgeePak(key)!
      expect(shown).toBe(`${inner.slice(0, 5)}......${inner.slice(-5)}`)
    }
  })

  it('checks what it is sent', async () => {
    const projectId = projectOf('Acme')
    const call = session('Acme')
    const cases: [Body, number, unknown][] = [
      [
        { scopes: [] },
        400,
        {
          STANDARD_VALIDATION: { scopes: 'must not be empty', projectId: 'must not be null' },
        },
      ],
      [{ projectId, scopes, description: '' }, 400, SIZE],
      [{ projectId, scopes, description: LONG }, 400, SIZE],
      [{ projectId, scopes: ['keys.fly'] }, 404, code('scope_not_found')],
      [{ projectId, scopes: 'keys.view' }, 400, code('request_parse_error')],
      [{ projectId: 'x', scopes }, 400, code('request_parse_error')],
      [{ projectId: 1, scopes }, 404, code('project_not_found')],
    ]
    for (const [body, status, expected] of cases) {
      expect(await result(call('POST', '/v2/api-keys', body))).toEqual([status, expected])
    }
    expect(simulators.tolgee.madeByApi()).toEqual([])
  })

  it('gives no scope that its maker lacks, and says which', async () => {
    const projectId = projectOf('Acme')
    const { members } = simulators.tolgee.state.projects.get(projectId)!
    members.set('Guest', 'TRANSLATE')
    const call = session('Guest')
    const refused = call('POST', '/v2/api-keys', {
      projectId,
      scopes: ['translations.view', 'keys.edit', 'admin'],
    })
    const missing = [403, code('operation_not_permitted', ['keys.edit', 'admin'])]
    expect(await result(refused)).toEqual(missing)
    const allowed = await call('POST', '/v2/api-keys', { projectId, scopes: ['translations.view'] })
    expect(allowed.status).toBe(200)
    const { id } = allowed.body as { id: number }
    const edit = call('PUT', `/v2/api-keys/${id}`, { scopes: ['keys.edit', 'admin'] })
    expect(await result(edit)).toEqual(missing)
  })

  it('changes scopes and name, and no date', async () => {
    const pak = simulators.tolgee.issue('tolgee/pak', { account: 'Acme', label: 'old', scopes })
    const call = session('Acme')
    const path = `/v2/api-keys/${pak.id}`
    const sent = { scopes: ['keys.view'], description: 'new', expiresAt: 5 }
    const edited = await call('PUT', path, sent)
    expect([edited.status, edited.body]).toMatchObject([
      200,
      { scopes: ['keys.view'], description: 'new', expiresAt: null },
    ])
    const kept = await call('PUT', path, { scopes })
    expect(kept.body).toMatchObject({ scopes, description: 'new' })
    const none = await result(call('PUT', path, { description: 'x' }))
    expect(none).toEqual([400, { STANDARD_VALIDATION: { scopes: 'must not be empty' } }])
  })

  it('regenerates in place, a legacy key into one of today', async () => {
    const legacy = simulators.tolgee.issue('tolgee/legacy-key', { account: 'Acme', scopes })
    const call = session('Acme')
    const answer = await call('PUT', `/v2/api-keys/${legacy.id}/regenerate`, { expiresAt: null })
    expect(answer.status).toBe(200)
    const { key, ...rest } = answer.body as Body & { key: string }
    expect(rest).toMatchObject({ id: Number(legacy.id), scopes, expiresAt: null })
    expect(decodeTolgeePak(key)?.projectId).toBe(Number(legacy.project!.id))
    expect(await check(legacy.secret)).toBe(401)
    expect(await check(key)).toBe(200)
  })

  it("lists a user's own, all or of one project", async () => {
    const first = simulators.tolgee.issue('tolgee/pak', { account: 'Acme', project: 12 })
    const second = simulators.tolgee.issue('tolgee/legacy-key', { account: 'Acme', project: 14 })
    simulators.tolgee.issue('tolgee/pak', { account: 'Rival', project: 12 })
    const call = session('Acme')
    const ids = async (path: string): Promise<unknown[]> => {
      const body = (await call('GET', path)).body as Page
      return (body._embedded?.['apiKeys'] ?? []).map((item) => String(item['id']))
    }
    expect(await ids('/v2/api-keys')).toEqual([first.id, second.id])
    expect(await ids('/v2/api-keys?filterProjectId=14')).toEqual([second.id])
    expect((await call('GET', '/v2/api-keys?filterProjectId=99')).body).not.toHaveProperty(
      '_embedded',
    )
  })

  it("lets a project's admin see, change and delete the keys of others, and nobody else", async () => {
    const pak = simulators.tolgee.issue('tolgee/pak', { account: 'Guest', project: 12 })
    const { members } = simulators.tolgee.state.projects.get(12)!
    members.set('Guest', 'TRANSLATE').set('Other', 'TRANSLATE').set('Acme', 'MANAGE')
    const path = `/v2/api-keys/${pak.id}`
    const other = session('Other')
    const noAdmin = [403, code('operation_not_permitted', ['admin'])]
    expect(await result(other('GET', path))).toEqual(noAdmin)
    expect(await result(other('DELETE', path))).toEqual(noAdmin)
    expect(await result(other('GET', '/v2/projects/12/api-keys'))).toEqual(noAdmin)
    const stranger = session('Stranger')('GET', '/v2/projects/12/api-keys')
    expect(await result(stranger)).toEqual([404, code('project_not_found')])
    const own = await session('Guest')('GET', path)
    expect(own.body).toMatchObject({ username: 'dev@guest.example' })
    const admin = session('Acme')
    const list = (await admin('GET', '/v2/projects/12/api-keys')).body as Page
    expect(list._embedded!['apiKeys']).toMatchObject([{ id: Number(pak.id) }])
    expect((await admin('PUT', path, { scopes: ['keys.view'] })).status).toBe(200)
    expect((await admin('DELETE', path)).status).toBe(200)
    expect(await check(pak.secret)).toBe(401)
  })
})

it('Tolgee: hides a value that was made over the API, as one that a page made', async () => {
  const made = await session('Acme')('POST', '/v2/pats', { description: 'x' })
  const { token } = made.body as { token: string }
  await ask(`${base()}/a/${token}?q=${token}`)
  expect(JSON.stringify(simulators.tolgee.requests)).not.toContain(token)
  expect(simulators.tolgee.saw(token)).toBe(true)
})
