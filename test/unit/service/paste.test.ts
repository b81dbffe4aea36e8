import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecret, type Pasted } from '../../../electron/service/paste'
import { SECRET_MAX } from '../../../electron/service/paste/text'
import { PASTE_MAX } from '../../../shared/contract/token'
import type { ErrorCode } from '../../../shared/error'
import { createSecrets } from '../../simulator/secrets'
import { anyText } from '../../helper/any-text'
import { SEVENTH, token, WRAPPINGS } from './wrappings'

function found(text: string): Pasted {
  const result = findSecret(text)
  if (!result.ok) throw new Error(`${result.error.code} for ${JSON.stringify(text)}`)
  return result.value
}

function refused(text: string): ErrorCode | null {
  const result = findSecret(text)
  return result.ok ? null : result.error.code
}

describe('findSecret', () => {
  it.each(Object.entries(WRAPPINGS))('finds every token in: %s', (name, [wrapping, wrap]) => {
    fc.assert(
      fc.property(token, (value) => {
        const pasted = found(wrap(value))
        const expected =
          name === 'environ of Python' ? `${value}0a1b2c` : SEVENTH.has(name) ? `${value}7` : value
        expect(pasted).toMatchObject({ value: expected, wrapping })
        expect(pasted.context.around).not.toContain(expected.toLowerCase())
      }),
      { numRuns: 40 },
    )
  })

  it('tells what stood beside the value', () => {
    const value = createSecrets('beside').make('tolgee/pat')
    expect(found(`export TOLGEE_API_KEY='${value}'`)).toMatchObject({
      variable: 'TOLGEE_API_KEY',
      context: { variable: 'tolgee_api_key', header: null, host: null },
    })
    const curl = found(`curl -H 'X-API-Key: ${value}' https://Tolgee.Example.test:8443/v2/projects`)
    expect(curl).toMatchObject({
      variable: null,
      baseUrl: 'https://tolgee.example.test:8443',
      context: { header: 'x-api-key', host: 'tolgee.example.test' },
    })
    const json = found(JSON.stringify({ apiUrl: 'https://app.tolgee.test/', apiKey: value }))
    expect(json.baseUrl).toBe('https://app.tolgee.test')
  })

  it('never passes on a password in an address', () => {
    const value = createSecrets('user').make('tolgee/pat')
    const pasted = found(`curl -H 'X-API-Key: ${value}' https://me:pass@x.test/v2`)
    expect(pasted.baseUrl).toBe('https://x.test')
  })

  it.each<[string, string, ErrorCode]>([
    ['nothing', '', 'secret.empty'],
    ['white space', ' \n\t\u200b\ufeff ', 'secret.empty'],
    ['empty quotes', '""', 'secret.none'],
    ['a variable without a value', 'export TX_TOKEN=', 'secret.none'],
    ['a place for a value', 'curl -H "X-Api-Token: $TOKEN" https://x.test', 'secret.none'],
    ['an address alone', 'https://app.tolgee.io/projects/1', 'secret.none'],
    ['JSON without texts', '{"a":[1,null]}', 'secret.none'],
    ['NUL inside', 'abcdefgh\0ijklmnop', 'secret.control-characters'],
    ['escape codes', '\u001b[31mabcdefghijklmnop\u001b[0m', 'secret.control-characters'],
    ['DEL', 'abcdefgh\u007fijklmnop', 'secret.control-characters'],
    ['a C1 control', 'abcdefgh\u0085ijklmnop', 'secret.control-characters'],
    ['a line break inside', 'abcdefghijklmnopqrst\nuvw', 'secret.control-characters'],
    ['a short line break', 'abc\ndef', 'secret.control-characters'],
    ['a line break in JSON', '{"token":"abcdefghijkl\\nmnop"}', 'secret.control-characters'],
    ['NUL in JSON', '{"token":"abcdefghijkl\\u0000mnop"}', 'secret.control-characters'],
    ['a space inside', 'abcdefgh ijklmnop', 'secret.white-space'],
    ['prose', 'Dear all,\nthe token is in the safe.\nBye', 'secret.white-space'],
    ['Cyrillic', 'аbcdefghijklmnopqrst', 'secret.not-ascii'],
    ['emoji', 'TOKEN=🔑🔑🔑🔑🔑🔑🔑🔑', 'secret.not-ascii'],
    ['full width', 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰ', 'secret.not-ascii'],
    ['two tokens', 'A_TOKEN=abcdefghijklmnopq\nB_TOKEN=rstuvwxyz01234567', 'secret.several'],
    ['two bare tokens', 'abcdefghijklmnopq\nrstuvwxyz01234567', 'secret.several'],
    ['the environment', 'apiKey: process.env.TOLGEE_API_KEY,', 'secret.none'],
    ['the environment, in Vite', 'apiKey: import.meta.env.VITE_TOLGEE_API_KEY', 'secret.none'],
    ['the environment, in Python', 'token = os.environ["LOKALISE_TOKEN_1"]', 'secret.none'],
    ['the environment, in a call', "token = os.getenv('LOKALISE_API_TOKEN_1')", 'secret.none'],
    ['a call', 'const apiToken = await readTheToken()', 'secret.none'],
    ['a secret of CI', 'token: ${{ secrets.LOKALISE_API_TOKEN }}', 'secret.none'],
    ['the output of a command', 'export TX_TOKEN=$(pass show transifex)', 'secret.none'],
    ['another variable', 'TOLGEE_API_KEY=$OTHER_API_KEY_2', 'secret.none'],
    ['words in angle brackets', 'TX_TOKEN=<your-transifex-token>', 'secret.none'],
    ['words in angle brackets, quoted', 'api_token: "<your token>"', 'secret.none'],
    ['a place in JSON', '{"env":{"TX_TOKEN":"${input:transifex-token}"}}', 'secret.none'],
    [
      'a store of several tokens',
      JSON.stringify({
        'app.tolgee.io': {
          user: { token: createSecrets('store').make('tolgee/pat') },
          projects: { 1: { token: createSecrets('store').make('tolgee/pak') } },
        },
      }),
      'secret.several',
    ],
    [
      'two tokens in a sentence',
      `old: ${createSecrets('two').make('locize/pat')} and new: ${createSecrets('three').make('locize/pat')} bye`,
      'secret.white-space',
    ],
    ['two in JSON', '{"access_token":"abc","refresh_token":"def"}', 'secret.several'],
    ['a long value', 'a'.repeat(SECRET_MAX + 1), 'secret.too-long'],
    ['1 MB', 'a'.repeat(1_000_000), 'secret.too-long'],
    ['a variable alone', 'TX_TOKEN=', 'secret.none'],
    ['a book', 'a\n'.repeat(2000), 'secret.several'],
  ])('refuses %s', (_name, text, code) => {
    expect(refused(text)).toBe(code)
  })

  it('takes the same value written twice as one', () => {
    const value = createSecrets('twice').make('locize/pat')
    expect(found(`A_TOKEN=${value}\nB_TOKEN=${value}`).value).toBe(value)
  })

  it('keeps a plus that curl itself encodes', () => {
    for (const flag of ['--data-urlencode', '-F', '--form-string']) {
      expect(found(`curl ${flag} subject_token=ab+cd%20ef/gh https://x.test`).value).toBe(
        'ab+cd%20ef/gh',
      )
    }
  })

  it('keeps signs that belong to a value', () => {
    for (const value of ['abcdefghijklmnop==', 'ab.cd-ef_gh~ij+kl/mn', '1/0123456789abcdef:x']) {
      expect(found(value).value).toBe(value)
      expect(found(`TOKEN=${value}`).value).toBe(value)
      expect(found(`Authorization: Bearer ${value}`).value).toBe(value)
    }
  })

  it('answers for any garbage, and only with a value that fits a header', () => {
    const piece = fc.oneof(
      anyText(20),
      fc.constantFrom(
        '"',
        "'",
        '`',
        '=',
        ':',
        '\\',
        '{',
        '}',
        '[',
        'curl ',
        '-H',
        '\n',
        'token',
        ' ',
      ),
      token,
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = findSecret(pieces.join(''))
        if (result.ok) expect(result.value.value).toMatch(/^[\x21-\x7e]{1,4096}$/)
        else expect(result.error.code).toMatch(/^secret\./)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['spaces', ' '],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['braces', '{'],
    ['brackets', '['],
    ['dashes', '-'],
    ['dashes and spaces', '- '],
    ['equals signs', '='],
    ['name and spaces', 'a '],
    ['assignments', 'a=b '],
    ['lines', 'a\n'],
    ['flags', '--token '],
    ['letters', 'a'],
    ['exports', 'export '],
    ['schemes', 'bearer '],
    ['tabs', '\t'],
  ])(
    'is linear in %s',
    (_name, unit) => {
      const long = unit.repeat(Math.floor(PASTE_MAX / unit.length))
      const texts = [long, `a${long.slice(1)}`, `curl ${long.slice(5)}`, `x="${long.slice(4)}`]
      // a quadratic step over 64 K characters would take longer than the time-out of this test
      for (const text of texts) expect(() => findSecret(text)).not.toThrow()
    },
    3000,
  )
})
