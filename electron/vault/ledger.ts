import type Database from 'better-sqlite3'
import {
  accountOf,
  digestOf,
  ManifestSeal,
  minus,
  plus,
  same,
  type Accounts,
  type CountedTable,
  type RowMark,
} from './manifest'
import type { KeyRing } from './key-ring'

/** Which state of the vault this is: counts its writes, and tells two of one number apart. */
export interface Generation {
  readonly number: number
  readonly print: string
}

/** How the record of the rows was found, until there is a new one. */
export type LedgerState = 'whole' | 'missing' | 'altered'

interface Row {
  readonly generation: number
  readonly key: number
  readonly sealed: Buffer
}

/**
 * Keeps account of the rows of an open vault: the stores say what they change, and the record is
 * written in the transaction of the change. Whoever changes the file without the key cannot write
 * the record that goes with it.
 */
export class Ledger {
  readonly #db: Database.Database
  readonly #ring: KeyRing
  readonly #seal: ManifestSeal
  readonly #put: Database.Statement<[number, number, Buffer]>
  #found: LedgerState
  #accounts: Accounts
  #number: number
  #noted: Accounts | null = null
  #onWritten: () => void = () => undefined

  constructor(db: Database.Database, ring: KeyRing) {
    this.#db = db
    this.#ring = ring
    this.#seal = new ManifestSeal(ring)
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO manifest (one, generation, key, sealed) VALUES (1, ?, ?, ?)',
    )
    const row = db.prepare<[], Row>('SELECT generation, key, sealed FROM manifest').get()
    const isOurs = row?.key === ring.newest.number
    const accounts = isOurs ? this.#seal.open(row.generation, row.sealed) : null
    this.#found = row === undefined ? 'missing' : accounts === null ? 'altered' : 'whole'
    this.#accounts = accounts ?? this.#asItIs()
    this.#number = accounts !== null && row !== undefined ? row.generation : 0
  }

  get found(): LedgerState {
    return this.#found
  }

  generation(): Generation {
    return { number: this.#number, print: this.#seal.print(this.#number, this.#accounts) }
  }

  /** Calls back after each write that is durable. */
  onWritten(run: () => void): void {
    this.#onWritten = run
  }

  /** Within a transaction: a row takes the place of another, or comes, or goes. */
  swap(before: RowMark | null, after: RowMark | null): void {
    const table = (before ?? after)?.table
    if (table === undefined) return
    let account = (this.#noted ?? this.#accounts)[table]
    if (before) account = minus(account, digestOf(this.#ring.newest.subkeys, before))
    if (after) account = plus(account, digestOf(this.#ring.newest.subkeys, after))
    this.#noted = { ...(this.#noted ?? this.#accounts), [table]: account }
  }

  /** At the end of a transaction that changed something. */
  flush(): void {
    if (this.#noted === null) return
    const next = this.#number + 1
    this.#put.run(next, this.#ring.newest.number, this.#seal.seal(next, this.#noted))
  }

  /** The transaction has ended: what was noted counts, or never was. */
  settle(committed: boolean): void {
    const noted = this.#noted
    this.#noted = null
    if (!committed || noted === null) return
    this.#accounts = noted
    this.#found = 'whole'
    this.#number++
    this.#onWritten()
  }

  /** Whether a table is what was written; reads all of it. */
  agrees(table: CountedTable): boolean {
    return same(accountOf(this.#db, this.#ring.newest.subkeys, table), this.#accounts[table])
  }

  /** Whether as many tokens are there as were written; reads an index. */
  countAgrees(): boolean {
    const count = this.#db.prepare('SELECT count(*) FROM token').pluck().get()
    return count === this.#accounts.token.count
  }

  /** Within a transaction: takes all rows as they are; the user, or a new vault, wants it so. */
  adopt(): void {
    this.#noted = this.#asItIs()
  }

  /** Counts on from a state that was seen elsewhere; for `adopt`. */
  countFrom(least: number): void {
    this.#number = Math.max(this.#number, least)
  }

  #asItIs(): Accounts {
    const read = (table: CountedTable) => accountOf(this.#db, this.#ring.newest.subkeys, table)
    return {
      token: read('token'),
      value: read('value'),
      wrap: read('wrap'),
      audit_end: read('audit_end'),
    }
  }
}
