import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TokenId, TokenSummary } from '../../shared/model/token'

/** All tokens of the vault, as the window may see them. */
export interface Tokens {
  readonly loaded: boolean
  readonly list: readonly TokenSummary[]
  readonly byId: ReadonlyMap<TokenId, TokenSummary>
}

export type TokensStore = StoreApi<Tokens>

export function createTokens(): TokensStore {
  return createStore<Tokens>(() => ({ loaded: false, list: [], byId: new Map() }))
}

function fromMap(byId: ReadonlyMap<TokenId, TokenSummary>): Tokens {
  return { loaded: true, byId, list: [...byId.values()] }
}

export function replaceAll(rows: readonly TokenSummary[]): Tokens {
  const here = rows.filter((row) => row.forgottenAt === null)
  return { loaded: true, byId: new Map(here.map((row) => [row.id, row])), list: here }
}

/**
 * Takes over what changed. A call's answer and its event may come in either order, so a row
 * gives way to its own newer versions only.
 */
export function applyChange(
  tokens: Tokens,
  change: { readonly upserted: readonly TokenSummary[]; readonly removed: readonly TokenId[] },
): Tokens {
  const fresh = change.upserted.filter((row) => {
    const known = tokens.byId.get(row.id)
    return known === undefined ? row.forgottenAt === null : row.version > known.version
  })
  const gone = change.removed.filter((id) => tokens.byId.has(id))
  if (fresh.length === 0 && gone.length === 0) return tokens
  const byId = new Map(tokens.byId)
  for (const row of fresh) {
    if (row.forgottenAt === null) byId.set(row.id, row)
    else byId.delete(row.id)
  }
  for (const id of gone) byId.delete(id)
  return fromMap(byId)
}
