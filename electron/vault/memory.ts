import { appError } from '../../shared/error'
import { err, type Result } from '../../shared/result'
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
 * Nothing is written over what the keychain has not told yet: that may be the only trace of a
 * newer vault.
 */
export class VaultMemory {
  readonly #deps: MemoryDeps
  readonly #account: string
  #cancel: (() => void) | null = null
  #asked: boolean
  #writing: Promise<unknown> = Promise.resolve()
  /** What is remembered, as far as it was told. */
  #seen: Generation | null = null
  /** It could not be read yet. */
  #untold = false
  /** It speaks against the vault, and stays until the user has decided. */
  #held = false
  /** The state that was opened. */
  #opened: Generation | null = null
  #onDoubt: (doubt: Doubt) => void = () => undefined

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
      cancel = clock.after(PATIENCE_MS, () => resolve(err(appError('keychain.timeout'))))
    })
    const reading = keychain.read(this.#account)
    const found = await Promise.race([reading, late])
    cancel()
    if (found.ok) {
      this.#seen = read(found.value)
      return this.#seen
    }
    log.warn('what was seen last is not known', { code: found.error.code })
    this.#untold = true
    void reading.then((answer) => {
      if (answer.ok && this.#untold) this.#judge(read(answer.value))
    })
    return null
  }

  /** The number of the newest state that is remembered; 0: of none. */
  get newest(): number {
    return this.#seen?.number ?? 0
  }

  /** Follows a vault's writes. `onDoubt`: the keychain tells only now that this is not the last one. */
  follow(ledger: Ledger, onDoubt: (doubt: Doubt) => void): void {
    this.#opened = ledger.generation()
    this.#onDoubt = onDoubt
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
    this.#writing = this.#untold
      ? this.#ask().then(() => this.#write(generation))
      : this.#write(generation)
  }

  /** The user takes the vault as it is, whatever was seen before. */
  accept(generation: Generation): void {
    this.#held = false
    this.write(generation)
  }

  async #ask(): Promise<void> {
    const found = await this.#deps.keychain.read(this.#account)
    if (found.ok && this.#untold) this.#judge(read(found.value))
  }

  /** What comes to be known after the vault was opened. */
  #judge(seen: Generation | null): void {
    this.#untold = false
    this.#seen = seen
    const doubt = seen && this.#opened && doubtOf(this.#opened, seen)
    if (!doubt || !this.#asked) return
    this.#held = true
    this.#onDoubt(doubt)
  }

  async #write(generation: Generation): Promise<void> {
    if (this.#held || this.#untold) return
    const { keychain, log } = this.#deps
    const written = await keychain.write(this.#account, writeSeen(generation))
    if (written.ok) this.#seen = generation
    else log.warn('what was seen is not remembered', { code: written.error.code })
  }

  /** The vault closes: what waits is written now. */
  end(generation: Generation): void {
    if (this.#cancel !== null) this.write(generation)
  }

  /** Another file takes the vault's place: what is written to this one from now on counts no more. */
  rest(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#asked = false
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

function read(text: string | null): Generation | null {
  return text === null ? null : readSeen(text)
}
