import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EventPayload } from '../../shared/contract/event'
import type { TokenId } from '../../shared/model/token'

/** What is being checked now. */
export interface Checks {
  /** Tokens that are checked one by one. */
  readonly busy: ReadonlySet<TokenId>
  /** The run over many tokens, until its result was seen. */
  readonly run: EventPayload<'check.progress'> | null
}

export type ChecksStore = StoreApi<Checks>

export function createChecks(): ChecksStore {
  return createStore<Checks>(() => ({ busy: new Set(), run: null }))
}

export function withBusy(checks: Checks, id: TokenId, busy: boolean): Checks {
  const next = new Set(checks.busy)
  if (busy) next.add(id)
  else next.delete(id)
  return { ...checks, busy: next }
}
