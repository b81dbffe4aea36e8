import type { AuditVerdict } from '../../shared/model/audit'
import type { AuditFault } from '../../shared/model/audit-list'
import type { AuditEnd } from './audit-codec'
import type { AuditSeals, AuditSqlRow } from './audit-seals'
import type { AuditStatements } from './audit-statements'

/** Lines that are looked at in one go, about 10 ms. */
const STEP = 1_000

/** How far from its place a line is looked for, about 80 ms. */
const NEAR = 1_000

/** The first of these lines that proves to be what was written under its number. */
export function firstOwn(lines: AuditStatements['up'], seals: AuditSeals): AuditSqlRow | null {
  for (const row of lines.iterate()) {
    if (seals.isOwn(row)) return row
  }
  return null
}

/** A line that does not prove itself. */
export interface Found {
  readonly seq: number
  readonly fault: AuditFault
}

/** Goes along the chain from its first line to its last, piece by piece. */
export class AuditWalk {
  readonly #sql: AuditStatements
  readonly #seals: AuditSeals
  #next = 0
  #chain: Buffer | null = null
  #since: number | null = null
  #turn: AuditEnd['turn'] = null

  constructor(sql: AuditStatements, seals: AuditSeals) {
    this.#sql = sql
    this.#seals = seals
  }

  /** One piece; null: there is more. Lines may be added and given up between two pieces. */
  step(): AuditVerdict | null {
    const row = this.#sql.end.get()
    const end = row ? this.#seals.openEnd(row) : null
    if (!end) return this.#withoutEnd(row !== undefined)
    if (this.#next < end.first) {
      this.#next = end.first
      this.#chain = bytesOf(end.before)
    } else if (this.#turn?.next !== end.turn?.next && this.#next > end.first) {
      // the last line was in order a moment ago, and was chained anew since
      this.#chain = this.#sql.range.get(this.#next - 1, this.#next - 1)?.[2] ?? this.#chain
    }
    this.#turn = end.turn
    const fault = this.#piece(Math.min(this.#next + STEP - 1, end.last))
    if (fault) return this.#verdict(end, sooner(fault, lostOf(end)))
    if (this.#next <= end.last) return null
    return this.#verdict(end, sooner(this.#tail(end), lostOf(end)))
  }

  /** From the first line up to this one: the first fault, and the chain there. */
  part(end: AuditEnd, to: number): { fault: Found | null; chain: Buffer | null } {
    this.#next = end.first
    this.#chain = bytesOf(end.before)
    this.#turn = end.turn
    const fault = this.#piece(to)
    // what comes after is judged by what stands there, as if the fault had not been
    const last = this.#sql.range.get(to, to)
    return { fault, chain: fault ? (last?.[2] ?? null) : this.#chain }
  }

  #piece(to: number): Found | null {
    for (const row of this.#sql.range.all(this.#next, to)) {
      const seq = this.#next
      if (row[0] !== seq) return { seq, fault: 'missing' }
      // from here on it is chained as it was before the key was replaced
      if (seq === this.#turn?.next) this.#chain = bytesOf(this.#turn.was)
      const entry = this.#seals.open(seq, row)
      if (!entry || !this.#seals.follows(this.#chain, row)) return { seq, fault: this.#why(row) }
      this.#since ??= entry.at
      this.#chain = row[2]
      this.#next = seq + 1
    }
    return this.#next > to ? null : { seq: this.#next, fault: 'missing' }
  }

  /** Lines beside the chain, and an end that does not belong to the last line. */
  #tail(end: AuditEnd): Found | null {
    const stray = this.#sql.stray.get(end.first, end.last)
    if (stray) {
      const seq = Math.min(Math.max(stray[0], 1), Number.MAX_SAFE_INTEGER)
      return { seq, fault: 'added' }
    }
    const whole = end.last < end.first || this.#chain?.toString('hex') === end.chain
    return whole ? null : { seq: end.last, fault: 'altered' }
  }

  /** Whether what stands in this place was written for another one, as far as it is near. */
  #why(row: AuditSqlRow): AuditFault {
    const [at] = row
    for (let seq = Math.max(1, at - NEAR); seq <= at + NEAR; seq++) {
      if (seq !== at && this.#seals.open(seq, row)) return 'misplaced'
    }
    return 'altered'
  }

  #withoutEnd(spoilt: boolean): AuditVerdict {
    const empty = { fault: null, seq: null, lines: 0, since: null, trimmed: 0 }
    if (this.#sql.newest.get() === undefined && !spoilt) return empty
    const newest = firstOwn(this.#sql.down, this.#seals)
    return { ...empty, fault: 'end', seq: (newest?.[0] ?? 0) + 1 }
  }

  #verdict(end: AuditEnd, found: Found | null): AuditVerdict {
    return {
      fault: found?.fault ?? null,
      seq: found?.seq ?? null,
      lines: end.last - end.first + 1,
      since: this.#since,
      trimmed: end.trimmed,
    }
  }
}

function bytesOf(chain: string | null): Buffer | null {
  return chain === null ? null : Buffer.from(chain, 'hex')
}

function lostOf({ lost }: AuditEnd): Found | null {
  return lost === null ? null : { seq: lost, fault: 'end' }
}

function sooner(one: Found | null, other: Found | null): Found | null {
  if (!one || !other) return one ?? other
  return one.seq <= other.seq ? one : other
}
