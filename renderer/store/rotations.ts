import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EventPayload } from '../../shared/contract/event'
import type { Output } from '../../shared/contract/index'
import type { RevocationView, RotationView } from '../../shared/contract/rotation'
import type { TokenId } from '../../shared/model/token'
import type { Bridge } from '../bridge'

/** Where the open rotations and revocations stand, as the main process told last. */
export interface Rotations {
  readonly rotations: ReadonlyMap<TokenId, RotationView>
  readonly revocations: ReadonlyMap<TokenId, RevocationView>
}

export type RotationsStore = StoreApi<Rotations>

export function createRotations(): RotationsStore {
  return createStore<Rotations>(() => ({ rotations: new Map(), revocations: new Map() }))
}

function changed<V>(map: ReadonlyMap<TokenId, V>, id: TokenId, value: V | null): Map<TokenId, V> {
  const next = new Map(map)
  if (value === null) next.delete(id)
  else next.set(id, value)
  return next
}

export function putRotation(
  store: RotationsStore,
  { id, rotation }: EventPayload<'rotation.moved'>,
): void {
  store.setState(({ rotations }) => ({ rotations: changed(rotations, id, rotation) }))
}

export function putRevocation(
  store: RotationsStore,
  { id, revocation }: EventPayload<'revocation.moved'>,
): void {
  store.setState(({ revocations }) => ({ revocations: changed(revocations, id, revocation) }))
}

/** Takes over what was open, except what has moved since it was asked. */
function fill(
  store: RotationsStore,
  open: Output<'rotation.open'>,
  told: ReadonlySet<TokenId>,
): void {
  for (const each of open.rotations) if (!told.has(each.id)) putRotation(store, each)
  for (const each of open.revocations) if (!told.has(each.id)) putRevocation(store, each)
}

/** Asks what is open. Without an answer the rows say less, and the dialogs ask again. */
export async function loadRotations(bridge: Bridge, store: RotationsStore): Promise<void> {
  const told = new Set<TokenId>()
  const ends = [
    bridge.on('rotation.moved', ({ id }) => void told.add(id)),
    bridge.on('revocation.moved', ({ id }) => void told.add(id)),
  ]
  const answer = await bridge.call('rotation.open', null)
  ends.forEach((end) => end())
  if (answer.ok) fill(store, answer.value, told)
}
