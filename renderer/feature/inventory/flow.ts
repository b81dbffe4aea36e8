import { createStore, type StoreApi } from 'zustand/vanilla'
import type {
  InventoryListing,
  InventoryOutcome,
  InventoryPlace,
} from '../../../shared/contract/inventory'
import type { AppError } from '../../../shared/error'
import type { Problem } from '../../../shared/model/management'
import type { TokenId } from '../../../shared/model/token'
import type { Env } from '../../store/env'
import type { Filter } from './rules'

export interface Inventory {
  /** null: still asked for. */
  readonly places: readonly InventoryPlace[] | null
  /** The place that is shown, by its token. */
  readonly id: TokenId | null
  readonly listing: InventoryListing | null
  /** Why there is no (newer) listing. */
  readonly problem: Problem | null
  readonly failed: AppError | null
  readonly busy: 'list' | 'sign-in' | 'revoke' | 'adopt' | null
  readonly filter: Filter
  /** Entries that are ticked, to be revoked together. */
  readonly chosen: ReadonlySet<string>
  /** They are about to be revoked: the question is asked. */
  readonly asking: boolean
  /** What the last revocation came to. */
  readonly outcomes: readonly InventoryOutcome[]
}

export type InventoryStore = StoreApi<Inventory>
export type InventoryFlow = ReturnType<typeof createInventory>

const NOTHING: Inventory = {
  places: null,
  id: null,
  listing: null,
  problem: null,
  failed: null,
  busy: null,
  filter: 'all',
  chosen: new Set(),
  asking: false,
  outcomes: [],
}

/** What the view of the platforms shows and does; `wanted`: a token at the place to begin with. */
export function createInventory(env: Env, wanted: TokenId | null) {
  const { bridge } = env
  const store: InventoryStore = createStore<Inventory>(() => NOTHING)
  const { setState: set, getState: get } = store
  /** Counts the places that were chosen: an answer about another one is nobody's. */
  let round = 0

  const list = async (): Promise<void> => {
    const { id } = get()
    const mine = round
    if (id === null || get().busy !== null) return
    set({ busy: 'list', failed: null, asking: false })
    const answer = await bridge.call('inventory.list', { id })
    if (mine !== round) return
    if (!answer.ok) set({ busy: null, failed: answer.error })
    else set({ busy: null, ...answer.value, chosen: kept(get().chosen, answer.value.listing) })
  }

  const show = async (id: TokenId): Promise<void> => {
    round += 1
    const mine = round
    set({ ...NOTHING, places: get().places, id })
    const held = await bridge.call('inventory.view', { id })
    if (mine !== round) return
    if (held.ok && held.value) set({ listing: held.value })
    // what came into the vault since is compared by another look only
    if (!held.ok || held.value === null || held.value.unmatched.length > 0) await list()
  }

  /** Through the place's own token, where the wanted one is only one of several there. */
  const begin = async (): Promise<void> => {
    const answer = await bridge.call('inventory.places', null)
    if (!answer.ok) {
      set({ places: [], failed: answer.error })
      return
    }
    const places = answer.value
    set({ places })
    const first = wanted ?? places.find(({ mode }) => mode === 'automatic')?.id ?? places[0]?.id
    if (first !== undefined) await show(first)
  }

  const afterDoor = async (
    call: () => Promise<{ problem: Problem | null } | AppError>,
  ): Promise<void> => {
    const mine = round
    if (get().busy !== null) return
    set({ busy: 'sign-in', failed: null })
    const said = await call()
    if (mine !== round) return
    set({ busy: null })
    if ('code' in said) set({ failed: said })
    else if (said.problem !== null) set({ problem: said.problem })
    else await list()
  }

  return {
    store,
    begin,
    show,
    list,
    signIn: (typed: { username: string; password: string; code: string | null }): void => {
      const { id } = get()
      if (id === null) return
      void afterDoor(async () => {
        const answer = await bridge.call('session.signIn', { id, ...typed })
        return answer.ok ? answer.value : answer.error
      })
    },
    code: (code: string): void => {
      const { id } = get()
      if (id === null) return
      void afterDoor(async () => {
        const answer = await bridge.call('session.code', { id, code })
        return answer.ok ? answer.value : answer.error
      })
    },
    /** Another account: what was typed before is forgotten. */
    async signOut(): Promise<void> {
      const { id } = get()
      if (id === null) return
      await bridge.call('session.end', { id })
      await bridge.call('inventory.drop', { id })
      set({ listing: null, problem: 'session-over', chosen: new Set(), outcomes: [] })
    },
    /** What is not seen any more is not chosen any more. */
    filter: (filter: Filter): void => set({ filter, chosen: new Set(), asking: false }),
    choose(key: string, on: boolean): void {
      const chosen = new Set(get().chosen)
      if (on) chosen.add(key)
      else chosen.delete(key)
      set({ chosen, asking: false })
    },
    ask: (asking: boolean): void => set({ asking }),
    /** The value goes into the vault where it is; true: it is there. */
    async adopt(key: string): Promise<AppError | null> {
      const { id } = get()
      const mine = round
      if (id === null || get().busy !== null) return null
      set({ busy: 'adopt', failed: null })
      const answer = await bridge.call('inventory.adopt', { id, key, label: null })
      const now = await bridge.call('inventory.view', { id })
      if (mine !== round) return null
      set({ busy: null, ...(now.ok ? { listing: now.value } : {}) })
      return answer.ok ? null : answer.error
    },
    async revoke(): Promise<void> {
      const { id, chosen } = get()
      const mine = round
      if (id === null || get().busy !== null || chosen.size === 0) return
      set({ busy: 'revoke', failed: null })
      const answer = await bridge.call('inventory.revoke', { id, keys: [...chosen] })
      if (mine !== round) return
      if (!answer.ok) {
        set({ busy: null, asking: false, failed: answer.error })
        return
      }
      const { listing, problem, outcomes } = answer.value
      const chosenNow = kept(chosen, listing)
      set({ busy: null, asking: false, listing, problem, outcomes, chosen: chosenNow })
    },
    end(): void {
      round += 1
    },
  }
}

/** What is not listed any more cannot stay chosen. */
function kept(chosen: ReadonlySet<string>, listing: InventoryListing | null): ReadonlySet<string> {
  const there = new Set(listing?.entries.map(({ key }) => key))
  return new Set([...chosen].filter((key) => there.has(key)))
}
