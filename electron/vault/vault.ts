import type { Clock, Logger, OpenVault } from '../service/port'
import type { Doubt } from '../service/vault-port'
import type { VaultDatabase } from './database'
import { SealedAuditLog } from './audit-log'
import { wipe } from './keys'
import { SealedTokenStore, type VaultKeys } from './token-store'
import { SealedValueStore } from './value-store'
import { SealedWays, type WaysDeps } from './ways'

/** After what time of use the file is gone through, and how long between two tables. */
const CHECK_AFTER_MS = 4000
const CHECK_NEXT_MS = 250
const TABLES = [
  ...['token', 'token_details', 'token_secret', 'value', 'audit', 'audit_end'],
  ...['wrap', 'vault_key', 'vault'],
]

/** An open vault: the stores, and the end of their use. */
export class SealedVault implements OpenVault {
  readonly tokens: SealedTokenStore
  readonly values: SealedValueStore
  readonly audit: SealedAuditLog
  readonly ways: SealedWays
  readonly #database: VaultDatabase
  readonly #keys: VaultKeys
  readonly #clock: Clock
  readonly #log: Logger
  readonly #onClosed: () => void
  #cancelCheck: () => void

  constructor(
    database: VaultDatabase,
    keys: VaultKeys,
    around: Omit<WaysDeps, 'database' | 'values' | 'trail'> & { readonly onClosed: () => void },
  ) {
    this.#database = database
    this.#keys = keys
    this.#clock = around.clock
    this.#log = around.log
    this.#onClosed = around.onClosed
    this.audit = new SealedAuditLog(database, keys)
    this.tokens = new SealedTokenStore(database, keys, this.audit)
    this.values = new SealedValueStore(database, keys, this.audit)
    this.ways = new SealedWays({ ...around, database, values: this.values, trail: this.audit })
    this.#cancelCheck = this.#clock.after(CHECK_AFTER_MS, () => this.#check(TABLES))
  }

  onDoubt(run: (doubt: Doubt) => void): void {
    this.#database.onDoubt(run)
  }

  close(): void {
    if (!this.#database.db.open) return
    this.#cancelCheck()
    wipe(this.#keys.subkeys)
    try {
      this.#database.db.close()
    } finally {
      this.#onClosed()
    }
  }

  /**
   * SQLite's own check reads the whole file, which takes longer than opening the vault and listing
   * it. So it runs when the list has long been shown, one table at a time.
   */
  #check([table, ...rest]: readonly string[]): void {
    if (table === undefined || !this.#database.db.open) return
    if (!this.#database.check(table)) {
      this.#log.warn('The vault’s file is damaged; nothing is written any more', { table })
      return
    }
    this.#cancelCheck = this.#clock.after(CHECK_NEXT_MS, () => this.#check(rest))
  }
}
