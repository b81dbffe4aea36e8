import type { TokenId } from '../../../shared/model/token'

/** The element id of a token's row. */
export function rowId(id: TokenId): string {
  return `row-${id}`
}
