import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EventPayload } from '../../shared/contract/event'
import type { TokenId } from '../../shared/model/token'

/** The secret that lies on the clipboard, and until when. */
export interface Clip {
  readonly token: TokenId | null
  readonly what: EventPayload<'clipboard.changed'>['what']
  readonly since: number
  readonly clearsAt: number
}

export interface Clipboard {
  readonly clip: Clip | null
}

export type ClipboardStore = StoreApi<Clipboard>

export function createClipboard(): ClipboardStore {
  return createStore<Clipboard>(() => ({ clip: null }))
}
