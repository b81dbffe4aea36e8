import type { VaultDatabase } from './database'
import type { Wrap } from './wrap'

const OF_KIND = 'SELECT id, key, params, sealed FROM wrap WHERE kind = ?'
const DROP = 'DELETE FROM wrap WHERE kind = ?'

interface WrapRow {
  readonly id: string
  readonly key: number
  readonly params: string
  readonly sealed: Buffer
}

/** Within a transaction: takes away what holds a vault key in this way, and out of the record. */
export function dropWraps({ db, ledger }: VaultDatabase, kind: Wrap['kind']): void {
  for (const { id, key, params, sealed } of db.prepare<[string], WrapRow>(OF_KIND).all(kind)) {
    ledger.swap({ table: 'wrap', id, version: key, sealed, clear: { kind, params } }, null)
  }
  db.prepare(DROP).run(kind)
}
