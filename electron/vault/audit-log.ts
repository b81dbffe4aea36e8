import { setImmediate as breathe } from 'node:timers/promises'
import { ok, type Result } from '../../shared/result'
import type { AuditEntry, AuditRow, AuditVerdict } from '../../shared/model/audit'
import type { AuditBounds, AuditStore } from '../service/port'
import type { AuditEnd } from './audit-codec'
import { AuditSeals, CHAIN_START } from './audit-seals'
import { auditStatements, type AuditStatements } from './audit-statements'
import { AuditWalk } from './audit-walk'
import type { VaultDatabase } from './database'
import type { VaultKeys } from './token-store'

/** So many lines are kept at least. */
export const AUDIT_KEEP = 100_000
/** Beyond that, the oldest go so many at a time. */
export const AUDIT_STEP = 1_000
/** Most lines that one look opens. */
const LINES_MAX = 1_000

const FRESH: AuditEnd = {
  first: 1,
  last: 0,
  before: CHAIN_START.toString('hex'),
  chain: CHAIN_START.toString('hex'),
  trimmed: 0,
  lost: null,
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
  readonly #keys: VaultKeys
  readonly #sql: AuditStatements
  readonly #seals: AuditSeals
  readonly #room: AuditRoom

  constructor(
    database: VaultDatabase,
    keys: VaultKeys,
    room: AuditRoom = { keep: AUDIT_KEEP, step: AUDIT_STEP },
  ) {
    this.#database = database
    this.#keys = keys
    this.#sql = auditStatements(database.db)
    this.#seals = new AuditSeals(keys)
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
    this.#sql.putEnd.run(version + 1, this.#keys.number, this.#seals.sealEnd(version + 1, next))
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
   * lost, or is older than the lines, in `lost`.
   */
  #stored(): { end: AuditEnd; version: number } {
    const row = this.#sql.end.get()
    const version = row?.[0] ?? 0
    const end = row ? this.#seals.openEnd(row) : null
    const newest = this.#sql.newest.get()
    if (end && (newest?.[0] ?? 0) <= end.last) return { end, version }
    if (!newest) return { end: { ...FRESH, lost: row ? 1 : null }, version: safe(version) }
    const [last, chain] = newest
    const first = end?.first ?? this.#sql.oldest.get()?.[0] ?? 1
    return {
      end: {
        first,
        last,
        before: end?.before ?? (first === 1 ? FRESH.before : null),
        chain: (chain.length === CHAIN_START.length ? chain : CHAIN_START).toString('hex'),
        trimmed: end?.trimmed ?? first - 1,
        lost: end?.lost ?? (end ? end.last : last) + 1,
      },
      version: safe(version),
    }
  }

  #put(end: AuditEnd, entry: AuditEntry): AuditEnd {
    const seq = end.last + 1
    const sealed = this.#seals.seal(seq, entry)
    const chain = this.#seals.chain(Buffer.from(end.chain, 'hex'), seq, sealed)
    this.#sql.insert.run(seq, this.#keys.number, chain, sealed)
    return { ...end, last: seq, chain: chain.toString('hex') }
  }

  /**
   * Gives the oldest lines up if there are too many, and says so in a line of its own: how many
   * went, and if they were not whole, which one was the first that was not.
   */
  #trimmed(end: AuditEnd, at: number): AuditEnd {
    if (end.last - end.first + 1 < this.#room.keep + this.#room.step) return end
    const first = end.first + this.#room.step
    const walk = new AuditWalk(this.#sql, this.#seals)
    const { fault, chain } = walk.part(end, first - 1)
    this.#sql.drop.run(first)
    const before = chain?.toString('hex') ?? null
    const { lost } = end
    return this.#put(
      {
        ...end,
        first,
        before,
        trimmed: end.trimmed + this.#room.step,
        lost: lost !== null && lost < first ? null : lost,
      },
      {
        at,
        actor: 'engine',
        act: 'audit.trimmed',
        token: null,
        kind: null,
        label: null,
        outcome: fault ? 'failed' : 'done',
        code: fault?.fault ?? null,
        detail: { count: this.#room.step, ...(fault && { line: fault.seq }) },
      },
    )
  }
}

/** A version that somebody else wrote must not stop the next one. */
function safe(version: number): number {
  return Number.isSafeInteger(version) && version >= 0 && version < 2 ** 40 ? version : 0
}
