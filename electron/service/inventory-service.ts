import type {
  InventoryEntry,
  InventoryListing,
  InventoryOutcome,
  InventoryPlace,
} from '../../shared/contract/inventory'
import { appError } from '../../shared/error'
import type { Problem } from '../../shared/model/management'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Subject } from '../platform/adapter'
import type { Managed, OpenSession, RemoteToken } from '../platform/management'
import type { AuditTrail } from './audit-trail'
import { nobodysSecret, random128 } from './id'
import { entryOf, fieldsFor } from './inventory-entry'
import { InventoryMatcher, type Held, type Listed, type Told } from './inventory-match'
import { InventoryPlaces, type ManagedKind, type Through } from './inventory-place'
import { InventoryRevoker } from './inventory-revoke'
import { KeyedQueue } from './keyed-queue'
import { storeNew, type NewTokenDeps } from './new-token'
import type { Fingerprint } from './port'
import type { RemoteActs } from './remote-acts'
import type { RotationOrphans } from './rotation-orphans'
import type { RotationPlanner } from './rotation-plan'
import { SecretText } from './secret'
import type { SessionDesk } from './session-desk'
import { parseSubject, refuseSecret } from './subject'
import { summaryOf } from './token-index'
import { did, failed } from './trace'

/** How long a listing is held after the last that was done with it, ms. */
export const LISTING_MS = 30 * 60_000

export interface InventoryServiceDeps extends NewTokenDeps {
  readonly desk: SessionDesk
  readonly fingerprint: Fingerprint
  readonly orphans: RotationOrphans
  readonly planner: RotationPlanner
  readonly remote: RemoteActs
  readonly trail: AuditTrail
}

export interface ListAnswer {
  readonly problem: Problem | null
  readonly listing: InventoryListing | null
}

/**
 * What platforms list that the vault may not have. In memory only: values that a list tells
 * (Lokalise) are wiped with it, which is when the vault closes at the latest.
 */
export class InventoryService {
  readonly #deps: InventoryServiceDeps
  readonly #places: InventoryPlaces
  readonly #matcher: InventoryMatcher
  readonly #revoker: InventoryRevoker
  readonly #queue = new KeyedQueue<string>()
  readonly #held = new Map<string, Held & { expire: () => void }>()
  /** Who signed in last at each place, as a fingerprint: a list is of one account. */
  readonly #who = new Map<string, string>()
  /** Counts the times that everything was dropped: an answer from before is not kept. */
  #turn = 0

  constructor(deps: InventoryServiceDeps) {
    this.#deps = deps
    this.#places = new InventoryPlaces(deps)
    this.#matcher = new InventoryMatcher({ ...deps, places: this.#places })
    this.#revoker = new InventoryRevoker({ ...deps, matcher: this.#matcher })
  }

  places(): InventoryPlace[] {
    return this.#places.all((place) => this.#held.get(place)?.listedAt ?? null)
  }

  /** Whether a listing of a place is held, so that its sign-in is in use. */
  holds(place: string): boolean {
    return this.#held.has(place)
  }

  /** Somebody signs in. Ids of another account's list would be 'gone' in theirs, and are not. */
  signingIn(place: string, username: string): void {
    const who = this.#deps.fingerprint.of(Buffer.from(username, 'utf8'))
    if (this.#who.get(place) === who) return
    this.#who.set(place, who)
    this.#forget(place)
  }

  /** Asks the platform; with a problem what was held before stays. */
  async list(id: TokenId): Promise<Result<ListAnswer>> {
    return this.#with(id, async (through) => {
      const problem = await this.#list(through)
      return ok({ problem, listing: this.#view(through) })
    })
  }

  /** What is held, compared with the vault as it is now. */
  view(id: TokenId): Result<InventoryListing | null> {
    const through = this.#places.through(id)
    return through.ok ? ok(this.#view(through.value)) : through
  }

  /** The value goes from the listing into the vault; the window never has it. */
  adopt(id: TokenId, key: string, label: string | null): Result<TokenSummary> {
    const through = this.#places.through(id)
    if (!through.ok) return through
    const entry = this.#held.get(through.value.place)?.entries.get(key)
    if (!entry) return err(appError('token.not-found'))
    const { kind, remote } = entry
    const { secret } = remote
    if (!secret) return err(appError('capability.unsupported'))
    // it may become that rotation's new value: one value must not have two records
    const { told } = this.#held.get(through.value.place) ?? { told: new Map() }
    const match = this.#matcher.compare(through.value, [entry], told).matches.get(key)
    if (match?.inRotation === true) return err(appError('rotation.already-open'))
    const { details, token: from } = through.value
    const subject = parseSubject(this.#deps.platforms, {
      kind: kind.id,
      server: from.overview.server,
      fields: fieldsFor(kind, details.fields),
    })
    if (!subject.ok) return subject
    const clean = refuseSecret(subject.value.fields, secret)
    if (!clean.ok) return clean
    // what the vault takes over it may wipe, and the listing is still shown
    const own = SecretText.fromText(secret.text())
    const stored = storeNew(this.#deps, {
      subject: subject.value,
      secret: own,
      answer: null,
      entered: { label: label ?? '', note: '', expiry: null, rotateEveryDays: null },
      madeAt: remote.createdAt,
    })
    own.wipe()
    if (!stored.ok) return stored
    const { hint } = stored.value.overview
    this.#deps.trail.record(did('inventory.adopted', { detail: { hint } }), stored.value)
    return ok(summaryOf(stored.value))
  }

