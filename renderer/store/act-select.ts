import type { TokenId } from '../../shared/model/token'
import type { Parts } from './actions'
import type { ListingStore } from './listing'
import { added, NONE, ranged, toggled } from './selection'

/** Marking several tokens. */
export function selectionActions({
  selection,
  listing,
  view,
  overlay,
}: Parts & { listing: ListingStore }) {
  const order = (): TokenId[] =>
    listing.getState().items.flatMap((item) => (item.type === 'token' ? item.token.id : []))
  return {
    mark: (id: TokenId): void => selection.setState((before) => toggled(before, id)),
    /** From where the range began, or the token that is shown, to this one. */
    markTo(id: TokenId): void {
      const from = view.getState().active
      selection.setState((before) => ranged(before, order(), { from, to: id }))
    },
    markAll: (): void => selection.setState((before) => added(before, order())),
    markThese: (ids: readonly TokenId[]): void => selection.setState(added(NONE, ids)),
    /** What would happen to those that are marked, or to these. */
    openMany(what: 'rotate' | 'revoke'): void {
      const ids = [...selection.getState().ids]
      if (ids.length > 0) overlay.setState({ name: 'many', what, ids }, true)
    },
    unmark: (): void => selection.setState(NONE),
  }
}
