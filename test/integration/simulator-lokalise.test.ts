import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LokaliseApi, LokaliseApiOta, LokaliseOtaBundles } from '@lokalise/node-api'
import {
  createTestClock,
  makeSecret,
  startSimulators,
  type IssuedToken,
  type Simulators,
} from '../simulator'
import { ask, type Answer } from '../simulator/wire'

const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => {
  clock.advance(1000)
  simulators.reset()
})
afterAll(() => simulators.close())

const api = (): string => simulators.lokalise.origins['https://api.lokalise.com']!
const ota = (): string => simulators.lokalise.origins['https://ota.lokalise.com']!
const call = (path: string, secret?: string, init: RequestInit = {}): Promise<Answer> =>
  ask(`${api()}/api2${path}`, {
    ...init,
    headers: secret === undefined ? {} : { 'x-api-token': secret },
  })
const nested = (code: number, message: string): unknown => ({ error: { message, code } })
const issue = (options = {}): IssuedToken =>
  simulators.lokalise.issue('lokalise/api-token', options)
const postJwt = (secret: string, project: string): Promise<Answer> =>
  call(`/projects/${project}/tokens`, secret, { method: 'POST', body: '{"service":"ota"}' })
const bundle = (secret: string, project: string, version = 0): Promise<Answer> =>
  ask(
    `${ota()}/v3/lokalise/projects/${project}/frameworks/ios_sdk?appVersion=1.0.0&transVersion=${version}`,
    { headers: { 'x-ota-api-token': secret } },
  )

