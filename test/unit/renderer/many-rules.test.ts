import { describe, expect, it } from 'vitest'
import type { Waiting } from '../../../shared/contract/rotation'
import { groupPlans, standingOf } from '../../../renderer/feature/rotation/many-rules'
import { loadedHarness } from './harness'

const waits = (need: Waiting['need'], until: number | null = null): Waiting => ({
  need,
  problem: null,
  until,
})
const OPEN = { done: false, refused: false }

async function planned(what: 'rotate' | 'revoke', byHand: readonly string[] = []) {
  const { app } = loadedHarness()
  const tokens = app.tokens.getState().list
  const plans = (await app.act.planMany(tokens.map((token) => token.id))) ?? []
  const groups = groupPlans(tokens, new Map(plans.map((plan) => [plan.id, plan])), {
    what,
    byHand: new Set(tokens.filter(({ label }) => byHand.includes(label)).map(({ id }) => id)),
    kindOf: ({ kind }) => app.session.getState().kinds.get(kind),
  })
  return { app, tokens, groups }
}

describe('the plan of several tokens', () => {
  it('puts each token into one group, and one sign-in to a place', async () => {
    const { tokens, groups } = await planned('rotate')
    const rows = [
      ...groups.automatic,
      ...groups.places.flatMap((place) => place.rows),
      ...groups.guided,
      ...groups.notNow,
    ]
    expect(new Set(rows.map(({ token }) => token.id)).size).toBe(tokens.length)
    expect(rows).toHaveLength(tokens.length)
    const places = groups.places.map(({ place }) => place)
    expect(new Set(places).size).toBe(places.length)
    expect(places).toContain('tolgee cloud')
    for (const { place, rows: found } of groups.places)
      expect(found.every(({ plan }) => plan.place === place)).toBe(true)
  })

  it('leaves out what is open already', async () => {
    const { tokens, groups } = await planned('rotate')
    const open = tokens.filter(({ phase }) => phase.name === 'rotating')
    expect(open.length).toBeGreaterThan(0)
    for (const token of open)
      expect(groups.notNow.find((each) => each.token.id === token.id)?.why).toBe('open')
  })

  it('moves a token to the browser where the user wants it', async () => {
    const { groups } = await planned('rotate')
    const first = groups.places[0]?.rows[0]
    expect(first).toBeDefined()
    const again = await planned('rotate', [first?.token.label ?? ''])
    expect(again.groups.guided.map(({ token }) => token.id)).toContain(first?.token.id)
  })
})

describe('where one of several stands', () => {
  it('tells what goes by itself from what waits for somebody', () => {
    const at = (mode: 'signed-in' | 'guided', waiting: Waiting | null) =>
      standingOf({ mode, waiting }, OPEN)
    expect(at('signed-in', null)).toBe('going')
    expect(at('signed-in', waits('code'))).toBe('sign-in')
    expect(at('guided', waits('create-by-hand'))).toBe('browser')
    expect(at('signed-in', waits('delivery'))).toBe('you')
    expect(at('signed-in', waits('grace', 5))).toBe('going')
    expect(at('signed-in', waits('grace'))).toBe('you')
    expect(at('signed-in', waits('help'))).toBe('problem')
  })

  it('says what is over', () => {
    expect(standingOf(null, { done: true, refused: false })).toBe('done')
    expect(standingOf(null, { done: false, refused: true })).toBe('problem')
    expect(standingOf(null, OPEN)).toBe('over')
  })
})
