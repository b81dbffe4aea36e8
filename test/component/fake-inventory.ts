import { appError } from '../../shared/error'
import type { Handlers } from '../../shared/contract/index'
import type { InventoryEntry, InventoryListing } from '../../shared/contract/inventory'
import { serviceOf } from '../../shared/model/kind'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { Fake } from './fake-bridge'

const DAY = 86_400_000

const MODES: Readonly<Record<string, 'automatic' | 'signed-in'>> = {
  'tolgee/pat': 'signed-in',
  'tolgee/pak': 'signed-in',
  'phrase/strings-token': 'signed-in',
  'lokalise/sdk-token': 'automatic',
}

const keyOf = (index: number): string => `entry${index}`.padEnd(22, '0')

/** What the platforms of the samples list. */
export function inventoryHandlers(fake: Fake) {
  const held = new Map<string, InventoryListing>()
  const { now } = fake.options
  const placeOf = ({ kind, server, project }: TokenSummary): string =>
    [serviceOf(kind), server.baseUrl ?? server.id, MODES[kind] === 'automatic' ? project : ''].join(
      ' ',
    )
  const all = (): TokenSummary[] =>
    [...fake.tokens.values()].map(({ summary }) => summary).filter(({ kind }) => MODES[kind])
  const find = (id: TokenId): TokenSummary | undefined => all().find((token) => token.id === id)

  const isAt = (id: TokenId, place: string): boolean => {
    const token = find(id)
    return token !== undefined && placeOf(token) === place
  }

  const places: Handlers['inventory.places'] = () => {
    const found = new Map<string, TokenSummary[]>()
    for (const token of all()) {
      found.set(placeOf(token), [...(found.get(placeOf(token)) ?? []), token])
    }
    return ok(
      [...found].flatMap(([place, tokens]) => {
        const [first] = tokens
        const mode = first && MODES[first.kind]
        if (!first || !mode) return []
        return [
          {
            ...{ id: first.id, place, mode, server: first.server, tokens: tokens.length },
            service: serviceOf(first.kind),
            project: mode === 'automatic' ? first.project : null,
            manager: mode === 'automatic' ? first.id : null,
            listedAt: held.get(place)?.listedAt ?? null,
          },
        ]
      }),
    )
  }

  const list: Handlers['inventory.list'] = async ({ id }) => {
    const token = find(id)
    if (!token) return err(appError('rotation.no-way'))
    await fake.wait()
    const place = placeOf(token)
    const before = held.get(place)
    const { inventory = 'works' } = fake.options
    if (inventory !== 'works') {
      const problem = inventory === 'offline' ? 'unreachable' : 'missing-right'
      return ok({ problem, listing: before ?? null })
    }
    if (
      MODES[token.kind] === 'signed-in' &&
      ![...fake.signedIn].some((each) => isAt(each, place))
    ) {
      return ok({ problem: 'session-over', listing: before ?? null })
    }
    const entries =
      before?.entries ??
      entriesOf(
        token,
        all().filter((each) => placeOf(each) === place),
        now(),
      )
    const listing = { place, listedAt: now(), entries, unmatched: [] }
    held.set(place, listing)
    return ok({ problem: null, listing })
  }

  return {
    'inventory.places': places,
    'inventory.list': list,
    'inventory.view': ({ id }) => {
      const token = find(id)
      return token ? ok(held.get(placeOf(token)) ?? null) : err(appError('rotation.no-way'))
    },
    'inventory.adopt': ({ id, key, label }) => {
      const token = find(id)
      const listing = token && held.get(placeOf(token))
      const entry = listing?.entries.find((each) => each.key === key)
      if (!token || !listing || !entry) return err(appError('token.not-found'))
      const made = { ...token, id: `adopted${key}`.slice(0, 22) as TokenId, version: 1 }
      const summary: TokenSummary = {
        ...made,
        label: label ?? entry.suggestedLabel ?? 'Adopted',
        addedAt: now(),
        ...{ check: null, settled: null },
      }
      const details = fake.tokens.get(id)?.details
      if (details) fake.tokens.set(summary.id, { summary, details })
      const flags = entry.flags.filter((flag) => flag !== 'not-in-vault')
      const known = { ...entry, flags, inVault: 'yes' as const, known: summary.id, adopt: null }
      const entries = listing.entries.map((each) => (each === entry ? known : each))
      held.set(listing.place, { ...listing, entries })
      fake.announce('tokens.changed', { upserted: [summary], removed: [] })
      return ok(summary)
    },
    'inventory.revoke': async ({ id, keys }) => {
      const token = find(id)
      const listing = token && held.get(placeOf(token))
      if (!token || !listing) return err(appError('rotation.no-way'))
      await fake.wait()
      const next = { ...listing, entries: listing.entries.filter(({ key }) => !keys.includes(key)) }
      held.set(listing.place, next)
      const outcomes = keys.map((key) => ({
        ...{ key, problem: null, known: null },
        outcome: 'revoked' as const,
      }))
      return ok({ outcomes, problem: null, listing: next })
    },
    'inventory.drop': ({ id }) => {
      const token = find(id)
      if (token) held.delete(placeOf(token))
      return ok(null)
    },
  } satisfies Partial<Handlers>
}

function entriesOf(
  token: TokenSummary,
  here: readonly TokenSummary[],
  now: number,
): InventoryEntry[] {
  const service = serviceOf(token.kind)
  const base = {
    ...{ createdAt: now - 200 * DAY, tellsUse: service === 'tolgee', lastUsedAt: null },
    ...{ scopes: null, project: null, orphanOf: null, known: null, suggestedLabel: null },
  }
  const isLokalise = service === 'lokalise'
  const own = here.map((each, index): InventoryEntry => ({
    ...base,
    key: keyOf(index),
    kind: each.kind,
    name: isLokalise ? null : each.label,
    lastUsedAt: service === 'tolgee' ? now - 2 * DAY : null,
    expiry:
      each.expiry.known === 'date'
        ? { known: 'date', at: each.expiry.at }
        : { known: each.expiry.known },
    ...{ inVault: 'yes', known: each.id, flags: [], adopt: null },
  }))
  const more = (index: number, change: Partial<InventoryEntry>): InventoryEntry => ({
    ...base,
    key: keyOf(100 + index),
    kind: token.kind,
    name: null,
    expiry: { known: 'unknown' },
    ...{ inVault: 'no', flags: ['not-in-vault'], adopt: isLokalise ? 'stored' : 'paste' },
    suggestedLabel: isLokalise ? 'Lokalise SDK 2' : null,
    ...change,
  })
  if (isLokalise) return [...own, more(0, {}), more(1, { createdAt: now - 3 * DAY })]
  const never = { known: 'never' } as const
  return [
    ...own,
    more(0, {
      ...{
        name: 'old laptop',
        expiry: never,
        lastUsedAt: service === 'tolgee' ? now - 170 * DAY : null,
      },
      flags: ['not-in-vault', ...(service === 'tolgee' ? (['unused'] as const) : []), 'no-expiry'],
    }),
    more(1, {
      ...{ name: 'Release script', expiry: { known: 'date', at: now + 20 * DAY } },
      ...{ lastUsedAt: service === 'tolgee' ? now - DAY : null },
    }),
    more(2, {
      name: 'Deploy 2026-11-20 4f9a1c',
      expiry: never,
      orphanOf: token.id,
      flags: ['not-in-vault', 'possible-orphan', 'no-expiry'],
    }),
    more(3, {
      name: 'test',
      expiry: { known: 'date', at: now - 30 * DAY },
      flags: ['not-in-vault', 'expired'],
    }),
  ]
}
