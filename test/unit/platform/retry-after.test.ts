import { describe, expect, test } from 'vitest'
import { isRateLimited, retryAtOf } from '../../../electron/platform/http/retry-after'

const NOW = Date.UTC(2026, 0, 15, 12)

function hint(status: number, headers: Record<string, string> = {}, json?: unknown) {
  return retryAtOf({ status, header: (name) => headers[name] ?? null, json }, NOW)
}

describe('when a host wants to be called again', () => {
  test.each([
    ['seconds', hint(429, { 'retry-after': '30' }), NOW + 30_000],
    [
      'a date',
      hint(429, { 'retry-after': 'Thu, 15 Jan 2026 12:01:00 GMT' }),
      Date.UTC(2026, 0, 15, 12, 1),
    ],
    ['seconds with 503', hint(503, { 'retry-after': '5' }), NOW + 5000],
    ['Retry-After of a success', hint(200, { 'retry-after': '5' }), null],
    [
      'Phrase: seconds since 1970',
      hint(429, { 'x-rate-limit-reset': String(NOW / 1000 + 60) }),
      NOW + 60_000,
    ],
    [
      'Phrase: none left, though answered',
      hint(200, {
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': String(NOW / 1000 + 60),
      }),
      NOW + 60_000,
    ],
    [
      'Phrase: some left',
      hint(200, {
        'x-rate-limit-remaining': '7',
        'x-rate-limit-reset': String(NOW / 1000 + 60),
      }),
      null,
    ],
    [
      'Tolgee: milliseconds in the body',
      hint(429, {}, { message: 'rate_limited', retryAfter: 1234, global: true }),
      NOW + 1234,
    ],
    ['Tolgee: a body of that form with 200', hint(200, {}, { retryAfter: 1234 }), null],
    ['Tolgee: cut off', hint(444), NOW + 60_000],
    ['nothing said', hint(429), null],
    ['in the past', hint(429, { 'x-rate-limit-reset': '1' }), null],
    ['nonsense', hint(429, { 'retry-after': 'soon' }, { retryAfter: 'x' }), null],
    ['not a number', hint(429, {}, { retryAfter: Number.NaN }), null],
    ['endless', hint(429, { 'retry-after': '999999999999' }), NOW + 86_400_000],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })

  test('429 and 444 say too many, and nothing else does', () => {
    expect([200, 400, 401, 403, 423, 429, 444, 500, 503].filter(isRateLimited)).toEqual([429, 444])
  })
})
