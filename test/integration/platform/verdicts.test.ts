import { describe, expect, test } from 'vitest'
import { SecretText } from '../../../electron/service/secret'
import { fingerprint, makeSecret, type Fault } from '../../simulator'
import { organization } from '../../simulator/transifex/state'
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

  test('long lists are read on, and said to be cut where they are', async () => {
    const of = (name: string) => setting.simulators.transifex.state.account(name)
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ slug: `p${at}`, name: `Project ${at}` }))
    of('Acme').organizations[0]!.projects.push(...many(190))
    const long = await setting.issueAndCheck('transifex/api-token', { account: 'Acme' })
    expect(factsOf(long.found)['projects']).toHaveLength(192)
    expect(factsOf(long.found)['lists-cut']).toBeUndefined()
    of('Acme').organizations[0]!.projects.push(...many(200))
    const longer = await setting.issueAndCheck('transifex/api-token', { account: 'Acme' })
    expect(factsOf(longer.found)['lists-cut']).toBe(true)

    for (let at = 0; at < 160; at++) of('Agency').organizations.push(organization(`Client ${at}`))
    const agency = await setting.issueAndCheck('transifex/api-token', { account: 'Agency' })
    expect(agency.found.description.account).toBe('Agency +160')
    expect(agency.found.description.accountId).toMatch(/^161 /)
    // projects of three organizations only are looked into
    expect(factsOf(agency.found)['lists-cut']).toBe(true)
    for (let at = 0; at < 200; at++) of('Agency').organizations.push(organization(`More ${at}`))
    const huge = await setting.issueAndCheck('transifex/api-token', { account: 'Agency' })
    expect(huge.found.description.account).toBe('Agency +299…')
    expect(huge.found.description.accountId).toBeUndefined()
  })

  test('the link to the next page does not choose where the token goes', async () => {
    const entry = { id: 'o:acme', attributes: { name: 'Acme' } }
    const next = 'https://elsewhere.example/organizations?page[cursor]=abc'
    const body = JSON.stringify({ data: [entry], links: { next } })
    setting.simulators.transifex.faults.add({ type: 'reply', reply: { status: 200, body } })
    await setting.issueAndCheck('transifex/api-token', {}, { describe: false })
    const asked = setting.simulators.transifex.requests
    expect(asked.map(({ path }) => path)).toEqual([
      '/organizations',
      '/organizations?page[cursor]=abc',
    ])
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
      // a refusal that is about the token
      setting.simulators.phrase.state.exchangeRefusal = 401
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

  test.each(['phrase/strings-token', 'phrase/platform-token'] as const)(
    '%s is found in the other data center than the one that was chosen',
    async (kind) => {
      const { found } = await setting.issueAndCheck(kind, { server: 'us' }, { server: 'eu' })
      expect(found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'us' } })
      const back = await setting.issueAndCheck(kind, { server: 'eu' }, { server: 'us' })
      expect(back.found).toMatchObject({ evidence: { verdict: 'valid' }, server: { id: 'eu' } })
    },
  )

  test('a data center that accepted the token before is the only one asked', async () => {
    const there = { server: 'us', accepted: 'value' } as const
    const found = await setting.desk.check(
      'phrase/strings-token',
      makeSecret('phrase/strings-token'),
      there,
    )
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'gone-or-expired' })
    expect(setting.simulators.phrase.requests.map(({ origin }) => origin)).toEqual([
      'https://api.us.app.phrase.com',
    ])
  })

  test('refusals without a body count for 401 from Phrase’s own hosts, and for nothing else', async () => {
    setting.simulators.phrase.state.refusalBody = 'empty'
    const kind = 'phrase/strings-token'
    const dead = makeSecret(kind)
    expect((await setting.desk.check(kind, dead)).evidence.verdict).toBe('rejected')
    const own = { baseUrl: 'https://api.phrase.com/v2' }
    expect((await setting.desk.check(kind, dead, own)).evidence.verdict).toBe('unclear')
    const narrow = await setting.issueAndCheck(kind, { scopes: ['orders.create'] })
    expect(narrow.found.evidence.verdict).toBe('unclear')
  })

  test('a 401 of the exchange that is about something else says nothing of the token', async () => {
    const body = JSON.stringify({ error: 'invalid_client' })
    const fault = { type: 'reply', reply: { status: 401, body } } as const
    setting.simulators.phrase.faults.add({ fault, times: 'all' })
    const { found } = await setting.issueAndCheck('phrase/platform-token')
    expect(found.evidence).toMatchObject({ verdict: 'unclear', code: 'invalid_client' })
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

  test('the exchange refuses a dead token with 401', async () => {
    setting.simulators.phrase.state.exchangeRefusal = 401
    const kind = 'phrase/platform-token'
    const found = await setting.desk.check(kind, makeSecret(kind))
    expect(found.evidence).toMatchObject({
      verdict: 'rejected',
      reason: 'unknown-or-expired',
      status: 401,
    })
  })

  test('a 400 of the exchange is about the token only where such a request was accepted', async () => {
    const kind = 'phrase/platform-token'
    const dead = makeSecret(kind)
    const ask = async (accepted?: 'value' | 'kind') => {
      const wish = { server: 'eu', ...(accepted === undefined ? {} : { accepted }) }
      const { verdict, reason, status } = (await setting.desk.check(kind, dead, wish)).evidence
      return `${verdict} ${reason} ${String(status)}`
    }
    expect(await ask()).toBe('unclear refused-request 400')
    expect(await ask('kind')).toBe('rejected unknown-or-expired 400')
    expect(await ask('value')).toBe('rejected gone-or-expired 400')
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
      expiry: { known: 'date', at: new Date(2028, 0, 15, 23, 59, 59).getTime(), source: 'rule' },
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

  test.each([
    ['a limit of calls', 403, JSON.stringify({ errorCode: 'ApiLimitReached' })],
    ['a right that is missing', 403, JSON.stringify({ message: 'Forbidden' })],
    ['a 401 without a body', 401, ''],
    ['a stranger', 200, '{}'],
  ])('%s is no refusal of the token by its product', async (_, status, body) => {
    for (const origin of ['https://cloud.memsource.com', 'https://api.phrase.com']) {
      const fault = { type: 'reply', reply: { status, body } } as const
      setting.simulators.phrase.faults.add({ fault, times: 'all', match: { origin } })
    }
    for (const [product, made] of [
      ['TMS', 'tms'],
      ['Strings', 'strings'],
    ] as const) {
      const { found } = await setting.issueAndCheck(
        'phrase/platform-token',
        { product: made },
        { fields: { product } },
      )
      expect(found.evidence.verdict).toBe('valid')
      expect(factsOf(found)).toEqual({})
    }
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

  test('any wrong token may be refused with 400, which behind an own address may be a lost header', async () => {
    setting.simulators.lokalise.state.wrongTokenReply = 400
    const kind = 'lokalise/api-token'
    const wrong = makeSecret(kind)
    const found = await setting.desk.check(kind, wrong)
    expect(found.evidence).toMatchObject({ verdict: 'rejected', reason: 'malformed' })
    const own = await setting.desk.check(kind, wrong, { baseUrl: 'https://api.lokalise.com/api2' })
    expect(own.evidence).toMatchObject({ verdict: 'unclear', reason: 'malformed' })
  })

  test('a gateway’s 401 with a message and no code is none of Lokalise’s', async () => {
    const reply = { status: 401, body: JSON.stringify({ message: 'Unauthorized' }) }
    setting.simulators.lokalise.faults.add({ fault: { type: 'reply', reply }, times: 'all' })
    for (const kind of ['lokalise/api-token', 'lokalise/sdk-token'] as const) {
      const { found } = await setting.issueAndCheck(kind)
      expect(found.evidence).toMatchObject({ verdict: 'unclear', reason: 'unexpected' })
    }
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
    // one that was accepted before is past that, whenever it came into the vault
    const known = await setting.desk.check('lokalise/sdk-token', token.secret, {
      fields: fieldsOf(token),
      since: now - 10_000,
      accepted: 'value',
    })
    expect(known.evidence.verdict).toBe('rejected')
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

  test('silence about the end is not ‘never’, and nonsense does not hide the rest', async () => {
    const token = setting.simulators.issue('tolgee/pat')
    const answer = async (times: Record<string, unknown>) => {
      const user = { id: 1, username: 'ann' }
      const reply = { status: 200, body: JSON.stringify({ id: 1, user, ...times }) }
      setting.simulators.tolgee.faults.add({ type: 'reply', reply })
      return setting.desk.check('tolgee/pat', token.secret, { describe: false })
    }
    expect((await answer({ expiresAt: null })).description.expiry).toEqual({
      known: 'never',
      source: 'platform',
    })
    for (const times of [{}, { expiresAt: 1e20, createdAt: -1, lastUsedAt: 'soon' }]) {
      const found = await answer(times)
      expect(found.evidence.verdict).toBe('valid')
      expect(found.description).toMatchObject({ account: 'ann', expiry: { known: 'unknown' } })
    }
  })

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
    expect(await verdict()).toBe('unclear account-disabled user_not_found')
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

  test('a connection that is closed is not tried again: it may be the last strike', async () => {
    setting.simulators.tolgee.faults.add({ fault: { type: 'close-connection' }, times: 'all' })
    const { found } = await setting.issueAndCheck('tolgee/pat')
    expect(found.evidence.verdict).toBe('unreachable')
    expect(setting.simulators.tolgee.requests).toHaveLength(1)
  })

  test('being cut off with 444 is a rate limit', async () => {
    setting.simulators.tolgee.faults.add({ type: 'status', status: 444 })
    const { found } = await setting.issueAndCheck('tolgee/pat')
    expect(found.evidence).toMatchObject({ verdict: 'rate-limited', status: 444 })
    expect(found.evidence.retryAt).toBeGreaterThan(Date.now() + 50_000)
  })
})
