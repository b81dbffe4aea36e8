import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Description } from '../../../electron/platform/adapter'
import { cleanDescription, cleanEvidence, taintOf } from '../../../electron/platform/guard'
import { makeSecret } from '../../simulator'

const secret = makeSecret('tolgee/pat')
const taint = taintOf([secret])

describe('what a server repeats', () => {
  test.each([
    ['as it is', secret],
    ['inside a text', `The token ${secret} is not valid`],
    ['in capitals', secret.toUpperCase()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['backwards', Array.from(secret).reverse().join('')],
    ['cut off', `token ${secret.slice(0, 30)}…`],
  ])('is noticed %s', (_, text) => {
    expect(taint(text)).toBe(true)
  })

  test('is noticed percent-encoded', () => {
    expect(taintOf(['1/abcdef0123456789'])('token=1%2Fabcdef0123456789')).toBe(true)
  })

  test('is not seen where it is not', () => {
    for (const text of ['', 'tgpat_', 'Acme Localization', secret.slice(0, 11), 'invalid_pat']) {
      expect(taint(text)).toBe(false)
    }
    // too short to be told from a common word
    expect(taintOf(['valid'])('valid')).toBe(false)
  })

  test('is taken out wherever it stands, and the rest stays', () => {
    const bad = `x ${secret} y`
    const description: Description = {
      account: bad,
      accountId: '1',
      project: 'Website',
      suggestedLabel: bad,
      expiry: { known: 'never', source: 'platform' },
      access: [{ layer: 'effective', values: ['keys.view', bad], source: 'platform' }],
      facts: [
        { key: 'email', value: bad, format: 'text', source: 'platform' },
        { key: 'projects', value: ['a', bad], format: 'list', source: 'platform' },
        { key: 'projects-count', value: 2, format: 'number', source: 'platform' },
      ],
    }
    expect(cleanDescription(description, taint)).toEqual({
      accountId: '1',
      project: 'Website',
      expiry: { known: 'never', source: 'platform' },
      access: [{ layer: 'effective', values: ['keys.view'], source: 'platform' }],
      facts: [
        { key: 'projects', value: ['a'], format: 'list', source: 'platform' },
        { key: 'projects-count', value: 2, format: 'number', source: 'platform' },
      ],
    })
    const found = { verdict: 'valid', reason: 'accepted', status: 200, retryAt: null } as const
    expect(cleanEvidence({ ...found, code: secret }, taint).code).toBeNull()
    expect(cleanEvidence({ ...found, code: 'invalid_pat' }, taint).code).toBe('invalid_pat')
  })

  test('is found for every secret at every place', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 60 }),
        fc.string(),
        fc.string(),
        (value, before, after) => {
          expect(taintOf([value])(before + value + after)).toBe(true)
        },
      ),
    )
  })
})
