import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RotationPlan } from '../../shared/contract/rotation'
import type { ErrorCode } from '../../shared/error'
import type { TokenId } from '../../shared/model/token'

/** What the view of all that is open shows, as long as it is open. */
export interface Batch {
  /** In the order in which they came; what is done stays. */
  readonly ids: readonly TokenId[]
  /** Which of them end a token, and do not replace it. */
  readonly ends: ReadonlySet<TokenId>
  /** Those whose old value was proved dead. */
  readonly done: ReadonlySet<TokenId>
  /** Those that could not be begun, and why. */
  readonly refused: ReadonlyMap<TokenId, ErrorCode>
  readonly plans: ReadonlyMap<TokenId, RotationPlan>
}

export type BatchStore = StoreApi<Batch>

export const NO_BATCH: Batch = {
  ids: [],
  ends: new Set(),
  done: new Set(),
  refused: new Map(),
  plans: new Map(),
}

export function createBatch(): BatchStore {
  return createStore<Batch>(() => NO_BATCH)
}

/** With more tokens to follow; those that are there keep their places. */
export function following(batch: Batch, ids: readonly TokenId[], ends: readonly TokenId[]): Batch {
  return {
    ...batch,
    ids: [...new Set([...batch.ids, ...ids])],
    ends: new Set([...batch.ends, ...ends]),
  }
}
