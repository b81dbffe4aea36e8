import type Database from 'better-sqlite3'
import { ok } from '../../shared/result'
import type { Doubt } from '../service/vault-port'
import type { VaultDatabase } from './database'
import { Ledger, type Generation } from './ledger'
import { doubtOf } from './memory'
import type { KeyRing } from './key-ring'

/** The step of the schema from which on a vault keeps account of its rows. */
export const LEDGER_SINCE = 3

/** Something that is not this program has changed it. */
export const CHANGED: Doubt = { reason: 'changed', changesMissing: 0 }

/** Within the transaction of that step: the rows that are there are the first account. */
export function beginLedger(db: Database.Database, ring: KeyRing): void {
  const ledger = new Ledger(db, ring)
  ledger.adopt()
  ledger.flush()
}

/**
 * Whether the file is the one that was written last, as far as that shows at once: by its record
 * of all rows, the number of tokens, and what the keychain remembers. `seen` null: it remembers
 * nothing. The rows themselves are gone through later, when the list is shown.
 */
export function judge(database: VaultDatabase, seen: Generation | null): Doubt | null {
  const { ledger } = database
  if (ledger.found === 'altered') return CHANGED
  if (ledger.found === 'missing') {
    // a new vault has none before its first opening: there is nothing to account for
    if (seen !== null || !isEmpty(database.db)) return CHANGED
    database.write(() => {
      ledger.adopt()
      return ok()
    })
    return null
  }
  const doubt = seen && doubtOf(ledger.generation(), seen)
  return doubt ?? (ledger.countAgrees() ? null : CHANGED)
}

function isEmpty(db: Database.Database): boolean {
  const tables = ['token', 'value', 'audit', 'audit_end']
  return tables.every((table) => db.prepare(`SELECT 1 FROM ${table}`).get() === undefined)
}
