import { FORMULA_SIGNS } from '../../shared/formula'
import type { AuditFilter, AuditLine, AuditRow } from '../../shared/model/audit'
import { groupOf } from '../../shared/model/audit-list'

/** Whether a filter leaves everything in. */
export function isOpenFilter(filter: AuditFilter): boolean {
  const { token, groups, outcomes, actors, text, from, to } = filter
  const lists = [groups, outcomes, actors]
  const ends = [token, from, to]
  return (
    lists.every((each) => each.length === 0) && ends.every((each) => each === null) && !text.trim()
  )
}

/** A test of rows, made once for many. A row that does not prove itself is nothing's fit. */
export function fitting(filter: AuditFilter): (row: AuditRow) => boolean {
  if (isOpenFilter(filter)) return () => true
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const among = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value)
  return (row) => {
    if ('broken' in row) return false
    if (filter.token !== null && row.token !== filter.token) return false
    if (filter.from !== null && row.at < filter.from) return false
    if (filter.to !== null && row.at >= filter.to) return false
    if (!among(filter.groups, groupOf(row.act))) return false
    if (!among(filter.outcomes, row.outcome) || !among(filter.actors, row.actor)) return false
    if (words.length === 0) return true
    const text = searched(row)
    return words.every((word) => text.includes(word))
  }
}

function searched({ label, kind, act, code, detail }: AuditLine): string {
  const said = Object.values(detail).filter((each) => typeof each === 'string')
  return [label, kind, act, code, ...said].join(' ').toLowerCase()
}

export type AuditFormat = 'jsonl' | 'csv'

const COLUMNS = [
  'line',
  'time',
  'actor',
  'act',
  'outcome',
  'code',
  'token',
  'kind',
  'label',
] as const

type Cell = string | number | null

/** What stands before the first line of a file. */
export function headOf(format: AuditFormat): string {
  return format === 'csv' ? csv([...COLUMNS, 'details']) : ''
}

/** One row of a file; its time is UTC (ISO 8601). */
export function textOf(format: AuditFormat, row: AuditRow): string {
  if ('broken' in row) {
    const { seq: line, broken } = row
    if (format === 'jsonl') return `${JSON.stringify({ line, broken })}\n`
    return csv([line, null, null, null, 'broken', broken, null, null, null, null])
  }
  const cells = cellsOf(row)
  if (format === 'jsonl') return `${JSON.stringify({ ...cells, details: row.detail })}\n`
  const details = Object.entries(row.detail).map(([key, value]) => `${key}: ${value}`)
  return csv([...COLUMNS.map((column) => cells[column]), details.join('; ')])
}

function cellsOf(row: AuditLine): Record<(typeof COLUMNS)[number], Cell> {
  const { seq, at, actor, act, outcome, code, token, kind, label } = row
  const time = new Date(at).toISOString()
  return { line: seq, time, actor, act, outcome, code, token, kind, label }
}

/** RFC 4180: Common Format and MIME Type for CSV Files, https://www.rfc-editor.org/rfc/rfc4180 */
function csv(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

const BEGINNING = String.raw`["'\s]*[${FORMULA_SIGNS}]`
/** What a spreadsheet takes for a formula at the start of a cell. */
const FORMULA = new RegExp(String.raw`^(?=${BEGINNING}|[\t\r\n])`)
/** The same inside of a field, where one that parts columns by semicolons or tabs begins another. */
const INNER = new RegExp(String.raw`([;\t\r\n])(?=${BEGINNING})`, 'g')

/** In quotes whatever it is: a field is one cell also for those who part columns otherwise. */
function quoted(value: Cell): string {
  const text = String(value ?? '')
  // a label is whatever the user or a platform wrote
  const safe = typeof value === 'string' ? text.replace(INNER, "$1'").replace(FORMULA, "'") : text
  return `"${safe.replaceAll('"', '""')}"`
}
