import Papa from 'papaparse'
import { COLUMNS_MAX, csvMapping, type CsvMapping } from '../../shared/model/transfer'
import type { CsvPart } from '../../shared/model/transfer-list'
import { guessMapping } from './csv-mapping'
import { EntryDraft, type ForeignEntry } from './entry'
import { atLine, damaged, tooMany, Unreadable, unsupported } from './failure'
import { ENTRIES_MAX } from './limit'
import { readOwnCsv, OWN_COLUMNS } from './own-csv'
import { lineAt } from './text'

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** KeePass 1's CSV, which KeePass 2 writes as "KeePass CSV (1.x)"; in it `\` hides a quote. */
const KEEPASS = ['Account', 'Login Name', 'Password', 'Web Site', 'Comments']
/** The first columns of KeePassXC's; newer releases have more behind them. */
const KEEPASSXC = ['Group', 'Title', 'Username', 'Password', 'URL', 'Notes']
const ONE_TIME_CODE = 'TOTP'

export type CsvFormat = 'keepass-csv' | 'keepassxc-csv' | 'keyglot-csv' | 'csv'

const startsWith = (columns: readonly string[], start: readonly string[]): boolean =>
  start.every((name, at) => columns[at] === name)

/** Which table a text is by its first row; null: it is none. */
export function csvOf(text: string): { format: CsvFormat; columns: readonly string[] } | null {
  const { data, errors } = Papa.parse<string[]>(text, { preview: 1, skipEmptyLines: true })
  const columns = (data[0] ?? []).map((name) => name.trim())
  const isTable =
    columns.length >= 2 &&
    columns.length <= COLUMNS_MAX &&
    columns.every((name) => name.length < 200)
  if (!isTable || errors.some(({ type }) => type === 'Quotes')) return null
  return { format: formatOf(columns), columns }
}

function formatOf(columns: readonly string[]): CsvFormat {
  if (startsWith(columns, OWN_COLUMNS) && columns.length === OWN_COLUMNS.length)
    return 'keyglot-csv'
  if (startsWith(columns, KEEPASSXC)) return 'keepassxc-csv'
  if (startsWith(columns, KEEPASS) && columns.length === KEEPASS.length) return 'keepass-csv'
  return 'csv'
}

/** The entries of a table. `mapping`: null: as its columns are called. */
export function readCsv(text: string, mapping: CsvMapping | null): ForeignEntry[] {
  const known = csvOf(text)
  if (!known) throw new Unreadable(damaged())
  const { format } = known
  const table = tableOf(text, format === 'keepass-csv')
  if (format === 'keyglot-csv') return table.rows.map((row) => readOwnCsv(row))
  const chosen = mapping === null ? guessMapping(table.columns) : csvMapping.parse(mapping)
  const isThere = (column: number | undefined) =>
    column !== undefined && column < table.columns.length
  if (!isThere(chosen.secret)) throw new Unreadable(unsupported('column'))
  return table.rows.map((row) => entryOf(row, { table, chosen, format }))
}

/** All rows, each with as many cells as there are columns: a file that was cut must not pass. */
function tableOf(text: string, backslash: boolean): Table {
  const { data, errors } = Papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    ...(backslash ? { delimiter: ',', escapeChar: '\\' } : {}),
  })
  const [fault] = errors.filter(({ type }) => type === 'Quotes')
  if (fault) throw new Unreadable(atLine(lineAt(text, fault.index ?? 0)))
  const [first = [], ...rows] = data
  if (rows.length > ENTRIES_MAX) throw new Unreadable(tooMany())
  const columns = first.map((name) => name.trim())
  const short = rows.findIndex((row) => row.length !== columns.length)
  if (short !== -1) throw new Unreadable(atLine(lineOfRow(data, short + 1)))
  const clean = (cell: string): string => (backslash ? cell.replaceAll('\\\\', '\\') : cell)
  return { columns, rows: rows.map((row) => row.map(clean)) }
}

/** On which line a row begins: cells may hold several. */
function lineOfRow(rows: readonly (readonly string[])[], row: number): number {
  const breaks = (cells: readonly string[]): number =>
    cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
  return rows.slice(0, row).reduce((line, cells) => line + 1 + breaks(cells), 1)
}

interface Reading {
  readonly table: Table
  readonly chosen: CsvMapping
  readonly format: CsvFormat
}

function entryOf(row: readonly string[], { table, chosen, format }: Reading): ForeignEntry {
  const cell = (part: CsvPart): string => {
    const column = chosen[part]
    return column === undefined ? '' : (row[column] ?? '')
  }
  const entry = new EntryDraft()
    .text('title', cell('title'))
    .text('username', cell('username'))
    .text('url', cell('url'))
    .text('notes', cell('notes'))
    .password(cell('secret'))
    .tags(cell('tags').split(/[;,]/))
    .date('createdAt', cell('created'))
    .date('modifiedAt', cell('modified'))
    .date('expiresAt', cell('expires'))
  const folder = cell('folder')
    .split('/')
    .filter((name) => name !== '')
  // KeePassXC's outermost folder is the database itself
  entry.folder = format === 'keepassxc-csv' ? folder.slice(1) : folder
  const used = new Set(Object.values(chosen))
  for (const [at, name] of table.columns.entries()) {
    if (used.has(at)) continue
    if (name === ONE_TIME_CODE && row[at] !== '') entry.leave('one-time-code')
    else if (name !== ONE_TIME_CODE && name !== 'Icon') entry.field(name, row[at], false)
  }
  return entry.done()
}
