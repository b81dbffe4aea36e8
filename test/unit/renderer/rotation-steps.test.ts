import { describe, expect, test } from 'vitest'
import { needText } from '../../../renderer/feature/rotation/status'
import {
  canProve,
  controlOf,
  limitText,
  moveOf,
  STEPS,
  stepOf,
  stepStates,
} from '../../../renderer/feature/rotation/steps'
import { standing } from '../../../renderer/feature/guide/standing-text'
import type { RotationView } from '../../../shared/contract/rotation'
import { ACTS, NEEDS, STAGES, type Need } from '../../../shared/model/stage'
import { words } from './harness'
import { rotationView } from './rotation-view'

const waiting = (need: Need, until: number | null = null): RotationView['waiting'] => ({
  need,
  problem: null,
  until,
})
const at = (
  stage: RotationView['stage'],
  need: Need | null = null,
  more: Partial<RotationView> = {},
) => rotationView({ mode: 'automatic', stage, waiting: need && waiting(need), ...more })

describe('the step of a rotation by API', () => {
  test('is the plan until it was begun, and the new token then', () => {
    expect(stepOf(at('planned', 'start'))).toBe('planned')
    expect(stepOf(at('planned', 'sign-in'))).toBe('creating')
    expect(stepOf(at('planned', 'help'))).toBe('creating')
  })

  test('is the grace period while it lasts, and the deletion after it', () => {
    expect(stepOf(at('delivered', 'grace'))).toBe('delivered')
    expect(stepOf(at('delivered', null, { act: 'limit' }))).toBe('delivered')
    for (const need of ['sign-in', 'code', 'patience', 'help'] as const)
      expect(stepOf(at('delivered', need))).toBe('revoking')
    expect(stepOf(at('delivered', null, { act: 'revoke' }))).toBe('revoking')
    expect(stepOf(at('delivered', null, { act: 'prove' }))).toBe('done')
  })

  test('is the grace period while somebody has to sign in for a longer one', () => {
    const early = { limitedTo: 1000, graceEnds: 2000 }
    expect(stepOf(at('delivered', 'sign-in', early))).toBe('delivered')
    expect(stepOf(at('delivered', 'code', { ...early, graceEnds: null }))).toBe('delivered')
    expect(stepOf(at('delivered', 'sign-in', { ...early, graceEnds: 1000 }))).toBe('revoking')
  })

  test('says what the platform was told of an end that is not wanted now', () => {
    expect(limitText(at('tested', 'sign-in', { limitedTo: 1000 }))).toBe('rotation.limit-current')
    expect(limitText(at('tested', 'sign-in'))).toBeNull()
    expect(limitText(at('promoted', 'delivery', { limitedTo: 1000 }))).toBe('rotation.limit-old')
    const told = { limitedTo: 1000, graceEnds: 1000 }
    expect(limitText(at('delivered', 'grace', told))).toBeNull()
    expect(limitText(at('delivered', 'grace', { ...told, graceEnds: 2000 }))).toBe(
      'rotation.limit-old',
    )
    expect(limitText(at('done', null, told))).toBeNull()
  })

  test('is the proof while that is looked for', () => {
    expect(stepOf(at('revoking', 'death'))).toBe('done')
    expect(stepOf(at('revoking', null, { act: 'prove' }))).toBe('done')
    expect(stepOf(at('revoking', 'sign-in'))).toBe('revoking')
  })

  test('is one only, whatever is done or waited for, and never goes back with the stages', () => {
    for (const stage of STAGES) {
      for (const view of [
        ...NEEDS.map((need) => at(stage, need)),
        ...ACTS.map((act) => at(stage, null, { act })),
      ]) {
        const states = Object.values(stepStates(view))
        expect(states.filter((state) => state === 'now')).toHaveLength(1)
        expect(STEPS.indexOf(stepOf(view))).toBeGreaterThanOrEqual(STEPS.indexOf(stage))
      }
    }
    expect(new Set(Object.values(stepStates(at('done'))))).toEqual(new Set(['done']))
  })
})

describe('the one thing to do', () => {
  test('is there for every need that no form answers', () => {
    const without = NEEDS.filter((need) => moveOf(at('creating', need)) === null)
    expect(without).toEqual(['create-by-hand', 'sign-in', 'code', 'orphans', 'activation'])
  })

  test('is none while a new value is not stored, and none by hand before anything was done', () => {
    expect(moveOf(at('tested', 'agreement'))).toBe('promote')
    expect(moveOf(at('tested', 'agreement', { unstoredHint: '••••full' }))).toBeNull()
    expect(moveOf(at('planned', 'start', { mode: 'guided' }))).toBeNull()
    expect(moveOf(at('tested', null, { mode: 'guided' }))).toBe('promote')
    expect(moveOf(at('tested', null))).toBeNull()
  })

  test('goes with a look at the old value by hand, once the new one is current', () => {
    const able = [...STAGES, 'done' as const].filter((stage) => canProve({ mode: 'guided', stage }))
    expect(able).toEqual(['promoted', 'delivered', 'revoking'])
    expect(canProve({ mode: 'automatic', stage: 'revoking' })).toBe(false)
  })

  test('is another one when the act or the need is another', () => {
    const views = [
      ...NEEDS.map((need) => at('creating', need)),
      ...ACTS.map((act) => at('creating', null, { act })),
    ]
    expect(new Set(views.map(controlOf)).size).toBe(NEEDS.length + ACTS.length)
  })
})

describe('the words of a need', () => {
  test('are there for each, with and without a time', () => {
    for (const need of NEEDS)
      for (const until of [null, 3_600_000])
        expect(
          needText(at('creating', null, { waiting: waiting(need, until) }), { words, now: 0 }),
        ).toMatch(/^[a-z][^{}]+$/)
    expect(needText(at('creating'), { words, now: 0 })).toBeNull()
  })

  test('say when the old one goes, and never a time that has passed', () => {
    const said = (until: number): string | null =>
      needText(at('delivered', null, { waiting: waiting('grace', until) }), {
        words,
        now: 7_200_000,
      })
    expect(said(7_200_000 + 6 * 3_600_000)).toBe('old one goes in 6 hours')
    expect(said(0)).not.toContain('ago')
  })
})

describe('what is said to be where', () => {
  test('is never that nothing was made, once a request may have gone out', () => {
    expect(standing(at('planned', 'sign-in'), false).stands).toBe('rotation.stand-planned')
    expect(standing(at('creating', 'patience'), false).stands).toBe('rotation.stand-creating')
  })

  test('names a value that is not stored before anything else', () => {
    const view = at('creating', 'patience', { unstoredHint: '••••full' })
    expect(standing(view, false)).toEqual({
      stands: 'guide.stand-unstored',
      leaves: 'guide.leave-unstored',
    })
  })

  test('tells of both values after promotion, by API as by hand', () => {
    for (const mode of ['automatic', 'signed-in', 'guided'] as const)
      for (const stage of ['promoted', 'delivered', 'revoking'] as const)
        expect(standing(rotationView({ mode, stage }), false).stands).toBe('guide.stand-promoted')
  })
})
