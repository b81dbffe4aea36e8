import type Database from 'better-sqlite3'
import type { SecretRow, TokenRow } from './token-seals'

type Params = unknown[]
type Prepare = <P extends Params, R = unknown>(sql: string) => Database.Statement<P, R>

/** Every statement of the token store, prepared once. */
export interface TokenStatements {
  readonly list: Database.Statement<[], TokenRow>
  /** From the index alone: works also where a page of the table is damaged. */
  readonly ids: Database.Statement<[], [id: string]>
  readonly get: Database.Statement<[id: string], TokenRow>
  /** Tokens of which something is sealed under that key. */
  readonly under: Database.Statement<[{ after: number; key: number; count: number }], TokenRow>
  readonly insert: Database.Statement<[id: string, version: number, key: number, overview: Buffer]>
  readonly update: Database.Statement<[version: number, key: number, overview: Buffer, row: number]>
  readonly remove: Database.Statement<[id: string]>
  readonly details: Database.Statement<[row: number], SecretRow>
  readonly putDetails: Database.Statement<[row: number, key: number, sealed: Buffer]>
  readonly secret: Database.Statement<[row: number, slot: number], SecretRow>
  readonly putSecret: Database.Statement<
    [row: number, slot: number, key: number, blind: Buffer, sealed: Buffer]
  >
  readonly dropSecret: Database.Statement<[row: number, slot: number]>
  /** The slots that may hold a secret, `current` ones first. */
  readonly byBlind: Database.Statement<[blind: Buffer], [id: string, slot: number]>
}

const TOKEN = 'SELECT row, id, version, key, overview FROM token'

export function tokenStatements(db: Database.Database): TokenStatements {
  const run: Prepare = (sql) => db.prepare(sql)
  // rows come as arrays: over a long list, objects cost twice as much
  const rows: Prepare = (sql) => db.prepare(sql).raw() as never
  return {
    list: rows(`${TOKEN} ORDER BY row`),
    ids: rows('SELECT id FROM token INDEXED BY sqlite_autoindex_token_1'),
    get: rows(`${TOKEN} WHERE id = ?`),
    under: rows(
      `${TOKEN} WHERE row > :after AND (key = :key
         OR EXISTS (SELECT 1 FROM token_details AS part WHERE part.row = token.row AND part.key = :key)
         OR EXISTS (SELECT 1 FROM token_secret AS part WHERE part.row = token.row AND part.key = :key))
       ORDER BY row LIMIT :count`,
    ),
    insert: run('INSERT INTO token (id, version, key, overview) VALUES (?, ?, ?, ?)'),
    update: run('UPDATE token SET version = ?, key = ?, overview = ? WHERE row = ?'),
    remove: run('DELETE FROM token WHERE id = ?'),
    details: rows('SELECT key, sealed FROM token_details WHERE row = ?'),
    putDetails: run('INSERT OR REPLACE INTO token_details (row, key, sealed) VALUES (?, ?, ?)'),
    secret: rows('SELECT key, sealed FROM token_secret WHERE row = ? AND slot = ?'),
    putSecret: run(
      'INSERT OR REPLACE INTO token_secret (row, slot, key, blind, sealed) VALUES (?, ?, ?, ?, ?)',
    ),
    dropSecret: run('DELETE FROM token_secret WHERE row = ? AND slot = ?'),
    byBlind: rows(
      `SELECT token.id, slot FROM token_secret JOIN token USING (row)
       WHERE blind = ? ORDER BY slot, row`,
    ),
  }
}
