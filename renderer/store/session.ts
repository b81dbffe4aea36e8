import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../shared/contract/index'
import type { KindId } from '../../shared/model/kind'
import type { KindInfo, ServiceInfo } from '../../shared/model/service'
import type { Settings } from '../../shared/model/settings'
import type { VaultStatus } from '../../shared/model/vault'

/** What is known about the program itself. */
export interface Session {
  /** null: not asked yet. */
  readonly vault: VaultStatus | null
  /** null until the vault is open, since the settings are kept in it. */
  readonly settings: Settings | null
  readonly services: readonly ServiceInfo[]
  readonly kinds: ReadonlyMap<KindId, KindInfo>
  readonly info: Output<'app.info'> | null
  /** The window stands beside a page, small and above all others. */
  readonly companion: boolean
  /** The present, to the minute: all relative times are told from it. */
  readonly minute: number
}

export type SessionStore = StoreApi<Session>

export function createSession(now: number): SessionStore {
  return createStore<Session>(() => ({
    vault: null,
    settings: null,
    services: [],
    kinds: new Map(),
    info: null,
    companion: false,
    minute: now,
  }))
}

export function indexKinds(services: readonly ServiceInfo[]): Map<KindId, KindInfo> {
  return new Map(services.flatMap((service) => service.kinds.map((kind) => [kind.id, kind])))
}
