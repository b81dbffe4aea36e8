import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBaseUrl } from '../../../shared/base-url'
import { cutPage } from '../../../shared/base-url'

describe('a base URL of the user’s own', () => {
  test.each([
    ['https://tolgee.example.com', 'https://tolgee.example.com'],
    ['  https://tolgee.example.com/  ', 'https://tolgee.example.com'],
    ['HTTPS://Tolgee.Example.COM/Path/', 'https://tolgee.example.com/Path'],
    ['https://gateway.example/v2', 'https://gateway.example/v2'],
    ['https://tolgee.example:8443', 'https://tolgee.example:8443'],
    ['https://tolgee.example:443', 'https://tolgee.example'],
    ['http://localhost:8200', 'http://localhost:8200'],
    ['http://127.0.0.1:8200/', 'http://127.0.0.1:8200'],
    ['http://[::1]:8200', 'http://[::1]:8200'],
    ['https://10.0.0.7', 'https://10.0.0.7'],
    // a look-alike in another script shows itself
    ['https://аpp.tolgee.io', 'https://xn--pp-6kc.tolgee.io'],
  ])('%s', (text, expected) => {
    expect(parseBaseUrl(text)).toEqual({ ok: true, value: expected })
  })

  test.each([
    ['', 'server.not-a-url'],
    ['tolgee.example.com', 'server.not-a-url'],
    ['https://', 'server.not-a-url'],
    ['https:tolgee.example.com', 'server.not-a-url'],
    ['https:///tolgee.example.com', 'server.not-a-url'],
    ['https://tolgee.example.com/?key=1', 'server.query'],
    ['https://tolgee.example.com/?', 'server.query'],
    ['https://tolgee.example.com/#top', 'server.query'],
    ['https://tolgee.example.com\\@evil.example', 'server.not-a-url'],
    ['ht\ntps://tolgee.example.com', 'server.not-a-url'],
    ['https://tolgee.exa mple.com', 'server.not-a-url'],
    ['https://tolgee.\u202Emoc.elpmaxe', 'server.not-a-url'],
    ['https://tol\u0000gee.example', 'server.not-a-url'],
    ['https://tolgee.example:99999', 'server.not-a-url'],
    [`https://tolgee.example/${'a'.repeat(2048)}`, 'server.not-a-url'],
    ['javascript:alert(1)', 'server.scheme'],
    ['file:///etc/passwd', 'server.scheme'],
    ['ftp://tolgee.example.com', 'server.scheme'],
    ['data:text/html,hi', 'server.scheme'],
    ['localhost:8200', 'server.scheme'],
    ['http://tolgee.example.com', 'server.insecure'],
    ['http://127.0.0.1.evil.example', 'server.insecure'],
    ['http://localhost.evil.example', 'server.insecure'],
    ['http://0.0.0.0', 'server.insecure'],
    ['https://user:pass@tolgee.example.com', 'server.userinfo'],
    ['https://user@tolgee.example.com', 'server.userinfo'],
    ['https://@tolgee.example.com', 'server.userinfo'],
    ['https://app.tolgee.io@evil.example', 'server.userinfo'],
  ])('%j is refused', (text, code) => {
    expect(parseBaseUrl(text)).toMatchObject({ ok: false, error: { code } })
  })

  test.each([
    ['https://tolgee.example.com/projects/875', 'https://tolgee.example.com'],
    ['http://localhost:8099/projects/875/keys?x=1', 'http://localhost:8099'],
    [
      'https://gateway.example/tolgee/projects/875/translations#a',
      'https://gateway.example/tolgee',
    ],
    ['https://tolgee.example.com/?key=1', 'https://tolgee.example.com'],
    ['https://tolgee.example.com', null],
    ['https://gateway.example/v2', null],
    ['https://gateway.example/projectshop', null],
    ['http://vm:8099/projects/1', null],
    ['tolgee.example.com/projects/1', null],
  ])('%s copied from a browser is %s', (text, expected) => {
    expect(cutPage(text)).toBe(expected)
  })

  test('whatever is accepted is https, or http on this machine, and bare', () => {
    const piece = fc.oneof(
      fc.constantFrom('https', 'http', 'file', 'javascript', ':', '//', '/', '@', '?', '#', '\\'),
      fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'tolgee.io', '..', '%2e', ':80', '\t'),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const parsed = parseBaseUrl(pieces.join(''))
        if (!parsed.ok) {
          expect(parsed.error.code).toMatch(/^server\./)
          expect(parsed.error.params).toEqual({})
          return
        }
        const url = new URL(parsed.value)
        expect(url.username + url.password + url.search + url.hash).toBe('')
        if (url.protocol === 'http:') {
          expect(url.hostname).toMatch(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/)
        } else expect(url.protocol).toBe('https:')
        expect(parseBaseUrl(parsed.value)).toEqual(parsed)
      }),
      { numRuns: 2000 },
    )
  })
})
