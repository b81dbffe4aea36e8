import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Subject } from '../../../electron/platform/adapter'
import { SecretText } from '../../../electron/service/secret'
import { makeSecret } from '../../simulator'
import { hurried, openDesk, type Desk } from './desk'
import { startLoopback, type Loopback } from './loopback'
import { failure, opened, open, value, why } from './managing'

/** What no simulator says by itself: odd answers, and what exactly goes over the wire. */

const PHRASE = 'https://api.phrase.com'
const TOLGEE = 'https://app.tolgee.io'
const API = 'https://api.lokalise.com'
const OTA = 'https://ota.lokalise.com'
const PASSWORD = 'pass-of-the-test-only'

let server: Loopback
let desk: Desk
beforeEach(async () => {
  server = await startLoopback()
  const endpoints = Object.fromEntries([PHRASE, TOLGEE, API, OTA].map((at) => [at, server.origin]))
  desk = openDesk(endpoints, { clock: hurried })
})
afterEach(async () => {
  await desk.close()
  await server.close()
})

const subjectOf = (kind: 'phrase/strings-token' | 'tolgee/pat' | 'tolgee/pak'): Subject => ({
  kind,
  secret: SecretText.fromText(makeSecret(kind)),
  server: { id: kind.startsWith('phrase') ? 'eu' : 'cloud', baseUrl: null },
  fields: {},
})
const signIn = (username = 'dev@acme.example', code: string | null = null) =>
  ({
    by: 'sign-in',
    signIn: { username, password: SecretText.fromText(PASSWORD), code },
  }) as const
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  body: JSON.stringify(body),
  headers,
})

describe('Phrase Strings', () => {
  const subject = subjectOf('phrase/strings-token')

  test('gets name and password in one header, and the code in another', async () => {
    const session = await opened(desk, subject, signIn('dev@acme.example', ' 123 456 '))
    server.answer(json(200, []))
    expect(value(await session.list(subject))).toEqual([])
    const [asked] = server.requests
    const pair = Buffer.from(`dev@acme.example:${PASSWORD}`).toString('base64')
    expect(asked?.headers.authorization).toBe(`Basic ${pair}`)
    expect(asked?.headers['x-phraseapp-otp']).toBe('123456')
    expect(asked?.url).toBe('/v2/authorizations?page=1&per_page=100')
    expect(desk.log.lines.join('\n')).not.toContain(pair)
  })

  test.each([['dev:colon@acme.example'], ['']])('takes no name like %j', async (name) => {
    expect(why(await open(desk, subject, signIn(name)))).toBe('wrong-sign-in none')
  })

  test('takes no code that no header could carry', async () => {
    const key = signIn('dev@acme.example', '12\u00e9456')
    expect(why(await open(desk, subject, key))).toBe('code-refused none')
  })

  test('gives up on a list without an end, rather than to take half of it for all', async () => {
    const session = await opened(desk, subject, signIn())
    let page = 0
    server.answer((_, outgoing) => {
      const id = String(++page).padStart(32, '0')
      const link = `<${server.origin}/elsewhere?page=9>; rel="next"`
      outgoing.writeHead(200, { 'content-type': 'application/json', link })
      outgoing.end(JSON.stringify([{ id, note: 'n' }]))
    })
    expect(why(await session.find(subject))).toBe('unclear none')
    expect(server.requests).toHaveLength(50)
    expect(server.requests.every(({ url }) => url.startsWith('/v2/authorizations?'))).toBe(true)
  })

  test('has another page where one is full and nothing is said of it', async () => {
    const session = await opened(desk, subject, signIn())
    const full = Array.from({ length: 100 }, (_, i) => ({ id: `a${i}`, note: 'n' }))
    server.answer(json(200, full), json(200, [{ id: 'b', note: 'last' }]))
    expect(value(await session.list(subject))).toHaveLength(101)
  })

  test('is not believed a limit that is later than what was asked for', async () => {
    const session = await opened(desk, subject, signIn())
    const at = Date.UTC(2027, 0, 1)
    const said = (expires: string | null, id = 'a') =>
      json(200, { id, note: 'n', expires_at: expires })
    server.answer(said(null))
    expect(why(await session.limit(subject, 'a', at))).toBe('unclear unknown')
    server.answer(said('2027-01-02T00:00:00Z'))
    expect(why(await session.limit(subject, 'a', at))).toBe('unclear unknown')
    server.answer(said('2027-01-01T00:00:00Z', 'b'))
    expect(why(await session.limit(subject, 'a', at))).toBe('unclear unknown')
    server.answer(said('2027-01-01T00:00:00Z'))
    expect(await session.limit(subject, 'a', at + 999)).toMatchObject({ ok: true })
    expect(server.requests.at(-1)).toMatchObject({
      method: 'PATCH',
      url: '/v2/authorizations/a',
      body: '{"expires_at":"2027-01-01T00:00:00.000Z"}',
    })
  })

  test('is waited for as long as it asks', async () => {
    const session = await opened(desk, subject, signIn())
    const reset = Math.ceil(Date.now() / 1000) + 90
    server.answer(json(429, {}, { 'x-rate-limit-reset': String(reset) }))
    expect(failure(await session.list(subject))).toMatchObject({
      problem: 'rate-limited',
      retryAt: reset * 1000,
    })
  })
})

