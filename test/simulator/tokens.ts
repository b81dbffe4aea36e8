import { fingerprint } from './secrets'
import type { Now, SimulatedKind } from './types'

/** Who did it: the test, which stands for a person on the platform's own pages, or a call. */
export type Actor = 'page' | 'api'

/** How a token's value came to its end. `regenerate` puts another value in its place. */
export type RevocationWay = 'page' | 'delete' | 'regenerate'

/** A token as its platform keeps it. `D` holds what only one platform knows of. Times: epoch ms. */
export type TokenRecord<D = unknown> = {
  readonly id: string
  readonly kind: SimulatedKind
  readonly secret: string
  /** Short name of the server that knows it. */
  readonly server: string
  readonly accountKey: string
  /** The project it is bound to. */
  readonly projectId: string | null
  scopes: readonly string[]
  label: string
  readonly createdAt: number
  updatedAt: number
  expiresAt: number | null
  /** From when on it is accepted. */
  readonly activeAt: number
  lastUsedAt: number | null
  readonly madeBy: Actor
  revokedAt: number | null
  revokedBy: RevocationWay | null
  readonly details: D
}

/** What a platform says of a token that it is about to make. */
export type NewToken<D = unknown> = Omit<
  TokenRecord<D>,
  'updatedAt' | 'lastUsedAt' | 'madeBy' | 'revokedAt' | 'revokedBy'
>

/** A line in the platform's own books, against which a test can hold what a client believes. */
export type LedgerEntry = {
  /** Epoch ms. */
  readonly time: number
  readonly event: 'issued' | 'revoked' | 'expiry-changed' | 'edited'
  readonly tokenId: string
  readonly kind: SimulatedKind
  readonly by: Actor
  /** How it was revoked; null for the other events. */
  readonly way: RevocationWay | null
  readonly accountKey: string
  readonly projectId: string | null
  /** SHA-256 of the value, as an id outlives its value where that is regenerated. */
  readonly fingerprint: string
}

/** What may be changed about a token that keeps its value. */
export type TokenEdit = {
  readonly label?: string
  readonly scopes?: readonly string[]
  readonly expiresAt?: number | null
}

type BookDeps = {
  readonly now: Now
  /** Told of every value, so that it can be hidden in logs. */
  readonly hide: (secret: string) => void
  /** Told of every line as it is written, before the answer to the request leaves. */
  readonly noted: (entry: LedgerEntry) => void
}

/** All tokens of a platform, the dead ones too. */
export class TokenBook<D = unknown> {
  readonly ledger: LedgerEntry[] = []
  /**
   * How long a value is still accepted after its end, in ms. [?] No platform says how soon a
   * deleted token stops; the default is at once.
   */
  afterlifeMs = 0
  private readonly records = new Map<string, TokenRecord<D>>()

  constructor(private readonly deps: BookDeps) {}

  add(token: NewToken<D>, by: Actor = 'page'): TokenRecord<D> {
    if (this.records.has(token.secret)) throw new Error('This value is in use already')
    const record: TokenRecord<D> = {
      ...token,
      updatedAt: token.createdAt,
      lastUsedAt: null,
      madeBy: by,
      revokedAt: null,
      revokedBy: null,
    }
    this.records.set(record.secret, record)
    this.deps.hide(record.secret)
    this.note('issued', record, { by })
    return record
  }

  /** Also gives revoked and expired ones. */
  find(secret: string): TokenRecord<D> | undefined {
    return this.records.get(secret)
  }

  /** Not revoked; may be expired, where the platform tells the two apart. */
  known(secret: string): TokenRecord<D> | undefined {
    const record = this.records.get(secret)
    return record === undefined || this.isGone(record) ? undefined : record
  }

  /** Neither revoked nor expired. */
  live(secret: string): TokenRecord<D> | undefined {
    const record = this.known(secret)
    return record === undefined || isExpired(record, this.deps.now()) ? undefined : record
  }

  /** Whether a client that sends it is let in at this moment. */
  isAccepted(record: TokenRecord): boolean {
    const now = this.deps.now()
    return !this.isGone(record) && !isExpired(record, now) && record.activeAt <= now
  }

  list(): readonly TokenRecord<D>[] {
    return [...this.records.values()]
  }

  /** What the platform's lists show: all that is not revoked, expired ones too. */
  listed(): readonly TokenRecord<D>[] {
    return this.list().filter((record) => record.revokedAt === null)
  }

  /** False if there is none, or it is dead already. */
  revoke(secret: string, way: RevocationWay = 'page'): boolean {
    const record = this.records.get(secret)
    if (record === undefined || record.revokedAt !== null) return false
    record.revokedAt = this.deps.now()
    record.revokedBy = way
    this.note('revoked', record, { by: way === 'page' ? 'page' : 'api', way })
    return true
  }

  /** Puts another value in the place of this one, which is dead at once; id and name stay. */
  regenerate(
    record: TokenRecord<D>,
    fresh: Pick<NewToken<D>, 'secret' | 'expiresAt' | 'kind'>,
  ): TokenRecord<D> {
    this.revoke(record.secret, 'regenerate')
    const next = this.add({ ...record, ...fresh }, 'api')
    next.updatedAt = this.deps.now()
    return next
  }

  edit(record: TokenRecord<D>, edit: TokenEdit, by: Actor = 'api'): void {
    record.updatedAt = this.deps.now()
    if (edit.label !== undefined) record.label = edit.label
    if (edit.scopes !== undefined) record.scopes = edit.scopes
    if (edit.label !== undefined || edit.scopes !== undefined) this.note('edited', record, { by })
    if (edit.expiresAt === undefined) return
    record.expiresAt = edit.expiresAt
    this.note('expiry-changed', record, { by })
  }

  setExpiry(secret: string, expiresAt: number | null): void {
    const record = this.records.get(secret)
    if (record === undefined) throw new Error('No such token was issued')
    this.edit(record, { expiresAt }, 'page')
  }

  private isGone(record: TokenRecord): boolean {
    return record.revokedAt !== null && record.revokedAt + this.afterlifeMs <= this.deps.now()
  }

  private note(
    event: LedgerEntry['event'],
    record: TokenRecord<D>,
    how: { by: Actor; way?: RevocationWay },
  ): void {
    const entry: LedgerEntry = {
      time: this.deps.now(),
      event,
      tokenId: record.id,
      kind: record.kind,
      by: how.by,
      way: how.way ?? null,
      accountKey: record.accountKey,
      projectId: record.projectId,
      fingerprint: fingerprint(record.secret),
    }
    this.ledger.push(entry)
    this.deps.noted(entry)
  }
}

export function isExpired(record: TokenRecord, now: number): boolean {
  return record.expiresAt !== null && record.expiresAt <= now
}
