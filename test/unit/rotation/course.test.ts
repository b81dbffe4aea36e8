import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  courseOf,
  DEATH_EVERY_MS,
  LATE_MS,
  TEST_EVERY_MS,
  type Course,
  type Situation,
} from '../../../electron/rotation/course'
import { PROBLEMS } from '../../../shared/model/management'
import { ACTS, isBeforePromotion, MODES, STAGES } from '../../../shared/model/stage'

const NOW = 1_000_000_000

const base: Situation = {
  stage: 'planned',
  mode: 'automatic',
  now: NOW,
  started: true,
  entry: 'open',
  held: false,
  orphans: 0,
  pending: null,
  disagreement: false,
  undelivered: 0,
  graceEnds: NOW,
  limit: undefined,
  looked: null,
  sent: true,
  trouble: null,
}

const course = (change: Partial<Situation>): Course => courseOf({ ...base, ...change })
const act = (change: Partial<Situation>) => {
  const next = course(change)
  return 'do' in next ? next.do : `wait for ${next.wait}`
}

const time = fc.integer({ min: NOW - 1e7, max: NOW + 1e7 })
const situations: fc.Arbitrary<Situation> = fc.record({
  stage: fc.constantFrom(...STAGES),
  mode: fc.constantFrom(...MODES),
  now: fc.constant(NOW),
  started: fc.boolean(),
  entry: fc.constantFrom('open', 'code', 'none'),
  held: fc.boolean(),
  orphans: fc.nat(2),
  pending: fc.option(
    fc.record({
      since: time,
      verdict: fc.constantFrom('none', 'alive', 'dead', 'open'),
      testedAt: fc.option(time),
    }),
  ),
  disagreement: fc.boolean(),
  undelivered: fc.nat(2),
  graceEnds: fc.option(time),
  limit: fc.option(
    fc.option(fc.record({ to: time, sure: fc.boolean(), ownEnd: fc.option(time) })),
    { nil: undefined },
  ),
  looked: fc.option(
    fc.record({ at: time, times: fc.integer({ min: 1, max: 40 }), alive: fc.boolean() }),
  ),
  sent: fc.boolean(),
  trouble: fc.option(
    fc.record({
      act: fc.constantFrom(...ACTS),
      problem: fc.constantFrom(...PROBLEMS),
      at: time,
      retryAt: fc.option(time),
    }),
  ),
})

