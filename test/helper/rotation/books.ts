import { expect } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { SLOTS, type Slot } from '../../../electron/service/port'
import type { Bench } from '../services'
import type { Setting } from './modes'

/** What the vault holds of a token at this moment. */
function held(bench: Bench, id: TokenId): Map<Slot, string> {
  const found = new Map<Slot, string>()
  for (const slot of SLOTS) {
    const secret = bench.services.index.secret(id, slot)
    if (!secret.ok || secret.value === null) continue
    found.set(slot, secret.value.text())
    secret.value.wipe()
  }
  return found
}

/**
 * What has to hold at every instant, by the platform's own books: the vault holds a value that
 * works, and every token that was made by API is in the vault, or may be there as a possible orphan.
 */
export function expectNothingLost(bench: Bench, { id, kind, simulator }: Setting): void {
  // a vault that is closed at this instant says nothing; it is looked at when it is open again
  if (!bench.services.vault.isOpen()) return
  const values = new Set(held(bench, id).values())
  // a new Lokalise token works before it is accepted: its first minute counts as alive
  const alive = simulator.tokens.filter((each) => each.kind === kind && each.revokedAt === null)
  const works = alive.some((each) => values.has(each.secret))
  expect(works, 'a working value is in the vault').toBe(true)

  const details = bench.services.index.details(id)
  const token = bench.services.index.get(id)
  if (!details.ok || !token.ok) throw new Error('the token is gone')
  const { rotation, orphans } = details.value
  const { phase } = token.value.overview
  const unsettled = phase.name === 'rotating' && phase.stage === 'creating'
  const listed = [...orphans, ...(rotation?.orphans ?? [])]
  for (const made of simulator.madeByApi(kind)) {
    const known =
      values.has(made.secret) ||
      unsettled ||
      listed.some((each) => each.id === made.id || each.name === made.label)
    expect(known, `a token made by API (${made.id}) is known here`).toBe(true)
  }
}

/** The old value is deleted by API only once the vault's current value is another one that works. */
export function expectProvedFirst(bench: Bench, { id, simulator, old }: Setting): void {
  const current = held(bench, id).get('current')
  expect(current, 'the new value is current').not.toBe(old)
  const live = simulator.live().some((each) => each.secret === current)
  expect(live, 'the new value works').toBe(true)
}

/** A finished rotation: one live token, the vault's; the old one dead; nothing left behind. */
export function expectFinished(bench: Bench, { id, kind, simulator, old }: Setting): void {
  const values = held(bench, id)
  expect([...values.keys()], 'only the current value is left').toEqual(['current'])
  const live = simulator.live(kind).map((each) => each.secret)
  expect(live, 'the old value is dead').not.toContain(old)
  expect(live, 'the current value works').toContain(values.get('current'))
  const details = bench.services.index.details(id)
  const left = details.ok ? details.value.orphans.map((each) => each.id) : []
  const lost = simulator
    .madeByApi(kind)
    .filter((each) => each.secret !== values.get('current') && !left.includes(each.id))
  expect(lost, 'no token is left on the platform').toEqual([])
}