describe('Tolgee', () => {
  const JWT = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.e30.c2ln`
  const granted = json(200, { accessToken: JWT, tokenType: 'Bearer' })
  const subject = subjectOf('tolgee/pat')

  test('gets the sign-in in a body, and afterwards the session alone', async () => {
    server.answer(granted, json(200, { page: { totalPages: 0 } }))
    const session = await opened(desk, subject, signIn('dev', '123456'))
    expect(value(await session.list(subject))).toEqual([])
    const [door, list] = server.requests
    expect(door?.body).toBe(`{"username":"dev","password":"${PASSWORD}","otp":"123456"}`)
    expect(door?.headers).not.toHaveProperty('x-api-key')
    expect(list?.headers.authorization).toBe(`Bearer ${JWT}`)
    expect(list?.headers).not.toHaveProperty('x-api-key')
  })

  test('is not believed a session that is none', async () => {
    server.answer(json(200, { accessToken: 'whatever', tokenType: 'Bearer' }))
    expect(why(await open(desk, subject, signIn()))).toBe('unclear none')
  })

  test('may give a session of a few thousand characters', async () => {
    const long = `${JWT.split('.')[0] ?? ''}.${'e'.repeat(6000)}.c2ln`
    server.answer(json(200, { accessToken: long }), json(200, { page: { totalPages: 0 } }))
    const session = await opened(desk, subject, signIn())
    expect(await session.list(subject)).toMatchObject({ ok: true })
    expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${long}`)
  })

  test.each([
    ['invalid_pat', null],
    ['pat_expired', null],
    ['user_not_found', 'account-disabled none'],
    ['invalid_jwt_token', 'session-over none'],
  ])('that answers %s to the token itself says %j', async (code, problem) => {
    server.answer(granted, json(401, { code, params: null }))
    const session = await opened(desk, subject, signIn())
    const found = await session.find(subject)
    if (problem === null) expect(found).toEqual({ ok: true, value: null })
    else expect(why(found)).toBe(problem)
  })

  test('is not followed through a list without an end', async () => {
    server.answer(granted, json(200, { page: { totalPages: 999 } }))
    const session = await opened(desk, subject, signIn())
    expect(why(await session.list(subject))).toBe('unclear none')
    expect(server.requests).toHaveLength(21)
  })

  test('keeps an answer that makes a token without its value for one that may have', async () => {
    server.answer(granted, json(201, { id: 5, description: 'New', expiresAt: null }))
    const session = await opened(desk, subject, signIn())
    const like = { id: '1', name: null, createdAt: null, lastUsedAt: null, expiresAt: null }
    const old = { ...like, scopes: null, projectId: null, project: null, matches: () => null }
    const plan = { name: 'New', expiresAt: null, like: old }
    expect(why(await session.create(subject, plan))).toBe('unclear unknown')
  })
})

describe('Lokalise', () => {
  const jwtOf = (claims: unknown) =>
    [{ alg: 'RS256' }, claims, 's']
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
  const subject: Subject = {
    kind: 'lokalise/sdk-token',
    secret: SecretText.fromText(makeSecret('lokalise/sdk-token')),
    server: { id: 'cloud', baseUrl: null },
    fields: { projectId: 'p.1' },
  }
  const manager = {
    ...subject,
    kind: 'lokalise/api-token',
    secret: SecretText.fromText(makeSecret('lokalise/api-token')),
  } as const
  const key = { by: 'token', manager } as const

  test('is asked for the team where its service token does not name it', async () => {
    const other = { projects: [{ teamId: 9, projectId: 'p.2' }] }
    for (const claims of [{}, other, 'none', { projects: 'none' }]) {
      server.answer(
        json(200, { jwt: jwtOf(claims) }),
        json(200, { team_id: 7 }),
        json(200, { data: [] }),
      )
      const session = await opened(desk, subject, key)
      expect(session.endsAt).toBeGreaterThan(Date.now() + 29 * 60_000)
      expect(value(await session.list(subject))).toEqual([])
      expect(server.requests.at(-1)?.url).toBe('/v3/teams/7/projects/p.1/tokens')
    }
  })

  test('has the end that its service token names, if that can be', async () => {
    const projects = [{ teamId: 7, projectId: 'p.1' }]
    const soon = Math.ceil(Date.now() / 1000) + 600
    server.answer(json(200, { jwt: jwtOf({ projects, exp: soon }) }))
    expect((await opened(desk, subject, key)).endsAt).toBe(soon * 1000)
    server.answer(json(200, { jwt: jwtOf({ projects, exp: 1000 }) }))
    expect((await opened(desk, subject, key)).endsAt).toBeGreaterThan(Date.now() + 29 * 60_000)
    expect(server.requests).toHaveLength(2)
  })
})
