import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PasteContext, Recognized } from '../../../electron/platform/adapter'
import { rank } from '../../../electron/platform/choose'
import { ADAPTERS } from '../../../electron/platform/registry'
import { projectOf } from '../../../electron/platform/tolgee/project-key'
import { encodeTolgeePak } from '../../simulator/secrets'
import { makeSecret, SIMULATED_KINDS } from '../../simulator'

const NOWHERE: PasteContext = { variable: null, header: null, host: null, around: '' }

function recognize(value: string, context: Partial<PasteContext> = {}): Recognized[] {
  const full = { ...NOWHERE, ...context }
  return rank(ADAPTERS.flatMap((adapter) => adapter.recognize(value, full)))
}

const kindsOf = (value: string, context: Partial<PasteContext> = {}): string[] =>
  recognize(value, context).map(({ kind, confidence }) => `${kind} ${confidence}`)

/** What each kind's own surroundings look like. */
const USUAL: Record<string, Partial<PasteContext>> = {
  'transifex/api-token': { variable: 'tx_token' },
  'phrase/platform-token': { variable: 'phrase_tms_token' },
  'phrase/strings-token': { variable: 'phrase_access_token' },
  'lokalise/api-token': { header: 'x-api-token' },
  'lokalise/sdk-token': { header: 'x-ota-api-token' },
  'tolgee/pat': {},
  'tolgee/pak': {},
  'tolgee/legacy-key': { variable: 'tolgee_api_key' },
  'locize/api-key': { variable: 'locize_api_key' },
  'locize/pat': {},
}

