import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evidence, failureEvidence } from '../../../electron/platform/common/answer'
import { enteredAccess, fieldList, fieldText } from '../../../electron/platform/common/field'
import { listFact, textFact } from '../../../electron/platform/common/fact'
import { firstFree, labelOf } from '../../../electron/platform/common/label'
import { cleanText, identityOf, words } from '../../../electron/platform/common/text'
import { readFailure } from '../../../electron/platform/lokalise/failure'
import { ERROR_CODES, appError, type ErrorCode } from '../../../shared/error'
import { fact, FACT_TEXT_MAX } from '../../../shared/model/token'
import { isDead } from '../../../shared/model/verdict'
import { NASTY_NAMES } from '../../simulator'

describe('a text of a server', () => {
  test('loses what nobody sees and what turns it round', () => {
    expect(cleanText('a\0b\x1b[31mc\x7f\u0085d')).toBe('ab[31mc d')
    expect(cleanText('one\r\ntwo\tthree\u2028four')).toBe('one two three four')
    expect(cleanText('\u202Egnp.exe\u202C \u2067x\u2069\u200F')).toBe('gnp.exe x')
    expect(cleanText('\ufeffa\u200bb\u{e0041}c')).toBe('abc')
    expect(cleanText('lone \ud800 half \udc00')).toBe('lone  half')
  })

  test('keeps words of every language and whole emoji', () => {
    for (const text of ['שלום', 'Zürich', 'مرحبا', '漢字', NASTY_NAMES.emoji, '<b>&amp;</b>']) {
      expect(cleanText(text)).toBe(text)
    }
  })

  test('is cut to size and never in the middle of a sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const clean = cleanText(text, 50)
        expect(clean.length).toBeLessThanOrEqual(50)
        expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean)
        // eslint-disable-next-line no-control-regex -- none may be left
        expect(clean).not.toMatch(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
        expect(cleanText(clean, 50)).toBe(clean)
      }),
      { numRuns: 500 },
    )
    expect(cleanText(NASTY_NAMES.long)).toHaveLength(FACT_TEXT_MAX)
  })

  test('makes facts that the model takes', () => {
    for (const name of Object.values(NASTY_NAMES)) {
      for (const made of [...textFact('name', name), ...listFact('names', [name, name])]) {
        expect(fact.safeParse(made).success).toBe(true)
      }
    }
    expect(textFact('name', '\u202E')).toEqual([])
    expect(textFact('name', null)).toEqual([])
    const many = Array.from({ length: 1000 }, () => 'x')
    expect(fact.safeParse(listFact('names', many)[0]).success).toBe(true)
    expect(words.parse(many.concat('y'.repeat(1000)))).toHaveLength(200)
  })
})

describe('the identity of a set of ids', () => {
  test('does not depend on order, and tells sets apart at any length', () => {
    expect(identityOf(['b', 'a'])).toBe('a b')
    const ids = Array.from({ length: 150 }, (_, at) => `o:organization-${at}`)
    expect(identityOf(ids)).toBe(identityOf([...ids].reverse()))
    expect(identityOf(ids).length).toBeLessThanOrEqual(200)
    expect(identityOf(ids)).not.toBe(identityOf([...ids.slice(1), 'o:other']))
  })
})

describe('a suggested label', () => {
  test('is numbered where it is taken', () => {
    expect(labelOf(['Lokalise', 'Acme'], [])).toBe('Lokalise · Acme')
    expect(labelOf(['Lokalise', undefined], ['Lokalise', 'Lokalise 2'])).toBe('Lokalise 3')
    expect(labelOf(['x'.repeat(1000)], []).length).toBeLessThanOrEqual(200)
  })

  test('takes the first number that is free', () => {
    const taken = ['API token 1', 'API token 3', 'Other']
    expect(firstFree((number) => `API token ${number}`, 1, taken)).toBe('API token 2')
    expect(firstFree((number) => `API token ${number}`, 1, [])).toBe('API token 1')
  })
})

