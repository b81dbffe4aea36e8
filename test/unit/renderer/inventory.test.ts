import { describe, expect, it } from 'vitest'
import { createInventory } from '../../../renderer/feature/inventory/flow'
import {
  arranged,
  canRevokeHere,
  entriesOf,
  isInUse,
} from '../../../renderer/feature/inventory/rules'
import type { InventoryEntry } from '../../../shared/contract/inventory'
import { createHarness, type Harness } from './harness'

const DAY = 86_400_000

function entry(change: Partial<InventoryEntry>): InventoryEntry {
  return {
    ...{ key: 'k'.repeat(22), kind: 'tolgee/pat', name: 'x', createdAt: 0, tellsUse: true },
    ...{ lastUsedAt: null, expiry: { known: 'never' }, scopes: null, project: null },
    ...{ inVault: 'no', known: null, flags: [], orphanOf: null, adopt: 'paste' },
    suggestedLabel: null,
    ...change,
  }
}

describe('the list of a platform', () => {
  it('shows what the vault does not have first, the newest of it before the rest', () => {
    const all = [
      entry({ name: 'in', inVault: 'yes', createdAt: 9 }),
      entry({ name: 'old', createdAt: 1 }),
      entry({ name: 'perhaps', inVault: 'unclear' }),
      entry({ name: 'new', createdAt: 2 }),
    ]
    expect(arranged(all).map(({ name }) => name)).toEqual(['new', 'old', 'perhaps', 'in'])
  })

  it('is filtered by what is worth a look', () => {
    const all = [entry({ name: 'a', flags: ['unused'] }), entry({ name: 'b' })]
    expect(entriesOf(all, 'all')).toHaveLength(2)
    expect(entriesOf(all, 'unused').map(({ name }) => name)).toEqual(['a'])
    expect(entriesOf(all, 'no-expiry')).toEqual([])
  })

  it('lets nothing be revoked here that is or may be a value of the vault', () => {
    expect(canRevokeHere(entry({}))).toBe(true)
    expect(canRevokeHere(entry({ inVault: 'yes' }))).toBe(false)
    expect(canRevokeHere(entry({ inVault: 'unclear' }))).toBe(false)
    // whether it ended is told by this machine's clock, which may be wrong
    expect(canRevokeHere(entry({ inVault: 'unclear', flags: ['expired'] }))).toBe(false)
  })

  it('asks for a word where something was used lately', () => {
    const now = 100 * DAY
    expect(isInUse(entry({ lastUsedAt: now - 29 * DAY }), now)).toBe(true)
    expect(isInUse(entry({ lastUsedAt: now - 31 * DAY }), now)).toBe(false)
    expect(isInUse(entry({}), now)).toBe(false)
  })
})

describe('the view of the platforms', () => {
  async function begun(harness: Harness, label: string | null) {
    const id = label === null ? null : harness.token(label).id
    const flow = createInventory(harness.app.env, id)
    await flow.begin()
    return flow
  }
  const called = ({ fake }: Harness) => fake.log.calls.map(({ name }) => name)

  it('begins where nobody has to sign in', async () => {
    const flow = await begun(createHarness(), null)
    const { listing, problem } = flow.store.getState()
    expect(problem).toBeNull()
    expect(listing?.entries.map(({ inVault }) => inVault)).toEqual(['yes', 'no', 'no'])
  })

  it('asks to sign in, and lists at once after it', async () => {
    const harness = createHarness()
    const flow = await begun(harness, 'Laptop')
    expect(flow.store.getState()).toMatchObject({ problem: 'session-over', listing: null })
    flow.signIn({ username: 'a@example.com', password: 'b', code: null })
    await expect.poll(() => flow.store.getState().listing?.entries.length).toBeGreaterThan(3)
    expect(flow.store.getState()).toMatchObject({ problem: null, busy: null })
    // a view that is opened again shows what is held
    const before = called(harness).filter((name) => name === 'inventory.list').length
    const again = await begun(harness, 'Laptop')
    expect(again.store.getState().listing).not.toBeNull()
    expect(called(harness).filter((name) => name === 'inventory.list')).toHaveLength(before)
  })

  it('adopts without having a value, and marks what it adopted', async () => {
    const harness = createHarness()
    const flow = await begun(harness, null)
    const key = flow.store.getState().listing?.entries.find(({ adopt }) => adopt)?.key ?? ''
    expect(await flow.adopt(key)).toBeNull()
    const after = flow.store.getState().listing?.entries.find((each) => each.key === key)
    expect(after).toMatchObject({ inVault: 'yes', adopt: null, flags: [] })
  })

  it('revokes what is chosen, and nothing without a choice', async () => {
    const harness = createHarness()
    const flow = await begun(harness, null)
    await flow.revoke()
    expect(called(harness)).not.toContain('inventory.revoke')
    const keys =
      flow.store
        .getState()
        .listing?.entries.slice(1)
        .map(({ key }) => key) ?? []
    for (const key of keys) flow.choose(key, true)
    flow.choose(keys[1] ?? '', false)
    flow.ask(true)
    await flow.revoke()
    const { listing, outcomes, chosen, asking } = flow.store.getState()
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['revoked'])
    expect(listing?.entries.map(({ key }) => key)).not.toContain(keys[0])
    expect({ chosen: chosen.size, asking }).toEqual({ chosen: 0, asking: false })
  })
})
