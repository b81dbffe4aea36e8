import { expect } from 'vitest'
import type { TokenId } from '../../../shared/model/token'
import { isAlive, type Verdict } from '../../../shared/model/verdict-list'
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
  const now = bench.clock.now()
  const alive = simulator.tokens
    .filter((each) => each.kind === kind && each.revokedAt === null)
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  const works = alive.some((each) => values.has(each.secret))
  expect(works, 'a working value is in the vault').toBe(true)

  const details = bench.services.index.details(id)
  if (!details.ok) throw new Error('the token is gone')
  const { rotation, orphans } = details.value
  const listed = [...orphans, ...(rotation?.orphans ?? [])]
  for (const made of simulator.madeByApi(kind)) {
    const known =
      values.has(made.secret) ||
      listed.some(({ id, name }) =>
        id === null ? name === null || name === made.label : id === made.id,
      )
    expect(known, `a token made by API (${made.id}) is known here`).toBe(true)
  }
}

/** What the services were told last of the value that is the current one. */
export interface Told {
  readonly secret: string
  readonly verdict: Verdict
}

/** Keeps that, as it is told. */
export function tellOf(bench: Bench, { id }: Setting, told: Told): Told | null {
  if (!bench.services.vault.isOpen()) return null
  return held(bench, id).get('current') === told.secret ? told : null
}

/**
 * The old value is ended by API only once the vault's current value is another one that works, and
 * only after its platform has said so since it became the current one.
 */
export function expectProvedFirst(
  bench: Bench,
  { id, simulator, old }: Setting,
  told: Told | null,
): void {
  const current = held(bench, id).get('current')
  expect(current, 'the new value is current').not.toBe(old)
  const live = simulator.live().some((each) => each.secret === current)
  expect(live, 'the new value works').toBe(true)
  expect(told?.secret, 'the platform was asked about the new value').toBe(current)
  expect(isAlive(told?.verdict ?? 'unclear'), 'the platform said that the new value works').toBe(
    true,
  )
}

/** An end that is none: the current value works, and what is left over is known. */
export function expectUnharmed(bench: Bench, setting: Setting): void {
  const { id, kind, simulator } = setting
  expectNothingLost(bench, setting)
  const current = held(bench, id).get('current')
  const live = simulator.live(kind).map((each) => each.secret)
  expect(live, 'the current value works').toContain(current)
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
