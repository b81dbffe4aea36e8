import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
beforeEach(() => simulators.reset())
afterAll(() => simulators.close())

const key = (options = {}): IssuedToken => simulators.locize.issue('locize/api-key', options)
const pat = (options = {}): IssuedToken => simulators.locize.issue('locize/pat', options)
const get = (host: string, path: string, authorization?: string): Promise<Answer> =>
  ask(`${simulators.locize.origins[`https://${host}`]!}${path}`, {
    headers: authorization === undefined ? {} : { authorization },
  })
const standard = (path: string, authorization?: string): Promise<Answer> =>
  get('api.lite.locize.app', path, authorization)
const stats = (token: IssuedToken): Promise<Answer> =>
  standard(`/stats/project/${token.projects[0]!.id}`, `Bearer ${token.secret}`)
const UNAUTHORIZED = { message: 'Unauthorized' }

describe('Locize: the API', () => {
  it('gives statistics to a good key, new or legacy, bare or as Bearer, and to a personal token', async () => {
    for (const token of [key(), key({ legacy: true }), pat()]) {
      const path = `/stats/project/${token.projects[0]!.id}`
      for (const authorization of [token.secret, `Bearer ${token.secret}`]) {
        const answer = await standard(path, authorization)
        expect(answer.status).toBe(200)
        expect(answer.body).toMatchObject({
          latest: { en: { common: { segmentsTranslated: 10, translated: 10, untranslated: 0 } } },
        })
      }
    }
  })

  it('says the same to a missing, unknown, removed and expired one', async () => {
    const token = key()
    const removed = key()
    simulators.locize.revoke(removed.secret)
    const expired = pat({ expiresAt: clock.now() })
    const path = `/stats/project/${token.project!.id}`
    const sent = [undefined, makeSecret('locize/api-key'), removed.secret, expired.secret]
    for (const authorization of sent) {
      const answer = await standard(path, authorization)
      expect([answer.status, answer.body]).toEqual([401, UNAUTHORIZED])
    }
  })

  it('names the scope that a good key lacks, with the key masked', async () => {
    const limited = key({ versions: ['latest'], legacy: true })
    const answer = await stats(limited)
    expect(answer.status).toBe(401)
    const { message } = answer.body as { message: string }
    expect(message).toMatch(
      /^Unauthorized: Api .+ not authorized for this scope \(version\) on project .+!$/,
    )
    expect(message).not.toContain(limited.secret)
    expect(message).toContain(limited.secret.slice(0, 3))
    simulators.locize.state.errorField = 'errorMessage'
    expect((await stats(limited)).body).toHaveProperty('errorMessage')
  })

  it('holds a key to its project and a personal token to its two gates', async () => {
    const other = key({ project: 'Other' })
    const token = key({ project: 'Website' })
    const answer = await standard(`/stats/project/${other.project!.id}`, token.secret)
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('(project)')])
    expect((await stats(pat({ scopes: ['write'] }))).text).toContain('(read)')
    const stranger = pat({ account: 'Stranger' })
    const closed = await standard(`/stats/project/${other.project!.id}`, stranger.secret)
    expect(closed.status).toBe(401)
  })

  it('finds a project on its own API only', async () => {
    const pro = key({ server: 'pro' })
    const path = `/stats/project/${pro.project!.id}`
    expect(pro.origin).toBe('https://api.locize.app')
    expect((await get('api.locize.app', path, pro.secret)).status).toBe(200)
    expect((await standard(path, pro.secret)).status).toBe(404)
    expect((await standard(`/stats/project/${crypto.randomUUID()}`, pro.secret)).status).toBe(404)
    expect((await standard('/nothing', pro.secret)).status).toBe(404)
  })

  it('refuses a key from another address, and if asked to in a wrong place, without a word why', async () => {
    const away = key({ addresses: ['192.0.2.7'] })
    expect([(await stats(away)).status, (await stats(away)).body]).toEqual([401, UNAUTHORIZED])
    expect((await stats(key({ addresses: ['127.0.0.1'] }))).status).toBe(200)
    simulators.locize.state.wrongPlaceReply = 'bare'
    const pro = key({ server: 'pro' })
    const other = key({ project: 'Other' })
    for (const id of [pro.project!.id, other.project!.id, crypto.randomUUID()]) {
      const answer = await standard(`/stats/project/${id}`, key().secret)
      expect([answer.status, answer.body]).toEqual([401, UNAUTHORIZED])
    }
  })

  it('tells of a project without a key, and nothing of the key', async () => {
    const token = key()
    const id = token.project!.id
    for (const authorization of [undefined, 'nonsense', token.secret]) {
      const languages = await standard(`/languages/${id}`, authorization)
      expect(languages.body).toMatchObject({ en: { isReferenceLanguage: true } })
    }
    expect((await get('api.locize.app', `/languages/${id}`)).body).toEqual({})
    expect((await standard(`/languages/${crypto.randomUUID()}`)).body).toEqual({})
  })

  it('opens downloads to anybody but a bad key', async () => {
    const token = key()
    const path = `/download/${token.project!.id}`
    expect((await standard(path)).status).toBe(200)
    expect((await standard(path, token.secret)).status).toBe(200)
    expect((await standard(path, makeSecret('locize/api-key'))).status).toBe(401)
    expect((await standard(`/branches/${token.project!.id}`, token.secret)).body).toEqual([])
  })

  it('counts what would be billed', async () => {
    const token = key()
    await stats(token)
    expect(simulators.locize.state.privateDownloads).toBe(0)
    await standard(`/private/${token.project!.id}/latest/en/common`, token.secret)
    expect(simulators.locize.state.privateDownloads).toBe(1)
  })
})

