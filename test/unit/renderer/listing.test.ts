import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelKey } from '../../../renderer/store/listing'
import { hostileTokens } from '../../component/sample'
import { createHarness, labels, loadedHarness } from './harness'

describe('the order of labels', () => {
  test('counts as people do, and minds neither case nor accents', () => {
    const sorted = ['API token 10', 'api token 2', 'Ärger', 'Zoo', 'API token 1'].sort((a, b) =>
      labelKey(a) < labelKey(b) ? -1 : 1,
    )
    expect(sorted).toEqual(['API token 1', 'api token 2', 'API token 10', 'Ärger', 'Zoo'])
  })

  test('is the same for numbers of any length', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(labelKey(`t ${a}`) < labelKey(`t ${b}`)).toBe(a < b)
      }),
    )
  })
})

describe('the list', () => {
  test('stands under a heading for each platform that has tokens, in the order of the registry', () => {
    const { app } = loadedHarness()
    const groups = app.listing
      .getState()
      .items.flatMap((item) => (item.type === 'group' ? `${item.service} ${item.count}` : []))
    expect(groups).toEqual(['transifex 3', 'phrase 4', 'lokalise 3', 'tolgee 4', 'locize 3'])
    expect(labels(app).slice(0, 3)).toEqual(['API token 1', 'API token 2', 'API token 10'])
  })

  test('without groups is one order over all platforms', () => {
    const { app } = loadedHarness()
    app.act.look({ grouped: false, sort: 'due' })
    expect(labels(app).slice(0, 4)).toEqual([
      'API token 2',
      'Strings sync (old)',
      'website-ci',
      'Strings CLI',
    ])
  })

  test('shows the parts that the side bar counts', () => {
    const { app } = loadedHarness()
    const { scopes, services } = app.overview.getState()
    for (const [scope, count] of Object.entries(scopes)) {
      app.act.look({ scope: scope as keyof typeof scopes })
      expect(app.listing.getState().count, scope).toBe(count)
    }
    app.act.look({ scope: 'service:tolgee' })
    expect(app.listing.getState().count).toBe(services.get('tolgee'))
    expect(scopes).toMatchObject({ all: 17, dead: 2, unchecked: 2, 'unknown-expiry': 1 })
  })

  test('takes any text for a label, and keeps all rows', () => {
    const { app, fake } = createHarness({ tokens: hostileTokens })
    const rows = [...fake.fake.tokens.values()].map((token) => token.summary)
    app.tokens.setState({
      loaded: true,
      list: rows,
      byId: new Map(rows.map((row) => [row.id, row])),
    })
    expect(labels(app)).toContain('__proto__')
    expect(labels(app)).toHaveLength(rows.length)
  })

  test('moves a token to where its new label belongs', () => {
    const { app, token } = loadedHarness()
    const row = token('API token 1')
    app.act.absorb({ ...row, label: 'zzz', version: row.version + 1 })
    expect(labels(app).slice(0, 3)).toEqual(['API token 2', 'API token 10', 'zzz'])
  })
})
