import type { Clock, Logger, OpenVault } from '../service/port'
import { appError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import { err, ok, type Result } from '../../shared/result'
import type { Doubt } from '../service/vault-port'
import type { VaultDatabase } from './database'
import { SealedAuditLog } from './audit-log'
import { readHeader } from './header'
import type { KeyRing } from './key-ring'
import { COUNTED, type CountedTable } from './manifest'
import type { VaultMemory } from './memory'
import type { Live } from './taken'
import { Resealing } from './resealing'
import { SealedTokenStore } from './token-store'
import { SealedValueStore } from './value-store'
import { damagedRecords } from './verify'
import { SealedWays, type WaysDeps } from './ways'

/** After what time of use the file is gone through, and how long between two tables. */
const CHECK_AFTER_MS = 4000
const CHECK_NEXT_MS = 250
const TABLES = [
  ...['token', 'token_details', 'token_secret', 'value', 'audit', 'audit_end'],
  ...['wrap', 'vault_key', 'vault', 'manifest'],
]

/** An open vault: the stores, and the end of their use. */
export class SealedVault implements OpenVault {
  readonly tokens: SealedTokenStore
  readonly values: SealedValueStore
  readonly audit: SealedAuditLog
  readonly ways: SealedWays
  readonly #database: VaultDatabase
  readonly #ring: KeyRing
  readonly #resealing: Resealing
  #onResealing: (busy: boolean) => void = () => undefined
  readonly #clock: Clock
  readonly #log: Logger
  readonly #onClosed: () => void
  readonly #memory: VaultMemory
  #cancelCheck: () => void

  constructor(
    database: VaultDatabase,
    ring: KeyRing,
    around: Omit<WaysDeps, 'database' | 'values' | 'trail' | 'ring' | 'damaged' | 'onNextKey'> & {
      readonly onClosed: () => void
    },
  ) {
    this.#database = database
    this.#ring = ring
    this.#clock = around.clock
    this.#log = around.log
    this.#onClosed = around.onClosed
    this.#memory = around.memory
    this.audit = new SealedAuditLog(database, ring)
    this.tokens = new SealedTokenStore(database, ring, this.audit)
    this.values = new SealedValueStore(database, ring, this.audit)
    const { tokens, values, audit } = this
    this.#resealing = new Resealing({
      ...{ database, ring, tokens, audit, clock: this.#clock, log: this.#log },
      onChange: (busy) => this.#onResealing(busy),
    })
    this.ways = new SealedWays({
      ...{ ...around, database, ring, values, trail: audit },
      damaged: () => damagedRecords({ database, tokens, values, audit }),
      onNextKey: () => this.#resealing.start(),
    })
    // what an earlier run has not come to the end of
    if (!database.doubt) this.#resealing.start()
    this.#cancelCheck = this.#clock.after(CHECK_AFTER_MS, () => this.#check(TABLES))
  }

  onDoubt(run: (doubt: Doubt) => void): void {
    this.#database.onDoubt(run)
  }

  onResealing(run: (busy: boolean) => void): void {
    this.#onResealing = run
    if (this.#resealing.busy) run(true)
  }

  /** As backups are made of it; null: what says what opens it cannot be read. */
  live(): Live | null {
    const header = this.#database.read(() => {
      const found = readHeader(this.#database.db)
      return found.ok ? found : err(appError('vault.damaged'))
    })
    if (!header.ok) return null
    const { db, doubt, ledger } = this.#database
    const stores = { tokens: this.tokens }
    const resealing = this.#resealing.busy
    return { db, header: header.value, ring: this.#ring, stores, doubt, ledger, resealing }
  }

  accept(trace: readonly AuditEntry[]): Result<void> {
    const { doubt, ledger } = this.#database
    if (doubt === null) return ok()
    if (!this.#database.resumeWriting()) return err(appError('vault.damaged'))
    // no state that was seen before comes after this one
    const { newest } = this.#memory
    ledger.countFrom(Math.max(ledger.generation().number + doubt.changesMissing, newest))
    const accepted = this.#database.write(() => {
      ledger.adopt()
      this.audit.add(trace)
      return ok()
    })
    if (accepted.ok) {
      this.#memory.accept(ledger.generation())
      this.#resealing.start()
    } else this.#database.stopWriting(doubt)
    return accepted
  }

  close(): void {
    if (!this.#database.db.open) return
    this.#cancelCheck()
    this.#resealing.stop()
    this.#memory.end(this.#database.ledger.generation())
    this.#ring.wipe()
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
    if (!this.#database.db.open) return
    if (table === undefined) {
      this.#compare(COUNTED)
      return
    }
    if (!this.#database.check(table)) {
      this.#log.warn('The vault’s file is damaged; nothing is written any more', { table })
      return
    }
    this.#cancelCheck = this.#clock.after(CHECK_NEXT_MS, () => this.#check(rest))
  }

  /** Whether the rows are those that were written, one table at a time. */
  #compare([table, ...rest]: readonly CountedTable[]): void {
    if (table === undefined || !this.#database.db.open || this.#database.doubt) return
    const agrees = this.#database.read(() => ok(this.#database.ledger.agrees(table)))
    if (agrees.ok && !agrees.value) {
      this.#log.warn('Rows of the vault are not those that were written', { table })
      this.#database.stopWriting({ reason: 'changed', changesMissing: 0 })
      return
    }
    this.#cancelCheck = this.#clock.after(CHECK_NEXT_MS, () => this.#compare(rest))
  }
}
