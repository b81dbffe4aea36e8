import { setImmediate as breathe } from 'node:timers/promises'
import { ok, type Result } from '../../shared/result'
import type { AuditEntry, AuditRow, AuditVerdict } from '../../shared/model/audit'
import type { AuditBounds, AuditPiece, AuditStore } from '../service/port'
import { ownLine, type AuditEnd } from './audit-codec'
import { AuditSeals, CHAIN_START, type AuditSqlRow } from './audit-seals'
import { auditStatements, type AuditStatements } from './audit-statements'
import { AuditWalk, firstOwn } from './audit-walk'
import { turnOn } from './audit-turn'
import type { VaultDatabase } from './database'
import type { KeyRing } from './key-ring'

/** So many lines are kept at least. */
export const AUDIT_KEEP = 100_000
/** Beyond that, the oldest go so many at a time. */
export const AUDIT_STEP = 1_000
/** Most lines that one look opens. */
const LINES_MAX = 1_000
/** So far beyond an end that is older than they are, lines are looked for. */
const BEYOND = 1_000
/** A gap up to this length is told line by line. */
const GAP_MAX = 100

const FRESH: AuditEnd = {
  first: 1,
  last: 0,
  before: CHAIN_START.toString('hex'),
  chain: CHAIN_START.toString('hex'),
  trimmed: 0,
  lost: null,
  turn: null,
}

/** Where a store leaves the trace of a change, within the change's own transaction. */
export type Trail = Pick<SealedAuditLog, 'add'>

/** How much is kept; tests keep less. */
export interface AuditRoom {
  readonly keep: number
  readonly step: number
}

/** The audit log of an open vault: sealed lines in a chain, and a sealed record of its two ends. */
export class SealedAuditLog implements AuditStore {
  readonly #database: VaultDatabase
  readonly #ring: KeyRing
  readonly #sql: AuditStatements
  readonly #seals: AuditSeals
  readonly #room: AuditRoom

  constructor(
    database: VaultDatabase,
    ring: KeyRing,
    room: AuditRoom = { keep: AUDIT_KEEP, step: AUDIT_STEP },
  ) {
    this.#database = database
    this.#ring = ring
    this.#sql = auditStatements(database.db)
    this.#seals = new AuditSeals(ring)
    this.#room = room
  }

