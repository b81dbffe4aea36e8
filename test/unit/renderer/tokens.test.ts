import { describe, expect, test } from 'vitest'
import { applyChange, applyChanges, replaceAll } from '../../../renderer/store/tokens'
import { sampleTokens } from '../../component/sample'

const rows = sampleTokens(0).map((token) => token.summary)
const [first, second] = rows
if (!first || !second) throw new Error('There are samples')

describe('changes to the tokens', () => {
  test('take the newer version, whichever comes last', () => {
    const newer = { ...first, version: 3, label: 'newer' }
    const older = { ...first, version: 2, label: 'older' }
    const once = applyChange(replaceAll(rows), { upserted: [newer], removed: [] })
    const twice = applyChange(once, { upserted: [older], removed: [] })
    expect(twice).toBe(once)
    expect(twice.byId.get(first.id)?.label).toBe('newer')
  })

  test('leave everything as it is when they bring nothing new', () => {
    const tokens = replaceAll(rows)
    expect(applyChange(tokens, { upserted: [first], removed: [] })).toBe(tokens)
    expect(applyChange(replaceAll([second]), { upserted: [], removed: [first.id] }).list).toEqual([
      second,
    ])
  })

  test('add and remove rows', () => {
    const without = applyChange(replaceAll(rows), { upserted: [], removed: [first.id] })
    expect(without.byId.has(first.id)).toBe(false)
    const again = applyChange(without, { upserted: [first], removed: [] })
    expect(again.list).toHaveLength(rows.length)
  })

  test('keep their order: what was removed and came back is there', () => {
    const back = { ...first, version: 3 }
    const changes = [
      { upserted: [], removed: [first.id] },
      { upserted: [back], removed: [] },
    ]
    expect(applyChanges(replaceAll(rows), changes).byId.get(first.id)).toEqual(back)
    const gone = applyChanges(replaceAll(rows), [...changes].reverse())
    expect(gone.byId.has(first.id)).toBe(false)
  })

  test('keep forgotten tokens out', () => {
    const forgotten = { ...first, version: 2, forgottenAt: 1 }
    expect(replaceAll([forgotten, second]).list).toEqual([second])
    const tokens = applyChange(replaceAll(rows), { upserted: [forgotten], removed: [] })
    expect(tokens.byId.has(first.id)).toBe(false)
  })
})
