import { describe, expect, it } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { added, kept, NONE, ranged, toggled } from '../../../renderer/store/selection'
import { loadedHarness } from './harness'

const id = (text: string): TokenId => text as TokenId
const order = ['a', 'b', 'c', 'd', 'e'].map(id)
const listOf = ({ ids }: { ids: ReadonlySet<TokenId> }): string => [...ids].sort().join('')

describe('marking several tokens', () => {
  it('marks and unmarks one', () => {
    const one = toggled(NONE, id('b'))
    expect(listOf(one)).toBe('b')
    expect(listOf(toggled(one, id('b')))).toBe('')
  })

  it('lets a range grow and shrink without losing what was marked before', () => {
    const one = toggled(toggled(NONE, id('a')), id('c'))
    const wide = ranged(one, order, { from: id('c'), to: id('e') })
    expect(listOf(wide)).toBe('acde')
    expect(listOf(ranged(wide, order, { from: id('e'), to: id('b') }))).toBe('abc')
  })

  it('begins a range at the token that is shown, and where the anchor is not listed', () => {
    expect(listOf(ranged(NONE, order, { from: id('b'), to: id('d') }))).toBe('bcd')
    const far = toggled(NONE, id('x'))
    expect(listOf(ranged(far, order, { from: id('d'), to: id('e') }))).toBe('dex')
    expect(listOf(ranged(NONE, order, { from: null, to: id('e') }))).toBe('e')
  })

  it('drops what is gone, and is the same where nothing is', () => {
    const all = added(NONE, order)
    expect(kept(all, () => true)).toBe(all)
    expect(listOf(kept(all, (each) => each !== 'c'))).toBe('abde')
  })

  it('forgets the mark of a token that leaves the vault', () => {
    const { app } = loadedHarness()
    app.act.markAll()
    const before = app.selection.getState().ids.size
    expect(before).toBe(app.listing.getState().count)
    const [first] = app.selection.getState().ids
    app.tokens.setState(({ list, byId }) => {
      const next = new Map(byId)
      if (first) next.delete(first)
      return { byId: next, list: list.filter((token) => token.id !== first) }
    })
    expect(app.selection.getState().ids.size).toBe(before - 1)
  })
})
