import type Database from 'better-sqlite3'
import { appError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import type { BackupPreview } from '../../shared/model/backup'
import type { Way } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Keychain, Logger, Random } from '../service/port'
import type { Looked } from '../service/backup-port'
import type { Doubt, FullUnlock } from '../service/vault-port'
import type { Source } from './backup'
import { difference } from './difference'
import { openAlone } from './database'
import { isThere, type VaultFiles } from './files'
import { insertWrap, readHeader, type Header } from './header'
import { beginLedger, LEDGER_SINCE } from './judge'
import { ringOf, type KeyRing } from './key-ring'
import type { Ledger } from './ledger'
import { VaultMemory } from './memory'
import { migrate } from './migrations'
import { makeDurable } from './pragmas'
import { PIN_VALUE, QuickUnlock } from './quick-unlock'
import { MIGRATIONS } from './schema'
import { openWrap, wrapOf } from './unlock'
import { damagedRecords, isWhole, storesOf, type CopyStores } from './verify'
import { unlockError, usableWays } from './ways'

export interface TakenDeps {
  readonly files: VaultFiles
  readonly keychain: Keychain
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
}

/** The live vault to compare with, and its stores. */
export interface Live extends Source {
  readonly stores: Pick<CopyStores, 'tokens'>
  /** Why it is only read; null: it is written. */
  readonly doubt: Doubt | null
  readonly ledger: Pick<Ledger, 'generation'>
  /** Everything is being sealed under another key at this time. */
  readonly resealing: boolean
}

/**
 * A private copy of a backup, beside the vault: what is looked into is what gets restored, whatever
 * happens to the file it came from.
 */
export class TakenBackup {
  readonly #deps: TakenDeps
  readonly #db: Database.Database
  readonly #header: Header
  #stores: CopyStores | null = null
  /** Keys of its own, which go with it; those of the open vault go with that. */
  #own: KeyRing | null = null
  /** It is of the open vault, under the same key. */
  #same = false
  /** The newest state of this vault that the keychain remembers. */
  #seen = 0

  private constructor(deps: TakenDeps, db: Database.Database, header: Header) {
    this.#deps = deps
    this.#db = db
    this.#header = header
  }

  /** Opens the copy that stands beside the vault. Throws what SQLite throws. */
  static async of(deps: TakenDeps): Promise<Result<TakenBackup>> {
    const db = openAlone(deps.files.taken)
    try {
      const header = readHeader(db)
      if (header.ok && (await isWhole(db))) return ok(new TakenBackup(deps, db, header.value))
      db.close()
      const newer = !header.ok && header.error === 'newer-version'
      return err(appError(newer ? 'backup.newer' : 'backup.damaged'))
    } catch (error) {
      db.close()
      throw error
    }
  }

