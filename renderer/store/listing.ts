import { createStore, type StoreApi } from 'zustand/vanilla'
import { serviceOf } from '../../shared/model/kind'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { inScope, type Scope } from './overview'
import { matches, parseQuery, type Searched, type SearchParts } from './search'

export const SORTS = ['label', 'due', 'checked', 'added'] as const
export type Sort = (typeof SORTS)[number]

/** What the user looks at. */
export interface View {
  readonly scope: Scope
  readonly query: string
  readonly sort: Sort
  /** Under a heading per platform. */
  readonly grouped: boolean
  /** The token whose details are shown. */
  readonly active: TokenId | null
  /** In a narrow window: the details cover the list. */
  readonly detailsOpen: boolean
  /** The label of the active token is being edited. */
  readonly renaming: boolean
}

export type ViewStore = StoreApi<View>

export function createView(): ViewStore {
  return createStore<View>(() => ({
    scope: 'all',
    query: '',
    sort: 'label',
    grouped: true,
    active: null,
    detailsOpen: false,
    renaming: false,
  }))
}

export type Item =
  | { readonly type: 'group'; readonly service: string; readonly count: number }
  | { readonly type: 'token'; readonly token: TokenSummary }

/** The lines of the list, in order. */
export interface Listing {
  readonly items: readonly Item[]
  /** How many of the lines are tokens. */
  readonly count: number
}

export function isListed({ items }: Listing, id: TokenId): boolean {
  return items.some((item) => item.type === 'token' && item.token.id === id)
}

export type ListingStore = StoreApi<Listing>

export function createListing(): ListingStore {
  return createStore<Listing>(() => ({ items: [], count: 0 }))
}

/** Without accents, and nothing to take apart. */
const ASCII = /^[ -~]*$/

/**
 * A key under which labels sort as people expect ('API token 2' before 'API token 10', case and
 * accents aside) by plain comparison, which is ten times as fast as a collator.
 */
export function labelKey(label: string): string {
  const plain = ASCII.test(label) ? label : label.normalize('NFKD').replace(/\p{M}+/gu, '')
  return plain.toLowerCase().replace(/\d{1,12}/g, (digits) => digits.padStart(12, '0'))
}

type Key = string | number
type KeyOf = (token: TokenSummary) => Key

const LATE = Number.MAX_SAFE_INTEGER

/** Sorts by a key that is worked out once per version of a row. */
export function createSorter(
  dueOf: (token: TokenSummary) => number | null,
): (list: readonly TokenSummary[], sort: Sort) => TokenSummary[] {
  const labels = new WeakMap<TokenSummary, string>()
  const label: KeyOf = (token) => {
    const known = labels.get(token)
    if (known !== undefined) return known
    const made = labelKey(token.label)
    labels.set(token, made)
    return made
  }
  const keys: Readonly<Record<Sort, KeyOf>> = {
    label,
    due: (token) => dueOf(token) ?? LATE,
    checked: (token) => -(token.check?.at ?? 0),
    added: (token) => -token.addedAt,
  }
  const order = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0)
  return (list, sort) => {
    const key = keys[sort]
    return [...list].sort(
      (a, b) => order(key(a), key(b)) || order(label(a), label(b)) || (a.id < b.id ? -1 : 1),
    )
  }
}

/** Sorted tokens to lines: those of the scope that fit the search, under their headings. */
export function arrange(
  sorted: readonly Searched[],
  view: Pick<View, 'scope' | 'query' | 'grouped'>,
  parts: SearchParts & { readonly services: readonly string[] },
): Listing {
  const terms = parseQuery(view.query)
  const fitting = sorted.filter(({ token }) => inScope(view.scope, token, parts.judge))
  const found = terms.length === 0 ? fitting : fitting.filter((each) => matches(terms, each, parts))
  if (!view.grouped) {
    return { items: found.map(({ token }) => ({ type: 'token', token })), count: found.length }
  }
  const groups = new Map<string, TokenSummary[]>(parts.services.map((service) => [service, []]))
  for (const { token } of found) {
    const service = serviceOf(token.kind)
    const group = groups.get(service)
    if (group) group.push(token)
    else groups.set(service, [token])
  }
  const items: Item[] = []
  for (const [service, tokens] of groups) {
    if (tokens.length === 0) continue
    items.push({ type: 'group', service, count: tokens.length })
    for (const token of tokens) items.push({ type: 'token', token })
  }
  return { items, count: found.length }
}
