import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type Side } from '../../../electron/service/compare'
import { difference } from '../../../shared/contract/rotation'
import type { Expiry } from '../../../shared/model/token'

function side(change: Partial<Side> = {}): Side {
  return {
    account: null,
    project: null,
    identity: { account: null, project: null },
    access: [],
    expiry: { known: 'unknown' },
    ...change,
  }
}

const rights = (...values: string[]): Pick<Side, 'access'> => ({
  access: [{ layer: 'assigned', values, source: 'platform' }],
})
const ends = (expiry: Expiry): Side => side({ expiry })

describe('compare', () => {
  it('says nothing where nothing is known', () => {
    expect(compare(side(), side())).toEqual([])
  })

  it('believes ids rather than names', () => {
    const before = side({ account: 'Ann', identity: { account: '7', project: null } })
    const renamed = side({ account: 'Ann B.', identity: { account: '7', project: null } })
    const other = side({ account: 'Ann', identity: { account: '8', project: null } })
    expect(compare(before, renamed)).toMatchObject([{ subject: 'account', result: 'same' }])
    expect(compare(before, other)).toMatchObject([{ subject: 'account', result: 'different' }])
  })

  it('does not guess where one side is silent', () => {
    expect(compare(side({ project: 'Site' }), side())).toEqual([
      { subject: 'project', result: 'unknown', before: 'Site', after: null },
    ])
    expect(compare(side(rights('read')), side())).toMatchObject([{ result: 'unknown' }])
    const date = ends({ known: 'date', at: 5, source: 'platform' })
    expect(compare(date, side())).toMatchObject([{ subject: 'expiry', result: 'unknown' }])
  })

  it('does not take the user’s old entries for rights of the new value', () => {
    const entered = (...values: string[]): Pick<Side, 'access'> => ({
      access: [{ layer: 'scope', values, source: 'user' }],
    })
    expect(compare(side(entered('read')), side(entered('read')))).toEqual([
      { subject: 'access', result: 'unknown', before: 'read', after: null },
    ])
    expect(compare(side(), side(entered('read')))).toEqual([])
    const told: Side = side({ access: [{ layer: 'scope', values: ['read'], source: 'platform' }] })
    expect(compare(side(entered('read')), told)).toMatchObject([{ result: 'same' }])
  })

  it.each([
    [['a', 'b'], ['b', 'a'], 'same'],
    [['a'], ['a', 'b'], 'wider'],
    [['a', 'b'], ['a'], 'narrower'],
    [['a'], ['b'], 'different'],
  ] as const)('rights %j after %j', (before, after, result) => {
    expect(compare(side(rights(...before)), side(rights(...after)))).toMatchObject([
      { subject: 'access', result },
    ])
  })

  it('compares ends, of which never is the last', () => {
    const early = ends({ known: 'date', at: 5, source: 'platform' })
    const late = ends({ known: 'date', at: 9, source: 'rule' })
    const never = ends({ known: 'never', source: 'rule' })
    expect(compare(early, late)).toEqual([
      { subject: 'expiry', result: 'wider', before: '5', after: '9' },
    ])
    expect(compare(never, late)).toMatchObject([{ result: 'narrower', before: 'never' }])
    expect(compare(never, never)).toMatchObject([{ result: 'same' }])
  })

  it('fits the contract for any rights, and is same only for the same', () => {
    const values = fc.array(fc.string({ maxLength: 100 }), { maxLength: 200 })
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [found] = compare(side(rights(...a)), side(rights(...b)))
        expect(difference.safeParse(found).success).toBe(true)
        const same =
          new Set([...a, ...b]).size === new Set(a).size && new Set(a).size === new Set(b).size
        expect(found?.result === 'same').toBe(same)
      }),
    )
  })
})
