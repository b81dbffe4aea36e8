import { describe, expect, test } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import { fingerprint, makeSecret, type Fault } from '../../simulator'
import { factsOf, fieldsOf, SELF_HOSTED, setUp } from './setting'

const DAY = 86_400_000
const setting = setUp()

describe('Transifex', () => {
  test('tells organizations and projects, and that there is no end', async () => {
    const { found } = await setting.issueAndCheck('transifex/api-token', { account: 'Acme' })
    expect(found.description).toMatchObject({
      account: 'Acme',
      accountId: 'o:acme',
      expiry: { known: 'never', source: 'rule' },
    })
    expect(factsOf(found)).toEqual({
      organizations: ['Acme'],
      projects: ['Website', 'Mobile app'],
    })
  })

  test('a user in no organization has a valid token', async () => {
    setting.simulators.transifex.state.account('Lonely').organizations.length = 0
    const { found } = await setting.issueAndCheck('transifex/api-token', { account: 'Lonely' })
    expect(found.evidence.verdict).toBe('valid')
    expect(found.description.account).toBeUndefined()
    expect(factsOf(found)['organizations']).toEqual([])
  })

  test('tells one account from another', async () => {
    const one = await setting.issueAndCheck('transifex/api-token', { account: 'Acme' })
    const other = await setting.issueAndCheck('transifex/api-token', { account: 'Umbrella' })
    expect(one.found.description.accountId).not.toBe(other.found.description.accountId)
  })
})

describe('Phrase', () => {
  test.each(['phrase/strings-token', 'phrase/platform-token'] as const)(
    '%s of the US data center is found there',
    async (kind) => {
      const { found } = await setting.issueAndCheck(kind, { server: 'us' })
      expect(found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'us' } })
    },
  )

  test.each(['phrase/strings-token', 'phrase/platform-token'] as const)(
    '%s is not called dead by one data center while the other is silent',
    async (kind) => {
      for (const origin of ['https://api.us.app.phrase.com', 'https://us.phrase.com']) {
        setting.simulators.phrase.faults.add({
          fault: { type: 'close-connection' },
          times: 'all',
          match: { origin },
        })
      }
      const found = await setting.desk.check(kind, makeSecret(kind))
      expect(found).toMatchObject({ evidence: { verdict: 'unreachable' }, server: { id: 'auto' } })
    },
  )

  test('a data center that the user chose is the only one asked', async () => {
    const { token, found } = await setting.issueAndCheck(
      'phrase/strings-token',
      { server: 'us' },
      { server: 'eu' },
    )
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'unknown-or-expired' })
    expect(setting.simulators.phrase.requests.map(({ origin }) => origin)).toEqual([
      'https://api.phrase.com',
    ])
    expect(token.server).toBe('us')
  })

  test('a Strings token tells its user and accounts; scopes are what the user entered', async () => {
    const { found } = await setting.issueAndCheck(
      'phrase/strings-token',
      { account: 'Acme' },
      { fields: { scopes: ['read', 'write'] } },
    )
    expect(found.description).toMatchObject({
      account: 'Acme Developer',
      access: [{ layer: 'scope', values: ['read', 'write'], source: 'user' }],
    })
    expect(factsOf(found)).toMatchObject({ accounts: ['Acme'], email: 'dev@acme.example' })
    expect(found.description.expiry).toBeUndefined()
  })

  test('an expired Strings token is not called expired: Phrase does not say so', async () => {
    const { found } = await setting.issueAndCheck('phrase/strings-token', {
      expiresAt: Date.now() - DAY,
    })
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'unknown-or-expired' })
  })

  test('a Strings token without the scope to read is alive', async () => {
    const { found } = await setting.issueAndCheck('phrase/strings-token', {
      scopes: ['orders.create'],
    })
    expect(found.evidence).toMatchObject({ verdict: 'forbidden', reason: 'missing-right' })
    expect(found.server.id).toBe('eu')
  })

  test.each([400, 401] as const)('the exchange refuses a dead token with %i', async (status) => {
    setting.simulators.phrase.state.exchangeRefusal = status
    const found = await setting.desk.check(
      'phrase/platform-token',
      makeSecret('phrase/platform-token'),
    )
    expect(found.evidence).toMatchObject({
      verdict: 'rejected',
      reason: 'unknown-or-expired',
      status,
    })
  })

  test('a refusal of the exchange that is not about the token says nothing of it', async () => {
    const refuse = (error: string): Fault => ({
      type: 'reply',
      reply: { status: 400, body: JSON.stringify({ error }) },
    })
    for (const error of ['unsupported_grant_type', 'invalid_scope', 'temporarily_unavailable']) {
      setting.simulators.phrase.faults.add({ fault: refuse(error), times: 2 })
      const { found } = await setting.issueAndCheck('phrase/platform-token')
      expect(found.evidence).toMatchObject({ verdict: 'unclear', code: error })
    }
  })

  test.each([
    ['Strings', 'strings', 'Acme Developer'],
    ['TMS', 'tms', 'Acme'],
  ])('a platform token for %s is described by that product', async (product, made, account) => {
    const { token, found } = await setting.issueAndCheck(
      'phrase/platform-token',
      { account: 'Acme', product: made },
      { fields: { product, createdOn: '2026-01-15' } },
    )
    expect(found.description).toMatchObject({
      account,
      expiry: { known: 'date', at: Date.UTC(2028, 0, 15), source: 'rule' },
      access: [{ layer: 'product', values: [product], source: 'user' }],
    })
    expect(factsOf(found)['product-accepted']).toBe(true)
    // the long-lived token goes into the exchange's body and nowhere else
    const digest = fingerprint(token.secret)
    const carried = setting.simulators.phrase.requests.filter((each) =>
      each.fingerprints.has(digest),
    )
    expect(carried.map(({ path }) => path)).toEqual(['/idm/oauth/token'])
    expect(carried[0]?.urlFingerprints.has(digest)).toBe(false)
    expect(JSON.stringify(found)).not.toContain(token.secret)
  })

  test('a product that refuses the token is a fact, and no verdict', async () => {
    const { found } = await setting.issueAndCheck(
      'phrase/platform-token',
      { product: 'tms' },
      { fields: { product: 'Strings' } },
    )
    expect(found.evidence.verdict).toBe('valid')
    expect(factsOf(found)).toEqual({ 'product-accepted': false })
    expect(found.description.account).toBeUndefined()
  })

  test('without the day it was made the end is unknown', async () => {
    const { found } = await setting.issueAndCheck('phrase/platform-token')
    expect(found.description.expiry).toEqual({ known: 'unknown' })
  })
})

