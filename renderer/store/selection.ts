import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TokenId } from '../../shared/model/token'

/** The tokens that are marked to do something with several at once. */
export interface Selection {
  readonly ids: ReadonlySet<TokenId>
  /** Where a range begins; null: at the token that is shown. */
  readonly anchor: TokenId | null
  /** What was marked when the range began: it stays, however the range goes. */
  readonly base: ReadonlySet<TokenId>
}

export type SelectionStore = StoreApi<Selection>

export const NONE: Selection = { ids: new Set(), anchor: null, base: new Set() }

export function createSelection(): SelectionStore {
  return createStore<Selection>(() => NONE)
}

/** Marks a token, or takes its mark away; a range begins at it. */
export function toggled({ ids }: Selection, id: TokenId): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id, base: next }
}

/** Marks all from where the range begins to a token, in the order of the list. */
export function ranged(
  { anchor, base }: Selection,
  order: readonly TokenId[],
  { from, to }: { readonly from: TokenId | null; readonly to: TokenId },
): Selection {
  const listed = anchor !== null && order.includes(anchor) ? anchor : (from ?? to)
  const [a, b] = [order.indexOf(listed), order.indexOf(to)]
  const range = order.slice(Math.min(a, b), Math.max(a, b) + 1)
  return { ids: new Set([...base, ...range]), anchor: listed, base }
}

/** Marks these, and leaves all other marks. */
export function added({ ids }: Selection, more: readonly TokenId[]): Selection {
  const next = new Set([...ids, ...more])
  return { ids: next, anchor: null, base: next }
}

/** Without tokens that are gone; the same where none is. */
export function kept(selection: Selection, has: (id: TokenId) => boolean): Selection {
  const ids = [...selection.ids].filter(has)
  if (ids.length === selection.ids.size) return selection
  const left = new Set(ids)
  return { ids: left, anchor: null, base: left }
}
