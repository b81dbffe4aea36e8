import { describe, expect, test } from 'vitest'
import { byToken, failure, found, open, opened, subjectOf, value, why } from './managing'
import { setUp } from './setting'

const setting = setUp()
const sim = () => setting.simulators.lokalise
const issue = (options = {}) => setting.simulators.issue('lokalise/sdk-token', options)
const manager = (options = {}) => setting.simulators.issue('lokalise/api-token', options)

describe('a session of the project', () => {
  test('is opened by an API token, which its own host alone sees', async () => {
    const subject = subjectOf(issue())
    const api = manager()
    const session = await opened(setting.desk, subject, byToken(api))
    expect(session.endsAt).toBeGreaterThan(Date.now() + 29 * 60_000)
    expect(session.endsAt).toBeLessThanOrEqual(Date.now() + 31 * 60_000)
    value(await session.list(subject))
    const asked = sim().requests.map(({ method, origin }) => `${method} ${origin}`)
    expect(asked).toEqual(['POST https://api.lokalise.com', 'GET https://ota.lokalise.com'])
    const [, listing] = sim().requests
    expect(JSON.stringify(listing)).not.toContain(api.secret)
  })

  test('is refused to a dead token', async () => {
    const subject = subjectOf(issue())
    const dead = manager()
    sim().revoke(dead.secret)
    expect(why(await open(setting.desk, subject, byToken(dead)))).toBe('manager-refused none')
    sim().state.wrongTokenReply = 400
    expect(why(await open(setting.desk, subject, byToken(dead)))).toBe('manager-refused none')
  })

  test('is refused to one without the right', async () => {
    const subject = subjectOf(issue())
    const readOnly = byToken(manager({ readOnly: true }))
    expect(failure(await open(setting.desk, subject, readOnly))).toMatchObject({
      problem: 'missing-right',
      effect: 'none',
      status: 403,
    })
    // 401 too, but the token lives: the project is out of its reach
    const stranger = byToken(manager({ account: 'Umbrella' }))
    expect(why(await open(setting.desk, subject, stranger))).toBe('missing-right none')
  })

  test('needs a project that there is', async () => {
    const subject = subjectOf(issue())
    const nowhere = { ...subject, fields: { projectId: '0123456789abcdef012345.01234567' } }
    expect(why(await open(setting.desk, nowhere, byToken(manager())))).toBe('other-account none')
    const blank = { ...subject, fields: {} }
    expect(why(await open(setting.desk, blank, byToken(manager())))).toBe('invalid none')
  })

  test('is not opened by a token of another place, whose secrets stay there', async () => {
    const own = { id: 'custom', baseUrl: 'https://lokalise.acme.example/v3' }
    const subject = subjectOf(issue(), { server: own })
    expect(why(await open(setting.desk, subject, byToken(manager())))).toBe('no-manager none')
    expect(sim().requests).toEqual([])
  })

  test('ends', async () => {
    const subject = subjectOf(issue())
    const session = await opened(setting.desk, subject, byToken(manager()))
    const old = await found(session, subject)
    for (const [jwt, each] of sim().state.jwts) sim().state.jwts.set(jwt, { ...each, expiresAt: 1 })
    expect(failure(await session.create(subject, plan(old)))).toMatchObject({
      problem: 'session-over',
      effect: 'none',
      code: '002_TOKEN_EXPIRED',
    })
  })
})

const plan = (like: Awaited<ReturnType<typeof found>>) => ({ name: '', expiresAt: null, like })

describe('SDK tokens', () => {
  test('are found by their value, made and revoked', async () => {
    const token = issue()
    issue()
    const subject = subjectOf(token)
    const session = await opened(setting.desk, subject, byToken(manager()))
    const old = await found(session, subject)
    expect(old).toMatchObject({ name: null, scopes: null, projectId: token.project?.id })
    expect(old.expiresAt).toBeUndefined()
    expect(Math.abs((old.createdAt ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(old.matches(subject.secret)).toBe(true)

    const made = value(await session.create(subject, plan(old)))
    expect(made.remote.matches(made.secret)).toBe(true)
    expect(made.remote.matches(subject.secret)).toBe(false)
    expect(sim().madeByApi()).toMatchObject([{ id: made.remote.id, secret: made.secret.text() }])
    const all = value(await session.list(subject))
    expect(all).toHaveLength(3)
    expect(all.find(({ id }) => id === made.remote.id)?.secret?.equals(made.secret)).toBe(true)

    expect(value(await session.revoke(subject, old.id))).toBe('revoked')
    expect(value(await session.revoke(subject, old.id))).toBe('gone')
    expect(value(await session.find(subject))).toBeNull()
    expect(
      sim()
        .live('lokalise/sdk-token')
        .map(({ secret }) => secret),
    ).not.toContain(token.secret)
    const log = setting.desk.log.lines.join('\n')
    for (const secret of [token.secret, made.secret.text()]) expect(log).not.toContain(secret)
  })

  test('of another project are not found', async () => {
    const subject = subjectOf(issue({ project: 'Website' }))
    const other = issue({ project: 'Mobile app' })
    const elsewhere = { ...subject, fields: { projectId: other.project?.id ?? '' } }
    const session = await opened(setting.desk, elsewhere, byToken(manager()))
    expect(value(await session.find(elsewhere))).toBeNull()
    // and a session of that project says nothing of this one's
    expect(why(await session.find(subject))).toBe('unclear none')
    expect(why(await session.revoke(subject, '1'))).toBe('unclear none')
  })

  test('wait for the project’s first bundle', async () => {
    const subject = subjectOf(issue())
    const session = await opened(setting.desk, subject, byToken(manager()))
    const old = await found(session, subject)
    for (const project of sim().state.projects.values()) project.bundleVersion = null
    expect(failure(await session.create(subject, plan(old)))).toMatchObject({
      problem: 'not-ready',
      effect: 'none',
      code: 'ENTITY_NOT_FOUND',
    })
  })
})
