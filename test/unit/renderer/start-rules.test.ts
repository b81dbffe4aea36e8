import { describe, expect, test } from 'vitest'
import {
  isByHandOnly,
  proposed,
  roomOf,
  sameEnd,
  whyText,
  wishOf,
} from '../../../renderer/feature/rotation/start-rules'
import { isNamePattern, nameExample } from '../../../renderer/feature/settings/name-rules'
import type { RotationPlan } from '../../../shared/contract/rotation'
import { DEFAULT_SETTINGS } from '../../../shared/model/settings'
import { fakeId } from '../../component/sample'

const plan = (change: Partial<RotationPlan> = {}): RotationPlan => ({
  id: fakeId(1),
  mode: 'automatic',
  modes: ['automatic', 'guided'],
  why: null,
  managers: [fakeId(2), fakeId(3)],
  place: 'lokalise',
  remoteName: 'OTA 2026-11-03 k4f2',
  choosesExpiry: true,
  expiry: null,
  limits: false,
  quota: null,
  ...change,
})

describe('what is chosen before a rotation', () => {
  test('begins with what needs the fewest hands', () => {
    expect(proposed(plan(), 3_600_000)).toEqual({
      mode: 'automatic',
      manager: fakeId(2),
      graceMs: 3_600_000,
      expiry: 'same',
      dateOpen: false,
    })
  })

  test('is told without what the way chosen does not have', () => {
    const chosen = proposed(plan(), null)
    expect(wishOf(plan(), chosen)).toEqual({
      id: fakeId(1),
      mode: 'automatic',
      graceMs: null,
      expiry: 'same',
      manager: fakeId(2),
    })
    expect(wishOf(plan(), { ...chosen, mode: 'guided', expiry: 5 })).toEqual({
      id: fakeId(1),
      mode: 'guided',
      graceMs: null,
    })
    expect(wishOf(plan({ choosesExpiry: false }), { ...chosen, mode: 'signed-in' })).toEqual({
      id: fakeId(1),
      mode: 'signed-in',
      graceMs: null,
    })
    expect(wishOf(plan(), { ...chosen, expiry: null })).toMatchObject({ expiry: null })
  })

  test('is nothing where only the browser is there', () => {
    expect(isByHandOnly(plan({ modes: ['guided'] }))).toBe(true)
    expect(isByHandOnly(plan())).toBe(false)
  })
})

describe('what is said about the plan', () => {
  test('tells the same life as a date, as never, or not at all', () => {
    expect(sameEnd(plan({ expiry: 7 }), { known: 'unknown' })).toBe('date')
    expect(sameEnd(plan(), { known: 'never', source: 'rule' })).toBe('never')
    expect(sameEnd(plan(), { known: 'unknown' })).toBe('unknown')
  })

  test('warns from the last but one token on that a user can have', () => {
    const room = (used: number): string => roomOf(plan({ quota: { used, most: 20 } }))
    expect([17, 18, 19, 20, 21].map(room)).toEqual(['enough', 'enough', 'last', 'none', 'none'])
    expect(roomOf(plan())).toBe('enough')
  })

  test('tells why it is not done by API, if it could be', () => {
    expect(whyText(plan())).toBeNull()
    expect(whyText(plan({ why: 'token-dead' }))).toBe('rotation.why-token-dead')
  })
})

describe('the name of new tokens', () => {
  test('has to hold the id once', () => {
    expect(isNamePattern(DEFAULT_SETTINGS.rotationName)).toBe(true)
    expect(isNamePattern('{label} {date}')).toBe(false)
    expect(isNamePattern('{id} {id}')).toBe(false)
  })

  test('is shown as it would be', () => {
    const noon = new Date(2026, 10, 3, 12).getTime()
    expect(nameExample('{label}, {date} ({id})', 'CI', noon)).toBe('CI, 2026-11-03 (4f2a9c)')
  })
})
