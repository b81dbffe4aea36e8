import { describe, expect, it } from 'vitest'
import { decideExpiry, enteredOf, isFirm } from '../../../electron/service/expiry'
import type { Expiry, FactSource } from '../../../shared/model/token'

const date = (at: number, source: FactSource): Expiry => ({ known: 'date', at, source })
const user = { type: 'user' } as const

describe('decideExpiry', () => {
  it('takes the word of the platform over all others', () => {
    const found = date(5, 'platform')
    expect(decideExpiry({ found, entered: 9, rule: user })).toEqual(found)
    const never: Expiry = { known: 'never', source: 'platform' }
    expect(decideExpiry({ found: never, entered: 9, rule: user })).toEqual(never)
    const read = date(5, 'token')
    expect(decideExpiry({ found: read, entered: 'never', rule: user })).toEqual(read)
  })

  it('takes the word of the user over a rule', () => {
    const rule = { type: 'days-from-creation', days: 730 } as const
    expect(decideExpiry({ found: date(5, 'rule'), entered: 9, rule })).toEqual(date(9, 'user'))
    expect(decideExpiry({ found: date(5, 'rule'), entered: null, rule })).toEqual(date(5, 'rule'))
  })

  it('says unknown where nobody said anything', () => {
    for (const type of ['user', 'unknown', 'platform'] as const) {
      const found = decideExpiry({ found: undefined, entered: null, rule: { type } })
      expect(found).toEqual({ known: 'unknown' })
    }
  })

  it('knows kinds that never end', () => {
    const never = { known: 'never', source: 'rule' }
    const rule = { type: 'never' } as const
    expect(decideExpiry({ found: undefined, entered: 9, rule })).toEqual(never)
  })

  it('tells what the user entered from all else', () => {
    expect(enteredOf(date(5, 'user'))).toBe(5)
    expect(enteredOf({ known: 'never', source: 'user' })).toBe('never')
    expect(enteredOf(date(5, 'rule'))).toBeNull()
    expect(enteredOf({ known: 'unknown' })).toBeNull()
    expect([date(1, 'platform'), date(1, 'token'), date(1, 'user')].map(isFirm)).toEqual([
      true,
      true,
      false,
    ])
  })
})