describe('Lokalise API: who may come in', () => {
  it('answers 400 to any wrong token if asked to, as older recordings show', async () => {
    simulators.lokalise.state.wrongTokenReply = 400
    const answer = await call('/projects', makeSecret('lokalise/api-token'))
    expect([answer.status, answer.body]).toEqual([400, nested(400, 'Invalid `X-Api-Token` header')])
  })

  it('answers 400 to a missing or malformed token, 401 to a good-looking one', async () => {
    const dead = issue()
    simulators.lokalise.revoke(dead.secret)
    for (const secret of [undefined, 'short', 'x'.repeat(41), makeSecret('tolgee/pat')]) {
      const answer = await call('/projects', secret)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual(nested(400, 'Invalid `X-Api-Token` header'))
    }
    clock.advance(1000)
    for (const secret of [makeSecret('lokalise/api-token'), dead.secret]) {
      const answer = await call('/projects', secret)
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual(nested(401, 'Unauthorized'))
    }
  })

  it('lists projects, with numbers in headers', async () => {
    const token = issue({ account: 'Acme' })
    const answer = await call('/projects?limit=1&include_statistics=0', token.secret)
    expect(answer.status).toBe(200)
    const { projects } = answer.body as { projects: Record<string, unknown>[] }
    expect(projects).toHaveLength(1)
    expect(projects[0]).toMatchObject({
      project_id: expect.stringMatching(/^[0-9a-f]{20,24}\.[0-9]{8}$/) as unknown,
      name: 'Website',
      created_by_email: 'dev@acme.example',
      base_language_iso: 'en',
    })
    expect(projects[0]).not.toHaveProperty('statistics')
    expect(answer.headers.get('x-pagination-total-count')).toBe('2')
    expect(answer.headers.get('x-pagination-page-count')).toBe('2')
    expect(answer.headers.get('x-pagination-limit')).toBe('1')
    expect(answer.headers.get('x-pagination-page')).toBe('1')
    expect(answer.headers.get('x-lokalise-process-id')).toMatch(/^[0-9a-f]+$/)
    expect([...answer.headers.keys()].filter((name) => /rate|retry/.test(name))).toEqual([])
    const second = await call('/projects?limit=1&page=2', token.secret)
    expect(second.body).toMatchObject({ projects: [{ name: 'Mobile app', statistics: {} }] })
  })

  it('answers an empty list to a valid token without projects', async () => {
    const token = issue({ account: 'New' })
    simulators.lokalise.state.projects.clear()
    const answer = await call('/projects', token.secret)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ projects: [] })
    expect(answer.headers.get('x-pagination-total-count')).toBe('0')
  })

  it('tells who the token is, by project', async () => {
    const token = issue({ account: 'Acme' })
    const [project] = token.projects
    const me = await call(`/projects/${project!.id}/contributors/me`, token.secret)
    expect(me.body).toMatchObject({
      project_id: project!.id,
      contributor: {
        user_id: Number(token.account.id),
        email: 'dev@acme.example',
        is_admin: true,
        admin_rights: expect.arrayContaining(['upload', 'keys', 'settings']) as unknown,
      },
    })
    const teams = await call('/teams?limit=1', token.secret)
    expect(teams.body).toMatchObject({ teams: [{ name: 'Acme', plan: 'Growth' }] })
    const { team_id } = (teams.body as { teams: { team_id: number }[] }).teams[0]!
    const team = await call(`/teams/${team_id}`, token.secret)
    expect(team.body).toMatchObject({ team: { is_team_suspended: false, plan_name: 'Growth' } })
  })

  it('tells apart what is not there, out of reach and not allowed', async () => {
    const token = issue({ account: 'Acme' })
    const rival = issue({ account: 'Rival' })
    const unknown = await call(`/projects/${'0'.repeat(22)}.12345678`, token.secret)
    expect([unknown.status, unknown.body]).toEqual([404, nested(404, 'Not Found')])
    const route = await call('/nothing', token.secret)
    expect([route.status, route.body]).toEqual([404, { message: 'Not Found', code: 404 }])
    const foreign = await call(`/projects/${rival.projects[0]!.id}`, token.secret)
    expect([foreign.status, foreign.body]).toEqual([401, nested(401, 'Unauthorized')])
    const project = simulators.lokalise.state.projects.get(token.projects[0]!.id)!
    project.contributors.get('Acme')!.isAdmin = false
    const forbidden = await call(`/projects/${project.id}/contributors/me`, token.secret)
    expect([forbidden.status, forbidden.body]).toEqual([403, nested(403, 'Forbidden')])
  })

  it('lets a read-only token read and nothing else', async () => {
    const reader = issue({ readOnly: true })
    const writer = issue()
    expect((await call('/projects', reader.secret)).status).toBe(200)
    expect((await postJwt(reader.secret, reader.projects[0]!.id)).status).toBe(403)
    const jwt = await postJwt(writer.secret, writer.projects[0]!.id)
    expect(jwt.body).toEqual({ jwt: expect.stringMatching(/^eyJ/) as unknown })
    const claims = (jwt.body as { jwt: string }).jwt.split('.')[1]!
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      userId: Number(writer.account.id),
      projects: [{ teamId: expect.any(Number) as unknown, projectId: writer.projects[0]!.id }],
      exp: Math.floor((clock.now() + 1_800_000) / 1000),
    })
  })
})

