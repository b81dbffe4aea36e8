import type Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Keychain, Logger, OpenOutcome, Random, VaultOpener } from '../service/port'
import { createVault } from './create'
import { VaultDatabase } from './database'
import { Nonces } from './envelope'
import { ensureFolder, lookFor, tighten, vaultFiles, type VaultFiles } from './files'
import { readHeader, type Header } from './header'
import { accountOf } from './keychain-entry'
import { deriveSubkeys } from './keys'
import { takeLock, type Lock } from './lock'
import { lookAt } from './look'
import { migrate } from './migrations'
import { MIGRATIONS } from './schema'
import { moveAside } from './set-aside'
import { stateOfError, stateOfException, type ClosedState } from './state'
import { keychainWrap, unlock } from './unlock'
import { SealedVault } from './vault'

/** After what time without an answer of the keychain the user is told what is waited for. */
const WAITING_AFTER_MS = 1500

export interface VaultDeps {
  /** A folder of the vault's own; made if it is not there. */
  readonly folder: string
  readonly keychain: Keychain
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
}

/** The opener as the program builds it: an open vault is the real one, with its bulk insert. */
export interface SealedVaultOpener extends VaultOpener {
  open(onWaiting: () => void): Promise<SealedOutcome>
}
export type SealedOutcome =
  | { readonly state: 'open'; readonly vault: SealedVault; readonly created: boolean }
  | Exclude<OpenOutcome, { state: 'open' }>

export function createVaultOpener(deps: VaultDeps): SealedVaultOpener {
  return new Opener(deps)
}

class Opener implements SealedVaultOpener {
  readonly #deps: VaultDeps
  readonly #files: VaultFiles
  #opening: Promise<SealedOutcome> | null = null
  #vault: SealedVault | null = null

  constructor(deps: VaultDeps) {
    this.#deps = deps
    this.#files = vaultFiles(deps.folder)
  }

  exists(): boolean {
    return lookFor(this.#files) !== 'none'
  }

  open(onWaiting: () => void): Promise<SealedOutcome> {
    invariant(this.#vault === null, 'an open vault is not opened again')
    this.#opening ??= this.#open(onWaiting).finally(() => (this.#opening = null))
    return this.#opening
  }

  async setAside(): Promise<Result<void>> {
    await this.#opening
    this.#vault?.close()
    return moveAside(this.#files, this.#deps.clock.now())
  }

  async #open(onWaiting: () => void): Promise<SealedOutcome> {
    const opened = await this.#attempt(onWaiting).catch((error: unknown) => {
      const state = stateOfException(error, this.#files.folder)
      if (state === null) this.#deps.log.fault('The vault did not open', error)
      return err(state ?? 'failed')
    })
    if (opened.ok) {
      this.#vault = opened.value.vault
      return { state: 'open', ...opened.value }
    }
    this.#deps.log.warn('The vault did not open', { state: opened.error })
    return { state: opened.error, exists: this.exists() }
  }

  async #attempt(onWaiting: () => void): Promise<Opened> {
    ensureFolder(this.#files.folder)
    const lock = takeLock(this.#files)
    if (lock === null) return err('in-use')
    let opened: Opened | undefined
    try {
      opened = await this.#locked(lock, onWaiting)
      return opened
    } finally {
      if (opened?.ok !== true) lock.release()
    }
  }

  async #locked(lock: Lock, onWaiting: () => void): Promise<Opened> {
    const keychain = this.#patient(onWaiting)
    const found = lookFor(this.#files)
    if (found === 'not-a-file') return err('failed')
    if (found === 'empty' || found === 'wal-only') return err('damaged')
    if (found === 'none') {
      const made = await createVault(this.#files, this.#deps.random, keychain)
      if (!made.ok) return made
    }
    const unlocked = await this.#unlock(keychain)
    if (!unlocked.ok) return unlocked
    return ok({ vault: this.#vaultOf(unlocked.value, lock), created: found === 'none' })
  }

  /** Looks at the file, asks for its key, and opens it for use only if that is the right one. */
  async #unlock(keychain: Keychain): Promise<Result<Unlocked, ClosedState>> {
    const look = lookAt(this.#files)
    try {
      const header = readHeader(look.db)
      if (!header.ok) return header
      const wrap = keychainWrap(header.value)
      if (wrap === null) return err('key-missing')
      const entry = await keychain.read(accountOf(header.value.vaultId))
      if (!entry.ok) return err(stateOfError(entry.error))
      const vaultKey = unlock(header.value, wrap, entry.value)
      if (!vaultKey.ok) return vaultKey
      return ok({ db: look.use(), header: header.value, vaultKey: vaultKey.value })
    } finally {
      look.close()
    }
  }

  #vaultOf({ db, header, vaultKey }: Unlocked, lock: Lock): SealedVault {
    const { clock, random, log } = this.#deps
    const subkeys = deriveSubkeys(vaultKey, header.vaultId)
    vaultKey.fill(0)
    try {
      migrate(db, MIGRATIONS)
      tighten(this.#files.db, 0o600)
      const { vaultId, keyId, keyNumber: number } = header
      const keys = { vaultId, keyId, number, subkeys, nonces: new Nonces(random) }
      const onClosed = () => {
        this.#vault = null
        lock.release()
      }
      return new SealedVault(new VaultDatabase(db, log), keys, { clock, log, onClosed })
    } catch (error) {
      db.close()
      throw error
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
    }
  }
}

type Opened = Result<{ vault: SealedVault; created: boolean }, ClosedState>

interface Unlocked {
  readonly db: Database.Database
  readonly header: Header
  readonly vaultKey: Buffer
}
