import { ok, type Result } from '../../shared/result'
import type { Clock, Keychain, Logger } from '../service/port'
import type { Doubt } from '../service/vault-port'
import type { Generation, Ledger } from './ledger'

/** Within what time one write of the keychain stands for many of the vault, ms. */
const GATHER_MS = 2000
/** Longer than this the vault does not wait for what the keychain remembers, ms. */
const PATIENCE_MS = 1500

/** The account of the keychain's entry that remembers the last state seen here. */
export function seenAccountOf(vaultId: Uint8Array): string {
  return `seen-${Buffer.from(vaultId).toString('hex')}`
}

export function writeSeen({ number, print }: Generation): string {
  return `keyglot1:${number}:${print}`
}

/** null: not an entry of ours. */
export function readSeen(text: string): Generation | null {
  const match = /^keyglot1:(\d{1,15}):([0-9a-f]{32})$/.exec(text)
  if (match === null) return null
  return { number: Number(match[1]), print: match[2] ?? '' }
}

/**
 * What a file is, against the last state that was seen here. A file that is ahead is a write that
 * the keychain did not come to hear of; one that is behind was put in the place of a newer one.
 */
export function doubtOf(here: Generation, seen: Generation): Doubt | null {
  if (here.number < seen.number) {
    return { reason: 'older', changesMissing: seen.number - here.number }
  }
  const forked = here.number === seen.number && here.print !== seen.print
  return forked ? { reason: 'changed', changesMissing: 0 } : null
}

export interface MemoryDeps {
  readonly keychain: Keychain
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Remembers in the keychain which state of the vault was seen last, so that an older file in its
 * place shows. It is written after the vault, and a little later: it may be behind, never ahead.
 */
export class VaultMemory {
  readonly #deps: MemoryDeps
  readonly #account: string
  #cancel: (() => void) | null = null
  #asked: boolean
  #writing: Promise<unknown> = Promise.resolve()

  /** `asked`: whether the keychain is a way to open the vault; otherwise it is left alone. */
  constructor(deps: MemoryDeps, vaultId: Uint8Array, asked = true) {
    this.#deps = deps
    this.#asked = asked
    this.#account = seenAccountOf(vaultId)
  }

  /** null: nothing is remembered, or the keychain does not say so in time. */
  async last(): Promise<Generation | null> {
    if (!this.#asked) return null
    const { keychain, clock, log } = this.#deps
    let cancel = (): void => undefined
    const late = new Promise<Result<string | null>>((resolve) => {
      cancel = clock.after(PATIENCE_MS, () => resolve(ok(null)))
    })
    const seen = await Promise.race([keychain.read(this.#account), late])
    cancel()
    if (seen.ok) return seen.value === null ? null : readSeen(seen.value)
    log.warn('what was seen last is not known', { code: seen.error.code })
    return null
  }

  /** Follows a vault's writes. */
  follow(ledger: Ledger): void {
    ledger.onWritten(() => {
      if (!this.#asked) return
      this.#cancel ??= this.#deps.clock.after(GATHER_MS, () => this.write(ledger.generation()))
    })
  }

  /** At once; `generation`: what is on disk now. */
  write(generation: Generation): void {
    this.#cancel?.()
    this.#cancel = null
    if (!this.#asked) return
    this.#writing = this.#deps.keychain
      .write(this.#account, writeSeen(generation))
      .then((written) => {
        if (written.ok) return
        this.#deps.log.warn('what was seen is not remembered', { code: written.error.code })
      })
  }

  /** The vault closes: what waits is written now. */
  end(generation: Generation): void {
    if (this.#cancel !== null) this.write(generation)
  }

  /** The keychain opens the vault from now on, and remembers it. */
  begin(generation: Generation): void {
    this.#asked = true
    this.write(generation)
  }

  /** The keychain is no way to open the vault any more, and is asked to remember nothing of it. */
  forget(): Promise<unknown> {
    this.#cancel?.()
    this.#cancel = null
    this.#asked = false
    const { keychain, log } = this.#deps
    this.#writing = this.#writing
      .then(() => keychain.remove(this.#account))
      .then((removed) => {
        if (!removed.ok) log.warn('what was seen is still there', { code: removed.error.code })
      })
    return this.#writing
  }

  /** Comes back when nothing is being written. */
  settled(): Promise<unknown> {
    return this.#writing
  }
}
