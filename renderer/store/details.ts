import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../shared/contract/index'
import type { ErrorCode } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'
import type { Env } from './env'

export type DetailsValue = Output<'token.details'>

/** The rest of what is known about the token that is shown. */
export interface Details {
  readonly id: TokenId | null
  readonly version: number
  readonly value: DetailsValue | null
  readonly failed: ErrorCode | null
}

export type DetailsStore = StoreApi<Details>

export function createDetails(): DetailsStore {
  return createStore<Details>(() => ({ id: null, version: 0, value: null, failed: null }))
}

/**
 * Reads the details of one version of a token. What is there of the same token stays on view
 * meanwhile; an answer that is late for another token is dropped.
 */
export async function loadDetails(
  env: Env,
  store: DetailsStore,
  token: { readonly id: TokenId; readonly version: number },
): Promise<void> {
  const before = store.getState()
  if (before.id === token.id && before.version === token.version && !before.failed) return
  const kept = before.id === token.id ? before.value : null
  store.setState({ id: token.id, version: token.version, value: kept, failed: null })
  const answer = await env.bridge.call('token.details', { id: token.id })
  const now = store.getState()
  if (now.id !== token.id || now.version !== token.version) return
  store.setState(
    answer.ok ? { value: answer.value, failed: null } : { value: null, failed: answer.error.code },
  )
}
