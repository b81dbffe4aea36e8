import { describe, expect, test } from 'vitest'
import { checkChoices, checkFamilies, checkFiles, checkUse } from '../../../scripts/words/check'
import { factKeys } from '../../../scripts/words/platforms'
import { joinMentions, readMentions } from '../../../scripts/words/source'

describe('the check of messages', () => {
  test('finds wrong syntax, empty texts and ids in two files', () => {
    const problems = checkFiles([
      {
        name: 'a.json',
        messages: { 'x.one': '{count, plural, one {#}', 'x.two': ' ', 'x.ok': 'fine' },
      },
      { name: 'b.json', messages: { 'x.ok': 'again' } },
    ])
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).toContain('b.json: x.ok is in a.json too')
  })

  test('finds unused and missing messages', () => {
    const mentions = readMentions(
      `words.t('x.one'); const id = 'x.two'; t("y"); rich('x.gone', {})`,
    )
    expect(checkUse(new Set(['x.one', 'x.two', 'x.three']), mentions)).toEqual([
      'x.three is not used',
      'x.gone is missing',
    ])
  })

  test('knows ids that are built from parts', () => {
    const mentions = joinMentions([
      readMentions('t(`nav.${scope}`)'),
      readMentions('t(`banner.${key}-text`); const other = `${a}.${b}`'),
    ])
    const ids = new Set(['nav.all', 'banner.revoked-text', 'banner.revoked', 'navy.all'])
    expect(checkUse(ids, mentions)).toEqual(['banner.revoked is not used', 'navy.all is not used'])
  })

  test('holds families against their lists, both ways', () => {
    const ids = new Set(['error.a', 'error.z'])
    expect(checkFamilies(ids, [{ prefix: 'error.', members: ['a', 'b'] }])).toEqual([
      'error.b is missing',
      'error.z is not in the list of its family',
    ])
  })

  test('wants one of several ids', () => {
    expect(checkChoices(new Set(['b']), [['a', 'b'], ['c']])).toEqual(['c is missing'])
  })

  test('reads the facts that an adapter names', () => {
    expect(factKeys(`...textFact('team', x), ...dateFact(\n  'last-used', y)`)).toEqual([
      'team',
      'last-used',
    ])
  })
})
