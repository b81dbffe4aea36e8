import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppError } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'

/** The access token of one token, as far as the window knows of it: never its value. */
export interface Access {
  /** Epoch ms until which one is held; null: none is, as far as is known. */
  readonly expiresAt: number | null
  /** One is asked for now. */
  readonly busy: boolean
  /** Why the last try gave none. */
  readonly failed: AppError | null
}

export interface Exchanges {
  readonly byId: ReadonlyMap<TokenId, Access>
}

export type ExchangesStore = StoreApi<Exchanges>

export const NO_ACCESS: Access = { expiresAt: null, busy: false, failed: null }

export function createExchanges(): ExchangesStore {
  return createStore<Exchanges>(() => ({ byId: new Map() }))
}

export function withAccess(before: Exchanges, id: TokenId, change: Partial<Access>): Exchanges {
  const access = { ...(before.byId.get(id) ?? NO_ACCESS), ...change }
  return { byId: new Map(before.byId).set(id, access) }
}