describe('Lokalise', () => {
  test('tells team, user and the rights in a project', async () => {
    const { found } = await setting.issueAndCheck(
      'lokalise/api-token',
      { account: 'Acme' },
      { fields: { access: 'read-only' } },
    )
    expect(found.description.account).toBe('Acme Developer')
    expect(found.description.accountId).toMatch(/^\d+$/)
    expect(found.description.access).toMatchObject([
      { layer: 'scope', values: ['read-only'], source: 'user' },
      { layer: 'rights', source: 'platform' },
    ])
    expect(factsOf(found)).toMatchObject({ team: 'Acme', 'projects-count': 2 })
  })

  test('a malformed token is refused with 400, which is no other 400', async () => {
    const malformed = await setting.desk.check('lokalise/api-token', 'not-forty-characters')
    expect(malformed.evidence).toMatchObject({
      verdict: 'rejected',
      reason: 'malformed',
      status: 400,
    })
    const other = { error: { message: 'Invalid `limit` parameter', code: 400 } }
    const reply = { status: 400, body: JSON.stringify(other) }
    setting.simulators.lokalise.faults.add({ type: 'reply', reply })
    const { found } = await setting.issueAndCheck('lokalise/api-token')
    expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'unexpected' })
  })

  test('a token in use elsewhere at the same moment is no dead one', async () => {
    setting.simulators.lokalise.faults.add({ fault: { type: 'status', status: 423 }, times: 'all' })
    const { found } = await setting.issueAndCheck('lokalise/api-token')
    expect(found.evidence).toMatchObject({ verdict: 'rate-limited', status: 423 })
  })

  test('an HTML page with 429 is still a rate limit', async () => {
    setting.simulators.lokalise.faults.add({ type: 'html-body', status: 429 })
    const { found } = await setting.issueAndCheck('lokalise/api-token')
    expect(found.evidence.verdict).toBe('rate-limited')
  })

  test('a new SDK token is not yet active rather than dead', async () => {
    const now = Date.now()
    const token = setting.simulators.issue('lokalise/sdk-token', { activeAt: now + 60_000 })
    const asked = (since?: number) =>
      setting.desk.check('lokalise/sdk-token', token.secret, {
        fields: fieldsOf(token),
        ...(since === undefined ? {} : { since }),
      })
    const fresh = await asked(now - 10_000)
    expect(fresh.evidence).toMatchObject({ verdict: 'not-yet-active', reason: 'activation' })
    expect(fresh.evidence.retryAt).toBeGreaterThan(now)
    expect((await asked()).evidence).toMatchObject({ verdict: 'unclear', reason: 'activation' })
    expect((await asked(now - 10 * 60_000)).evidence.verdict).toBe('rejected')
  })

  test('an SDK token of a project without bundles keeps its verdict open', async () => {
    const token = setting.simulators.issue('lokalise/sdk-token')
    const project = setting.simulators.lokalise.state.projects.get(token.project!.id)
    project!.bundleVersion = null
    const found = await setting.desk.check('lokalise/sdk-token', token.secret, {
      fields: fieldsOf(token),
    })
    expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'project-not-found' })
    expect(setting.simulators.lokalise.requests).toHaveLength(3)
  })

  test('nothing newer to fetch is a valid SDK token', async () => {
    setting.simulators.lokalise.faults.add({ type: 'status', status: 204 })
    const { found } = await setting.issueAndCheck('lokalise/sdk-token')
    expect(found.evidence).toMatchObject({ verdict: 'valid', status: 204 })
  })

  test('an SDK token cannot be asked about without its project', async () => {
    const { found } = await setting.issueAndCheck('lokalise/sdk-token', {}, { fields: {} })
    expect(found.evidence).toMatchObject({
      verdict: 'unclear',
      reason: 'needs-field',
      status: null,
    })
    expect(setting.simulators.lokalise.requests).toHaveLength(0)
  })
})

