import { z } from 'zod'
import { FORMULA_SIGNS } from '../../shared/formula'
import { LABEL_MAX, NOTE_MAX } from '../../shared/model/limit'
import { fieldValues, kindId } from '../../shared/model/service'
import type { Expiry } from '../../shared/model/token'
import { EntryDraft, type ForeignEntry } from './entry'
import { damaged, Unreadable } from './failure'
import type { OutgoingToken } from './port'
import type { OwnRecord } from './record'

/** The columns of our own table: for people and spreadsheets, with less in it than the other exports. */
export const OWN_COLUMNS = [
  'Service',
  'Label',
  'Token',
  'Kind',
  'Server',
  'Base URL',
  'Account',
  'Project',
  'Expires',
  'Replace every (days)',
  'Used in',
  'Entries',
  'Note',
] as const

/**
 * What a spreadsheet would take for a formula, with the apostrophe before it that keeps it a text.
 * Quotes and white space are passed over by some.
 */
const FORMULA = new RegExp(String.raw`^(?:["\s]*[${FORMULA_SIGNS}]|['\t\r\n])`)

const escaped = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)
const unescaped = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell)

/** RFC 4180: each cell in quotes, quotes in it twice, rows ended by CR LF. */
const rowOf = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${escaped(cell).replaceAll('"', '""')}"`).join(',')}\r\n`

export function writeOwnCsv(tokens: readonly OutgoingToken[]): Uint8Array {
  const rows = tokens.map(({ record, secret, service }) =>
    rowOf([
      service,
      record.label,
      secret.text(),
      record.kind,
      record.server.id,
      record.server.baseUrl ?? '',
      record.account ?? '',
      record.project ?? '',
      expiryText(record.expiry),
      record.rotateEveryDays === null ? '' : String(record.rotateEveryDays),
      record.destinations.map(({ text }) => text).join('\n'),
      Object.keys(record.fields).length === 0 ? '' : JSON.stringify(record.fields),
      record.note,
    ]),
  )
  return Buffer.from(rowOf(OWN_COLUMNS) + rows.join(''), 'utf8')
}

const expiryText = (expiry: Expiry): string =>
  expiry.known === 'date'
    ? new Date(expiry.at).toISOString()
    : expiry.known === 'never'
      ? 'never'
      : ''

const ownRow = z.strictObject({
  label: z.string().min(1).max(LABEL_MAX),
  kind: kindId,
  server: z.string().min(1).max(32),
  baseUrl: z.string().max(2048),
  days: z.union([z.literal(''), z.coerce.number().int().min(1).max(3650)]),
  fields: fieldValues,
  note: z.string().max(NOTE_MAX),
})

/** A row of our own table; what the table has no column for is unknown afterwards. */
export function readOwnCsv(cells: readonly string[]): ForeignEntry {
  const [
    service,
    label,
    secret,
    kind,
    server,
    baseUrl,
    account,
    project,
    expires,
    days,
    ,
    fields,
    note,
  ] = cells.map(unescaped)
  const row = ownRow.safeParse({
    label,
    kind,
    server,
    baseUrl,
    days,
    note,
    fields: fieldsOf(fields),
  })
  if (!row.success || !secret) throw new Unreadable(damaged())
  const { data } = row
  const entry = new EntryDraft().text('title', label).text('username', account)
  entry.text('url', baseUrl).text('notes', note).password(secret)
  if (expires !== 'never') entry.date('expiresAt', expires)
  entry.folder = service ? [service] : []
  const done = entry.done()
  const own: OwnRecord = {
    kind: data.kind,
    label: data.label,
    server: { id: data.server, baseUrl: data.baseUrl === '' ? null : data.baseUrl },
    fields: data.fields,
    note: data.note,
    account: account ? account.slice(0, 500) : null,
    project: project ? project.slice(0, 500) : null,
    identity: { account: null, project: null },
    access: [],
    facts: [],
    expiry: expiryOf(expires ?? '', done.expiresAt),
    rotateEveryDays: data.days === '' ? null : data.days,
    destinations: [],
    secretSince: 0,
    addedAt: 0,
  }
  return { ...done, own }
}

function fieldsOf(text: string | undefined): unknown {
  if (!text) return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable(damaged())
  }
}

function expiryOf(text: string, at: number | null): Expiry {
  if (text === 'never') return { known: 'never', source: 'user' }
  return at === null ? { known: 'unknown' } : { known: 'date', at, source: 'user' }
}
