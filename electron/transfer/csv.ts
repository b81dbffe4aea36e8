import { COLUMNS_MAX, csvMapping, type CsvMapping } from '../../shared/model/transfer'
import type { CsvPart } from '../../shared/model/transfer-list'
import { guessMapping } from './csv-mapping'
import { firstRowOf, rowsOf } from './csv-rows'
import { EntryDraft, type ForeignEntry } from './entry'
import { damaged, Unreadable, unsupported } from './failure'
import { readOwnCsv, OWN_COLUMNS } from './own-csv'
import { breath } from './pause'

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
  const columns = (firstRowOf(text) ?? []).map((name) => name.trim())
  const isTable =
    columns.length >= 2 &&
    columns.length <= COLUMNS_MAX &&
    columns.every((name) => name.length < 200)
  if (!isTable) return null
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
export async function readCsv(text: string, mapping: CsvMapping | null): Promise<ForeignEntry[]> {
  const known = csvOf(text)
  if (!known) throw new Unreadable(damaged())
  const { format } = known
  const backslash = format === 'keepass-csv'
  const [first = [], ...rows] = await rowsOf(text, backslash)
  const columns = first.map((name) => name.trim())
  const chosen = mapping === null ? guessMapping(columns) : csvMapping.parse(mapping)
  const isThere = (column: number | undefined) => column !== undefined && column < columns.length
  if (format !== 'keyglot-csv' && !isThere(chosen.secret)) {
    throw new Unreadable(unsupported('column'))
  }
  const clean = (cell: string): string => (backslash ? cell.replaceAll('\\\\', '\\') : cell)
  const turn = breath()
  const entries: ForeignEntry[] = []
  for (const row of rows) {
    entries.push(
      format === 'keyglot-csv'
        ? readOwnCsv(row)
        : entryOf(row.map(clean), { columns, chosen, format }),
    )
    await turn()
  }
  return entries
}

interface Reading {
  readonly columns: readonly string[]
  readonly chosen: CsvMapping
  readonly format: CsvFormat
}

function entryOf(row: readonly string[], { columns, chosen, format }: Reading): ForeignEntry {
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
  for (const [at, name] of columns.entries()) {
    if (used.has(at)) continue
    if (name === ONE_TIME_CODE && row[at] !== '') entry.leave('one-time-code')
    else if (name !== ONE_TIME_CODE && name !== 'Icon') entry.field(name, row[at], false)
  }
  return entry.done()
}