describe('what a user entered', () => {
  test('is read as text or list', () => {
    expect(fieldText({ a: '  x ' }, 'a')).toBe('x')
    expect(fieldText({ a: ' ' }, 'a')).toBeUndefined()
    expect(fieldText({ a: ['x'] }, 'a')).toBeUndefined()
    expect(fieldList({ a: 'x, y,,' }, 'a')).toEqual(['x', 'y'])
    expect(fieldList({ a: ['x', 'y'] }, 'a')).toEqual(['x', 'y'])
    expect(fieldList({}, 'a')).toEqual([])
  })

  test('makes layers that say who told them', () => {
    const fields = { scopes: ['read', 'write'], role: 'readonly' }
    expect(enteredAccess(fields, { scope: 'scopes', role: 'role' })).toEqual([
      { layer: 'scope', values: ['read', 'write'], source: 'user' },
      { layer: 'role', values: ['readonly'], source: 'user' },
    ])
    expect(enteredAccess({}, { scope: 'scopes', role: 'role' })).toEqual([])
  })
})

describe('a request without an answer', () => {
  test.each(Object.keys(ERROR_CODES) as ErrorCode[])(
    '%s never says that a token is dead',
    (code) => {
      const found = failureEvidence(appError(code))
      expect(isDead(found.verdict)).toBe(false)
      expect(found.status).toBeNull()
    },
  )

  test.each([
    ['http.timeout', 'unreachable', 'timeout'],
    ['http.dns', 'unreachable', 'host-not-found'],
    ['http.tls', 'unreachable', 'tls'],
    ['http.redirect', 'unclear', 'redirect'],
    ['http.too-large', 'unclear', 'too-large'],
    ['http.not-utf8', 'unclear', 'not-the-platform'],
    ['http.cancelled', 'unclear', 'cancelled'],
  ] as const)('%s is %s: %s', (code, verdict, reason) => {
    expect(failureEvidence(appError(code))).toMatchObject({ verdict, reason })
  })

  test('tells offline from refused, and when to come back', () => {
    const offline = appError('http.unreachable', { cause: 'offline' })
    expect(failureEvidence(offline)).toMatchObject({ verdict: 'unreachable', reason: 'offline' })
    expect(failureEvidence(appError('http.unreachable'))).toMatchObject({ reason: 'refused' })
    const proxy = appError('http.unreachable', { cause: 'proxy' })
    expect(failureEvidence(proxy)).toMatchObject({ verdict: 'unreachable', reason: 'proxy' })
    const limited = appError('http.rate-limited', { retryAt: 5 })
    expect(failureEvidence(limited)).toMatchObject({ verdict: 'rate-limited', retryAt: 5 })
  })

  test('a time to come back goes with an open verdict only', () => {
    const reply = { status: 200, json: {}, header: () => null, size: 2, html: false, retryAt: 7 }
    expect(evidence('rate-limited', 'too-many-requests', { reply }).retryAt).toBe(7)
    expect(evidence('valid', 'accepted', { reply }).retryAt).toBeNull()
    expect(evidence('rejected', 'unknown-token', { reply }).retryAt).toBeNull()
  })

  test('a code that is no code is left out', () => {
    const codeOf = (code: string) => evidence('unclear', 'unexpected', { code }).code
    expect(codeOf('invalid_pat')).toBe('invalid_pat')
    expect(codeOf('not found')).toBe('not found')
    for (const bad of ['', '<b>', 'a\nb', 'x'.repeat(65), 'ключ']) expect(codeOf(bad)).toBeNull()
  })
})

test('the four forms of a Lokalise failure are understood', () => {
  expect(readFailure({ error: { message: 'Unauthorized', code: 401 } })).toEqual({
    message: 'Unauthorized',
    code: null,
  })
  expect(readFailure({ message: 'm', statusCode: 404, error: 'ENTITY_NOT_FOUND' })).toEqual({
    message: 'm',
    code: 'ENTITY_NOT_FOUND',
  })
  expect(readFailure({ message: 'm', statusCode: 400, error: ['a', 'b'] })).toEqual({
    message: 'm',
    code: null,
  })
  expect(readFailure({ message: 'm', code: 429 })).toEqual({ message: 'm', code: null })
  expect(readFailure({ message: 'm', errorCode: '002_TOKEN_EXPIRED', details: {} })).toEqual({
    message: 'm',
    code: '002_TOKEN_EXPIRED',
  })
  for (const other of [undefined, null, 'text', [], {}]) expect(readFailure(other)).toBeNull()
})
