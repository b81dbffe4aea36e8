import { describe, expect, it } from 'vitest'
import type { ImportRow } from '../../../shared/contract/transfer'
import type { KindId } from '../../../shared/model/kind'
import type { KindInfo } from '../../../shared/model/service'
import type { TokenId } from '../../../shared/model/token'
import {
  alikeOf,
  choiceOf,
  lacks,
  countRows,
  faultOf,
  isFree,
  isProposed,
  isSameFile,
  leftOutOf,
  missingOf,
  settledKind,
  shownRows,
  standingOf,
  takeOf,
  withKind,
  type Around,
} from '../../../renderer/feature/transfer/rules'
import { services } from '../../component/fake-platforms'

const kinds = new Map<KindId, KindInfo>(
  services.flatMap((service) => service.kinds.map((kind) => [kind.id, kind])),
)
const around: Around = {
  kinds,
  kindName: (kind) => `Name of ${kind}`,
  usualServer: (kind) => ({
    server: { id: kind.servers[0]?.id ?? '', baseUrl: null },
    sure: !kind.selfHosted,
  }),
}
const CLOUD = { id: 'cloud', baseUrl: null }

type Confidence = ImportRow['candidates'][number]['confidence']

const candidate = (kind: KindId, confidence: Confidence, fields = {}) => ({
  kind,
  confidence,
  suggestedLabel: `Suggested for ${kind}`,
  fields,
})

function rowOf(change: Partial<ImportRow> = {}): ImportRow {
  return {
    ...{ key: 0, title: 'Bot', folder: 'Work', hint: '••••abcd', state: 'active', from: 'main' },
    ...{ field: null, candidates: [candidate('tolgee/pat', 'certain')], own: null, server: CLOUD },
    ...{ suggestedLabel: 'Bot', foreign: null, duplicateOf: null, twinOf: null, problem: null },
    ...{ leftOut: [], ...change },
  }
}

const OPEN = {
  candidates: [candidate('lokalise/api-token', 'possible'), candidate('tolgee/pat', 'possible')],
}
const NONE = { candidates: [], server: null }
const id = 'a'.repeat(22) as TokenId

describe('where a row stands', () => {
  it.each<[string, Partial<ImportRow>]>([
    ['likely', {}],
    ['likely', { candidates: [candidate('tolgee/pat', 'likely')] }],
    [
      'likely',
      { candidates: [candidate('tolgee/pat', 'certain'), candidate('tolgee/pak', 'possible')] },
    ],
    ['likely', { ...NONE, own: { kind: 'locize/pat', fields: {} } }],
    ['open', OPEN],
    [
      'open',
      { candidates: [candidate('tolgee/pat', 'likely'), candidate('tolgee/pak', 'likely')] },
    ],
    ['open', { candidates: [candidate('tolgee/pat', 'possible')] }],
    ['none', NONE],
    ['vault', { duplicateOf: id }],
    ['vault', { duplicateOf: id, twinOf: 1 }],
    ['twin', { twinOf: 1 }],
    ['problem', { ...NONE, problem: 'secret.white-space' }],
  ])('%s: %o', (standing, change) => {
    expect(standingOf(rowOf(change))).toBe(standing)
  })

  it('is proposed where it is a token for sure and in use over there', () => {
    expect(isProposed(rowOf())).toBe(true)
    for (const change of [OPEN, NONE, { duplicateOf: id }, { twinOf: 0 }]) {
      expect(isProposed(rowOf(change))).toBe(false)
    }
    expect(isProposed(rowOf({ state: 'archived' }))).toBe(false)
    expect(isProposed(rowOf({ state: 'deleted' }))).toBe(false)
  })

  it('can be taken unless it is there already or no token', () => {
    expect([rowOf(), rowOf(OPEN), rowOf(NONE)].every(isFree)).toBe(true)
    for (const change of [{ duplicateOf: id }, { twinOf: 0 }, { problem: 'secret.several' }]) {
      expect(isFree(rowOf(change))).toBe(false)
    }
  })
})

