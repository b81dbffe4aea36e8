import { holdsSecret } from '../../shared/redact'
import type { Orphan, TokenDetails, TokenId } from '../../shared/model/token'
import type { Subject } from '../platform/adapter'
import type { Management, OpenSession, RemoteToken } from '../platform/management'
import { hasEnded, type Standing } from './inventory-flags'
import type { InventoryPlaces, ManagedKind, Present, Through } from './inventory-place'
import { SLOTS, type Clock, type Fingerprint, type StoredToken } from './port'
import type { RemoteActs } from './remote-acts'
import { sameName } from './rotation-state'
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

/** A value of the vault that a listing could show; null: it could not be read. */
interface Value {
  readonly token: StoredToken
  readonly manage: Management
  readonly subject: Subject | null
  readonly print: string
}

/** Compares what a platform lists with what the vault holds. Never says 'no' of what it cannot tell. */
export class InventoryMatcher {
  readonly #deps: InventoryMatcherDeps

  constructor(deps: InventoryMatcherDeps) {
    this.#deps = deps
  }

  /** Lets values ask for their own ids where a list does not tell which is which. */
  async identify(through: Through, session: OpenSession, told: Told): Promise<void> {
    const values = this.#values(through)
    try {
      for (const { subject, print, manage } of values) {
        if (subject === null || manage.identify === undefined || told.has(print)) continue
        const id = await session.identify(subject)
        if (id.ok && id.value !== undefined) told.set(print, id.value)
      }
    } finally {
      wipe(values)
    }
  }

  compare(through: Through, listed: readonly Listed[], told: Told): Comparison {
    const values = this.#values(through)
    const around = this.#deps.places.tokensAt(through)
    try {
      const unmatched = values.filter(
        ({ subject, manage, print }) => subject === null || (manage.identify && !told.has(print)),
      )
      return {
        matches: new Map(
          listed.map((each) => [each.key, this.#match(each, { values, around, told })]),
        ),
        unmatched: [...new Set(unmatched.map(({ token }) => token.id))],
      }
    } finally {
      wipe(values)
    }
  }

  #match(
    listed: Listed,
    from: {
      readonly values: readonly Value[]
      readonly around: readonly Present[]
      readonly told: Told
    },
  ): Match {
    const { remote } = listed
    const peers = from.around.filter(({ kind }) => kind.manage === listed.kind.manage)
    const opened = peers.find(({ details }) => isOfRotation(details, remote)) ?? null
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
      readonly peers: readonly Present[]
      readonly told: Told
    },
  ): Pick<Match, 'inVault' | 'known'> {
    if (remote.secret !== undefined) return this.#byValue(remote.secret)
    const recorded = peers.find(({ details }) => idsOf(details).includes(remote.id))
    if (recorded) return { inVault: 'yes', known: recorded.token.id }
    const maybe: TokenId[] = []
    for (const value of values) {
      if (value.manage !== kind.manage) continue
      const same = this.#isSame(value, remote, told)
      if (same === true) return { inVault: 'yes', known: value.token.id }
      if (same === null) maybe.push(value.token.id)
    }
    const only = new Set(maybe).size === 1 ? (maybe[0] ?? null) : null
    return { inVault: maybe.length > 0 ? 'unclear' : 'no', known: only }
  }

  /** Listed in clear: the vault's own index knows, wherever the value is kept. */
  #byValue(secret: NonNullable<RemoteToken['secret']>): Pick<Match, 'inVault' | 'known'> {
    const owners = this.#deps.index.ownersOf(secret)
    if (!owners.ok) return { inVault: 'unclear', known: null }
    const owner = owners.value.find(({ token }) => token.overview.forgottenAt === null)
    return { inVault: owner ? 'yes' : 'no', known: owner?.token.id ?? null }
  }

  /** null: nothing proves or excludes it. */
  #isSame(
    { subject, token, manage, print }: Value,
    remote: RemoteToken,
    told: Told,
  ): boolean | null {
    if (subject === null) return null
    const matches = remote.matches(subject.secret)
    if (matches !== null || manage.identify === undefined) return matches
    const id = told.get(print)
    if (id === undefined) return null
    if (id !== null) return id === remote.id
    // a value that ended cannot ask for its id any more, and is still listed
    if (!hasEnded(remote, this.#deps.clock.now())) return false
    const { expiry } = token.overview
    const isOther = expiry.known === 'date' && Math.abs(expiry.at - (remote.expiresAt ?? 0)) > 1000
    return isOther ? false : null
  }

  #values(through: Through): Value[] {
    return this.#deps.places.tokensAt(through).flatMap(({ token, kind: { manage }, details }) => {
      const slots = details?.rotation == null ? SLOTS.slice(0, 1) : SLOTS
      return slots.flatMap((slot): Value[] => {
        const subject = this.#deps.remote.subject(token, slot)
        if (subject.ok) {
          const print = this.#deps.fingerprint.of(subject.value.secret.bytes())
          return [{ token, manage, subject: subject.value, print }]
        }
        const isEmpty = subject.error.code === 'token.not-found' && slot !== 'current'
        return isEmpty ? [] : [{ token, manage, subject: null, print: '' }]
      })
    })
  }
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
function isOfRotation(details: TokenDetails | null, remote: RemoteToken): boolean {
  const rotation = details?.rotation
  if (rotation == null || rotation.mode === 'guided') return false
  const isNamed = remote.name !== null && sameName(remote.name, rotation.remoteName)
  return isNamed || rotation.orphans.some((orphan) => isThat(orphan, remote))
}

function leftBy(
  peers: readonly Present[],
  remote: RemoteToken,
): { readonly id: TokenId; readonly orphan: Orphan } | null {
  for (const { token, details } of peers) {
    const orphan = details?.orphans.find((each) => isThat(each, remote))
    if (orphan) return { id: token.id, orphan }
  }
  return null
}

function isThat({ id, name }: Orphan, remote: RemoteToken): boolean {
  if (id !== null) return id === remote.id
  return name !== null && remote.name !== null && sameName(name, remote.name)
}
