import Papa from 'papaparse'
import { atLine, tooMany, Unreadable } from './failure'
import { ENTRIES_MAX } from './limit'
import { breath } from './pause'

export type Row = readonly string[]

/** How much of a text shows what its cells and lines end with. */
const SAMPLE = 256 * 1024
/** How much of it is read before others have their turn. */
const PIECE = 256 * 1024
/** Longest row; one cell alone may be longer than what is kept of it. */
const ROW_MAX = 4 * 1024 * 1024
/** Most lines, those with nothing in them too: they cost as much to read. */
const LINES_MAX = 10 * ENTRIES_MAX

const isBlank = (row: Row): boolean => row.every((cell) => cell.trim() === '')

/** The first row with anything in it, as far as the beginning of the text tells. */
export function firstRowOf(text: string): Row | null {
  const { data, errors } = Papa.parse<string[]>(text.slice(0, SAMPLE), {
    preview: 1,
    skipEmptyLines: true,
  })
  return errors.some(({ type }) => type === 'Quotes') ? null : (data[0] ?? null)
}

/**
 * All rows with anything in them, each with as many cells as the first: a file that was cut must not
 * pass. Piece by piece, and no further than it is in order: of a file in one go the library would
 * list all that is wrong with millions of quotes, and cut it into as many cells as it has commas.
 * `backslash`: in it a `\` hides a quote, and cells end with commas.
 */
export async function rowsOf(text: string, backslash: boolean): Promise<readonly Row[]> {
  const { meta } = Papa.parse(text.slice(0, SAMPLE), { preview: 10 })
  const parser = new Papa.Parser({
    delimiter: backslash ? ',' : meta.delimiter,
    newline: meta.linebreak as '\n',
    ...(backslash && { escapeChar: '\\' }),
  })
  const turn = breath()
  const table = new Table(meta.linebreak)
  let [at, size] = [0, PIECE]
  for (;;) {
    const isLast = at + size >= text.length
    const piece = text.slice(at, at + size)
    const read = parser.parse(piece, 0, !isLast) as Papa.ParseResult<string[]>
    const { cursor } = read.meta
    // what the last row of a piece lacks may stand in the next one
    const fault = read.errors.find(({ row }) => isLast || (row ?? 0) < read.data.length)
    if (fault) throw new Unreadable(atLine(table.lineAt(piece.slice(0, fault.index ?? 0))))
    table.take(read.data)
    if (isLast) return table.rows
    if (cursor === 0 && size >= ROW_MAX) throw new Unreadable(atLine(table.lineAt('')))
    // a row that is longer than the piece: twice as much, so that it is not gone through too often
    size = cursor === 0 ? size * 2 : PIECE
    table.pass(piece.slice(0, cursor))
    at += cursor
    await turn()
  }
}

class Table {
  readonly rows: Row[] = []
  readonly #newline: string
  #count = 0
  /** On which line the piece begins that is read. */
  #line = 1

  constructor(newline: string) {
    this.#newline = newline
  }

  /** On which line a text ends that begins where the piece does. */
  lineAt(before: string): number {
    return this.#line + this.#breaksIn(before)
  }

  pass(read: string): void {
    this.#line += this.#breaksIn(read)
  }

  take(rows: readonly Row[]): void {
    this.#count += rows.length
    if (this.#count > LINES_MAX) throw new Unreadable(tooMany())
    for (const [at, row] of rows.entries()) {
      if (isBlank(row)) continue
      const [first = row] = this.rows
      if (row.length !== first.length) {
        const before = rows.slice(0, at).flatMap((cells) => [...cells, this.#newline])
        throw new Unreadable(atLine(this.lineAt(before.join(''))))
      }
      if (this.rows.length > ENTRIES_MAX) throw new Unreadable(tooMany())
      this.rows.push(row)
    }
  }

  #breaksIn(text: string): number {
    let breaks = 0
    for (let at = text.indexOf(this.#newline); at !== -1; breaks++) {
      at = text.indexOf(this.#newline, at + this.#newline.length)
    }
    return breaks
  }
}