describe('what a row becomes', () => {
  it('has the kind, server, fields and label that the file tells', () => {
    const fields = { projectId: '12' }
    const row = rowOf({ candidates: [candidate('locize/api-key', 'certain', fields)] })
    expect(choiceOf(row, settledKind(row), around)).toEqual({
      ...{ kind: 'locize/api-key', server: CLOUD, sure: true, fields, label: 'Bot' },
    })
  })

  it('goes by our own record before what its form says', () => {
    const own = { kind: 'tolgee/pak', fields: {} } as const
    expect(choiceOf(rowOf({ own }), 'tolgee/pak', around)).toMatchObject({ kind: 'tolgee/pak' })
  })

  it('is named after the field where the entry has several values', () => {
    const row = rowOf({ from: 'field', field: 'API token' })
    expect(choiceOf(row, 'tolgee/pat', around).label).toBe('Bot, API token')
    const long = choiceOf(rowOf({ title: 'x'.repeat(200), field: 'API' }), 'tolgee/pat', around)
    expect(long.label).toHaveLength(200)
    expect(long.label).toMatch(/, API$/)
  })

  it('has a label even where the entry has no title', () => {
    const nameless = { title: '', suggestedLabel: '' }
    expect(choiceOf(rowOf(nameless), 'tolgee/pat', around).label).toBe('Suggested for tolgee/pat')
    const other = choiceOf(rowOf({ ...nameless, ...NONE }), 'locize/pat', around)
    expect(other.label).toBe('Name of locize/pat')
  })

  it('keeps what the user wrote when its kind changes, and only that', () => {
    const row = rowOf({ title: '', suggestedLabel: '', ...OPEN })
    const first = choiceOf(row, 'tolgee/pat', around)
    const next = withKind(row, first, { kind: 'lokalise/api-token', around })
    expect(next).toMatchObject({ label: 'Suggested for lokalise/api-token', fields: {} })
    const written = { ...first, label: 'Mine' }
    expect(withKind(row, written, { kind: 'locize/pat', around }).label).toBe('Mine')
  })

  it('keeps a server of the user’s own where the new kind can have one', () => {
    const server = { id: 'custom', baseUrl: 'https://tolgee.example.org' }
    const row = rowOf({ server })
    for (const [kind, info] of kinds) {
      const found = choiceOf(row, kind, around).server
      const keeps = kind === 'tolgee/pat' || info.customServer
      expect(found).toEqual(keeps ? server : around.usualServer(info).server)
    }
  })

  it('goes to no server on a guess: what people run themselves is asked about first', () => {
    const pat = kinds.get('tolgee/pat')
    const unsaid = choiceOf(rowOf({ server: null }), 'tolgee/pat', around)
    expect(unsaid).toMatchObject({ server: CLOUD, sure: false })
    expect(lacks(unsaid, pat)).toBe(true)
    expect(lacks({ ...unsaid, sure: true }, pat)).toBe(missingOf(unsaid, pat).length > 0)
    expect(choiceOf(rowOf({ server: CLOUD }), 'tolgee/pat', around).sure).toBe(true)
    expect(choiceOf(rowOf({ server: null }), 'lokalise/api-token', around).sure).toBe(true)
  })

  it('names what has to be put right, and what is missing for a check', () => {
    const whole = choiceOf(rowOf(), 'tolgee/pat', around)
    const info = kinds.get('tolgee/pat')
    expect(faultOf(whole, info)).toBeNull()
    expect(faultOf({ ...whole, kind: null }, info)).toBe('kind')
    expect(faultOf({ ...whole, label: '  ' }, info)).toBe('label')
    expect(faultOf({ ...whole, server: { id: 'custom', baseUrl: 'x' } }, info)).toBe('server')
    const locize = kinds.get('locize/api-key')
    const bare = choiceOf(rowOf(NONE), 'locize/api-key', around)
    expect(missingOf(bare, locize).map(({ key }) => key)).toContain('projectId')
    const [text] = locize?.fields.filter(({ pattern }) => pattern !== null) ?? []
    expect(text).toBeDefined()
    expect(faultOf({ ...bare, fields: { [text?.key ?? '']: '?' } }, locize)).toBe('field')
  })

  it('is taken with its label trimmed, and not without a kind', () => {
    const choice = { ...choiceOf(rowOf(), 'tolgee/pat', around), label: ' Bot ' }
    expect(takeOf(3, choice)).toMatchObject({ key: 3, kind: 'tolgee/pat', label: 'Bot' })
    expect(takeOf(3, { ...choice, kind: null })).toBeNull()
  })
})

describe('the rows of a file', () => {
  const rows = [
    rowOf({ leftOut: ['attachment'] }),
    rowOf({ key: 1, title: 'Ünlü', folder: 'Home', ...OPEN, leftOut: ['history', 'attachment'] }),
    rowOf({ key: 2, ...OPEN }),
    rowOf({ key: 3, ...NONE }),
    rowOf({ key: 4, twinOf: 0 }),
    rowOf({ key: 5, ...NONE, problem: 'secret.several' }),
  ]
  const none = { text: '', incomplete: new Set<number>() }
  const keys = (shown: readonly ImportRow[]): number[] => shown.map(({ key }) => key)

  it('are each in one part', () => {
    const { all, incomplete, ...parts } = countRows(rows)
    expect(parts).toEqual({ likely: 1, decide: 3, known: 1, problem: 1 })
    expect([all, incomplete]).toEqual([6, 0])
    expect(keys(shownRows(rows, 'decide', none))).toEqual([1, 2, 3])
    expect(keys(shownRows(rows, 'incomplete', { ...none, incomplete: new Set([0]) }))).toEqual([0])
  })

  it('are found by words of their title and folder, in any order', () => {
    expect(keys(shownRows(rows, 'all', { ...none, text: ' home ünl' }))).toEqual([1])
    expect(keys(shownRows(rows, 'likely', { ...none, text: 'home' }))).toEqual([])
  })

  it('say what is left out, the most frequent first', () => {
    expect(leftOutOf(rows)).toEqual([
      ['attachment', 2],
      ['history', 1],
    ])
  })

  it('share the answer to what they are only where as little is known of them', () => {
    const choices = rows.map((row) => choiceOf(row, settledKind(row), around))
    expect(alikeOf(rows, choices, { key: 1, kind: 'tolgee/pat' })).toEqual([2])
    expect(alikeOf(rows, choices, { key: 1, kind: 'locize/pat' })).toEqual([])
    expect(alikeOf(rows, choices, { key: 0, kind: 'tolgee/pat' })).toEqual([])
    const decided = choices.with(2, choiceOf(rows[2]!, 'tolgee/pat', around))
    expect(alikeOf(rows, decided, { key: 1, kind: 'tolgee/pat' })).toEqual([])
  })

  it('are known again when the file is opened once more', () => {
    expect(isSameFile(rows, structuredClone(rows))).toBe(true)
    expect(isSameFile(rows, rows.slice(1))).toBe(false)
    expect(isSameFile(rows, rows.with(2, rowOf({ key: 2, hint: '••••zzzz' })))).toBe(false)
  })
})
