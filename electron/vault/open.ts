import type Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import type { AppError } from '../../shared/error'
import type { Way } from '../../shared/model/vault'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Keychain, Logger, Random } from '../service/port'
import type { SecretText } from '../service/secret'
import type { OpenOutcome, Unlock, VaultOpener } from '../service/vault-port'
import { isPortable } from './backup'
import { createVault, firstByKeychain, firstByPassword, type FirstWay } from './create'
import { VaultDatabase } from './database'
import {
  ensureFolder,
  isThere,
  lookFor,
  mayBeThere,
  tighten,
  vaultFiles,
  type VaultFiles,
} from './files'
import { readHeader, type Header } from './header'
import { ringOf } from './key-ring'
import { Ledger } from './ledger'
import { takeLock, type Lock } from './lock'
import { lookAt } from './look'
import { copyBoth, fitsUncopied, isWhole, type JournalCopy } from './journal-copy'
import { beginLedger, CHANGED, judge, LEDGER_SINCE } from './judge'
import { VaultMemory } from './memory'
import { migrate, schemaState } from './migrations'
import { calibrate, type KdfCost } from './password'
import { PIN_VALUE, QuickUnlock } from './quick-unlock'
import { MIGRATIONS } from './schema'
import { finishRestore, isRestoring } from './restore'
import { moveAside } from './set-aside'
import { networkShare } from './share'
import { SealedShelf } from './shelf'
import { stateOfError, stateOfException, type ClosedState } from './state'
import { isUnlockCode, openWrap, wrapOf } from './unlock'
import { SealedVault } from './vault'
import { unlockError, usableWays } from './ways'

/** After what time without an answer of the keychain the user is told what is waited for. */
const WAITING_AFTER_MS = 1500
const BY_KEYCHAIN: Unlock = { by: 'keychain' }

export interface VaultDeps {
  /** A folder of the vault's own; made if it is not there. */
  readonly folder: string
  readonly keychain: Keychain
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** Tells the kind of network share that a folder is on; the system is asked where nothing is given. */
  readonly share?: typeof networkShare
  /** The cost of new passwords; measured on this machine where nothing is given. */
  readonly cost?: KdfCost
}

/** The opener as the program builds it: an open vault is the real one, with its bulk insert. */
export interface SealedVaultOpener extends VaultOpener {
  readonly backups: SealedShelf
  open(onWaiting: () => void, how?: Unlock): Promise<SealedOutcome>
  create(password: SecretText): Promise<SealedOutcome>
}
export type SealedOutcome =
  | { readonly state: 'open'; readonly vault: SealedVault; readonly created: boolean }
  | Exclude<OpenOutcome, { state: 'open' }>

export function createVaultOpener(deps: VaultDeps): SealedVaultOpener {
  return new Opener(deps)
}

/** Why it did not open, and what else could open it. */
interface Refusal {
  readonly state: ClosedState
  readonly ways: readonly Way[]
  readonly trouble: ClosedState | null
  readonly error: AppError | null
}

/** A state in which no other way would help. */
function shut(state: ClosedState): Refusal {
  return { state, ways: [], trouble: null, error: null }
}

class Opener implements SealedVaultOpener {
  readonly #deps: VaultDeps
  readonly #files: VaultFiles
  readonly #quick: QuickUnlock
  readonly backups: SealedShelf
  #opening: Promise<SealedOutcome> | null = null
  #vault: SealedVault | null = null
  #memory: VaultMemory | null = null
  /** The user wants a new vault, whatever tells of an older one. */
  #anew = false

  constructor(deps: VaultDeps) {
    this.#deps = deps
    this.#files = vaultFiles(deps.folder)
    this.#quick = new QuickUnlock(deps.random)
    this.backups = new SealedShelf({
      ...deps,
      files: this.#files,
      live: () => this.#vault?.live() ?? null,
      onPrepared: () => this.#memory?.rest(),
      onRestored: () => this.#quick.drop(),
    })
  }