describe('Tolgee', () => {
  test.each(['tolgee/pat', 'tolgee/pak', 'tolgee/legacy-key'] as const)(
    '%s tells its end, and that it has come',
    async (kind) => {
      const at = Date.now() + 20 * DAY
      const { token, found } = await setting.issueAndCheck(kind, { expiresAt: at })
      expect(found.description.expiry).toEqual({ known: 'date', at, source: 'platform' })
      setting.simulators.tolgee.setExpiry(token.secret, Date.now() - 1)
      const later = await setting.desk.check(kind, token.secret)
      expect(later.evidence).toMatchObject({
        verdict: 'expired',
        reason: 'past-expiry',
        status: 401,
      })
    },
  )

  test('a project key tells its project, offline and from the server, and both layers', async () => {
    const { token, found } = await setting.issueAndCheck('tolgee/pak', {
      project: 'Website',
      scopes: ['translations.edit', 'keys.view'],
      label: 'CI of the website',
    })
    expect(found.description).toMatchObject({
      project: 'Website',
      projectId: token.project?.id,
      suggestedLabel: 'CI of the website',
    })
    expect(found.description.access).toEqual([
      { layer: 'assigned', values: ['translations.edit', 'keys.view'], source: 'platform' },
      {
        layer: 'effective',
        values: expect.arrayContaining(['translations.edit', 'translations.view']) as unknown,
        source: 'platform',
      },
    ])
    const offline = setting.desk.registry.known({
      kind: 'tolgee/pak',
      secret: SecretText.fromText(token.secret),
      fields: {},
    })
    expect(offline.facts).toContainEqual({
      key: 'project-id',
      value: token.project?.id,
      format: 'text',
      source: 'token',
    })
  })

  test('a key whose user lost the project is valid and may do nothing', async () => {
    const { token } = await setting.issueAndCheck('tolgee/pak')
    for (const project of setting.simulators.tolgee.state.projects.values()) project.members.clear()
    const found = await setting.desk.check('tolgee/pak', token.secret)
    expect(found.evidence.verdict).toBe('valid')
    expect(found.description.access).toContainEqual({
      layer: 'effective',
      values: [],
      source: 'platform',
    })
  })

  test('a personal token lists its projects, or tells its rights in one', async () => {
    const { token, found } = await setting.issueAndCheck('tolgee/pat')
    expect(factsOf(found)).toMatchObject({ projects: ['Website'], 'projects-count': 1 })
    const [project] = setting.simulators.tolgee.state.projects.values()
    const inOne = await setting.desk.check('tolgee/pat', token.secret, {
      fields: { projectId: String(project?.id) },
    })
    expect(inOne.description).toMatchObject({
      project: project?.name,
      access: [{ layer: 'effective', source: 'platform' }],
    })
  })

  test('a server of one’s own is asked, and no other', async () => {
    const { token, found } = await setting.issueAndCheck(
      'tolgee/pat',
      { server: SELF_HOSTED },
      { baseUrl: SELF_HOSTED },
    )
    expect(found.evidence.verdict).toBe('valid')
    expect(found.server).toEqual({ id: 'custom', baseUrl: SELF_HOSTED })
    const origins = setting.simulators.tolgee.requests.map(({ origin }) => origin)
    expect(new Set(origins)).toEqual(new Set([SELF_HOSTED]))
    const inCloud = await setting.desk.check('tolgee/pat', token.secret)
    expect(inCloud.evidence.verdict).toBe('rejected')
  })

  test('states of the owner’s account are told apart', async () => {
    const { token } = await setting.issueAndCheck('tolgee/pat')
    const user = setting.simulators.tolgee.state.user('Acme Localization')
    const verdict = async () => {
      const { evidence: said } = await setting.desk.check('tolgee/pat', token.secret)
      return `${said.verdict} ${said.reason} ${String(said.code)}`
    }
    user.emailVerified = false
    expect(await verdict()).toBe('forbidden email-not-verified email_not_verified')
    user.emailVerified = true
    user.ssoForcedDomain = 'acme.example'
    expect(await verdict()).toBe('forbidden sso-required sso_login_forced_for_this_account')
    user.ssoForcedDomain = null
    user.ssoVerifiable = false
    expect(await verdict()).toBe('unclear sso-required sso_cant_verify_user')
    user.ssoVerifiable = true
    user.enabled = false
    expect(await verdict()).toBe('rejected account-disabled user_not_found')
  })

  test('a token of the other kind is alive, and said to be of another kind', async () => {
    const pat = setting.simulators.issue('tolgee/pat')
    const found = await setting.desk.check('tolgee/pak', pat.secret)
    expect(found.evidence).toMatchObject({
      verdict: 'forbidden',
      reason: 'wrong-endpoint',
      code: 'pat_access_not_allowed',
    })
  })

  test('limits are kept, with the server’s own word on when to come back', async () => {
    const body = JSON.stringify({ message: 'rate_limited', retryAfter: 12_345, global: true })
    setting.simulators.tolgee.faults.add({ type: 'status', status: 429, body })
    const before = Date.now()
    const { token, found } = await setting.issueAndCheck('tolgee/pat')
    expect(found.evidence.verdict).toBe('rate-limited')
    expect(found.evidence.retryAt).toBeGreaterThanOrEqual(before + 12_345)
    // and is not asked again before
    const again = await setting.desk.check('tolgee/pat', token.secret)
    expect(again.evidence).toMatchObject({ verdict: 'rate-limited', status: null })
    expect(setting.simulators.tolgee.requests).toHaveLength(1)
  })

  test('being cut off with 444 is a rate limit', async () => {
    setting.simulators.tolgee.faults.add({ type: 'status', status: 444 })
    const { found } = await setting.issueAndCheck('tolgee/pat')
    expect(found.evidence).toMatchObject({ verdict: 'rate-limited', status: 444 })
    expect(found.evidence.retryAt).toBeGreaterThan(Date.now() + 50_000)
  })
})

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
