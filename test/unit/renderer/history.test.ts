import { describe, expect, it } from 'vitest'
import { historyOf } from '../../../renderer/feature/details/history'
import type { CheckRecord } from '../../../shared/model/token'

const checkedAt = (at: number): CheckRecord => ({
  ...{ verdict: 'valid', reason: 'accepted', status: 200, code: null, retryAt: null },
  at,
})

describe('the history of a token', () => {
  it('has the rotations that ended without proof among the checks, newest first', () => {
    const checks = [checkedAt(5), checkedAt(1)]
    expect(historyOf({ checks, unproved: [{ at: 3, hint: '••••old1' }] })).toEqual([
      { at: 5, check: checks[0] },
      { at: 3, unproved: '••••old1' },
      { at: 1, check: checks[1] },
    ])
    expect(historyOf({ checks })).toHaveLength(2)
  })
})