describe('the course of a rotation', () => {
  it('never asks for a new one while it is not known what became of the last', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf(at)
        if ('do' in next && next.do === 'create') {
          expect(at.stage).toBe('planned')
          expect(at.orphans).toBe(0)
          expect(at.started && !at.held).toBe(true)
        }
      }),
    )
  })

  it('never touches the old one before promotion, delivery and the end of the grace', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf(at)
        if (!('do' in next) || next.do !== 'revoke') return
        expect(isBeforePromotion(at.stage)).toBe(false)
        expect(at.stage).not.toBe('promoted')
        if (at.stage === 'delivered') expect(at.graceEnds).not.toBeNull()
        if (at.stage === 'delivered') expect(at.graceEnds).toBeLessThanOrEqual(at.now)
        expect(at.entry).toBe('open')
        expect(at.mode).not.toBe('guided')
      }),
    )
  })

  it('does by itself in the browser’s mode nothing but ask and store', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf({ ...at, mode: 'guided' })
        if ('do' in next) expect(['store', 'test', 'prove']).toContain(next.do)
      }),
    )
  })

  it('makes nothing current that the user would have to agree to', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf(at)
        if ('do' in next && next.do === 'promote') expect(at.disagreement).toBe(false)
      }),
    )
  })

  it('wakes up in the future, or not by itself', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf(at)
        if ('wait' in next && next.until !== null) expect(next.until).toBeGreaterThan(at.now)
      }),
    )
  })

  it('goes from the plan to the proof', () => {
    expect(act({ started: false })).toBe('wait for start')
    expect(act({})).toBe('create')
    expect(act({ mode: 'signed-in', entry: 'none' })).toBe('wait for sign-in')
    expect(act({ mode: 'signed-in', entry: 'code' })).toBe('wait for code')
    expect(act({ stage: 'creating' })).toBe('settle')
    const pending = { since: NOW, verdict: 'none', testedAt: null } as const
    expect(act({ stage: 'created', pending })).toBe('test')
    expect(act({ stage: 'tested' })).toBe('promote')
    expect(act({ stage: 'tested', disagreement: true })).toBe('wait for agreement')
    expect(act({ stage: 'promoted', undelivered: 1 })).toBe('wait for delivery')
    expect(act({ stage: 'promoted' })).toBe('deliver')
    expect(act({ stage: 'delivered', graceEnds: null })).toBe('wait for grace')
    expect(act({ stage: 'delivered', graceEnds: NOW + 1 })).toBe('wait for grace')
    expect(act({ stage: 'delivered', graceEnds: NOW + 1, limit: null })).toBe('limit')
    expect(act({ stage: 'delivered' })).toBe('revoke')
    expect(act({ stage: 'revoking' })).toBe('prove')
  })

  it('waits for an activation and then discards what is refused', () => {
    const refused = { since: NOW, verdict: 'dead', testedAt: NOW } as const
    expect(course({ stage: 'created', pending: refused })).toMatchObject({
      wait: 'activation',
      until: NOW + TEST_EVERY_MS,
    })
    const old = { ...refused, since: NOW - 600_000 }
    expect(act({ stage: 'created', pending: old })).toBe('discard')
    expect(act({ stage: 'created', pending: old, mode: 'guided' })).toBe('wait for create-by-hand')
    // a clock that was set back by a year makes nobody wait for a year
    const future = { ...refused, testedAt: NOW + 31_536_000_000 }
    expect(act({ stage: 'created', pending: future })).toBe('test')
  })

  it('looks for the death less and less often, and deletes again what still lives', () => {
    const looked = { at: NOW, times: 1, alive: true }
    expect(course({ stage: 'revoking', looked })).toMatchObject({ until: NOW + DEATH_EVERY_MS[0] })
    const often = { at: NOW, times: 30, alive: true }
    expect(course({ stage: 'revoking', looked: often })).toMatchObject({
      until: NOW + DEATH_EVERY_MS[1],
    })
    const due = { ...looked, at: NOW - DEATH_EVERY_MS[0] }
    expect(act({ stage: 'revoking', looked: due })).toBe('revoke')
    expect(act({ stage: 'revoking', looked: { ...due, alive: false } })).toBe('prove')
    expect(act({ stage: 'revoking', looked: due, mode: 'guided' })).toBe('prove')
    expect(act({ stage: 'revoking', looked, sent: false })).toBe('revoke')
    const shut = { stage: 'revoking', looked: due, entry: 'none', sent: false } as const
    expect(act({ ...shut, mode: 'signed-in' })).toBe('wait for sign-in')
    // nobody can sign in for another token
    expect(act({ ...shut, mode: 'automatic' })).toBe('wait for help')
  })

  it('tells the platform an end that is the grace’s, and never later than its own', () => {
    const graceEnds = NOW + 1000
    const at = (limit: Situation['limit'], change: Partial<Situation> = {}) =>
      act({ stage: 'delivered', mode: 'signed-in', graceEnds, limit, ...change })
    const told = { to: graceEnds, sure: true, ownEnd: null }
    expect(at(told)).toBe('wait for grace')
    expect(at({ ...told, sure: false })).toBe('limit')
    expect(at({ to: NOW + 500, sure: true, ownEnd: NOW + 500 })).toBe('wait for grace')
    // the grace was made longer, or open: somebody has to sign in before the platform ends it
    const short = { ...told, to: NOW + 500 }
    expect(at(short)).toBe('limit')
    expect(at(short, { graceEnds: null })).toBe('limit')
    const shut = { stage: 'delivered', mode: 'signed-in', entry: 'none' } as const
    expect(course({ ...shut, graceEnds, limit: short })).toMatchObject({
      wait: 'sign-in',
      until: NOW + 500,
    })
    expect(at({ ...told, to: NOW + 2000 }, { entry: 'none' })).toBe('wait for grace')
    expect(at(short, { mode: 'guided' })).toBe('wait for grace')
    // what became the current one again is not to end
    expect(act({ stage: 'tested', limit: told })).toBe('limit')
    expect(act({ ...shut, stage: 'tested', limit: told })).toBe('wait for sign-in')
    expect(act({ stage: 'promoted', limit: told })).toBe('limit')
    expect(act({ stage: 'promoted', limit: told, entry: 'none' })).toBe('deliver')
  })

  it('looks again and again where the platform ends it, before it asks for anybody', () => {
    const limit = { to: NOW, sure: true, ownEnd: null }
    const at = (change: Partial<Situation>) =>
      course({ stage: 'delivered', mode: 'signed-in', entry: 'none', limit, ...change })
    expect(at({})).toEqual({ do: 'prove' })
    const looked = { at: NOW, times: 1, alive: true }
    const due = NOW + DEATH_EVERY_MS[0]
    expect(at({ looked })).toMatchObject({ wait: 'death', until: due })
    expect(at({ looked, now: due })).toEqual({ do: 'prove' })
    const late = NOW + LATE_MS
    const again = { at: late, times: 9, alive: true }
    const next = { wait: 'sign-in', until: late + DEATH_EVERY_MS[1] }
    expect(at({ looked: again, now: late })).toMatchObject(next)
    expect(at({ looked: again, now: next.until })).toMatchObject({ do: 'prove' })
    // a platform that cannot be asked gives nobody anything to do
    expect(at({ looked: { ...again, alive: false }, now: late })).toMatchObject({ wait: 'death' })
  })

  it('goes on looking by itself after a deletion, whatever it needs to delete again', () => {
    const looked = { at: NOW, times: 1, alive: true }
    const opened = { stage: 'revoking', mode: 'signed-in' } as const
    const soon = NOW + DEATH_EVERY_MS[0]
    const due = { ...looked, at: NOW - DEATH_EVERY_MS[0] }
    for (const [entry, need] of [
      ['code', 'code'],
      ['none', 'sign-in'],
    ] as const) {
      expect(course({ ...opened, looked, entry })).toMatchObject({
        wait: need,
        until: soon,
      })
      // whoever is typing a code goes on being asked for it
      expect(course({ ...opened, looked: due, entry })).toEqual({
        do: 'prove',
        beside: { wait: need, problem: null, until: null },
      })
    }
    const trouble = { act: 'revoke', problem: 'missing-right', at: NOW, retryAt: null } as const
    expect(course({ stage: 'revoking', looked, trouble })).toMatchObject({
      wait: 'help',
      until: soon,
    })
    expect(act({ stage: 'revoking', looked: due, trouble })).toBe('prove')
    // nothing was deleted: looking alone would never end it
    expect(course({ stage: 'revoking', looked: due, trouble, sent: false })).toMatchObject({
      wait: 'help',
      until: null,
    })
  })

  it('tries again what passes by itself, and asks for help with the rest', () => {
    const at = (problem: (typeof PROBLEMS)[number], retryAt: number | null) =>
      course({ trouble: { act: 'create', problem, at: NOW, retryAt } })
    expect(at('rate-limited', NOW + 5)).toEqual({
      wait: 'patience',
      problem: 'rate-limited',
      until: NOW + 5,
    })
    expect(at('rate-limited', NOW)).toEqual({ do: 'create' })
    // a clock that was set back since makes nobody wait for longer than the pause
    const future = {
      act: 'create',
      problem: 'rate-limited',
      at: NOW + 1,
      retryAt: NOW + 6,
    } as const
    expect(course({ trouble: future })).toEqual({ do: 'create' })
    expect(at('missing-right', null)).toMatchObject({ wait: 'help' })
    expect(at('code-refused', null)).toMatchObject({ wait: 'code' })
    expect(at('wrong-sign-in', null)).toMatchObject({ wait: 'sign-in' })
    // trouble with one act says nothing of another
    expect(
      course({ trouble: { act: 'limit', problem: 'invalid', at: NOW, retryAt: null } }),
    ).toEqual({
      do: 'create',
    })
  })

  it('stores first what is held, before anything else', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const next = courseOf({ ...at, held: true, trouble: null })
        expect(next).toEqual({ do: 'store' })
      }),
    )
  })
})
