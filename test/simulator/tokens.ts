import type { SimulatedKind } from './types'

/** A token as its platform keeps it. `D` holds what only one platform knows of. */
export type TokenRecord<D = unknown> = {
  readonly id: string
  readonly kind: SimulatedKind
  readonly secret: string
  /** Short name of the server that knows it. */
  readonly server: string
  readonly accountKey: string
  /** The project it is bound to. */
  readonly projectId: string | null
  readonly scopes: readonly string[]
  readonly label: string
  readonly createdAt: number
  expiresAt: number | null
  /** From when on it is accepted. */
  readonly activeAt: number
  lastUsedAt: number | null
  revokedAt: number | null
  readonly details: D
}

/** A line in the platform's own books, against which a test can hold what a client believes. */
export type LedgerEntry = {
  readonly time: number
  readonly event: 'issued' | 'revoked' | 'expiry-changed'
  readonly tokenId: string
  readonly kind: SimulatedKind
  /** Who did it: the test, or a call of the platform's API. */
  readonly by: 'test' | 'api'
}

/** All tokens of a platform, the dead ones too. */
export class TokenBook<D = unknown> {
  readonly ledger: LedgerEntry[] = []
  private readonly records = new Map<string, TokenRecord<D>>()

  constructor(private readonly now: () => number) {}

  add(record: TokenRecord<D>, by: 'test' | 'api' = 'test'): TokenRecord<D> {
    if (this.records.has(record.secret)) throw new Error('This value is in use already')
    this.records.set(record.secret, record)
    this.note('issued', record, by)
    return record
  }

  /** Also gives revoked and expired ones. */
  find(secret: string): TokenRecord<D> | undefined {
    return this.records.get(secret)
  }

  /** Not revoked; may be expired, where the platform tells the two apart. */
  known(secret: string): TokenRecord<D> | undefined {
    const record = this.records.get(secret)
    return record === undefined || record.revokedAt !== null ? undefined : record
  }

  /** Neither revoked nor expired. */
  live(secret: string): TokenRecord<D> | undefined {
    const record = this.known(secret)
    return record === undefined || isExpired(record, this.now()) ? undefined : record
  }

  list(): readonly TokenRecord<D>[] {
    return [...this.records.values()]
  }

  /** False if there is none, or it is dead already. */
  revoke(secret: string, by: 'test' | 'api' = 'test'): boolean {
    const record = this.known(secret)
    if (record === undefined) return false
    record.revokedAt = this.now()
    this.note('revoked', record, by)
    return true
  }

  setExpiry(secret: string, expiresAt: number | null, by: 'test' | 'api' = 'test'): void {
    const record = this.records.get(secret)
    if (record === undefined) throw new Error('No such token was issued')
    record.expiresAt = expiresAt
    this.note('expiry-changed', record, by)
  }

  private note(event: LedgerEntry['event'], record: TokenRecord<D>, by: 'test' | 'api'): void {
    this.ledger.push({ time: this.now(), event, tokenId: record.id, kind: record.kind, by })
  }
}

export function isExpired(record: TokenRecord, now: number): boolean {
  return record.expiresAt !== null && record.expiresAt <= now
}
