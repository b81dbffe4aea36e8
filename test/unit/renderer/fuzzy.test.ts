import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { match, termsOf } from '../../../renderer/feature/palette/fuzzy'

const marked = (text: string, query: string): string | null => {
  const found = match(text, termsOf(query))
  if (!found) return null
  return found.ranges.map(([start, end]) => text.slice(start, end)).join('|')
}
const score = (text: string, query: string): number =>
  match(text, termsOf(query))?.score ?? -Infinity

describe('match', () => {
  it('finds pieces of words and marks them', () => {
    expect(marked('Copy secret', 'sec')).toBe('sec')
    expect(marked('Copy secret', 'SECRET copy')).toBe('Copy|secret')
    expect(marked('docs preview', 'rev')).toBe('rev')
  })

  it('finds the first letters of words', () => {
    expect(marked('Copy secret', 'cs')).toBe('C|s')
    expect(marked('Check all tokens', 'chat')).toBe('Ch|a|t')
    expect(marked('website-ci', 'wc')).toBe('w|c')
  })

  it('finds no letters that are merely somewhere', () => {
    expect(marked('Copy secret', 'ore')).toBeNull()
    expect(marked('Copy secret', 'copy x')).toBeNull()
  })

  it('prefers a start to the start of a word, and that to the middle', () => {
    expect(score('Strings CLI', 'str')).toBeGreaterThan(score('My strings', 'str'))
    expect(score('My strings', 'str')).toBeGreaterThan(score('Orchestrator', 'str'))
    expect(score('Orchestrator', 'str')).toBeGreaterThan(score('Some token ready', 'str'))
  })

  it('never marks outside of the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, query) => {
        let last = 0
        for (const [start, end] of match(text, termsOf(query))?.ranges ?? []) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  it('finds every piece of a text in it', () => {
    const piece = fc
      .tuple(fc.stringMatching(/^[a-z ]{1,30}$/), fc.nat(29), fc.nat(29))
      .map(([text, a, b]) => [text, text.slice(Math.min(a, b), Math.max(a, b))] as const)
    fc.assert(
      fc.property(piece, ([text, part]) => {
        expect(match(text, termsOf(part))).not.toBeNull()
      }),
    )
  })
})
