import { describe, expect, it } from 'vitest'
import { benchToken } from '../../../scripts/bench/tokens'
import { tokenDetails, tokenOverview } from '../../../shared/model/token'

describe('benchToken', () => {
  const tokens = Array.from({ length: 500 }, (_, at) => benchToken(at, Date.UTC(2026, 0, 1)))

  it('makes records that the vault takes', () => {
    for (const { overview, details } of tokens) {
      expect(tokenOverview.parse(overview)).toEqual(overview)
      expect(tokenDetails.parse(details)).toEqual(details)
    }
  })

  it('makes all ten kinds, and no label or value twice', () => {
    expect(new Set(tokens.map(({ overview }) => overview.kind)).size).toBe(10)
    expect(new Set(tokens.map(({ overview }) => overview.label)).size).toBe(tokens.length)
    expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(tokens.length)
  })

  it('holds fine and expired ones, checked and unchecked', () => {
    const verdicts = new Set(tokens.map(({ overview }) => overview.check?.verdict))
    expect(verdicts).toEqual(new Set(['valid', 'expired', undefined]))
  })
})