  /** Deletes on the platform what is no value of the vault, and lists again. */
  async revoke(
    id: TokenId,
    keys: readonly string[],
  ): Promise<Result<ListAnswer & { outcomes: InventoryOutcome[] }>> {
    return this.#with(id, async (through) => {
      const { place } = through
      const held = this.#held.get(place)
      const who = this.#who.get(place)
      const isCurrent = () => this.#held.get(place) === held
      const done = await this.#revoker.revoke(through, {
        ...{ held, isCurrent },
        keys: [...new Set(keys)],
      })
      // without a way in the look would fail as well, and say no more
      const problem = done.stopped ?? (await this.#list(through))
      const isSame = problem === null && this.#who.get(place) === who
      const now = isSame ? this.#held.get(place) : undefined
      const outcomes = this.#revoker.settled(through, done, now && idsOf(now))
      return ok({ outcomes, problem, listing: this.#view(through) })
    })
  }

  /** Forgets what is held of the token's place. */
  drop(id: TokenId): Result<null> {
    const through = this.#places.through(id)
    if (!through.ok) return through
    this.#forget(through.value.place)
    return ok(null)
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#turn++
    for (const place of [...this.#held.keys()]) this.#forget(place)
    this.#who.clear()
  }

  #with<T>(id: TokenId, act: (through: Through) => Promise<Result<T>>): Promise<Result<T>> {
    const first = this.#places.through(id)
    if (!first.ok) return Promise.resolve(first)
    return this.#queue.run(first.value.place, () => {
      // while it waited, the token may have gone
      const through = this.#places.through(id)
      return through.ok ? act(through.value) : through
    })
  }

  async #list(through: Through): Promise<Problem | null> {
    if (through.way.mode === 'automatic' && through.way.manager === null) return 'no-manager'
    const turn = this.#turn
    const who = this.#who.get(through.place)
    const before = this.#held.get(through.place)
    // an id that was told once stays; a value that had none may be accepted by now
    const told: Told = new Map([...(before?.told ?? [])].filter(([, id]) => id !== null))
    const { token, way } = through
    const listed = await this.#deps.remote.within(
      { token, slot: 'current', way },
      async (session, subject) => {
        const all = await this.#readAll(through, session, subject)
        if (all.ok) await this.#matcher.identify(through, session, { told })
        return all
      },
    )
    const { mode } = way
    if (!listed.ok) {
      const { problem } = listed.error
      this.#deps.trail.record(failed('inventory.listed', problem, { detail: { mode } }), token)
      return problem
    }
    if (turn !== this.#turn || who !== this.#who.get(through.place)) {
      for (const { remote } of listed.value) remote.secret?.wipe()
      return 'cancelled'
    }
    this.#hold(through.place, { found: listed.value, told, before })
    const detail = { mode, count: listed.value.length }
    this.#deps.trail.record(did('inventory.listed', { detail }), token)
    return null
  }

  /** All kinds that the session lists; half of them would make the rest look absent. */
  async #readAll(
    through: Through,
    session: OpenSession,
    subject: Subject,
  ): Promise<Managed<{ kind: ManagedKind; remote: RemoteToken }[]>> {
    const found: { kind: ManagedKind; remote: RemoteToken }[] = []
    for (const kind of this.#places.kinds(through)) {
      // a real one would narrow the list to its own project
      const secret = nobodysSecret(this.#deps.random)
      const listed = await session.list({ ...subject, kind: kind.id, secret })
      if (!listed.ok) {
        for (const { remote } of found) remote.secret?.wipe()
        return listed
      }
      found.push(...listed.value.map((remote) => ({ kind, remote })))
    }
    return ok(found)
  }

  /** An entry keeps its name as long as it is listed, so that a choice outlives a look. */
  #hold(
    place: string,
    {
      found,
      told,
      before,
    }: {
      readonly found: readonly { kind: ManagedKind; remote: RemoteToken }[]
      readonly told: Told
      readonly before: Held | undefined
    },
  ): void {
    const names = new Map(
      [...(before?.entries.values() ?? [])].map(({ key, kind, remote }) => [
        `${kind.id} ${remote.id}`,
        key,
      ]),
    )
    const entries = new Map<string, Listed>()
    for (const { kind, remote } of found) {
      const key = names.get(`${kind.id} ${remote.id}`) ?? random128(this.#deps.random)
      entries.set(key, { key, kind, remote })
    }
    this.#forget(place)
    const listedAt = this.#deps.clock.now()
    this.#held.set(place, { listedAt, entries, told, expire: this.#expiry(place) })
  }

  #view(through: Through): InventoryListing | null {
    const { place } = through
    const held = this.#held.get(place)
    if (!held) return null
    held.expire()
    held.expire = this.#expiry(place)
    const listed = [...held.entries.values()]
    const { matches, unmatched } = this.#matcher.compare(through, listed, held.told)
    const now = this.#deps.clock.now()
    const entries = listed.flatMap((each): InventoryEntry[] => {
      const match = matches.get(each.key)
      return match ? [entryOf(this.#deps, each, { match, through, now })] : []
    })
    return { place, listedAt: held.listedAt, entries, unmatched: [...unmatched] }
  }

  #expiry(place: string): () => void {
    return this.#deps.clock.after(LISTING_MS, () => this.#forget(place))
  }

  #forget(place: string): void {
    const held = this.#held.get(place)
    if (!held) return
    this.#held.delete(place)
    held.expire()
    for (const { remote } of held.entries.values()) remote.secret?.wipe()
  }
}

function idsOf({ entries }: Held): Set<string> {
  return new Set([...entries.values()].map(({ kind, remote }) => `${kind.id} ${remote.id}`))
}