  append(entries: readonly AuditEntry[]): Result<void> {
    if (entries.length === 0) return ok()
    return this.#database.write(() => {
      this.add(entries)
      return ok()
    })
  }

  /** The same within a transaction of the caller's: with it, or not at all. */
  add(entries: readonly AuditEntry[]): void {
    const newest = entries.at(-1)
    if (newest === undefined) return
    const { end, version } = this.#stored()
    let next = this.#trimmed(end, newest.at)
    for (const entry of entries) next = this.#put(next, entry)
    this.#putEnd(next, version + 1)
  }

  /**
   * Within a transaction: the next lines under the newest key, and chained anew. What does not prove
   * itself stays as it is, so that it stays to be seen.
   */
  sealAgain(count: number): void {
    const { end, version } = this.#stored()
    const turned = turnOn({ sql: this.#sql, seals: this.#seals }, end, {
      count,
      key: this.#ring.newest.number,
    })
    this.#putEnd(turned, version + 1)
  }

  /** Whether no line of the log needs this key any more, and all are chained by the newest. */
  isTurned(number: number): boolean {
    const { first, last, turn } = this.#stored().end
    return turn === null && this.#sql.under.get(first, last, number) === undefined
  }

  #putEnd(end: AuditEnd, version: number): void {
    const before = this.#sql.end.get()
    const sealed = this.#seals.sealEnd(version, end)
    this.#sql.putEnd.run(version, this.#ring.newest.number, sealed)
    this.#database.ledger.swap(
      before ? { table: 'audit_end', id: 'end', version: before[0], sealed: before[2] } : null,
      { table: 'audit_end', id: 'end', version, sealed },
    )
  }

  /** Whether what says where the log ends opens, if there is any. */
  isEndWhole(): Result<boolean> {
    return this.#database.read(() => {
      const row = this.#sql.end.get()
      return ok(row === undefined || this.#seals.openEnd(row) !== null)
    })
  }

  bounds(): Result<AuditBounds> {
    return this.#database.read(() => {
      const { first, last, trimmed } = this.#stored().end
      return ok({ first, last, trimmed })
    })
  }

  async lines(from: number, to: number): Promise<Result<readonly AuditRow[]>> {
    // whoever goes through all of it must not hold up the rest of the program
    await breathe()
    return this.#database.read(() => {
      const start = Math.max(from, this.#stored().end.first)
      const stop = Math.min(to, start + LINES_MAX - 1)
      const rows = this.#sql.range.all(start, stop).values()
      const found: AuditRow[] = []
      let row = rows.next().value
      for (let seq = start; seq <= stop; seq++) {
        if (row?.[0] !== seq) {
          found.push({ seq, broken: 'missing' })
          continue
        }
        const entry = this.#seals.open(seq, row)
        found.push(entry ? { ...entry, seq } : { seq, broken: 'altered' })
        row = rows.next().value
      }
      return ok(found)
    })
  }

  async onward(from: number): Promise<Result<AuditPiece>> {
    await breathe()
    return this.#database.read(() => {
      const { first, last } = this.#stored().end
      const found: AuditRow[] = []
      let next = Math.max(from, first)
      const missing = (to: number): void => {
        const most = to - next < GAP_MAX ? to : next
        for (let seq = next; seq <= most; seq++) found.push({ seq, broken: 'missing' })
      }
      const rows = this.#sql.some.all(next, last, LINES_MAX)
      for (const row of rows) {
        const [seq] = row
        missing(seq - 1)
        const entry = this.#seals.open(seq, row)
        found.push(entry ? { ...entry, seq } : { seq, broken: 'altered' })
        next = seq + 1
      }
      if (rows.length === LINES_MAX) return ok({ rows: found, next })
      missing(last)
      return ok({ rows: found, next: last + 1 })
    })
  }

  async verify(): Promise<Result<AuditVerdict>> {
    const walk = new AuditWalk(this.#sql, this.#seals)
    for (;;) {
      await breathe()
      const step = this.#database.read(() => ok(walk.step()))
      if (!step.ok) return step
      if (step.value !== null) return ok(step.value)
    }
  }

  /**
   * Where the log ends. It goes on whatever was done to it, since nothing may be done without its
   * trace; and what was done to it stays to be seen: a tail that is gone as a gap, an end that was
   * lost, or is older than the lines, in `lost`. Only what is sealed says so: the end, and lines
   * that prove to be what was written under their numbers. Any number can be inserted.
   */
  #stored(): { end: AuditEnd; version: number } {
    const row = this.#sql.end.get()
    const end = row ? this.#seals.openEnd(row) : null
    if (end) return { end: this.#grown(end), version: row?.[0] ?? 0 }
    const version = safe(row?.[0] ?? 0)
    const newest = firstOwn(this.#sql.down, this.#seals)
    const oldest = firstOwn(this.#sql.up, this.#seals)
    if (!newest || !oldest) {
      const isNew = !row && this.#sql.newest.get() === undefined
      return { end: { ...FRESH, lost: isNew ? null : 1 }, version }
    }
    const [first] = oldest
    const before = first === 1 ? FRESH.before : null
    const [last] = newest
    const rest = { last, chain: chainOf(newest), trimmed: first - 1, lost: last + 1, turn: null }
    return { end: { first, before, ...rest }, version }
  }

  /** With the lines of the log's own that stand beyond an end which is older than they. */
  #grown(end: AuditEnd): AuditEnd {
    let grown = end
    while ((this.#sql.newest.get()?.[0] ?? 0) > grown.last) {
      const own = this.#sql.range
        .all(grown.last + 1, grown.last + BEYOND)
        .findLast((row) => this.#seals.isOwn(row))
      if (!own) break
      grown = { ...grown, last: own[0], chain: chainOf(own), lost: end.lost ?? end.last + 1 }
    }
    return grown
  }

  /**
   * The end before a number that can be taken. A line that somebody else put there is passed by,
   * so that it stays to be seen; more of them, or one in a log that shows already what was done to
   * it, are written over: they must not move the numbers, which tell what is old.
   */
  #cleared(end: AuditEnd): AuditEnd {
    const grown = this.#grown(end)
    const next = grown.last + 1
    const stray = grown.lost === null ? this.#sql.range.get(next, next) : undefined
    return stray ? { ...grown, last: next, chain: chainOf(stray), lost: next } : grown
  }

  #put(before: AuditEnd, entry: AuditEntry): AuditEnd {
    const end = this.#cleared(before)
    const seq = end.last + 1
    const sealed = this.#seals.seal(seq, entry)
    const chain = this.#seals.chain(Buffer.from(end.chain, 'hex'), seq, sealed)
    this.#sql.put.run(seq, this.#ring.newest.number, chain, sealed)
    return { ...end, last: seq, chain: chain.toString('hex') }
  }

  /**
   * Gives the oldest lines up if there are too many, and says so in a line of its own: how many
   * went, and if they were not whole, which one was the first that was not. Lines that are there
   * count, not numbers.
   */
  #trimmed(end: AuditEnd, at: number): AuditEnd {
    const { keep, step } = this.#room
    // not while it is chained anew: that goes along from where it begins
    if (end.turn !== null || end.last - end.first + 1 < keep + step) return end
    const nth = (before: number) => this.#sql.nth.get(end.first, end.last, before)?.[0]
    const to = nth(step - 1)
    if (to === undefined || nth(keep + step - 1) === undefined) return end
    const first = to + 1
    const walk = new AuditWalk(this.#sql, this.#seals)
    const { fault, chain } = walk.part(end, to)
    this.#sql.drop.run(first)
    const before = chain?.toString('hex') ?? null
    const { lost } = end
    return this.#put(
      {
        ...end,
        first,
        before,
        trimmed: end.trimmed + step,
        lost: lost !== null && lost < first ? null : lost,
      },
      ownLine(at, 'audit.trimmed', {
        outcome: fault ? 'failed' : 'done',
        code: fault?.fault ?? null,
        detail: { count: step, ...(fault && { line: fault.seq }) },
      }),
    )
  }
}

/** The link of a line, if it is one at all. */
function chainOf([, , chain]: AuditSqlRow): string {
  return (chain.length === CHAIN_START.length ? chain : CHAIN_START).toString('hex')
}

/** A version that somebody else wrote must not stop the next one. */
function safe(version: number): number {
  return Number.isSafeInteger(version) && version >= 0 && version < 2 ** 40 ? version : 0
}