describe('Lokalise API: limits', () => {
  it('serves six requests a second, for each token and for each address', async () => {
    const token = issue()
    const other = issue()
    for (let count = 0; count < 6; count += 1) {
      expect((await call('/teams', token.secret)).status).toBe(200)
    }
    const refused = await call('/teams', token.secret)
    expect(refused.status).toBe(429)
    const text = 'Too many requests. Cool your jets and try again in a bit'
    expect(refused.body).toEqual(nested(429, text))
    expect((await call('/teams', other.secret)).status).toBe(429)
    simulators.lokalise.state.perIp.limit = 1000
    expect((await call('/teams', token.secret)).status).toBe(429)
    expect((await call('/teams', other.secret)).status).toBe(200)
    clock.advance(1000)
    expect((await call('/teams', token.secret)).status).toBe(200)
  })

  it('has three bodies for 429', async () => {
    const token = issue()
    const { state } = simulators.lokalise
    state.perToken.limit = 0
    state.rateLimitBody = 'bare'
    const bare = await call('/teams', token.secret)
    expect([bare.status, bare.body]).toEqual([429, { code: 429, message: 'Too many requests' }])
    state.rateLimitBody = 'html'
    const html = await call('/teams', token.secret)
    expect([html.status, html.headers.get('content-type')]).toEqual([429, 'text/html'])
    expect(html.text).toContain('<html>')
  })

  it('answers 423 to two requests at a time where the older rule holds', async () => {
    const token = issue()
    simulators.lokalise.state.oneRequestPerToken = true
    simulators.lokalise.faults.add({ fault: { type: 'latency', ms: 200 }, times: 2 })
    const answers = await Promise.all([call('/teams', token.secret), call('/teams', token.secret)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 423])
  })

  it('serves ten requests of a project at a time', async () => {
    const token = issue()
    const { state } = simulators.lokalise
    state.perIp.limit = state.perToken.limit = 100
    simulators.lokalise.faults.add({ fault: { type: 'latency', ms: 3000 }, times: 11 })
    const path = `/projects/${token.projects[0]!.id}`
    const answers = await Promise.all(Array.from({ length: 11 }, () => call(path, token.secret)))
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(1)
  })
})

