import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../../electron/platform/adapter'
import { toWire, type Target } from '../../../electron/platform/http/wire'
import { SecretText } from '../../../electron/service/secret'

function target(secret = 'a-secret-of-the-test', base = 'https://api.example/v2'): Target {
  return {
    bases: [base, 'https://other.example'],
    secret: SecretText.fromText(secret),
    authorize: (value) => ({ header: 'X-Api-Token', value: value.text() }),
  }
}

const get = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  path,
  ...more,
})

const wire = (request: HttpRequest, to = target()) => toWire(request, to, 'Keyglot/1.2.3')

describe('a request on the wire', () => {
  test('goes to its base, with its credential, its User-Agent and nothing else', () => {
    expect(wire(get('/user', { query: { limit: '1', 'filter[a]': 'b c' } }))).toEqual({
      ok: true,
      value: {
        origin: 'https://api.example',
        method: 'GET',
        path: '/v2/user?limit=1&filter%5Ba%5D=b+c',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'Keyglot/1.2.3',
          'x-api-token': 'a-secret-of-the-test',
        },
        body: null,
      },
    })
  })

  test('may go to a declared further base, and to no other', () => {
    expect(wire(get('/x', { base: 'https://other.example' }))).toMatchObject({
      value: { origin: 'https://other.example', path: '/x' },
    })
    for (const base of [
      'https://evil.example',
      'https://other.example/',
      'http://api.example/v2',
    ]) {
      expect(wire(get('/x', { base }))).toMatchObject({ error: { code: 'http.foreign-origin' } })
    }
  })

  test.each([
    'user',
    '//evil.example/x',
    '/../x',
    '/a/../../x',
    '/a/%2e%2e/%2E%2e/x',
    '/a\\..\\x',
    '/a b',
    '/a?b=c',
    '/a#b',
    '/a\nb',
    '@evil.example/x',
  ])('cannot leave its base by the path %j', (path) => {
    expect(wire(get(path))).toMatchObject({ error: { code: 'http.foreign-origin' } })
  })

  test('stays at home whatever the path', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (path) => {
        const made = wire(get(`/${path}`))
        if (!made.ok) return
        expect(made.value.origin).toBe('https://api.example')
        expect(made.value.path.startsWith('/v2/')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('never goes unencrypted to another machine', () => {
    const over = (base: string) => wire(get('/x'), target('a-secret-of-the-test', base))
    expect(over('http://api.example')).toMatchObject({ error: { code: 'http.foreign-origin' } })
    expect(over('http://127.0.0.1:8200')).toMatchObject({ ok: true })
    expect(over('http://[::1]:8200')).toMatchObject({ ok: true })
  })

  test.each([
    ['a line break inside', 'abc\ndef'],
    ['a carriage return', 'abc\rdef'],
    ['NUL', 'abc\0def'],
    ['a space', 'abc def'],
    ['another script', 'токен-токен'],
    ['nothing', ''],
    ['8 KiB and one', 'a'.repeat(8193)],
  ])('refuses a credential with %s before any header is made', (_, secret) => {
    const made = wire(get('/x'), {
      ...target(secret),
      authorize: () => {
        throw new Error('must not be asked')
      },
    })
    expect(made).toEqual({
      ok: false,
      error: { code: 'http.header', params: {}, retryable: false },
    })
  })

  test.each<[string, HttpRequest, string?]>([
    ['as a part of the path', get('/projects/a-secret-of-the-test/x')],
    ['in other letters', get('/projects/A-SECRET-of-the-test')],
    ['percent-encoded', get('/projects/%61-secret%2Dof-the-test')],
    ['in the query', get('/x', { query: { q: 'is a-secret-of-the-test' } })],
    ['as a name in the query', get('/x', { query: { 'a-secret-of-the-test': '1' } })],
    ['where the request itself carries none', get('/a-secret-of-the-test', { credential: 'none' })],
    ['in its base', get('/x'), 'https://api.example/a-secret-of-the-test'],
    [
      'when it carries another',
      get('/another-secret', {
        credential: { header: 'x-other', value: SecretText.fromText('another-secret') },
      }),
    ],
  ])('never shows a credential in its address: %s', (_, request, base) => {
    expect(wire(request, target('a-secret-of-the-test', base))).toEqual({
      ok: false,
      error: { code: 'http.secret-in-url', params: {}, retryable: false },
    })
  })

  test('may carry the credential in its body', () => {
    const form = { token: 'a-secret-of-the-test' }
    expect(wire({ method: 'POST', path: '/x', form }).ok).toBe(true)
  })

  test('can carry no credential, or another one', () => {
    const bare = wire(get('/x', { credential: 'none' }))
    expect(bare.ok && Object.keys(bare.value.headers)).not.toContain('x-api-token')
    const value = SecretText.fromText('another-secret')
    const credential = { header: 'Authorization', scheme: 'Bearer', value }
    const made = wire(get('/x', { credential }))
    expect(made).toMatchObject({ value: { headers: { authorization: 'Bearer another-secret' } } })
    if (made.ok) expect(JSON.stringify(made.value)).not.toContain('a-secret-of-the-test')
  })

  test('refuses headers that would break the request', () => {
    for (const headers of [{ 'x-a': 'b\r\nx-c: d' }, { 'x a': 'b' }, { 'X-A': 'b' }]) {
      expect(wire(get('/x', { headers }))).toMatchObject({
        error: { code: 'http.header' },
      })
    }
    expect(() => wire(get('/x', { headers: { 'x-api-token': 'mine' } }))).toThrow('credential')
  })

  test('writes JSON and forms', () => {
    expect(wire({ method: 'POST', path: '/x', json: { a: 'ü' } })).toMatchObject({
      value: { body: '{"a":"ü"}', headers: { 'content-type': 'application/json' } },
    })
    expect(wire({ method: 'POST', path: '/x', form: { a: 'b c&d' } })).toMatchObject({
      value: {
        body: 'a=b+c%26d',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    })
  })
})