describe('Locize: the MCP host', () => {
  const endpoint = (): string => simulators.locize.origins['https://mcp.locize.app']!
  const post = (
    message: unknown,
    secret?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    ask(`${endpoint()}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...headers,
      },
      body: JSON.stringify(message),
    })
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    },
  }
  const listProjects = {
    jsonrpc: '2.0',
    id: 2,
    method: 'tools/call',
    params: { name: 'list_projects', arguments: {} },
  }

  it('lists the projects of a personal token', async () => {
    const token = pat({ account: 'Acme' })
    const hello = await post(initialize, token.secret)
    expect(hello.status).toBe(200)
    expect(hello.body).toMatchObject({ id: 1, result: { protocolVersion: '2025-06-18' } })
    const session = { 'mcp-session-id': hello.headers.get('mcp-session-id')! }
    const ready = await post(
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      token.secret,
      session,
    )
    expect([ready.status, ready.text]).toEqual([202, ''])
    const tools = await post({ jsonrpc: '2.0', id: 3, method: 'tools/list' }, token.secret, session)
    expect(tools.body).toMatchObject({ result: { tools: [{ name: 'list_projects' }] } })
    const list = await post(listProjects, token.secret, session)
    const { result } = list.body as { result: { content: { text: string }[] } }
    const projects = JSON.parse(result.content[0]!.text) as { name: string }[]
    expect(projects.map((item) => item.name)).toEqual(['Website', 'Back office'])
    simulators.locize.state.mcpAnswer = 'sse'
    const stream = await post(listProjects, token.secret, session)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.text).toMatch(/^event: message\ndata: \{.*\}\n\n$/)
  })

  it('refuses all but a live personal token, and says where to sign in', async () => {
    const removed = pat()
    simulators.locize.revoke(removed.secret)
    const wrong = [undefined, makeSecret('locize/pat'), removed.secret, key().secret]
    for (const secret of wrong) {
      const answer = await post(initialize, secret)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('oauth-protected-resource')
    }
    const metadata = await ask(`${endpoint()}/.well-known/oauth-protected-resource`)
    expect(metadata.body).toMatchObject({ resource: 'https://mcp.locize.app' })
  })

  it('keeps to the protocol', async () => {
    const { secret } = pat()
    expect((await post(listProjects, secret)).status).toBe(400)
    const lost = await post(listProjects, secret, { 'mcp-session-id': 'unknown' })
    expect(lost.status).toBe(404)
    expect((await post(initialize, secret, { accept: 'application/json' })).status).toBe(406)
    expect((await post(initialize, secret, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(initialize, secret, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(
      400,
    )
    expect((await get('mcp.locize.app', '/', `Bearer ${secret}`)).status).toBe(405)
    simulators.locize.state.mcpNeedsSession = false
    expect((await post(listProjects, secret)).status).toBe(200)
  })
})
