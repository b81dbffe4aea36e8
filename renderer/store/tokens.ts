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

interface Change {
  readonly upserted: readonly TokenSummary[]
  readonly removed: readonly TokenId[]
}

/**
 * Takes over what changed. A call's answer and its event may come in either order, so a row
 * gives way to its own newer versions only.
 */
export function applyChange(tokens: Tokens, change: Change): Tokens {
  return applyChanges(tokens, [change])
}

/** The same for several, one after the other: what was removed first may come back later. */
export function applyChanges(tokens: Tokens, changes: readonly Change[]): Tokens {
  const byId = new Map(tokens.byId)
  let changed = false
  for (const { upserted, removed } of changes) {
    for (const row of upserted) {
      const known = byId.get(row.id)
      if (known ? row.version <= known.version : row.forgottenAt !== null) continue
      if (row.forgottenAt === null) byId.set(row.id, row)
      else byId.delete(row.id)
      changed = true
    }
    for (const id of removed) changed = byId.delete(id) || changed
  }
  return changed ? fromMap(byId) : tokens
}
