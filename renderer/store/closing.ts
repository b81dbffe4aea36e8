import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TokenId } from '../../shared/model/token'

/** A new value that is stored nowhere: a draft, or that of the rotation of a token. */
export type Unsaved = 'draft' | TokenId

/** What would be lost if the window closed now. */
export interface Closing {
  readonly unsaved: readonly Unsaved[]
  /** The window was to be closed, and the user is asked first. */
  readonly asked: boolean
}

export type ClosingStore = StoreApi<Closing>

export function createClosing(): ClosingStore {
  return createStore<Closing>(() => ({ unsaved: [], asked: false }))
}

/** Notes that a value is stored nowhere, or that it is stored or let go. */
export function holdUnsaved(store: ClosingStore, what: Unsaved, held: boolean): void {
  const { unsaved } = store.getState()
  if (unsaved.includes(what) === held) return
  const others = unsaved.filter((each) => each !== what)
  // what was asked about is answered when it is gone
  store.setState(held ? { unsaved: [...others, what] } : { unsaved: others, asked: false })
}
