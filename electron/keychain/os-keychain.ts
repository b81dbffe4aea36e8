import { invariant } from '../../shared/assert'
import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Clock, Keychain } from '../service/port'
import { NativeLine } from './native-line'

/** What is used of keytar. `findCredentials` never: on a locked collection it ends the process. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface OsKeychainOptions {
  readonly clock: Clock
  /** The name under which the system shows our entries. */
  readonly service?: string
  /** How long one call of the system may take. */
  readonly timeoutMs?: number
  /** Whether `null` may also mean 'locked', which is so with the Secret Service of Linux. */
  readonly nullMayBeLocked?: boolean
  readonly load?: () => Promise<Keytar>
}

export interface OsKeychain extends Keychain {
  /**
   * A call of the system has not come back, and holds a thread. A process that ends meanwhile is
   * kept alive by it, up to 50 s where the service hangs.
   */
  readonly held: boolean
}

const SERVICE = 'Keyglot'
const TIMEOUT_MS = 8000
const PROBE = 'probe'
/** Longer values are cut by some keychains, and NUL ends a value in others. */
const STORABLE = /^[\x21-\x7e]{1,512}$/

export function createOsKeychain(options: OsKeychainOptions): OsKeychain {
  return new KeytarKeychain(options)
}

class KeytarKeychain implements OsKeychain {
  readonly #service: string
  readonly #nullMayBeLocked: boolean
  readonly #load: () => Promise<Keytar>
  readonly #line: NativeLine
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: OsKeychainOptions) {
    this.#service = options.service ?? SERVICE
    this.#nullMayBeLocked = options.nullMayBeLocked ?? process.platform === 'linux'
    this.#load = options.load ?? loadKeytar
    this.#line = new NativeLine(options.clock, options.timeoutMs ?? TIMEOUT_MS)
  }

  get held(): boolean {
    return this.#line.held
  }

  read(account: string): Promise<Result<string | null>> {
    return this.#inTurn((keytar) => this.#read(keytar, account))
  }

  write(account: string, value: string): Promise<Result<void>> {
    invariant(STORABLE.test(value), 'what goes into a keychain is short and ASCII')
    return this.#inTurn(async (keytar) => {
      const written = await this.#set(keytar, account, value)
      if (!written.ok) return written
      const kept = await this.#get(keytar, account)
      if (!kept.ok) return kept
      return kept.value === value ? ok() : err(appError('keychain.mismatch'))
    })
  }

  remove(account: string): Promise<Result<void>> {
    return this.#inTurn(async (keytar) => {
      const removed = await this.#line.call(() => keytar.deletePassword(this.#service, account))
      return removed.ok ? ok() : removed
    })
  }

  /**
   * The Secret Service answers `null` for an entry that is not there, and also while it is locked.
   * A locked one refuses to take an entry; one that takes it may have been unlocked by the user
   * just then, so the entry is asked for once more.
   */
  async #read(keytar: Keytar, account: string): Promise<Result<string | null>> {
    const found = await this.#get(keytar, account)
    if (!found.ok || found.value !== null || !this.#nullMayBeLocked) return found
    const probed = await this.#set(keytar, PROBE, PROBE)
    if (!probed.ok) return probed
    const again = await this.#get(keytar, account)
    // what is left of the probe does no harm: a failure to take it away is not told
    await this.#line.call(() => keytar.deletePassword(this.#service, PROBE))
    return again
  }

  #get(keytar: Keytar, account: string): Promise<Result<string | null>> {
    return this.#line.call(() => keytar.getPassword(this.#service, account))
  }

  #set(keytar: Keytar, account: string, value: string): Promise<Result<void>> {
    return this.#line.call(() => keytar.setPassword(this.#service, account, value))
  }

  #inTurn<T>(run: (keytar: Keytar) => Promise<Result<T>>): Promise<Result<T>> {
    const turn = this.#last.then(async (): Promise<Result<T>> => {
      const keytar = await this.#load().catch(() => null)
      return keytar === null ? err(appError('keychain.missing')) : run(keytar)
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** Loaded at the first use: its native part and libsecret take longer than the window may wait. */
async function loadKeytar(): Promise<Keytar> {
  const module: Keytar & { default?: Keytar } = await import('keytar')
  return module.default ?? module
}
