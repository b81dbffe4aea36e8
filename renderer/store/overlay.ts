import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Outcome } from '../bridge'
import type { TokenId } from '../../shared/model/token'

/** What lies over the list; one thing at a time. */
export type Overlay =
  | { readonly name: 'none' }
  /** `opening` is the answer to a paste that was sent off before the dialog was there. */
  | {
      readonly name: 'add'
      readonly opening: Promise<Outcome<'draft.open'>> | null
      readonly from?: Overlay
    }
  /** `from`: what it was opened from, and what comes back after it. */
  | { readonly name: 'rotate' | 'revoke'; readonly id: TokenId; readonly from?: Overlay }
  /** What would happen to each of several tokens. */
  | {
      readonly name: 'many'
      readonly what: 'rotate' | 'revoke'
      readonly ids: readonly TokenId[]
    }
  /** All rotations and revocations that are open. */
  | { readonly name: 'rotations' }
  | { readonly name: 'forget'; readonly id: TokenId }
  | { readonly name: 'server'; readonly id: TokenId }
  /** The actions of a token, at a point of the window. */
  | {
      readonly name: 'menu'
      readonly id: TokenId
      readonly point: { readonly x: number; readonly y: number }
    }
  /** All that was done, or what was done with one token. */
  | { readonly name: 'audit'; readonly id: TokenId | null }
  /** What platforms list; beginning with the place of one token, if one is given. */
  | { readonly name: 'inventory'; readonly id: TokenId | null }
  | { readonly name: 'settings' }
  /** What opens the vault, when it locks, its backups, and the ways in and out of it. */
  | { readonly name: 'vault' }
  /** Going on with a file that is not the one that was seen last. */
  | { readonly name: 'accept' }
  /** A backup in the place of a vault that is only read, or has lost something. */
  | { readonly name: 'restore' }
  /** Moving tokens in from a file, and out into one. */
  | { readonly name: 'import' | 'export'; readonly from?: Overlay }
  | { readonly name: 'palette' }
  | { readonly name: 'help' }

export type OverlayStore = StoreApi<Overlay>

/** The overlay that is drawn: until its part of the program is loaded, another one or none. */
export type ArrivalStore = StoreApi<{ readonly overlay: Overlay | null }>

export function createArrival(): ArrivalStore {
  return createStore<{ readonly overlay: Overlay | null }>(() => ({ overlay: null }))
}

export function createOverlay(): OverlayStore {
  return createStore<Overlay>(() => ({ name: 'none' }))
}
