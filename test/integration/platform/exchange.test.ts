import { expect, test } from 'vitest'
import type { Reason, Verdict } from '../../../shared/model/verdict-list'
import type { IssuedToken } from '../../simulator'
import { json } from '../../simulator/types'
import { scanTexts } from '../../helper/canary'
import { setUp } from './setting'

const sim = setUp()
const KIND = 'phrase/platform-token'
const TOKEN_PATH = '/idm/oauth/token'

/** What the right answer would be, with another body. */
function answerWith(body: object, status = 200): void {
  sim.simulators.phrase.faults.add({
    fault: { type: 'reply', reply: json(status, body) },
    times: 'all',
    match: { path: TOKEN_PATH },
  })
}

const exchange = (token: IssuedToken, wish = {}) => sim.desk.exchange(KIND, token.secret, wish)
const origins = () => sim.simulators.phrase.requests.map(({ origin }) => origin)

test.each([
  ['eu', 'https://api.phrase.com', ['https://eu.phrase.com']],
  ['us', 'https://api.us.app.phrase.com', ['https://eu.phrase.com', 'https://us.phrase.com']],
] as const)('a token of %s is found and exchanged there', async (server, strings, asked) => {
  const token = sim.simulators.issue(KIND, { server })
  const before = Date.now()
  const found = await exchange(token)
  expect(found).toMatchObject({
    evidence: { verdict: 'valid', reason: 'accepted', status: 200 },
    server: { id: server, baseUrl: null },
  })
  expect(origins()).toEqual(asked)
  const { grant } = found
  // four hours but for a second, as `expires_in` says
  expect(grant?.expiresAt).toBeGreaterThanOrEqual(before + 14_399_000)
  expect(grant?.expiresAt).toBeLessThanOrEqual(Date.now() + 14_399_000)
  const endpoint = sim.simulators.endpoints()[strings] ?? ''
  const reply = await fetch(`${endpoint}/v2/user`, {
    headers: { authorization: `Bearer ${grant?.value.text() ?? ''}`, 'user-agent': 'test' },
  })
  expect(reply.status).toBe(200)
})

test('where the data center is known and took the token before, no other is asked', async () => {
  const token = sim.simulators.issue(KIND, { server: 'us' })
  const found = await exchange(token, { server: 'us', accepted: 'value' })
  expect(found.evidence.verdict).toBe('valid')
  expect(origins()).toEqual(['https://us.phrase.com'])
})

test('a wrong data center is no end: the other is asked before the token is called dead', async () => {
  const token = sim.simulators.issue(KIND, { server: 'eu' })
  const found = await exchange(token, { server: 'us', accepted: 'kind' })
  expect(found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'eu' } })
  sim.simulators.phrase.revoke(token.secret)
  const dead = await exchange(token, { server: 'us', accepted: 'kind' })
  expect(dead).toMatchObject({ evidence: { verdict: 'rejected' }, server: { id: 'us' } })
  expect(dead.grant).toBeNull()
})

test('a token of another product is exchanged all the same: that it is refused there is the product’s word', async () => {
  const token = sim.simulators.issue(KIND, { product: 'tms' })
  const fields = { product: 'Strings' }
  expect((await exchange(token, { fields })).grant).not.toBeNull()
  const checked = await sim.desk.check(KIND, token.secret, { fields })
  expect(checked.evidence.verdict).toBe('valid')
  expect(checked.description.facts).toContainEqual(
    expect.objectContaining({ key: 'product-accepted', value: false }),
  )
})

type Refusal = {
  readonly status: number
  readonly error: string
  readonly accepted?: 'value'
  readonly verdict: Verdict
  readonly reason: Reason
}
const refusals: readonly Refusal[] = [
  { status: 400, error: 'invalid_request', verdict: 'unclear', reason: 'refused-request' },
  {
    status: 400,
    error: 'invalid_request',
    accepted: 'value',
    verdict: 'rejected',
    reason: 'gone-or-expired',
  },
  { status: 400, error: 'invalid_grant', verdict: 'rejected', reason: 'unknown-or-expired' },
  { status: 401, error: 'invalid_token', verdict: 'rejected', reason: 'unknown-or-expired' },
  { status: 401, error: 'invalid_client', verdict: 'unclear', reason: 'unexpected' },
  { status: 429, error: 'slow_down', verdict: 'rate-limited', reason: 'too-many-requests' },
]

