import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTypeAhead, nextIndex } from '../../../renderer/feature/list/keyboard'
import { loadedHarness } from './harness'

const { app } = loadedHarness()
const { items } = app.listing.getState()
const labelAt = (index: number | null): string => {
  const item = index === null ? undefined : items[index]
  return item?.type === 'token' ? item.token.label : '-'
}
const go = (key: string, at: number): string => labelAt(nextIndex({ key }, { items, at, page: 4 }))

describe('keys in the list', () => {
  test('go from token to token and over headings', () => {
    expect(go('ArrowDown', -1)).toBe('API token 1')
    expect(go('ArrowDown', 3)).toBe('Phrase Orchestrator')
    expect(go('ArrowUp', 5)).toBe('API token 10')
    expect(go('Home', 9)).toBe('API token 1')
    expect(go('End', 0)).toBe('web app, production')
  })

  test('stay at the ends', () => {
    expect(go('ArrowUp', 1)).toBe('API token 1')
    expect(go('PageUp', 2)).toBe('API token 1')
    expect(go('ArrowDown', items.length - 1)).toBe('web app, production')
    expect(go('PageDown', items.length - 2)).toBe('web app, production')
  })

  test('never lead to a heading, wherever they start', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']
    const at = fc.integer({ min: -1, max: items.length - 1 })
    fc.assert(
      fc.property(fc.constantFrom(...keys), at, (key, start) => {
        expect(go(key, start)).not.toBe('-')
      }),
    )
  })

  test('have nowhere to go in an empty list', () => {
    expect(nextIndex({ key: 'ArrowDown' }, { items: [], at: -1, page: 4 })).toBeNull()
  })
})

describe('typing in the list', () => {
  const stroke = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false })

  test('jumps to the label that begins so, on and on with the same letter', () => {
    const typed = createTypeAhead(() => 0)
    let at = typed(stroke('s'), { items, at: -1 }) ?? -1
    expect(labelAt(at)).toBe('Strings CLI')
    at = typed(stroke('s'), { items, at }) ?? -1
    expect(labelAt(at)).toBe('Strings sync (old)')
  })

  test('takes several letters as one word, until a pause', () => {
    let now = 0
    const typed = createTypeAhead(() => now)
    for (const key of 'api token 1') typed(stroke(key), { items, at: 0 })
    expect(labelAt(typed(stroke('0'), { items, at: 1 }))).toBe('API token 10')
    now = 5000
    expect(labelAt(typed(stroke('l'), { items, at: 0 }))).toBe('Laptop')
  })

  test('leaves the keys of the whole window alone', () => {
    const typed = createTypeAhead(() => 0)
    expect(typed(stroke('/'), { items, at: 0 })).toBeNull()
    expect(typed(stroke('?'), { items, at: 0 })).toBeNull()
    expect(typed({ ...stroke('c'), ctrlKey: true }, { items, at: 0 })).toBeNull()
    expect(typed(stroke('Enter'), { items, at: 0 })).toBeNull()
  })
})
