import { passes } from '../../shared/model/management'
import { holdsSecret } from '../../shared/redact'
import type { Orphan, TokenDetails, TokenId } from '../../shared/model/token'
import type { Subject } from '../platform/adapter'
import type { OpenSession, RemoteToken } from '../platform/management'
import { hasEnded, type Standing } from './inventory-flags'
import type { InventoryPlaces, ManagedKind, Peer, Through } from './inventory-place'
import { SLOTS, type Clock, type Fingerprint, type StoredToken } from './port'
import type { RemoteActs } from './remote-acts'
import { sameName } from './rotation-state'
import { baseOf } from './subject'
import type { TokenIndex } from './token-index'

export interface InventoryMatcherDeps {
  readonly index: TokenIndex
  readonly places: InventoryPlaces
  readonly remote: RemoteActs
  readonly fingerprint: Fingerprint
  readonly clock: Clock
}

/** A listed token under a name of our own. */
export interface Listed {
  readonly key: string
  readonly kind: ManagedKind
  readonly remote: RemoteToken
}

/** Which ids the platform told to values that asked for their own; by the value's fingerprint. */
export type Told = Map<string, string | null>

/** What is held of one place. */
export interface Held {
  readonly listedAt: number
  readonly entries: Map<string, Listed>
  readonly told: Told
}

/** What the vault says of a listed token. */
export interface Match extends Standing {
  readonly known: TokenId | null
  /** What a cancelled rotation of `orphanOf` remembers of it. */
  readonly orphan: Orphan | null
  /** An open rotation made it, or is about to find it: nobody else may touch it. */
  readonly inRotation: boolean
  /** Its name repeats a value of the vault. */
  readonly tainted: boolean
}

export interface Comparison {
  readonly matches: ReadonlyMap<string, Match>
  /** Tokens whose values could not be looked for. */
  readonly unmatched: readonly TokenId[]
}

/** A value of the vault that a listing could show; without a subject it could not be read. */
interface Value {
  readonly peer: Peer
  readonly subject: Subject | null
  readonly print: string
}

/** Compares what a platform lists with what the vault holds. Never says 'no' of what it cannot tell. */
export class InventoryMatcher {
  readonly #deps: InventoryMatcherDeps

  constructor(deps: InventoryMatcherDeps) {
    this.#deps = deps
  }

  /**
   * Lets values ask for their own ids, each at its own server, where a list does not tell which is
   * which. `asked` remembers those that were asked, so that who calls again asks only newer ones.
   */
  async identify(
    through: Through,
    session: OpenSession,
    { told, asked = new Set() }: { readonly told: Told; readonly asked?: Set<string> },
  ): Promise<void> {
    const values = this.#values(this.#deps.places.peersOf(through))
    const silent = new Set<string>()
    try {
      for (const { subject, print, peer } of values) {
        if (subject === null || peer.kind.manage.identify === undefined) continue
        const base = peer.isHere ? null : baseOf(peer.kind, subject.server)
        if (told.has(print) || asked.has(print) || (base !== null && silent.has(base))) continue
        asked.add(print)
        const id = await session.identify(subject)
        if (id.ok && id.value !== undefined) told.set(print, id.value)
        // a server that is away is waited for once, and not by each of its tokens
        if (!id.ok && base !== null && passes(id.error.problem)) silent.add(base)
      }
    } finally {
      wipe(values)
    }
  }

  compare(through: Through, listed: readonly Listed[], told: Told): Comparison {
    const around = this.#deps.places.peersOf(through)
    const values = this.#values(around)
    try {
      const unmatched = values
        .filter(({ peer }) => peer.token.overview.forgottenAt === null)
        .filter((value) => isUntold(value, told))
      return {
        matches: new Map(
          listed.map((each) => [each.key, this.#match(each, { values, around, told })]),
        ),
        unmatched: [...new Set(unmatched.map(({ peer }) => peer.token.id))],
      }
    } finally {
      wipe(values)
    }
  }

  #match(
    listed: Listed,
    from: {
      readonly values: readonly Value[]
      readonly around: readonly Peer[]
      readonly told: Told
    },
  ): Match {
    const { remote } = listed
    const peers = from.around.filter(({ kind }) => kind.manage === listed.kind.manage)
    const opened = peers.find((peer) => isOfRotation(peer, remote)) ?? null
    const left = leftBy(peers, remote)
    const found = this.#find(listed, { ...from, peers })
    const inRotation = found.inVault !== 'yes' && opened !== null
    return {
      inVault: inRotation ? 'unclear' : found.inVault,
      known: inRotation ? opened.token.id : found.known,
      orphanOf: opened?.token.id ?? left?.id ?? null,
      orphan: left?.orphan ?? null,
      inRotation,
      tainted: from.values.some(
        ({ subject }) => subject !== null && holdsSecret(remote.name ?? '', subject.secret.text()),
      ),
    }
  }

  #find(
    { kind, remote }: Listed,
    {
      values,
      peers,
      told,
    }: {
      readonly values: readonly Value[]
      readonly peers: readonly Peer[]
      readonly told: Told
    },
  ): Pick<Match, 'inVault' | 'known'> {
    if (remote.secret !== undefined) return this.#byValue(remote.secret)
    const recorded = peers.filter(({ details }) => idsOf(details).includes(remote.id))
    const own = recorded.find(({ isHere }) => isHere)
    if (own) return { inVault: 'yes', known: shown(own.token) }
    const maybe = recorded.map(({ token }) => token)
    for (const value of values) {
      const { token, kind: its } = value.peer
      if (its.manage !== kind.manage) continue
      const same = this.#isSame(value, remote, told)
      if (same === true) return { inVault: 'yes', known: shown(token) }
      if (same === null) maybe.push(token)
    }
    const only = new Set(maybe.map(({ id }) => id)).size === 1 ? maybe[0] : undefined
    return { inVault: maybe.length > 0 ? 'unclear' : 'no', known: only ? shown(only) : null }
  }

