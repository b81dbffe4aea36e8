import { describe, expect, it } from 'vitest'
import { tallyOf } from '../../../renderer/feature/list/tally'
import { isAlive, isDead, VERDICTS } from '../../../shared/model/verdict-list'

describe('the tally of a check of many', () => {
  it.each(VERDICTS)('counts %s as the model does', (verdict) => {
    expect(tallyOf({ done: 1, verdicts: { [verdict]: 1 } })).toEqual({
      alive: isAlive(verdict) ? 1 : 0,
      dead: isDead(verdict) ? 1 : 0,
      open: isAlive(verdict) || isDead(verdict) ? 0 : 1,
    })
  })

  it('leaves a token that is not active yet open', () => {
    const verdicts = { valid: 2, 'not-yet-active': 1, rejected: 1 }
    expect(tallyOf({ done: 5, verdicts })).toEqual({ alive: 2, dead: 1, open: 2 })
  })
})
