import type { Input, Output } from '../../shared/contract'
import { appError } from '../../shared/error'
import type { AuditRow, AuditVerdict } from '../../shared/model/audit'
import { err, ok, type Result } from '../../shared/result'
import type { AuditTrail } from './audit-trail'
import { fitting, headOf, isOpenFilter, textOf, type AuditFormat } from './audit-text'
import type { AuditStore, Clock, FileSaver } from './port'
import { did, failed } from './trace'

/** How many lines are opened at a time. */
const PIECE = 500
/** After how many lines a page ends without being full: the window asks for the next one. */
const LOOK_MAX = 5_000

export interface AuditServiceDeps {
  readonly trail: AuditTrail
  readonly saver: FileSaver
  readonly clock: Clock
}

type PageInput = Input<'audit.page'>
type Page = Output<'audit.page'>

/** What can be done with the audit log: look at it, go through it, write it to a file. */
export class AuditService {
  readonly #deps: AuditServiceDeps

  constructor(deps: AuditServiceDeps) {
    this.#deps = deps
  }

  async page({ filter, before, limit }: PageInput): Promise<Result<Page>> {
    const store = this.#store()
    if (!store.ok) return store
    const bounds = store.value.bounds()
    if (!bounds.ok) return bounds
    const { first, last } = bounds.value
    const stop = before === null ? last + 1 : Math.min(before, last + 1)
    const found = await this.#collect(store.value, { filter, limit, first, stop })
    if (!found.ok) return found
    const { rows, at } = found.value
    return ok({ rows, next: at > first ? at : null, total: last - first + 1 })
  }

  async verify(): Promise<Result<AuditVerdict>> {
    const store = this.#store()
    if (!store.ok) return store
    const verdict = await store.value.verify()
    if (!verdict.ok) return verdict
    const { fault, seq, lines: count } = verdict.value
    const line = seq === null ? {} : { line: seq }
    this.#deps.trail.record(
      fault === null
        ? did('audit.verified', { detail: { count } })
        : failed('audit.verified', fault, { detail: { count, ...line } }),
    )
    return verdict
  }

  /** The user chooses the file first; what is written is the log as it is then. */
  async export({ format, filter }: Input<'audit.export'>): Promise<Result<Output<'audit.export'>>> {
    const { saver, trail, clock } = this.#deps
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    const target = await saver.choose({ name: `keyglot-activity-${day}.${format}`, kind: format })
    if (target === null) return ok({ file: null, lines: 0 })
    const store = this.#store()
    if (!store.ok) return store
    const text = exported(store.value, format, fitting(filter))
    const written = await target.write(text.next)
    const detail = { format, file: target.name, count: text.lines() }
    trail.record(
      written.ok
        ? did('audit.exported', { detail })
        : failed('audit.exported', written.error.code, { detail: { format, file: target.name } }),
    )
    return written.ok ? ok({ file: target.name, lines: text.lines() }) : written
  }

  /** The open log, with all in it that was done so far. */
  #store(): Result<AuditStore> {
    const { trail } = this.#deps
    trail.settle()
    return trail.store ? ok(trail.store) : err(appError('vault.not-open'))
  }

  /** Goes down from below `stop`, until the page is full or enough was looked at. */
  async #collect(
    store: AuditStore,
    { filter, limit, first, stop }: Omit<PageInput, 'before'> & { first: number; stop: number },
  ): Promise<Result<{ rows: AuditRow[]; at: number }>> {
    const fits = fitting(filter)
    const piece = isOpenFilter(filter) ? limit : PIECE
    const end = Math.max(first, stop - LOOK_MAX)
    const rows: AuditRow[] = []
    let at = stop
    while (at > end) {
      const got = await store.lines(Math.max(end, at - piece), at - 1)
      if (!got.ok) return got
      if (got.value.length === 0) return ok({ rows, at: first })
      for (const row of got.value.toReversed()) {
        at = row.seq
        if (!fits(row)) continue
        rows.push(row)
        if (rows.length === limit) return ok({ rows, at })
      }
    }
    return ok({ rows, at })
  }
}

/** The text of a file piece by piece, null after the last; `lines`: how many went out so far. */
function exported(store: AuditStore, format: AuditFormat, fits: (row: AuditRow) => boolean) {
  let seq = 0
  let lines = 0
  const next = async (): Promise<Result<string | null>> => {
    const bounds = store.bounds()
    if (!bounds.ok) return bounds
    const head = seq === 0 ? headOf(format) : ''
    const from = Math.max(seq, bounds.value.first)
    if (from > bounds.value.last) return ok(head === '' ? null : ((seq = from), head))
    const got = await store.onward(from)
    if (!got.ok) return got
    seq = got.value.next
    const rows = got.value.rows.filter(fits)
    lines += rows.length
    return ok(head + rows.map((row) => textOf(format, row)).join(''))
  }
  return { next, lines: () => lines }
}
