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

  test('a name of its own counts for more than the text around', () => {
    const around = 'phrase_project_id=12345 lokalise locize transifex'
    const hex = makeSecret('lokalise/api-token')
    expect(kindsOf(hex, { variable: 'lokalise_api_token', around })[0]).toBe(
      'lokalise/api-token likely',
    )
    expect(kindsOf(hex, { variable: 'phrase_tms_token', around })[0]).toBe(
      'phrase/platform-token likely',
    )
    expect(kindsOf(hex, { header: 'x-api-token', around })[0]).toBe('lokalise/api-token likely')
    const uuid = makeSecret('locize/api-key', { legacy: true })
    expect(kindsOf(uuid, { host: 'api.locize.app', around })[0]).toBe('locize/api-key likely')
    // the text alone still says something, and the opaque shape comes last all the same
    expect(recognize(hex, { around }).slice(0, 2)).toMatchObject([
      { kind: 'lokalise/api-token', byText: true },
      { kind: 'phrase/platform-token', byText: true, fallback: true },
    ])
  })

  test('64 digits in capitals are a token of Phrase Strings before anything opaque', () => {
    const capitals = makeSecret('phrase/strings-token').toUpperCase()
    const context = { variable: 'phrase_access_token' }
    expect(kindsOf(capitals, context)).toEqual([
      'phrase/strings-token likely',
      'phrase/platform-token likely',
    ])
    expect(recognize(capitals, context)[0]?.facts).toMatchObject([{ key: 'unusual-shape' }])
    expect(kindsOf(capitals)[0]).toBe('phrase/strings-token possible')
  })

  test.each(['NEXT_PUBLIC_LOCIZE_PROJECT_ID', 'VITE_LOCIZE_PROJECTID', 'LOCIZE_PID', 'project-id'])(
    'the value of %s is a project of Locize and no key',
    (name) => {
      const id = makeSecret('locize/api-key', { legacy: true })
      const kinds = recognize(id, { variable: name.toLowerCase() }).map(({ kind }) => kind)
      expect(kinds).not.toContain('locize/api-key')
    },
  )

  test('the file of the Transifex command line may hold a token of any shape', () => {
    const odd = 'AbCdEfGhIjKlMnOpQrSt'
    const host = 'rest.api.transifex.com'
    const warned = { kind: 'transifex/api-token', facts: [{ key: 'unusual-shape' }] }
    expect(recognize(odd, { variable: 'token', host })[0]).toMatchObject(warned)
    expect(recognize(odd, { variable: 'password', host })[0]).toMatchObject(warned)
    const user = (value: string) => [{ name: 'username', value }]
    expect(recognize(odd, { variable: 'password', host, beside: user('api') })[0]).toMatchObject(
      warned,
    )
    const kinds = (context: Partial<PasteContext>) =>
      recognize(odd, context).map(({ kind }) => kind)
    expect(kinds({ variable: 'password', host, beside: user('ann') })).not.toContain(warned.kind)
    expect(kinds({ variable: 'token', host: 'transifex.com.example' })).not.toContain(warned.kind)
    expect(kinds({ variable: 'token' })).not.toContain(warned.kind)
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

describe('a field beside a value', () => {
  const uuid = makeSecret('locize/api-key', { legacy: true })
  const lokaliseId = '1234567890abcdef123456.12345678'

  test.each([
    ['locize/api-key', { name: 'locize_projectid', value: uuid }],
    ['locize/pat', { name: 'projectid', value: uuid }],
    ['lokalise/sdk-token', { name: 'lokalise_project_id', value: lokaliseId }],
    ['lokalise/sdk-token', { name: 'project-id', value: lokaliseId }],
    ['tolgee/pat', { name: 'projectid', value: '875' }],
  ] as const)('of %s is taken over: %j', (kind, { name, value }) => {
    const beside = [
      { name: 'region', value: 'eu' },
      { name, value },
    ]
    const found = recognize(makeSecret(kind), { beside, around: 'locize lokalise' })
    expect(found.find((each) => each.kind === kind)?.fields).toEqual({ projectId: value })
  })

  test('of an older Locize key is taken over as well', () => {
    const beside = [{ name: 'next_public_locize_project_id', value: uuid }]
    const key = makeSecret('locize/api-key', { legacy: true })
    const [first] = recognize(key, { variable: 'locize_api_key', beside })
    expect(first).toMatchObject({ kind: 'locize/api-key', fields: { projectId: uuid } })
  })

  test('is left alone where it does not fit, or is not the only one', () => {
    const fieldsOf = (...values: string[]) => {
      const beside = values.map((value) => ({ name: 'locize_projectid', value }))
      return recognize(makeSecret('locize/pat'), { beside })[0]?.fields
    }
    expect(fieldsOf('my-project')).toBeUndefined()
    expect(fieldsOf(uuid, makeSecret('locize/api-key', { legacy: true }))).toBeUndefined()
    expect(fieldsOf(uuid, uuid)).toEqual({ projectId: uuid })
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
