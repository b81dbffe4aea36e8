import type { EventPayload } from '../../shared/contract/event'
import { appError } from '../../shared/error'
import type { Settings } from '../../shared/model/settings'
import type { TokenId } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Asker } from './asker'
import type { Announcer, ClipboardPort, Clock, Fingerprint, TextPlace } from './port'
import type { AuditTrail } from './audit-trail'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'
import { did, failed } from './trace'

export interface CopyServiceDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly clipboard: ClipboardPort
  readonly fingerprint: Fingerprint
  readonly announcer: Announcer
  readonly clock: Clock
  readonly trail: Pick<AuditTrail, 'record'>
  readonly settings: () => Settings
}

/** The token's own value, or short-lived access that it was exchanged for. */
export type CopiedWhat = EventPayload<'clipboard.changed'>['what']

interface Copied {
  readonly token: TokenId
  readonly what: CopiedWhat
  readonly print: string
  /** When, for people to see; what counts is the clock that cannot be set. */
  readonly clearsAt: number
  readonly cancel: () => void
}

type State = EventPayload<'clipboard.changed'>['state']

/** Puts secrets on the clipboard, and takes them off again if nobody else wrote there since. */
export class CopyService {
  readonly #deps: CopyServiceDeps
  #copied: Copied | null = null
  /**
   * Tells of all that may still be there whether it is ours, without keeping a value: the last copy,
   * one before it whose successor did not arrive, one that could not be taken off.
   */
  readonly #ours = new Set<string>()
  /** Values that are on their way, and may arrive in any order. */
  readonly #writing = new Set<Promise<unknown>>()

  constructor(deps: CopyServiceDeps) {
    this.#deps = deps
  }

  async copy(id: TokenId): Promise<Result<{ clearsAt: number }>> {
    const { index, asker, trail } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const secret = asker.secret(id, 'current')
    if (!secret.ok) {
      trail.record(failed('token.copy', secret.error.code), token.value)
      return secret
    }
    const putting = this.put(id, secret.value, 'token')
    secret.value.wipe()
    return putting
  }

  /** Reads the secret before it answers: the caller may wipe it at once. */
  async put(
    id: TokenId,
    secret: SecretText,
    what: CopiedWhat,
  ): Promise<Result<{ clearsAt: number }>> {
    const { clipboard, fingerprint, clock, index, trail } = this.#deps
    const act = what === 'token' ? 'token.copy' : 'exchange.copied'
    const print = fingerprint.of(secret.bytes())
    const writing = clipboard.write(secret.text())
    this.#writing.add(writing)
    void writing.then(() => this.#writing.delete(writing))

    // from here on the clipboard may hold the value, whatever the system answers
    this.#copied?.cancel()
    const ms = this.#deps.settings().clipboardSeconds * 1000
    const copied: Copied = {
      token: id,
      what,
      print,
      clearsAt: clock.now() + ms,
      cancel: clock.after(ms, () => void this.#take(copied)),
    }
    this.#copied = copied
    this.#ours.add(print)
    const written = await writing
    if (!written.ok) {
      await this.#take(copied)
      trail.record(failed(act, 'clipboard.failed'), index.find(id))
      return err(appError('clipboard.failed'))
    }
    if (this.#copied === copied) this.#tell('copied', copied)
    trail.record(did(act), index.find(id))
    return ok({ clearsAt: copied.clearsAt })
  }

  /** Takes our secret off at once; anything else on the clipboard is left alone. */
  async clear(): Promise<Result<void>> {
    if (this.#copied) return this.#take(this.#copied)
    return (await this.#sweep()) === 'failed' ? err(appError('clipboard.failed')) : ok()
  }

  /** The same, if it is this token's; of all that may be copied of it, or of one thing only. */
  async clearToken(id: TokenId, what: CopiedWhat | null = null): Promise<void> {
    const copied = this.#copied
    if (copied?.token !== id || (what !== null && copied.what !== what)) return
    await this.#take(copied)
  }

  /** The vault closes. */
  stop(): void {
    void this.clear()
  }

  /**
   * Before the app ends, and when the machine falls asleep or wakes: it may not have got as far
   * as clearing before, and no clock of its own tells how long it slept.
   */
  async dispose(): Promise<void> {
    await this.clear()
  }

  async #take(copied: Copied): Promise<Result<void>> {
    if (this.#copied !== copied) return ok()
    copied.cancel()
    this.#copied = null
    const state = await this.#sweep()
    // a copy made in the meantime has its own countdown and says so itself
    if (this.#isFree()) this.#tell(state, copied)
    return state === 'failed' ? err(appError('clipboard.failed')) : ok()
  }

  /** What cannot be taken off stays in mind: the next lock, sleep or end tries again. */
  async #sweep(): Promise<State> {
    if (this.#ours.size === 0) return 'replaced'
    await Promise.all(this.#writing)
    const { clipboard } = this.#deps
    const ours = new Set(this.#ours)
    const state = await this.#clearIfOurs(clipboard, ours)
    const { selection } = clipboard
    const beside = selection ? await this.#clearIfOurs(selection, ours) : state
    if (state !== 'failed' && beside !== 'failed') {
      for (const print of ours) if (print !== this.#copied?.print) this.#ours.delete(print)
    }
    return state
  }

  #isFree(): boolean {
    return this.#copied === null
  }

  async #clearIfOurs(place: TextPlace, ours: ReadonlySet<string>): Promise<State> {
    let text: string
    try {
      text = await place.read()
    } catch {
      return 'failed'
    }
    const bytes = Buffer.from(text, 'utf8')
    const found = this.#deps.fingerprint.of(bytes)
    bytes.fill(0)
    if (!ours.has(found) || found === this.#copied?.print) return 'replaced'
    const cleared = await place.clear()
    return cleared.ok ? 'cleared' : 'failed'
  }

  #tell(state: State, copied: Copied): void {
    this.#deps.announcer.announce('clipboard.changed', {
      token: copied.token,
      what: copied.what,
      clearsAt: state === 'copied' ? copied.clearsAt : null,
      state,
    })
  }
}
