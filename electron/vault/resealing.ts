import { ok, type Result } from '../../shared/result'
import type { Clock, Logger } from '../service/port'
import { ownLine } from './audit-codec'
import type { VaultDatabase } from './database'
import { dropWraps } from './drop-wraps'
import type { KeyRing } from './key-ring'
import { LINK } from './wrap'
import type { SealedAuditLog } from './audit-log'
import type { SealedTokenStore } from './token-store'

/** One transaction's worth: some 10 ms, so that the window goes on meanwhile. */
const TOKENS = 40
const LINES = 400
/** Between two of them, ms. */
const PAUSE_MS = 10
/** After a write that failed, a full disk say, ms. */
const RETRY_MS = 60_000

export interface ResealingDeps {
  readonly database: VaultDatabase
  readonly ring: KeyRing
  readonly tokens: Pick<SealedTokenStore, 'sealAgain'>
  readonly audit: Pick<SealedAuditLog, 'sealAgain' | 'isTurned' | 'add'>
  readonly clock: Clock
  readonly log: Logger
  /** It has begun, or there is nothing left of it to do now. */
  readonly onChange: (busy: boolean) => void
}

/**
 * After another vault key was put in the place of the one before: seals again all that is under the
 * latter, piece by piece, each a transaction of its own. It can end between any two of them and goes
 * on when the vault is opened again. The key before is given up when nothing is left that needs it,
 * and not sooner.
 */
export class Resealing {
  readonly #deps: ResealingDeps
  #after: number | null = 0
  #stuck = 0
  #cancel: (() => void) | null = null
  #cancelRetry: (() => void) | null = null

  constructor(deps: ResealingDeps) {
    this.#deps = deps
  }

  get busy(): boolean {
    return this.#cancel !== null
  }

  /** Goes on with it, if there is something to do. */
  start(): void {
    if (this.#cancel !== null || this.#deps.ring.older === null) return
    this.stop()
    this.#after = 0
    this.#stuck = 0
    this.#deps.onChange(true)
    this.#later()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#cancelRetry?.()
    this.#cancelRetry = null
  }

  #later(): void {
    this.#cancel = this.#deps.clock.after(PAUSE_MS, () => {
      this.#cancel = null
      const more = this.#deps.database.write(() => ok(this.#piece()))
      if (more.ok && more.value) this.#later()
      else this.#end(more)
    })
  }

  /** Within a transaction; false: that was the last one. */
  #piece(): boolean {
    const { ring, tokens, audit } = this.#deps
    const from = ring.older
    if (from === null) return false
    if (this.#after !== null) {
      const { after, stuck } = tokens.sealAgain(from, { after: this.#after, count: TOKENS })
      this.#after = after
      this.#stuck += stuck
      return true
    }
    if (!audit.isTurned(from.number)) {
      audit.sealAgain(LINES)
      return true
    }
    if (this.#stuck === 0) this.#giveUpKey(from.number)
    return false
  }

  #giveUpKey(number: number): void {
    const { database, audit, clock } = this.#deps
    dropWraps(database, LINK)
    // a row that somebody else put there may name it
    database.db
      .prepare(`DELETE FROM vault_key WHERE number = :number AND NOT (${USED})`)
      .run({ number })
    audit.add([ownLine(clock.now(), 'vault.key-retired')])
  }

  #end(last: Result<boolean>): void {
    const { ring, database, clock, log, onChange } = this.#deps
    if (!last.ok) {
      log.warn('not everything is sealed again yet', { code: last.error.code })
      // what is only read waits for its user
      if (!database.doubt) this.#cancelRetry = clock.after(RETRY_MS, () => this.start())
    } else if (this.#stuck > 0) {
      log.warn('not everything can be sealed again', { tokens: this.#stuck })
    } else {
      ring.retire()
      // what the key before opens is not to be found in the journal either
      database.settle()
    }
    onChange(false)
  }
}

const USED = ['token', 'token_details', 'token_secret', 'value', 'audit', 'audit_end', 'wrap']
  .map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE key = :number)`)
  .join(' OR ')