describe('a value by itself', () => {
  test.each([
    ['transifex/api-token', 'likely'],
    ['phrase/platform-token', 'possible'],
    ['phrase/strings-token', 'possible'],
    ['lokalise/api-token', 'possible'],
    ['lokalise/sdk-token', 'possible'],
    ['tolgee/pat', 'certain'],
    ['tolgee/pak', 'certain'],
    ['tolgee/legacy-key', 'possible'],
    ['locize/api-key', 'certain'],
    ['locize/pat', 'certain'],
  ] as const)('%s is %s, and named first', (kind, confidence) => {
    for (let i = 0; i < 50; i++) {
      expect(recognize(makeSecret(kind))[0]).toMatchObject({ kind, confidence })
    }
  })

  test('an older Locize key is only possible: a project id looks the same', () => {
    const key = makeSecret('locize/api-key', { legacy: true })
    expect(kindsOf(key)[0]).toBe('locize/api-key possible')
    expect(kindsOf(key, { host: 'api.locize.app' })[0]).toBe('locize/api-key likely')
    expect(kindsOf(key, { variable: 'locize_projectid' })).not.toContain('locize/api-key likely')
  })

  test('anything long may be a Phrase platform token, after everything else', () => {
    expect(kindsOf(makeSecret('lokalise/api-token'))).toEqual([
      'lokalise/api-token possible',
      'phrase/platform-token possible',
    ])
    expect(kindsOf(makeSecret('tolgee/legacy-key'))).toEqual([
      'tolgee/legacy-key possible',
      'phrase/platform-token possible',
    ])
  })

  test('certainty leaves no room for guesses', () => {
    for (const kind of ['tolgee/pat', 'tolgee/pak', 'locize/api-key', 'locize/pat'] as const) {
      expect(kindsOf(makeSecret(kind), { around: 'phrase lokalise' })).toEqual([`${kind} certain`])
    }
  })

  test.each([
    ['a JSON Web Token', 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ0Zy50ayJ9.c2lnbmF0dXJl'],
    ['a short word', 'password'],
    ['nothing', ''],
    ['a billing key of Tolgee', `tgbak_${'a'.repeat(40)}`],
    ['text with spaces', 'this is no token at all, only words'],
    ['other scripts', 'токентокентокентокентокентокен'],
    ['an address', 'https://api.lokalise.com/api2/projects'],
  ])('%s is nothing', (_, value) => {
    expect(kindsOf(value)).toEqual([])
  })
})

describe('a value in its usual place', () => {
  test.each(SIMULATED_KINDS)('%s is named first', (kind) => {
    for (let i = 0; i < 50; i++) {
      const [first] = recognize(makeSecret(kind), USUAL[kind])
      expect(first?.kind).toBe(kind)
      if (kind !== 'tolgee/legacy-key') expect(first?.confidence).not.toBe('possible')
    }
  })

  test.each([
    ['phrase/strings-token', { around: 'curl https://api.phrase.com/v2/user' }],
    ['phrase/strings-token', { host: 'api.us.app.phrase.com' }],
    ['lokalise/api-token', { host: 'api.lokalise.com' }],
    ['lokalise/api-token', { variable: 'lokalise_api_token' }],
    ['lokalise/sdk-token', { host: 'ota.lokalise.com' }],
  ] as const)('%s is likely beside %j', (kind, context) => {
    expect(recognize(makeSecret(kind), context)[0]).toMatchObject({ kind, confidence: 'likely' })
  })

  test('a host that only ends alike is no sign', () => {
    expect(kindsOf(makeSecret('lokalise/api-token'), { host: 'notlokalise.com' })[0]).toBe(
      'lokalise/api-token possible',
    )
  })

  test('a passphrase is no sign of Phrase', () => {
    expect(kindsOf(makeSecret('phrase/strings-token'), { around: 'the passphrase is' })[0]).toBe(
      'phrase/strings-token possible',
    )
  })

  test('an odd shape in the right place is taken with a warning', () => {
    const warned = [expect.objectContaining({ key: 'unusual-shape', value: true, source: 'token' })]
    expect(recognize('AbCdEfGhIjKlMnOpQrSt', { variable: 'tx_token' })[0]).toMatchObject({
      kind: 'transifex/api-token',
      facts: warned,
    })
    const odd = 'abcdefghijklmnopqrstuvwxyz0123456789abcd'
    expect(recognize(odd, { variable: 'lokalise_api_token' })[0]).toMatchObject({
      kind: 'lokalise/api-token',
      facts: warned,
    })
    expect(recognize('lz_pat_short')[0]).toMatchObject({ kind: 'locize/pat', facts: warned })
    expect(recognize('tgpat_NOT-RIGHT')[0]).toMatchObject({ kind: 'tolgee/pat', facts: warned })
  })

  test('a Native project token of Transifex is not taken for an API token', () => {
    expect(kindsOf('AbCdEfGhIjKlMnOpQrSt', { variable: 'transifex_token' })).toEqual([
      'phrase/platform-token possible',
    ])
  })
})

describe('the project inside a Tolgee key', () => {
  test('the documented example belongs to project 875', () => {
    const sample = 'tgpak_ha3tkxzton2wm4twmrsgkmtgmnsgw4bqgvttemttnrwwoyld'
    expect(projectOf(sample)).toBe('875')
    expect(recognize(sample)).toEqual([
      {
        kind: 'tolgee/pak',
        confidence: 'certain',
        facts: [{ key: 'project-id', value: '875', format: 'text', source: 'token' }],
      },
    ])
  })

  test('is read from every key', () => {
    const inner = fc
      .array(fc.constantFrom(...Array.from('0123456789abcdefghijklmnopqrstuv')), {
        minLength: 16,
        maxLength: 26,
      })
      .map((letters) => letters.join(''))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), inner, (id, key) => {
        expect(projectOf(encodeTolgeePak(id, key))).toBe(String(id))
      }),
      { numRuns: 500 },
    )
  })

  test('what does not decode is still a Tolgee key, with a warning', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (rest) => {
        const value = `tgpak_${rest}`
        const [first] = recognize(value)
        expect(first?.kind).toBe('tolgee/pak')
        if (projectOf(value) === null) {
          expect(first?.facts).toEqual([
            { key: 'undecodable', value: true, format: 'yes-no', source: 'token' },
          ])
        }
      }),
    )
  })
})

test('recognizing never throws, and never claims a fact that holds the value', () => {
  const context = fc.record({
    variable: fc.option(fc.string()),
    header: fc.option(fc.string()),
    host: fc.option(fc.string()),
    around: fc.string(),
  })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), context, (value, around) => {
      for (const { facts } of recognize(value, around)) {
        if (value.length > 8) expect(JSON.stringify(facts)).not.toContain(value)
      }
    }),
    { numRuns: 1000 },
  )
})