describe('Lokalise over the air', () => {
  it('answers a bundle, nothing newer, or 401', async () => {
    const token = simulators.lokalise.issue('lokalise/sdk-token', { project: 'Mobile app' })
    const project = token.project!.id
    const newer = await bundle(token.secret, project)
    expect(newer.status).toBe(200)
    expect(newer.body).toEqual({
      data: { url: expect.stringMatching(/^https:/) as unknown, version: 682_463 },
    })
    const same = await bundle(token.secret, project, 682_463)
    expect([same.status, same.text]).toEqual([204, ''])
    const unknown = await bundle(makeSecret('lokalise/sdk-token'), project)
    expect(unknown.status).toBe(401)
    expect(unknown.body).toMatchObject({ message: expect.any(String) as unknown, statusCode: 401 })
    const other = simulators.lokalise.issue('lokalise/sdk-token', { project: 'Website' })
    expect((await bundle(other.secret, project)).status).toBe(401)
    simulators.lokalise.revoke(token.secret)
    expect((await bundle(token.secret, project)).status).toBe(401)
  })

  it('refuses a token that was made this moment until it is active; older ones are', async () => {
    const fresh = simulators.lokalise.issue('lokalise/sdk-token', { justMade: true })
    const older = simulators.lokalise.issue('lokalise/sdk-token')
    expect((await bundle(older.secret, older.project!.id)).status).toBe(200)
    expect((await bundle(fresh.secret, fresh.project!.id)).status).toBe(401)
    clock.advance(simulators.lokalise.state.activationMs)
    expect((await bundle(fresh.secret, fresh.project!.id)).status).toBe(200)
  })

  it('wakes a token up after as long as it is told to', async () => {
    simulators.lokalise.state.activationMs = 60_000
    const fresh = simulators.lokalise.issue('lokalise/sdk-token', { justMade: true })
    clock.advance(59_999)
    expect((await bundle(fresh.secret, fresh.project!.id)).status).toBe(401)
    clock.advance(1)
    expect((await bundle(fresh.secret, fresh.project!.id)).status).toBe(200)
  })

  it('makes a JWT only for a token that may write, of an admin of the project', async () => {
    const reader = issue({ account: 'Acme', readOnly: true })
    const writer = issue({ account: 'Acme' })
    const stranger = issue({ account: 'Rival' })
    const project = simulators.lokalise.state.projects.get(writer.projects[0]!.id)!
    expect((await postJwt(reader.secret, project.id)).status).toBe(403)
    expect((await postJwt(stranger.secret, project.id)).status).toBe(401)
    const body = '{"service":"other"}'
    const other = await call(`/projects/${project.id}/tokens`, writer.secret, {
      method: 'POST',
      body,
    })
    expect(other.status).toBe(400)
    project.contributors.get('Acme')!.isAdmin = false
    expect((await postJwt(writer.secret, project.id)).status).toBe(403)
    expect(simulators.lokalise.state.jwts.size).toBe(0)
  })

  it('lists what a page made, with its value, so that its id can be found', async () => {
    const token = issue({ account: 'Acme' })
    const sdk = simulators.lokalise.issue('lokalise/sdk-token', { account: 'Acme' })
    simulators.lokalise.issue('lokalise/sdk-token', { account: 'Acme', project: 'Mobile app' })
    const project = simulators.lokalise.state.projects.get(sdk.project!.id)!
    const { jwt } = (await postJwt(token.secret, project.id)).body as { jwt: string }
    const url = `${ota()}/v3/teams/${project.teamId}/projects/${project.id}/tokens`
    const headers = { authorization: `Bearer ${jwt}` }
    expect((await ask(url, { headers })).body).toEqual({
      data: [
        {
          id: Number(sdk.id),
          token: sdk.secret,
          projectId: project.otaId,
          lokaliseId: null,
          createdAt: new Date(sdk.createdAt).toISOString(),
        },
      ],
    })
    const unknown = await ask(`${url}/1`, { method: 'DELETE', headers })
    expect([unknown.status, unknown.body]).toEqual([
      404,
      { message: 'Token not found', statusCode: 404, error: 'ENTITY_NOT_FOUND' },
    ])
    const none = await ask(url)
    expect(none.status).toBe(401)
    expect(JSON.stringify(simulators.lokalise.requests)).not.toContain(jwt)
    expect(simulators.lokalise.saw(jwt)).toBe(true)
  })

  it('says in a list what is wrong with a request', async () => {
    const token = simulators.lokalise.issue('lokalise/sdk-token')
    const url = `${ota()}/v3/lokalise/projects/${token.project!.id}/frameworks/windows_sdk`
    const answer = await ask(url, { headers: { 'x-ota-api-token': token.secret } })
    expect(answer.status).toBe(400)
    expect((answer.body as { error: string[] }).error).toHaveLength(3)
  })

  it('takes a JWT for this project, for half an hour', async () => {
    const token = issue()
    const [first, second] = token.projects
    const team = simulators.lokalise.state.projects.get(first!.id)!.teamId
    const { jwt } = (await postJwt(token.secret, first!.id)).body as { jwt: string }
    const list = (project: string, secret: string): Promise<Answer> =>
      ask(`${ota()}/v3/teams/${team}/projects/${project}/tokens`, {
        headers: { authorization: `Bearer ${secret}` },
      })
    expect((await list(first!.id, jwt)).body).toEqual({ data: [] })
    const elsewhere = await list(second!.id, jwt)
    expect(elsewhere.status).toBe(404)
    expect(elsewhere.body).toEqual({
      message: 'Project not found',
      statusCode: 404,
      error: 'ENTITY_NOT_FOUND',
    })
    expect((await list(first!.id, token.secret)).status).toBe(401)
    clock.advance(1_800_000)
    const late = await list(first!.id, jwt)
    expect(late.status).toBe(401)
    expect(late.body).toEqual({
      message: expect.any(String) as unknown,
      errorCode: '002_TOKEN_EXPIRED',
      details: {},
    })
  })
})

