import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVENTS, next, type Event, type Next } from '../../../electron/rotation/machine'
import { isBeforePromotion, STAGES, type Stage } from '../../../shared/model/stage'

/** A walk from the beginning: each event that can happen, happens; the others are left out. */
function walk(events: readonly Event[]): { stages: Next[]; taken: Event[] } {
  const stages: Next[] = ['planned']
  const taken: Event[] = []
  let at: Next = 'planned'
  for (const event of events) {
    if (at === 'done' || at === 'idle') break
    const to: Next | null = next(at, event)
    if (to === null) continue
    at = to
    stages.push(at)
    taken.push(event)
  }
  return { stages, taken }
}

const walks = fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }).map(walk)

describe('the machine of a rotation', () => {
  it('makes a value current only after it was accepted, whatever happens', () => {
    fc.assert(
      fc.property(walks, ({ taken }) => {
        for (const [index, event] of taken.entries()) {
          if (event !== 'promoted') continue
          const before = taken.slice(0, index)
          const accepted = Math.max(before.lastIndexOf('accepted'), before.lastIndexOf('reverted'))
          const later = ['doubted', 'discarded', 'stored'].map((each) =>
            before.lastIndexOf(each as Event),
          )
          expect(accepted).toBeGreaterThan(Math.max(...later))
        }
      }),
    )
  })

  it('lets the old one be deleted only after promotion and delivery', () => {
    fc.assert(
      fc.property(walks, ({ taken }) => {
        for (const [index, event] of taken.entries()) {
          if (event !== 'revoking') continue
          const before = taken.slice(0, index)
          const promoted = before.lastIndexOf('promoted')
          expect(promoted).toBeGreaterThanOrEqual(0)
          expect(before.lastIndexOf('delivered')).toBeGreaterThan(promoted)
          const back = ['reverted', 'reverted-unproved'].map((each) =>
            before.lastIndexOf(each as Event),
          )
          expect(Math.max(...back)).toBeLessThan(promoted)
        }
      }),
    )
  })

  it('never gives up after promotion, and never ends before it', () => {
    for (const stage of STAGES) {
      expect(next(stage, 'cancelled') === 'idle').toBe(isBeforePromotion(stage))
      for (const end of ['proved', 'unproved'] as const) {
        expect(next(stage, end) === 'done').toBe(!isBeforePromotion(stage))
      }
    }
  })

  it('can reach every stage, and an end from every stage', () => {
    const reached = new Set<Stage>(['planned'])
    for (let round = 0; round < STAGES.length; round++) {
      for (const stage of [...reached]) {
        for (const event of EVENTS) {
          const to = next(stage, event)
          if (to !== null && to !== 'done' && to !== 'idle') reached.add(to)
        }
      }
    }
    expect([...reached].sort()).toEqual([...STAGES].sort())
    for (const stage of STAGES) {
      const ends = EVENTS.map((event) => next(stage, event))
      expect(ends.some((to) => to === 'done' || to === 'idle')).toBe(true)
    }
  })

  it('asks for a new one only from the plan', () => {
    for (const stage of STAGES) expect(next(stage, 'intended') !== null).toBe(stage === 'planned')
  })
})