test.each(refusals)('$status $error, accepted before: $accepted', async (refusal) => {
  const { status, error, accepted, verdict, reason } = refusal
  const token = sim.simulators.issue(KIND)
  answerWith({ error, error_description: token.secret }, status)
  const found = await exchange(token, { accepted })
  expect(found.evidence).toMatchObject({ verdict, reason, status })
  expect(found.grant).toBeNull()
})

test.each([
  ['no access token', { token_type: 'Bearer', expires_in: 14_399 }],
  ['an empty one', { access_token: '' }],
  ['a number', { access_token: 7 }],
  ['a line break that a terminal would run', { access_token: 'eyJ.a.b\nrm -rf x' }],
  ['signs that are not a token’s', { access_token: '<b>eyJ</b>' }],
  ['a megabyte', { access_token: 'x'.repeat(500_000) }],
])('200 with %s is no access, and says nothing about the token', async (_name, body) => {
  answerWith(body)
  const found = await exchange(sim.simulators.issue(KIND))
  expect(found).toMatchObject({ evidence: { verdict: 'unclear', reason: 'unexpected' } })
  expect(found.grant).toBeNull()
})

test.each([
  ['missing', {}, 600],
  ['null', { expires_in: null }, 600],
  ['a text', { expires_in: '14399' }, 600],
  ['negative', { expires_in: -1 }, 600],
  ['a fraction', { expires_in: 90.5 }, 90.5],
  ['a century', { expires_in: 3e9 }, 86_400],
])('an end that is %s', async (_name, end, seconds) => {
  answerWith({ access_token: 'eyJa.eyJb.c-_', ...end })
  const before = Date.now()
  const { grant } = await exchange(sim.simulators.issue(KIND))
  expect(grant?.expiresAt).toBeGreaterThanOrEqual(before + seconds * 1000)
  expect(grant?.expiresAt).toBeLessThanOrEqual(Date.now() + seconds * 1000)
})

test.each(['garbage', 'html-body', 'never-answer', 'invalid-utf8'] as const)(
  'a server that answers %s gives none, and neither secret goes into a log',
  async (type) => {
    const token = sim.simulators.issue(KIND)
    sim.simulators.phrase.faults.add({ fault: { type }, times: 'all' })
    const ending = new AbortController()
    const asking = exchange(token, { signal: ending.signal })
    if (type === 'never-answer') {
      await expect.poll(() => sim.simulators.phrase.requests.length).toBeGreaterThan(0)
      ending.abort()
    }
    const found = await asking
    expect(found.grant).toBeNull()
    expect(found.evidence.verdict).toBe('unclear')
    expect(scanTexts({ log: sim.desk.log.lines.join('\n') }, [token.secret])).toEqual([])
  },
)

test('a check hands on what it exchanged, and wipes it where nobody takes it', async () => {
  const token = sim.simulators.issue(KIND, { server: 'us' })
  const given: string[] = []
  await sim.desk.check(KIND, token.secret, {
    describe: true,
    fields: { product: 'Strings' },
    keep: (grant, server) => void given.push(`${server.id} ${grant.value.text()}`),
  })
  expect(given).toEqual([expect.stringMatching(/^us eyJ\S{50,}$/)])
  expect(sim.desk.log.lines.join('\n')).not.toContain('eyJ')
})

test('a kind without the operation says so without asking anybody', async () => {
  const token = sim.simulators.issue('tolgee/pat')
  const found = await sim.desk.exchange('tolgee/pat', token.secret)
  expect(found).toMatchObject({ evidence: { verdict: 'unclear' }, grant: null })
  expect(sim.simulators.tolgee.requests).toHaveLength(0)
})
