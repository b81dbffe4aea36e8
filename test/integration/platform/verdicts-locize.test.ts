import { describe, expect, test } from 'vitest'
import { fingerprint, makeSecret } from '../../simulator'
import { factsOf, fieldsOf, setUp } from './setting'

const DAY = 86_400_000
const setting = setUp()

describe('Locize', () => {
  test.each(['locize/api-key', 'locize/pat'] as const)(
    '%s of a Pro project is found there, and its languages told',
    async (kind) => {
      const key = setting.simulators.issue('locize/api-key', {
        server: 'pro',
        project: 'Back office',
      })
      const token = kind === 'locize/pat' ? setting.simulators.issue(kind) : key
      const found = await setting.desk.check(kind, token.secret, {
        fields: { projectId: key.project!.id, role: 'readonly' },
      })
      expect(found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'pro' } })
      expect(factsOf(found)).toMatchObject({
        versions: ['latest', 'production'],
        languages: ['en', 'de'],
        'reference-language': 'en',
      })
      expect(setting.simulators.locize.state.privateDownloads).toBe(0)
    },
  )

  test('an older key, a UUID, works like a newer one', async () => {
    const { found } = await setting.issueAndCheck('locize/api-key', { legacy: true })
    expect(found.evidence.verdict).toBe('valid')
  })

  test.each(['message', 'errorMessage'] as const)(
    'a key limited to a version is alive (%s)',
    async (field) => {
      setting.simulators.locize.state.errorField = field
      const { found } = await setting.issueAndCheck('locize/api-key', { versions: ['latest'] })
      expect(found.evidence).toMatchObject({
        verdict: 'forbidden',
        reason: 'accepted-limited',
        status: 401,
      })
    },
  )

  test.each(['named', 'bare'] as const)(
    'a key is not blamed for a project that its host does not know (%s)',
    async (reply) => {
      setting.simulators.locize.state.wrongPlaceReply = reply
      const { token, found } = await setting.issueAndCheck(
        'locize/api-key',
        { server: 'pro' },
        { server: 'standard' },
      )
      expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'project-not-found' })
      const nowhere = { fields: { projectId: '00000000-0000-4000-8000-000000000000' } }
      const lost = await setting.desk.check('locize/api-key', token.secret, nowhere)
      expect(lost.evidence).toMatchObject({ verdict: 'unclear', reason: 'project-not-found' })
      // asked about the project without the key
      const asked = setting.simulators.locize.requests.filter(({ path }) =>
        path.startsWith('/languages/'),
      )
      const digest = fingerprint(token.secret)
      expect(asked.some(({ fingerprints }) => fingerprints.has(digest))).toBe(false)
    },
  )

  test('a key that nobody knows is rejected, and the refusal may be a limit’s', async () => {
    const { token } = await setting.issueAndCheck('locize/api-key')
    const fields = fieldsOf(token)
    const found = await setting.desk.check('locize/api-key', makeSecret('locize/api-key'), {
      fields,
    })
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'unknown-or-limited' })
    const fault = { type: 'status', status: 500 } as const
    const path = `/languages/${token.project!.id}`
    setting.simulators.locize.faults.add({ fault, times: 'all', match: { path } })
    const open = await setting.desk.check('locize/api-key', makeSecret('locize/api-key'), {
      fields,
    })
    expect(open.evidence).toMatchObject({ verdict: 'unclear', reason: 'server-error' })
  })

  test('a refusal of a token that is limited to some places says nothing of it', async () => {
    const away = { addresses: ['192.0.2.7'] }
    const places = '192.0.2.0/24'
    const key = await setting.issueAndCheck('locize/api-key', away)
    const limited = await setting.desk.check('locize/api-key', key.token.secret, {
      fields: { ...fieldsOf(key.token), places },
    })
    expect(limited.evidence).toMatchObject({ verdict: 'unclear', reason: 'limited-place' })
    const dead = makeSecret('locize/pat')
    const alone = await setting.desk.check('locize/pat', dead, { fields: { places } })
    expect(alone.evidence).toMatchObject({ verdict: 'unclear', reason: 'limited-place' })
  })

  test.each([
    ['in the other field', 401, { message: 'Unauthorized', errorMessage: 'SCOPE' }],
    ['with another status', 403, { message: 'SCOPE' }],
    ['beside a field that is no text', 401, { message: { no: 1 }, errorMessage: 'SCOPE' }],
  ])('a key that lacks a scope is alive, told %s', async (_, status, said) => {
    const text =
      'Unauthorized: Api b1c*** not authorized for this scope (version) on project 15***!'
    const body = JSON.stringify(said).replace('SCOPE', text)
    setting.simulators.locize.faults.add({ type: 'reply', reply: { status, body } })
    const { found } = await setting.issueAndCheck('locize/api-key')
    expect(found.evidence).toMatchObject({
      verdict: 'forbidden',
      reason: 'accepted-limited',
      status,
    })
  })

  test('what is no text is no word of Locize', async () => {
    const reply = { status: 401, body: JSON.stringify({ message: { no: 1 } }) }
    setting.simulators.locize.faults.add({ fault: { type: 'reply', reply }, times: 'all' })
    const { found } = await setting.issueAndCheck('locize/api-key')
    expect(found.evidence.verdict).toBe('unclear')
  })

  test('statistics have three levels; of an empty project the host has to know', async () => {
    const ask = async (body: unknown) => {
      const reply = { status: 200, body: JSON.stringify(body) }
      const match = { path: /^\/stats\// }
      setting.simulators.locize.faults.clear()
      setting.simulators.locize.faults.add({ fault: { type: 'reply', reply }, times: 'all', match })
      return (await setting.issueAndCheck('locize/api-key', {}, { server: 'standard' })).found
    }
    for (const wrong of [{}, { a: { b: 1 } }, { a: { b: { c: {} } } }, { a: { b: { c: 'd' } } }]) {
      expect((await ask(wrong)).evidence).toMatchObject({
        verdict: 'unclear',
        reason: 'unexpected',
      })
    }
    const empty = { latest: {} }
    expect((await ask(empty)).evidence.verdict).toBe('valid')
    const fields = { projectId: '00000000-0000-4000-8000-000000000000' }
    const { found } = await setting.issueAndCheck(
      'locize/api-key',
      {},
      { server: 'standard', fields },
    )
    expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'project-not-found' })
  })

  test('a 401 of the protocol’s host counts with invalid_token only', async () => {
    const answer = async (headers: Record<string, string>, body: string) => {
      const reply = { status: 401, headers, body }
      setting.simulators.locize.faults.add({ type: 'reply', reply })
      return (await setting.issueAndCheck('locize/pat')).found.evidence.verdict
    }
    expect(await answer({}, '{"message":"Unauthorized"}')).toBe('unclear')
    expect(await answer({ 'www-authenticate': 'Bearer error="invalid_token"' }, '')).toBe(
      'rejected',
    )
    expect(await answer({}, '{"error":"invalid_token"}')).toBe('rejected')
  })

  test('a project id that nobody knows says nothing of a good key', async () => {
    const { found } = await setting.issueAndCheck(
      'locize/api-key',
      {},
      { fields: { projectId: '00000000-0000-4000-8000-000000000000' } },
    )
    expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'project-not-found' })
    expect(found.server.id).toBe('auto')
  })

  test('a key pasted where its project’s id belongs, or the other way round, is warned of', async () => {
    const { token } = await setting.issueAndCheck('locize/api-key', { legacy: true })
    const before = setting.simulators.locize.requests.length
    const found = await setting.desk.check('locize/api-key', token.secret, {
      fields: { projectId: token.secret },
    })
    expect(factsOf(found)['same-as-project']).toBe(true)
    expect(JSON.stringify(found)).not.toContain(token.secret)
    // the project's id is a part of the address, so nobody may be asked with a key in its place
    expect(found.evidence).toMatchObject({ verdict: 'unclear', status: null })
    expect(setting.simulators.locize.requests.length).toBe(before)
  })

  test.each(['json', 'sse'] as const)(
    'a personal token alone is asked by MCP (%s)',
    async (form) => {
      setting.simulators.locize.state.mcpAnswer = form
      const { token, found } = await setting.issueAndCheck('locize/pat')
      expect(found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'auto' } })
      const origins = new Set(setting.simulators.locize.requests.map(({ origin }) => origin))
      expect(origins).toEqual(new Set(['https://mcp.locize.app']))
      expect(setting.simulators.locize.state.mcpSessions.size).toBe(0)
      setting.simulators.locize.revoke(token.secret)
      const later = await setting.desk.check('locize/pat', token.secret)
      expect(later.evidence).toMatchObject({ verdict: 'rejected', reason: 'unknown-or-expired' })
    },
  )

  test('an expired personal token is not called expired: Locize does not say so', async () => {
    const { found } = await setting.issueAndCheck('locize/pat', { expiresAt: Date.now() - DAY })
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'unknown-or-expired' })
    expect(found.description.expiry).toBeUndefined()
  })

  test('scope and role are shown as two layers, as the user entered them', async () => {
    const { found } = await setting.issueAndCheck(
      'locize/pat',
      {},
      { fields: { scopes: ['read', 'write'], role: 'readonly' } },
    )
    expect(found.description.access).toEqual([
      { layer: 'scope', values: ['read', 'write'], source: 'user' },
      { layer: 'role', values: ['readonly'], source: 'user' },
    ])
  })
})