  async look(how: FullUnlock | null, live: Live | null): Promise<Result<Looked>> {
    const byKeychain = wrapOf(this.#header, 'keychain') !== null
    const memory = new VaultMemory(this.#deps, this.#header.vaultId, byKeychain)
    this.#seen = (await memory.last())?.number ?? 0
    const opened = this.#stores ? ok(this.#stores) : await this.#open(how, live)
    if (!opened.ok) return opened
    if (opened.value === null) return ok({ state: 'locked', ways: this.#ways() })
    this.#stores = opened.value
    const preview = await this.#preview(opened.value, live)
    return preview.ok ? ok({ state: 'open', preview: preview.value }) : preview
  }

  /**
   * Makes it what the vault shall be. Of the same vault under the same key, it opens as the vault
   * does now: a password that was given up must not come back with an old copy.
   */
  finish(live: Live | null, trace: readonly AuditEntry[]): Result<void> {
    const stores = this.#stores
    if (!stores) return err(appError('call.refused'))
    // the vault got another key since this was looked into: its ways do not fit it any more
    const replaced = live !== null && !live.header.keyId.equals(this.#header.keyId)
    if (this.#same && replaced) return err(appError('call.refused'))
    const written = stores.database.write(() => {
      if (this.#same && live) {
        this.#db.prepare('DELETE FROM wrap').run()
        const { wraps, keyNumber } = live.header
        for (const wrap of wraps) insertWrap(this.#db, wrap, keyNumber)
      }
      // it belongs to a password that may be another one now
      stores.values.put(PIN_VALUE, null)
      stores.audit.add(trace)
      // it comes after every state that was seen, and all of it is meant
      const { ledger } = stores.database
      ledger.countFrom(Math.max(this.#seen, live?.ledger.generation().number ?? 0))
      ledger.adopt()
      return ok()
    })
    if (!written.ok) return written
    // while it stays open, it can be tried again
    const settled = stores.database.settle()
    if (!settled.ok) return settled
    this.close()
    // everything has to be in the one file: a rename takes no other along
    return isThere(`${this.#deps.files.taken}-wal`) ? err(appError('vault.io')) : ok()
  }

  close(): void {
    this.#db.close()
    this.#own?.wipe()
    this.#own = null
    this.#stores = null
  }

  /** null: something has to be typed. */
  async #open(how: FullUnlock | null, live: Live | null): Promise<Result<CopyStores | null>> {
    const { vaultId, keyId } = this.#header
    const { link } = this.#header
    // one that was made while a key was replaced has to bring the way to the key before
    const sameKey = live !== null && keyId.equals(live.header.keyId) && link === null
    this.#same = sameKey && vaultId.equals(live.header.vaultId)
    if (this.#same && live) return this.#with(live.ring)
    const by = how ?? BY_KEYCHAIN
    const vaultKey = await openWrap(this.#header, by, this.#deps.keychain)
    if (!vaultKey.ok) {
      return how === null ? ok(null) : err(unlockError(vaultKey.error, NO_PIN(this.#deps.random)))
    }
    try {
      this.#own = ringOf(vaultKey.value, this.#header, this.#deps.random)
      return this.#with(this.#own)
    } finally {
      vaultKey.value.fill(0)
    }
  }

  #with(ring: KeyRing): Result<CopyStores> {
    makeDurable(this.#db)
    migrate(this.#db, MIGRATIONS, (version) => {
      if (version === LEDGER_SINCE) beginLedger(this.#db, ring)
    })
    return ok(storesOf(this.#db, ring, this.#deps.log))
  }

  async #preview(stores: CopyStores, live: Live | null): Promise<Result<BackupPreview>> {
    const damaged = await damagedRecords(stores)
    if (!damaged.ok) return damaged
    const listed = stores.tokens.list()
    if (!listed.ok) return listed
    const changes = live && (await difference(stores.tokens, live.stores.tokens))
    if (changes?.ok === false) return changes
    return ok({
      at: await newestOf(stores),
      tokens: listed.value.filter(({ overview }) => overview.forgottenAt === null).length,
      same: live && this.#header.vaultId.equals(live.header.vaultId),
      damaged: damaged.value,
      changes: changes ? changes.value : null,
      ways: this.#same && live ? waysOf(live.header) : this.#ways(),
    })
  }

  #ways(): Way[] {
    return waysOf(this.#header)
  }
}

const BY_KEYCHAIN: FullUnlock = { by: 'keychain' }
const NO_PIN = (random: Random): QuickUnlock => new QuickUnlock(random)

/** What of a header can open it by itself. */
function waysOf(header: Header): Way[] {
  const byKeychain = wrapOf(header, 'keychain') !== null
  const others = usableWays(header, { armed: false }).filter((way) => way !== 'keychain')
  return byKeychain ? ['keychain', ...others] : others
}

/** When something was last done in it. */
async function newestOf(stores: CopyStores): Promise<number | null> {
  const bounds = stores.audit.bounds()
  if (!bounds.ok) return null
  const lines = await stores.audit.lines(bounds.value.last, bounds.value.last)
  const line = lines.ok ? lines.value[0] : undefined
  return line && 'at' in line ? line.at : null
}