describe('Lokalise: its own client', () => {
  it('lists projects and contributors', async () => {
    const token = issue({ account: 'Acme' })
    const client = new LokaliseApi({ apiKey: token.secret, host: api() })
    const projects = await client.projects().list({ limit: 10 })
    expect(projects.items.map((item) => item.name)).toEqual(['Website', 'Mobile app'])
    expect(projects.totalResults).toBe(2)
    const [project] = projects.items
    const contributors = await client.contributors().list({ project_id: project!.project_id })
    expect(contributors.items.map((item) => item.email)).toEqual(['dev@acme.example'])
    const me = await client.contributors().me({ project_id: project!.project_id })
    expect(me.user_id).toBe(Number(token.account.id))
    const teams = await client.teams().list()
    expect(teams.items.map((item) => item.name)).toEqual(['Acme'])
  })

  it('reads all four shapes of an error', async () => {
    const bad = new LokaliseApi({ apiKey: 'nonsense', host: api() })
    await expect(bad.projects().list()).rejects.toMatchObject({
      message: 'Invalid `X-Api-Token` header',
      code: 400,
    })
    const unknown = new LokaliseApi({ apiKey: makeSecret('lokalise/api-token'), host: api() })
    await expect(unknown.projects().list()).rejects.toMatchObject({ code: 401 })
    simulators.lokalise.state.rateLimitBody = 'bare'
    simulators.lokalise.state.perIp.limit = 0
    const limited = new LokaliseApi({ apiKey: issue().secret, host: api() })
    await expect(limited.projects().list()).rejects.toMatchObject({ code: 429 })
  })

  it('makes, lists and deletes tokens for over the air, which wake up late', async () => {
    const token = issue({ account: 'Acme' })
    const client = new LokaliseApi({ apiKey: token.secret, host: api() })
    const [project] = (await client.projects().list()).items
    const where = { teamId: project!.team_id, lokaliseProjectId: project!.project_id }
    const { jwt } = await client.jwt().create(project!.project_id, { service: 'ota' })
    const over = new LokaliseApiOta({ apiKey: jwt, host: ota() })
    expect(await over.otaSdkTokens().list(where)).toEqual([])
    const made = await over.otaSdkTokens().create(where)
    expect(made.token).toMatch(/^[0-9a-f]{36}$/)

    const listed = await over.otaSdkTokens().list(where)
    expect(listed).toEqual([made])
    const bundles = new LokaliseOtaBundles({ apiKey: made.token, host: ota() })
    const fetchBundle = (): Promise<unknown> =>
      bundles
        .otaBundles()
        .get(
          { appVersion: '1.0.0', transVersion: 0 },
          { lokaliseProjectId: project!.project_id, framework: 'ios_sdk' },
        )
    await expect(fetchBundle()).rejects.toThrow()
    expect(simulators.madeByApi()).toMatchObject([{ id: String(made.id), accountKey: 'Acme' }])
    expect(simulators.live('lokalise/sdk-token')).toEqual([])
    clock.advance(simulators.lokalise.state.activationMs)
    await expect(fetchBundle()).resolves.toMatchObject({
      version: 682_463,
    })

    expect(await over.otaSdkTokens().delete(made.id, where)).toEqual({ id: made.id, deleted: true })
    expect(await over.otaSdkTokens().list(where)).toEqual([])
    await expect(fetchBundle()).rejects.toThrow()
    expect(simulators.lokalise.ledger.filter((entry) => entry.by === 'api')).toMatchObject([
      { event: 'issued' },
      { event: 'revoked' },
    ])
    await expect(over.otaSdkTokens().delete(made.id, where)).rejects.toMatchObject({ code: 404 })
  })

  it('finds no project over the air before a bundle is there', async () => {
    const token = issue()
    const project = simulators.lokalise.state.projects.get(token.projects[0]!.id)!
    project.bundleVersion = null
    const { jwt } = (await postJwt(token.secret, project.id)).body as { jwt: string }
    const over = new LokaliseApiOta({ apiKey: jwt, host: ota() })
    const where = { teamId: project.teamId, lokaliseProjectId: project.id }
    await expect(over.otaSdkTokens().create(where)).rejects.toMatchObject({
      message: 'Project not found',
      code: 404,
    })
  })
})
