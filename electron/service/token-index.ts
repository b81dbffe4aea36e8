import { invariant } from '../../shared/assert'
import { appError } from '../../shared/error'
import type { TokenDetails, TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { AuditTrail } from './audit-trail'
import type { Announcer, Slot, StoredToken, TokenChange, TokenStore } from './port'
import type { SecretText } from './secret'
import type { Trace } from './trace'

export interface TokenIndexDeps {
  readonly announcer: Announcer
  readonly trail: Pick<AuditTrail, 'entries'>
}

/** A change, and what the audit log is to say of it: written with it, or not at all. */
export type TracedChange = Omit<TokenChange, 'trace'> & { readonly trace?: Trace }

type NewToken = Omit<Parameters<TokenStore['insert']>[1], 'trace'> & { readonly trace?: Trace }

/** A token that holds a value, and where. */
export interface Owner {
  readonly token: StoredToken
  readonly slot: Slot
}

/** What the window sees of a stored token. */
export function summaryOf(token: StoredToken): TokenSummary {
  return { ...token.overview, id: token.id, version: token.version }
}

/**
 * All overviews of the open vault in memory, and the one way for services to write tokens: the
 * store first, then the memory, then the announcement. Holds no secret and no details.
 */
export class TokenIndex {
  readonly #announcer: Announcer
  readonly #trail: TokenIndexDeps['trail']
  readonly #tokens = new Map<TokenId, StoredToken>()
  /** Counts, per token, the changes that make an answer about its value out of date. */
  readonly #stamps = new Map<TokenId, number>()
  readonly #listeners = new Set<() => void>()
  #store: TokenStore | null = null
  #json: string | null = null

  constructor(deps: TokenIndexDeps) {
    this.#announcer = deps.announcer
    this.#trail = deps.trail
  }

  open(store: TokenStore): Result<void> {
    const all = store.list()
    if (!all.ok) return all
    this.close()
    this.#store = store
    for (const token of all.value) this.#tokens.set(token.id, token)
    return ok()
  }

  close(): void {
    this.#store = null
    this.#tokens.clear()
    this.#stamps.clear()
    this.#json = null
  }

  /** Calls back after every change; the answer ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Every token that is not forgotten. */
  visible(): StoredToken[] {
    return [...this.#tokens.values()].filter((token) => token.overview.forgottenAt === null)
  }

  forgotten(): StoredToken[] {
    return [...this.#tokens.values()].filter((token) => token.overview.forgottenAt !== null)
  }

  /** Makes the next `json` ready: after the vault was opened nobody else needs the processor. */
  prepare(): void {
    this.#json = this.#write()
  }

  /** The JSON of all summaries. It is asked for once a window, and not kept longer. */
  json(): string {
    const ready = this.#json ?? this.#write()
    this.#json = null
    return ready
  }

  #write(): string {
    return JSON.stringify(this.visible().map(summaryOf))
  }

  /** `token.not-found` for a forgotten one too. */
  get(id: TokenId): Result<StoredToken> {
    const token = this.#tokens.get(id)
    return token?.overview.forgottenAt === null ? ok(token) : err(appError('token.not-found'))
  }

  /** Forgotten or not. */
  find(id: TokenId): StoredToken | null {
    return this.#tokens.get(id) ?? null
  }

  details(id: TokenId): Result<TokenDetails> {
    return this.#withStore((store) => store.details(id))
  }

  /** The caller wipes what it gets. null: nothing in that slot. */
  secret(id: TokenId, slot: Slot): Result<SecretText | null> {
    return this.#withStore((store) => store.secret(id, slot))
  }

  /** Who counts as the one that holds this value: the first of `ownersOf`. */
  ownerOf(secret: SecretText): Result<Owner | null> {
    const owners = this.ownersOf(secret)
    return owners.ok ? ok(owners.value[0] ?? null) : owners
  }

  /** All that hold this value: visible tokens first, then forgotten ones; of each, current first. */
  ownersOf(secret: SecretText): Result<readonly Owner[]> {
    return this.#withStore((store) => {
      const found = store.findBySecret(secret)
      if (!found.ok) return found
      const owners = found.value.flatMap(({ id, slot }): Owner[] => {
        const token = this.#tokens.get(id)
        return token ? [{ token, slot }] : []
      })
      const isForgotten = ({ token }: Owner): number => Number(token.overview.forgottenAt !== null)
      return ok(owners.sort((one, other) => isForgotten(one) - isForgotten(other)))
    })
  }

  insert(id: TokenId, { trace: said, ...parts }: NewToken): Result<StoredToken> {
    return this.#withStore((store) => {
      const trace = this.#trail.entries(said, { id, overview: parts.overview })
      const token = store.insert(id, { ...parts, trace })
      if (token.ok) this.#put(token.value)
      return token
    })
  }

  /** All of them in one transaction, or none. `said`: what the log is to say of all of them. */
  insertMany(tokens: readonly (NewToken & { readonly id: TokenId })[], said: Trace): Result<void> {
    return this.#withStore((store) => {
      const rows = tokens.map(({ trace, ...parts }, at) => {
        const own = this.#trail.entries(trace, { id: parts.id, overview: parts.overview })
        return { ...parts, trace: at === 0 ? [...this.#trail.entries(said, null), ...own] : own }
      })
      const stored = store.insertMany(rows)
      if (!stored.ok) return stored
      for (const token of stored.value) this.#tokens.set(token.id, token)
      this.#changed({ upserted: stored.value.map(summaryOf) })
      return ok()
    })
  }

  /** Writes over the newest version that is known here. */
  change(id: TokenId, { trace: said, ...change }: TracedChange): Result<StoredToken> {
    return this.#withStore((store) => {
      const before = this.#tokens.get(id)
      if (!before) return err(appError('token.not-found'))
      const overview = change.overview ?? before.overview
      const trace = this.#trail.entries(said, { id, overview })
      const after = store.update(id, before.version, { ...change, trace })
      if (!after.ok) return after
      if (change.secrets?.current !== undefined) this.#outdate(id)
      this.#put(after.value)
      return after
    })
  }

  remove(id: TokenId, said?: Trace): Result<void> {
    return this.#withStore((store) => {
      const before = this.#tokens.get(id)
      const removed = store.remove(id, this.#trail.entries(said, before ?? null))
      if (!removed.ok) return removed
      this.#tokens.delete(id)
      this.#stamps.delete(id)
      this.#changed({ removed: before?.overview.forgottenAt === null ? [id] : [] })
      return ok()
    })
  }

  /** Changes whenever an answer that is under way would be about another value or server. */
  stampOf(id: TokenId): number {
    return this.#stamps.get(id) ?? 0
  }

  outdate(id: TokenId): void {
    this.#outdate(id)
    for (const listener of this.#listeners) listener()
  }

  #outdate(id: TokenId): void {
    this.#stamps.set(id, this.stampOf(id) + 1)
  }

  #put(token: StoredToken): void {
    invariant(this.#store !== null, 'only an open index changes')
    const shown = token.overview.forgottenAt === null
    this.#tokens.set(token.id, token)
    this.#changed(shown ? { upserted: [summaryOf(token)] } : { removed: [token.id] })
  }

  #changed({ upserted = [], removed = [] }: { upserted?: TokenSummary[]; removed?: TokenId[] }) {
    this.#json = null
    if (upserted.length > 0 || removed.length > 0) {
      this.#announcer.announce('tokens.changed', { upserted, removed })
    }
    for (const listener of this.#listeners) listener()
  }

  #withStore<T>(act: (store: TokenStore) => Result<T>): Result<T> {
    return this.#store ? act(this.#store) : err(appError('vault.not-open'))
  }
}