  exists(): boolean {
    return mayBeThere(this.#files) || isRestoring(this.#files)
  }

  open(onWaiting: () => void, how: Unlock = BY_KEYCHAIN): Promise<SealedOutcome> {
    const keychain = this.#patient(onWaiting)
    const first = how.by === 'keychain' ? () => firstByKeychain(this.#deps.random, keychain) : null
    return this.#alone(() => this.#open({ how, keychain, first }))
  }

  async create(password: SecretText): Promise<SealedOutcome> {
    const cost = this.#deps.cost ?? (await calibrate(this.#deps.clock))
    const how: Unlock = { by: 'password', secret: password }
    const first = () => firstByPassword(password, cost)
    return this.#alone(() => this.#open({ how, keychain: this.#deps.keychain, first }))
  }

  dropPin(): void {
    this.#quick.drop()
  }

  async settled(): Promise<void> {
    await this.#memory?.settled()
  }

  async setAside(): Promise<Result<void>> {
    await this.#opening
    this.#vault?.close()
    this.#quick.drop()
    const moved = moveAside(this.#files, this.#deps.clock.now())
    if (moved.ok) this.#anew = true
    return moved
  }

  #alone(run: () => Promise<SealedOutcome>): Promise<SealedOutcome> {
    invariant(this.#vault === null, 'an open vault is not opened again')
    this.#opening ??= run().finally(() => (this.#opening = null))
    return this.#opening
  }

  async #open(attempt: Attempt): Promise<SealedOutcome> {
    const opened = await this.#attempt(attempt).catch((error: unknown): Opened => {
      const state = stateOfException(error, this.#files.folder)
      if (state === null) this.#deps.log.fault('The vault did not open', error)
      return err(shut(state ?? 'failed'))
    })
    if (opened.ok) {
      this.#vault = opened.value.vault
      return { state: 'open', ...opened.value }
    }
    const { state, trouble, error } = opened.error
    const why = error?.code ?? trouble
    this.#deps.log.warn('The vault did not open', { state, ...(why && { why }) })
    return { ...opened.error, exists: this.exists() }
  }

  async #attempt(attempt: Attempt): Promise<Opened> {
    const share = (this.#deps.share ?? networkShare)(this.#files.folder)
    if (share !== null) {
      this.#deps.log.warn('The vault’s folder is on a network share', { share })
      return err(shut('network-share'))
    }
    ensureFolder(this.#files.folder)
    const lock = takeLock(this.#files)
    if (lock === null) return err(shut('in-use'))
    let opened: Opened | undefined
    try {
      opened = await this.#locked(lock, attempt)
      return opened
    } finally {
      if (opened?.ok !== true) lock.release()
    }
  }

  async #locked(lock: Lock, attempt: Attempt): Promise<Opened> {
    finishRestore(this.#files)
    const found = lookFor(this.#files)
    if (found === 'not-a-file' || found === 'linked') return err(shut(found))
    if (found === 'empty' || found === 'wal-only') return err(shut('damaged'))
    if (found === 'none') {
      if (!this.#anew && this.#wasHere()) return err(shut('missing'))
      if (attempt.first === null) return err(shut('failed'))
      const made = await createVault(this.#files, this.#deps.random, attempt.first())
      if (!made.ok) return err(shut(made.error))
      this.#anew = false
    }
    const unlocked = await this.#unlock(attempt)
    if (!unlocked.ok) return unlocked
    const kept = await this.#keepOlder(unlocked.value)
    if (!kept.ok) return kept
    return ok({ vault: await this.#vaultOf(unlocked.value, lock), created: found === 'none' })
  }

  /** Something that only an open vault leaves tells of one: its backups, its schedule. */
  #wasHere(): boolean {
    const backups = this.backups.list()
    return isThere(this.#files.schedule) || (backups.ok && backups.value.length > 0)
  }

  /** Before the file gets a newer form, it is kept as it is: with its key at hand, and verified. */
  async #keepOlder({ db, header, vaultKey }: Unlocked): Promise<Result<void, Refusal>> {
    if (schemaState(db, MIGRATIONS) !== 'older') return ok()
    const ring = ringOf(vaultKey, header, this.#deps.random)
    const reason = isPortable(header) ? 'migration' : 'safety'
    try {
      const made = await this.backups.maker.make({ db, header, ring }, reason)
      if (made.ok) return ok()
      db.close()
      vaultKey.fill(0)
      return err(shut(stateOfError(made.error)))
    } finally {
      ring.wipe()
    }
  }

  /** Looks at the file, asks for its key, and opens it for use only if that is the right one. */
  async #unlock({ how, keychain }: Attempt): Promise<Result<Unlocked, Refusal>> {
    const look = lookAt(this.#files)
    try {
      const header = readHeader(look.db)
      if (!header.ok) return err(shut(header.error))
      const vaultKey = await this.#keyOf(header.value, how, keychain)
      if (!vaultKey.ok) return vaultKey
      const unlocked = { header: header.value, vaultKey: vaultKey.value }
      let journal: JournalCopy | null = null
      const db = look.use(() => {
        journal = copyBoth(this.#files, this.#deps.log)
        return journal !== null || this.#fits(unlocked)
      })
      if (db !== null) return ok({ db, ...unlocked, journal })
      vaultKey.value.fill(0)
      return err(shut('no-space'))
    } finally {
      look.close()
    }
  }

  /** What may be another vault's must not be brought into the file where no copy of it can be kept. */
  #fits({ header, vaultKey }: Pick<Unlocked, 'header' | 'vaultKey'>): boolean {
    const { random, log } = this.#deps
    const ring = ringOf(vaultKey, header, random)
    try {
      return fitsUncopied(this.#files, ring, log)
    } finally {
      ring.wipe()
    }
  }

  async #keyOf(header: Header, how: Unlock, keychain: Keychain): Promise<Result<Buffer, Refusal>> {
    const ways = (): readonly Way[] => usableWays(header, this.#quick)
    const password = wrapOf(header, 'password') !== null
    // not made to be opened by a keychain: nothing is wrong with the one that is here
    if (how.by === 'keychain' && password && wrapOf(header, 'keychain') === null) {
      return err({ state: 'locked', ways: ways(), trouble: null, error: null })
    }
    const key =
      how.by === 'pin'
        ? await this.#quick.open(how.secret.bytes(), header)
        : await openWrap(header, how, keychain)
    if (key.ok) return key
    const failure = key.error
    if (how.by === 'keychain' && !isUnlockCode(failure)) {
      return password
        ? err({ state: 'locked', ways: ways(), trouble: failure, error: null })
        : err({
            state: failure,
            ways: ways().filter((way) => way !== 'keychain'),
            trouble: null,
            error: null,
          })
    }
    const error = unlockError(failure, this.#quick)
    return err({ state: 'locked', ways: ways(), trouble: null, error })
  }

  async #vaultOf({ db, header, vaultKey, journal }: Unlocked, lock: Lock): Promise<SealedVault> {
    const { clock, log } = this.#deps
    const { vaultId } = header
    const ring = ringOf(vaultKey, header, this.#deps.random)
    try {
      migrate(db, MIGRATIONS, (version) => {
        if (version === LEDGER_SINCE) beginLedger(db, ring)
      })
      tighten(this.#files.db, 0o600)
      const ledger = new Ledger(db, ring)
      const database = new VaultDatabase(db, ledger, log)
      const memory = new VaultMemory(this.#deps, vaultId, wrapOf(header, 'keychain') !== null)
      const seen = await memory.last()
      // a link that leads nowhere was not written so
      const broken = header.link !== null && ring.older === null
      const odd = broken || (journal !== null && !isWhole(database))
      const doubt = judge(database, seen) ?? (odd ? CHANGED : null)
      if (doubt) journal?.keep(clock.now())
      else journal?.discard()
      if (doubt) {
        log.warn('The vault’s file is not the one that was seen last', { reason: doubt.reason })
        database.stopWriting(doubt)
      }
      this.#memory = memory
      memory.follow(ledger, (late) => database.stopWriting(late))
      const onClosed = () => {
        this.#vault = null
        lock.release()
      }
      const around = { ...this.#deps, quick: this.#quick, memory, onClosed }
      const vault = new SealedVault(database, ring, { ...around, clock })
      const pin = vault.values.read(PIN_VALUE)
      this.#quick.arm(vaultKey, header, pin.ok ? pin.value : null)
      return vault
    } catch (error) {
      db.close()
      throw error
    } finally {
      vaultKey.fill(0)
    }
  }

  /** The keychain, with a word to the user if it takes long. */
  #patient(onWaiting: () => void): Keychain {
    const { keychain, clock } = this.#deps
    const waiting = async <T>(answer: Promise<T>): Promise<T> => {
      const cancel = clock.after(WAITING_AFTER_MS, onWaiting)
      return answer.finally(cancel)
    }
    return {
      read: (account) => waiting(keychain.read(account)),
      write: (account, value) => waiting(keychain.write(account, value)),
      remove: (account) => waiting(keychain.remove(account)),
    }
  }
}

type Opened = Result<{ vault: SealedVault; created: boolean }, Refusal>

interface Attempt {
  readonly how: Unlock
  readonly keychain: Keychain
  /** What a vault is made with where there is none; null: none is made. */
  readonly first: (() => FirstWay) | null
}

interface Unlocked {
  readonly db: Database.Database
  readonly header: Header
  readonly vaultKey: Buffer
  /** After a kill: what is to be kept until the journal has proved to be this vault's. */
  readonly journal: JournalCopy | null
}
