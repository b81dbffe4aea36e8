import Database from 'better-sqlite3'

/** A value as it stands in the file; a text is its bytes. */
export type Cell = Buffer | number | null
export type Row = readonly Cell[]

export interface Table {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Which columns tell a row from the others. */
  readonly key: readonly number[]
  readonly rows: readonly Row[]
}

/** Every table that there is, so that none that a later form of the file brings is left out. */
export type Tables = ReadonlyMap<string, Table>

/** The two bytes of the header that say which journal a file has; a file in memory has no WAL. */
const JOURNAL = [18, 19]
const [NO_WAL, WAL] = [1, 2]

function inMemory(file: Buffer): Database.Database {
  const bytes = Buffer.from(file)
  for (const at of JOURNAL) bytes[at] = NO_WAL
  const db = new Database(bytes)
  // what a file can hold, whoever wrote it
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  return db
}

/** What is in a vault's file, all of it in one. */
export function tablesOf(file: Buffer): Tables {
  const db = inMemory(file)
  try {
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    return new Map((names as string[]).sort().map((name) => [name, readTable(db, name)]))
  } finally {
    db.close()
  }
}

interface Info {
  readonly name: string
  readonly type: string
  readonly pk: number
}

function readTable(db: Database.Database, name: string): Table {
  const columns = db.prepare<[], Info>(`SELECT name, type, pk FROM pragma_table_info('${name}')`)
  const found = columns.all()
  const asBytes = found.map(({ name: column, type }) =>
    type === 'TEXT' ? `CAST("${column}" AS BLOB)` : `"${column}"`,
  )
  const key = found.flatMap(({ pk }, at) => (pk > 0 ? [at] : []))
  const order = key.map((at) => `"${found[at]?.name ?? ''}"`).join(', ')
  const rows = db.prepare(`SELECT ${asBytes.join(', ')} FROM "${name}" ORDER BY ${order}`)
  return { name, columns: found, key, rows: rows.raw().all() as Row[] }
}

/**
 * The file with other rows in some of its tables. null: there can be no such file, since two rows
 * of it would be one.
 */
export function fileWith(file: Buffer, changed: readonly Table[]): Buffer | null {
  const db = inMemory(file)
  try {
    for (const { name, columns, rows } of changed) {
      db.exec(`DELETE FROM "${name}"`)
      const places = columns.map(({ type }) => (type === 'TEXT' ? 'CAST(? AS TEXT)' : '?'))
      const insert = db.prepare(`INSERT INTO "${name}" VALUES (${places.join(', ')})`)
      for (const row of rows) insert.run(...row)
    }
    const bytes = db.serialize()
    for (const at of JOURNAL) bytes[at] = WAL
    return bytes
  } catch (cause) {
    if (/UNIQUE|PRIMARYKEY/.test((cause as { code?: string }).code ?? '')) return null
    throw cause
  } finally {
    db.close()
  }
}

export interface CellAt {
  readonly row: number
  readonly column: number
}

/** With one cell written over. */
export function withCell(table: Table, at: CellAt, cell: Cell): Table {
  const rows = table.rows.map((row, n) => (n === at.row ? row.with(at.column, cell) : row))
  return { ...table, rows }
}

export function keyOf({ key }: Table, row: Row): string {
  return key.map((at) => textOf(row[at] ?? null)).join('/')
}

export function sameRow(one: Row, other: Row): boolean {
  return one.map(textOf).join('|') === other.map(textOf).join('|')
}

function textOf(cell: Cell): string {
  return Buffer.isBuffer(cell) ? cell.toString('hex') : String(cell)
}

/** A cell with one bit of one byte changed, every byte in its turn; of a number, those beside it. */
export function neighbours(cell: Cell, masksAt: (at: number) => readonly number[]): Cell[] {
  if (typeof cell === 'number') return [cell - 1, cell + 1]
  if (cell === null) return []
  return Array.from(cell).flatMap((_, at) => masksAt(at).map((mask) => flipped(cell, at, mask)))
}

export function flipped(cell: Buffer, at: number, mask: number): Buffer {
  const changed = Buffer.from(cell)
  changed[at] = changed[at]! ^ mask
  return changed
}
