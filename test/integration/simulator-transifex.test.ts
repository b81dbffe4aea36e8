import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestClock, makeSecret, startSimulators, type Simulators } from '../simulator'
import { organization } from '../simulator/transifex/state'
import { ask, type Answer } from '../simulator/wire'

const clock = createTestClock()
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ now: clock.now })
})
beforeEach(() => simulators.reset())
afterAll(() => simulators.close())

type Document = {
  data: { id: string; attributes: { name: string } }[]
  links: { self: string; next: string | null; previous: string | null }
}

const base = (): string => simulators.transifex.origins['https://rest.api.transifex.com']!
const get = (path: string, secret?: string): Promise<Answer> =>
  ask(`${base()}${path}`, {
    headers: {
      accept: 'application/vnd.api+json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
  })
const problem = (status: string, code: string, detail: unknown): unknown => ({
  errors: [{ status, code, title: expect.any(String) as unknown, detail }],
})
const REFUSED = problem('401', 'unauthorized', 'Please verify your credentials')

describe('Transifex: who may come in', () => {
  it('lists the organizations of the user', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Acme Games' })
    const answer = await get('/organizations', token.secret)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/vnd.api+json')
    expect(answer.body).toEqual({
      data: [
        {
          id: 'o:acme-games',
          type: 'organizations',
          attributes: { name: 'Acme Games', slug: 'acme-games', private: false, logo_url: null },
          links: { self: `${base()}/organizations/o:acme-games` },
          relationships: expect.objectContaining({
            projects: expect.anything() as unknown,
            teams: expect.anything() as unknown,
          }) as unknown,
        },
      ],
      links: { self: `${base()}/organizations`, next: null, previous: null },
    })
  })

  it('says the same to a missing, malformed, unknown, deleted and Basic credential', async () => {
    const token = simulators.transifex.issue('transifex/api-token')
    simulators.transifex.revoke(token.secret)
    const basic = `Basic ${Buffer.from(`api:${token.secret}`).toString('base64')}`
    const answers = [
      await get('/organizations'),
      await get('/organizations', 'nonsense'),
      await get('/organizations', makeSecret('transifex/api-token')),
      await get('/organizations', token.secret),
      await ask(`${base()}/organizations`, { headers: { authorization: basic } }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual(REFUSED)
    }
  })

  it('lets the other tokens of a user live when one is deleted', async () => {
    const first = simulators.transifex.issue('transifex/api-token')
    const second = simulators.transifex.issue('transifex/api-token')
    simulators.transifex.revoke(first.secret)
    expect((await get('/organizations', first.secret)).status).toBe(401)
    expect((await get('/organizations', second.secret)).status).toBe(200)
    expect([first.label, second.label]).toEqual(['API token 1', 'API token 2'])
  })

  it('answers 200 with no data to a user in no organization', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Loner' })
    simulators.transifex.state.account('Loner').organizations.length = 0
    const answer = await get('/organizations', token.secret)
    expect(answer.status).toBe(200)
    expect((answer.body as Document).data).toEqual([])
  })

  it('refuses media types other than its own', async () => {
    const token = simulators.transifex.issue('transifex/api-token')
    const authorization = `Bearer ${token.secret}`
    const url = `${base()}/organizations`
    const html = await ask(url, { headers: { authorization, accept: 'text/html' } })
    expect(html.status).toBe(406)
    const post = await ask(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(post.status).toBe(415)
  })
})

describe('Transifex: what it shows', () => {
  it('gives pages of 150 by opaque cursors, there and back', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Big' })
    const { organizations } = simulators.transifex.state.account('Big')
    for (let count = 1; count < 151; count += 1) organizations.push(organization(`Org ${count}`))
    const first = (await get('/organizations', token.secret)).body as Document
    expect(first.data).toHaveLength(150)
    expect(first.links.previous).toBeNull()
    const next = new URL(first.links.next!)
    expect(next.searchParams.get('page[cursor]')).not.toMatch(/150/)
    const second = (await get(`${next.pathname}${next.search}`, token.secret)).body as Document
    expect(second.data.map((item) => item.attributes.name)).toEqual(['Org 150'])
    expect(second.links.next).toBeNull()
    expect(second.links.previous).toBe(`${base()}/organizations`)
    expect((await get('/organizations?page[cursor]=nonsense', token.secret)).status).toBe(400)
  })

  it('filters by slug', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Big' })
    simulators.transifex.state.account('Big').organizations.push(organization('Other'))
    const answer = await get('/organizations?filter[slug]=other', token.secret)
    expect((answer.body as Document).data.map((item) => item.id)).toEqual(['o:other'])
  })

  it('shows one organization, its projects and the user', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Acme' })
    const one = await get('/organizations/o:acme', token.secret)
    expect(one.body).toMatchObject({ data: { id: 'o:acme', attributes: { name: 'Acme' } } })
    const projects = await get('/projects?filter[organization]=o:acme', token.secret)
    const ids = (projects.body as Document).data.map((item) => item.id)
    expect(ids).toEqual(['o:acme:p:website', 'o:acme:p:mobile-app'])
    const user = await get('/users/u:acme', token.secret)
    expect(user.body).toMatchObject({ data: { type: 'users', attributes: { username: 'acme' } } })
  })

  it('hides what is out of reach behind 404', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Acme' })
    simulators.transifex.issue('transifex/api-token', { account: 'Rival' })
    const answer = await get('/organizations/o:rival', token.secret)
    expect(answer.status).toBe(404)
    const detail = 'No `Organization` resource found with the identifier `o:rival`'
    expect(answer.body).toEqual(problem('404', 'not_found', detail))
    expect((await get('/projects?filter[organization]=o:rival', token.secret)).status).toBe(404)
    expect((await get('/users/u:rival', token.secret)).status).toBe(404)
    expect((await get('/tokens', token.secret)).status).toBe(404)
  })

  it('answers 402 where the plan does not cover it', async () => {
    const token = simulators.transifex.issue('transifex/api-token', { account: 'Poor' })
    simulators.transifex.state.account('Poor').organizations[0]!.planCovers = false
    const answer = await get('/organizations/o:poor', token.secret)
    expect(answer.status).toBe(402)
    expect(answer.body).toMatchObject({ errors: [{ code: 'payment_required' }] })
  })
})

describe('Transifex: limits', () => {
  it('throttles an address after 500 requests a minute and says for how long', async () => {
    const token = simulators.transifex.issue('transifex/api-token')
    for (let count = 0; count < 500; count += 1) {
      const accepted = simulators.transifex.state.perIp.take('127.0.0.1', clock.now())
      expect(accepted.allowed).toBe(true)
    }
    clock.advance(20_000)
    const answer = await get('/organizations', token.secret)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('40')
    const detail = 'Request was throttled. Expected available in 40 seconds.'
    expect(answer.body).toEqual(problem('429', 'Throttled', detail))
    clock.advance(40_000)
    expect((await get('/organizations', token.secret)).status).toBe(200)
  })

  it('counts nothing when limits are off', async () => {
    const token = simulators.transifex.issue('transifex/api-token')
    simulators.transifex.limits.enabled = false
    simulators.transifex.state.perIp.limit = 0
    expect((await get('/organizations', token.secret)).status).toBe(200)
  })
})
