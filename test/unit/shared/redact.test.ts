import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hintOf, holdsSecret, scrub } from '../../../shared/redact'
import { createSecrets } from '../../simulator/secrets'

describe('hintOf', () => {
  it('shows a known prefix and four characters of the end', () => {
    const value = createSecrets('hint').make('tolgee/pat')
    expect(hintOf(value, 'tgpat_')).toBe(`tgpat_••••${value.slice(-4)}`)
    expect(hintOf(value, 'lz_pat_')).toBe(`••••${value.slice(-4)}`)
  })

  it('shows nothing of a short value', () => {
    expect(hintOf('abcdefghijklmnopqrs')).toBe('••••')
    expect(hintOf('tgpat_abcdefghijklmno', 'tgpat_')).toBe('tgpat_••••')
    expect(hintOf('')).toBe('••••')
  })

  it('never shows more than prefix and four, and fits the model', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.nat(8), (value, length) => {
        const prefix = value.slice(0, length)
        const shown = hintOf(value, prefix).replace('••••', '')
        expect(shown.length).toBeLessThanOrEqual(prefix.length + 4)
        expect(hintOf(value, prefix).length).toBeLessThanOrEqual(40)
        if (value.length - prefix.length < 20) expect(shown).toBe(prefix)
      }),
    )
  })
})

describe('scrub', () => {
  it('leaves no occurrence of any secret', () => {
    const secret = fc.string({ minLength: 4, maxLength: 40 })
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(secret, { minLength: 1 }), (texts, secrets) => {
        const text = texts.join(secrets[0] ?? '')
        for (const each of secrets.filter((one) => !'••••'.includes(one))) {
          expect(scrub(text, [each])).not.toContain(each)
        }
      }),
    )
  })

  it('takes the text as it is, not as a pattern', () => {
    expect(scrub('a.*b $& a.*b', ['a.*b'])).toBe('•••• $& ••••')
  })

  it('does not tear a text apart for a value of three characters', () => {
    expect(scrub('abcabc', ['abc', ''])).toBe('abcabc')
  })
})

describe('holdsSecret', () => {
  const secret = createSecrets('holds').make('lokalise/api-token')

  it('finds a secret in a text, in either case and percent-encoded', () => {
    const encoded = Array.from(secret, (each) => `%${each.charCodeAt(0).toString(16)}`).join('')
    const forms = [secret, secret.toUpperCase(), ` ${secret}.`, encoded, `%zz${encoded}%`]
    for (const form of forms) expect(holdsSecret(form, secret)).toBe(true)
    const special = '1/a+b=c%d'
    expect(holdsSecret(`/x/${encodeURIComponent(special)}`, special)).toBe(true)
  })

  it('finds no other, and none too short to tell', () => {
    expect(holdsSecret(secret.slice(1), secret)).toBe(false)
    expect(holdsSecret('', secret)).toBe(false)
    expect(holdsSecret('the-test-project', 'test')).toBe(false)
  })
})
