import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryByRule, isBetter, merge, narrow, rank } from '../../../electron/platform/choose'
import { foreignOwner } from '../../../shared/foreign'
import { evidence } from '../../../electron/platform/common/answer'
import { isAlive, isDead } from '../../../shared/model/verdict'
import { REASONS, VERDICTS } from '../../../shared/model/verdict-list'

describe('of the answers of several servers', () => {
  const valid = evidence('valid', 'accepted')
  const rejected = evidence('rejected', 'unknown-or-expired')
  const offline = evidence('unreachable', 'offline')
  const nowhere = evidence('unclear', 'project-not-found')

  /** As the registry does: the first, unless a later one is better. */
  const chosen = (...all: readonly ReturnType<typeof evidence>[]) =>
    all.reduce((best, next) => (isBetter(next, best) ? next : best))

  test.each([
    ['one that knows the token settles it', [rejected, valid], valid],
    ['also when it comes first', [valid, rejected], valid],
    ['all refuse', [rejected, rejected], rejected],
    ['one could not be asked, so the token may live there', [rejected, offline], offline],
    ['in either order', [offline, rejected], offline],
    ['one does not have the project, the other refuses', [nowhere, rejected], rejected],
    ['in either order', [rejected, nowhere], rejected],
    ['nobody has the project', [nowhere, nowhere], nowhere],
  ])('%s', (_, all, expected) => {
    expect(chosen(...all)).toBe(expected)
  })

  test('a token is never called dead while a server has not said so', () => {
    const any = fc
      .tuple(fc.constantFrom(...VERDICTS), fc.constantFrom(...REASONS))
      .map(([verdict, reason]) => evidence(verdict, reason))
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (all) => {
        const best = chosen(...all)
        if (!isDead(best.verdict)) return
        for (const each of all) {
          expect(isAlive(each.verdict)).toBe(false)
          expect(isDead(each.verdict) || each.reason === 'project-not-found').toBe(true)
        }
      }),
    )
  })
})

describe('candidates', () => {
  const found = (kind: `a/${string}`, confidence: 'certain' | 'likely' | 'possible') => ({
    kind,
    confidence,
    facts: [],
  })

  test('are ordered by confidence, and what fits nearly everything comes last', () => {
    const fallback = { ...found('a/any', 'possible'), fallback: true as const }
    const ranked = rank([fallback, found('a/one', 'possible'), found('a/two', 'likely')])
    expect(ranked.map(({ kind }) => kind)).toEqual(['a/two', 'a/one', 'a/any'])
  })

  test('are left out beside a certain one', () => {
    expect(rank([found('a/one', 'likely'), found('a/two', 'certain')])).toHaveLength(1)
    expect(rank([])).toEqual([])
  })
})

describe('what is learnt later', () => {
  test('completes and corrects what was known', () => {
    const merged = merge(
      {
        project: 'mine',
        access: [{ layer: 'scope', values: ['read'], source: 'user' }],
        facts: [
          { key: 'project-id', value: '875', format: 'text', source: 'token' },
          { key: 'undecodable', value: true, format: 'yes-no', source: 'token' },
        ],
      },
      {
        project: 'Website',
        access: [{ layer: 'effective', values: [], source: 'platform' }],
        facts: [{ key: 'project-id', value: '876', format: 'text', source: 'platform' }],
      },
    )
    expect(merged.project).toBe('Website')
    expect(merged.access).toEqual([
      { layer: 'scope', values: ['read'], source: 'user' },
      { layer: 'effective', values: [], source: 'platform' },
    ])
    expect(merged.facts).toEqual([
      { key: 'project-id', value: '876', format: 'text', source: 'platform' },
      { key: 'undecodable', value: true, format: 'yes-no', source: 'token' },
    ])
  })
})

describe('an address beside the value', () => {
  const lokalise = { kind: 'lokalise/api-token', confidence: 'likely', facts: [] } as const
  const guess = { kind: 'phrase/platform-token', confidence: 'possible', facts: [] } as const
  const named = { ...guess, confidence: 'likely' } as const

  test('leaves out what is only a guess of others', () => {
    expect(narrow([guess, lokalise], [lokalise.kind])).toEqual([lokalise])
    expect(narrow([{ ...named, byText: true }, lokalise], [lokalise.kind])).toEqual([lokalise])
    expect(narrow([named, lokalise], [lokalise.kind])).toEqual([named, lokalise])
  })

  test('says nothing where its platform does not know the value', () => {
    expect(narrow([guess], [lokalise.kind])).toEqual([guess])
    expect(narrow([guess, lokalise], [])).toEqual([guess, lokalise])
  })
})

describe('a value that begins as those of others do', () => {
  test.each([
    ['ghp_', 'GitHub'],
    ['github_pat_', 'GitHub'],
    ['glpat-', 'GitLab'],
    ['sk-', 'OpenAI'],
    ['sk-ant-', 'Anthropic'],
    ['xoxb-', 'Slack'],
  ])('%s is of %s', (start, owner) => {
    expect(foreignOwner(`${start}${'a1'.repeat(18)}`)).toBe(owner)
  })

  test('is told from those of the platforms', () => {
    expect(foreignOwner(`AKIA${'A1'.repeat(8)}`)).toBe('AWS')
    for (const start of ['1/', 'tgpat_', 'lz_pat_', '']) {
      expect(foreignOwner(`${start}${'a1'.repeat(20)}`)).toBeNull()
    }
  })
})

describe('an end by rule', () => {
  const days = { type: 'days-from-creation', days: 730 } as const

  test('is the end of the day so many days after the one it was made', () => {
    expect(expiryByRule(days, { createdOn: '2025-01-01' })).toEqual({
      known: 'date',
      at: new Date(2027, 0, 1, 23, 59, 59).getTime(),
      source: 'rule',
    })
  })

  test.each([{}, { createdOn: '' }, { createdOn: 'soon' }, { createdOn: '2025-13-40' }])(
    'is unknown without that day: %j',
    (fields) => {
      expect(expiryByRule(days, fields)).toEqual({ known: 'unknown' })
    },
  )

  test('can be never, or none of its business', () => {
    expect(expiryByRule({ type: 'never' }, {})).toEqual({ known: 'never', source: 'rule' })
    for (const type of ['platform', 'user', 'unknown'] as const) {
      expect(expiryByRule({ type }, {})).toBeUndefined()
    }
  })
})