  /** Listed in clear: the vault's own index knows, wherever the value is kept. */
  #byValue(secret: NonNullable<RemoteToken['secret']>): Pick<Match, 'inVault' | 'known'> {
    const owners = this.#deps.index.ownersOf(secret)
    if (!owners.ok) return { inVault: 'unclear', known: null }
    const owner = owners.value[0]
    return { inVault: owner ? 'yes' : 'no', known: owner ? shown(owner.token) : null }
  }

  /** null: nothing proves or excludes it. */
  #isSame(value: Value, remote: RemoteToken, told: Told): boolean | null {
    const { subject, print, peer } = value
    if (subject === null) return null
    const matches = remote.matches(subject.secret)
    if (matches !== null || peer.kind.manage.identify === undefined) return matches
    const id = told.get(print)
    // of another server's id only a difference says something
    if (id != null) return id !== remote.id ? false : peer.isHere ? true : null
    if (isUntold(value, told)) return null
    // a value that ended cannot ask for its id any more, and is still listed
    const { expiry } = peer.token.overview
    if (expiry.known === 'date' && remote.expiresAt !== undefined) {
      return Math.abs(expiry.at - (remote.expiresAt ?? 0)) > 1000 ? false : null
    }
    return hasEnded(remote, this.#deps.clock.now()) ? null : false
  }

  #values(peers: readonly Peer[]): Value[] {
    return peers.flatMap((peer) => {
      const slots = peer.details?.rotation == null ? SLOTS.slice(0, 1) : SLOTS
      return slots.flatMap((slot): Value[] => {
        const subject = this.#deps.remote.subject(peer.token, slot)
        if (subject.ok) {
          const print = this.#deps.fingerprint.of(subject.value.secret.bytes())
          return [{ peer, subject: subject.value, print }]
        }
        const isEmpty = subject.error.code === 'token.not-found' && slot !== 'current'
        return isEmpty ? [] : [{ peer, subject: null, print: '' }]
      })
    })
  }
}

/** What nobody can say of a value: which listed one it is, or that it is none. */
function isUntold({ subject, print, peer }: Value, told: Told): boolean {
  if (subject === null) return true
  if (peer.kind.manage.identify === undefined) return false
  const id = told.get(print)
  if (id !== null) return id === undefined
  // refused by a server that never accepted it, it may belong to this one
  return !peer.isHere && peer.details?.accepted == null
}

/** A forgotten token can come back, but there is none to be seen. */
function shown({ id, overview }: StoredToken): TokenId | null {
  return overview.forgottenAt === null ? id : null
}

function wipe(values: readonly Value[]): void {
  for (const { subject } of values) subject?.secret.wipe()
}

/** Ids that acts of ours found or made for values that are still held. */
function idsOf(details: TokenDetails | null): string[] {
  if (details === null) return []
  const { rotation } = details
  const ids = [
    rotation?.pending?.remoteId,
    rotation?.previous?.before.pending.remoteId,
    rotation?.oldId,
  ]
  return ids.flatMap((id) => id ?? [])
}

/** Whether it is what an open rotation asked for, and may not have been answered. */
function isOfRotation({ details, isHere }: Peer, remote: RemoteToken): boolean {
  const rotation = details?.rotation
  if (rotation == null || rotation.mode === 'guided') return false
  const isNamed = remote.name !== null && sameName(remote.name, rotation.remoteName)
  return isNamed || (isHere && rotation.orphans.some((orphan) => isThat(orphan, remote)))
}

function leftBy(
  peers: readonly Peer[],
  remote: RemoteToken,
): { readonly id: TokenId; readonly orphan: Orphan } | null {
  for (const { token, details, isHere } of peers) {
    if (!isHere || shown(token) === null) continue
    const orphan = details?.orphans.find((each) => isThat(each, remote))
    if (orphan) return { id: token.id, orphan }
  }
  return null
}

function isThat({ id, name }: Orphan, remote: RemoteToken): boolean {
  if (id !== null) return id === remote.id
  return name !== null && remote.name !== null && sameName(name, remote.name)
}
