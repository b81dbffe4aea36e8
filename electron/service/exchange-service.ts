import type { z } from 'zod'
import type { exchangeState } from '../../shared/contract/exchange'
import { appError } from '../../shared/error'
import type { ServerRef } from '../../shared/model/service'
import type { TokenId } from '../../shared/model/token'
import { isDead, settles, type Verdict } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { Grant } from '../platform/adapter'
import type { Asker, ExchangeAnswer } from './asker'
import { isCancelled } from './checked'
import type { CopyService } from './copy-service'
import { currentOf, keepAnswer, type Current } from './current'
import type { Announcer, Clock, Logger } from './port'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'

/** What is handed out lives at least so much longer, ms: time to paste it and use it. */
export const EXCHANGE_MARGIN_MS = 60_000

/** An exchange that was tried, for whoever keeps a record of what happens. */
export interface ExchangeMade {
  readonly id: TokenId
  /** Who wanted it: the user by copying, or nobody but the time. */
  readonly by: 'copy' | 'renewal'
  readonly verdict: Verdict
}

export interface ExchangeServiceDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly copy: Pick<CopyService, 'put' | 'clearToken'>
  readonly announcer: Announcer
  readonly clock: Clock
  readonly log: Logger
  /** Called after each exchange that was tried, given or refused. For the audit log. */
  readonly onMade?: (made: ExchangeMade) => void
}

export type ExchangeState = z.infer<typeof exchangeState>

/** Short-lived access in memory, and nowhere else. */
interface Held {
  readonly value: SecretText
  readonly expiresAt: number
  /** Monotonic ms: a wall clock that is set back makes nothing live longer. */
  readonly endsAt: number
  /** How long it lives, ms. */
  readonly life: number
  readonly server: ServerRef
  /** It is of this value at this server; see `TokenIndex.stampOf`. */
  readonly stamp: number
  /** Monotonic ms of the last copy of it, or of one that it took the place of; null: none. */
  usedAt: number | null
  cancel: () => void
}

/**
 * Trades tokens for the short-lived access that their platforms give for them, and keeps what it
 * got while it lives: shared by all that need it, in memory only. It is gone when it ends, when
 * the vault closes, and when its token is forgotten or gets another value or server.
 */
export class ExchangeService {
  readonly #deps: ExchangeServiceDeps
  readonly #held = new Map<TokenId, Held>()
  readonly #making = new Map<TokenId, Promise<Result<Held>>>()
  #end = new AbortController()

  constructor(deps: ExchangeServiceDeps) {
    this.#deps = deps
    deps.index.onChange(() => this.#sweep())
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
    this.#making.clear()
    for (const id of [...this.#held.keys()]) this.#drop(id)
  }

  /** After a sleep, in which no timer runs. */
  onResume(): void {
    this.#sweep()
  }

  /** See `exchange.copy` in the contract. */
  async copy(id: TokenId): Promise<Result<{ clearsAt: number; expiresAt: number }>> {
    const held = await this.#get(id)
    if (!held.ok) return held
    // it may have gone in the moment between
    if (this.#held.get(id) !== held.value) return err(appError('http.cancelled'))
    const { value, expiresAt } = held.value
    held.value.usedAt = this.#deps.clock.monotonic()
    const copied = await this.#deps.copy.put(id, value, 'access-token')
    if (!copied.ok) return copied
    return ok({ clearsAt: copied.value.clearsAt, expiresAt })
  }

  state(id: TokenId): Result<ExchangeState | null> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    this.#sweep()
    const held = this.#held.get(id)
    if (!held) return ok(null)
    const layer = token.value.overview.access.find((each) => each.layer === 'product')
    return ok({
      expiresAt: held.expiresAt,
      product: layer?.values[0] ?? null,
      server: held.server,
    })
  }

  /** It goes from here and from the clipboard. */
  async discard(id: TokenId): Promise<Result<null>> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    this.#drop(id)
    await this.#deps.copy.clearToken(id, 'access-token')
    return ok(null)
  }

  /**
   * A check got a new one on its way. It takes the place of one that is held; where none is held
   * nobody asked for one, and it is wiped rather than kept for hours.
   */
  refresh(asked: Current, grant: Grant & { readonly server: ServerRef }): void {
    this.#sweep()
    const held = this.#held.get(asked.token.id)
    if (held?.stamp === asked.stamp) this.#hold(asked, grant)
    else grant.value.wipe()
  }

  /** The platform does not take the token any more. */
  drop(id: TokenId): void {
    this.#drop(id)
  }

  /** One that lives long enough; the same exchange for all that want one at a time. */
  #get(id: TokenId): Promise<Result<Held>> {
    this.#sweep()
    const held = this.#held.get(id)
    if (held && this.#left(held) > EXCHANGE_MARGIN_MS) return Promise.resolve(ok(held))
    return this.#make(id, 'copy')
  }

  #make(id: TokenId, by: ExchangeMade['by']): Promise<Result<Held>> {
    const joined = this.#making.get(id)
    if (joined) return joined
    const making = this.#makeNow(id, by).finally(() => {
      if (this.#making.get(id) === making) this.#making.delete(id)
    })
    this.#making.set(id, making)
    return making
  }

  async #makeNow(id: TokenId, by: ExchangeMade['by']): Promise<Result<Held>> {
    const { asker } = this.#deps
    const { signal } = this.#end
    const current = currentOf(this.#deps, id)
    if (!current.ok) return current
    if (!current.value.kind.exchange) return err(appError('capability.unsupported'))
    const { token, question } = current.value
    const answer = await asker.exchange(token, { ...question, signal })
    if (!answer.ok) return answer
    if (signal.aborted || isCancelled(answer.value.check)) {
      answer.value.grant?.value.wipe()
      return err(appError('http.cancelled'))
    }
    this.#deps.onMade?.({ id, by, verdict: answer.value.check.verdict })
    return this.#take(current.value, answer.value)
  }

  /** What the platform said about the token is kept as what a check would have said. */
  #take(asked: Current, { grant, ...answer }: ExchangeAnswer): Result<Held> {
    const { index } = this.#deps
    const { id } = asked.token
    const { check, server } = answer
    // a platform that could not be asked said nothing about the token
    const kept = settles(check.verdict) ? keepAnswer(index, asked, answer) : ok()
    if (!kept.ok && isAbout(kept.error.code)) {
      grant?.value.wipe()
      return kept
    }
    if (grant === null) {
      if (isDead(check.verdict)) this.#drop(id)
      const { verdict, reason, retryAt } = check
      const until = retryAt === null ? {} : { retryAt }
      return err(appError('exchange.refused', { verdict, reason, ...until }))
    }
    return ok(this.#hold(asked, { ...grant, server }))
  }

  #hold(asked: Current, grant: Grant & { readonly server: ServerRef }): Held {
    const { clock, announcer } = this.#deps
    const { id } = asked.token
    const before = this.#held.get(id)
    const life = grant.expiresAt - clock.now()
    const held: Held = {
      ...grant,
      life,
      endsAt: clock.monotonic() + life,
      stamp: asked.stamp,
      usedAt: before?.usedAt ?? null,
      cancel: () => undefined,
    }
    this.#forgetValue(before)
    this.#held.set(id, held)
    this.#plan(id, held)
    announcer.announce('exchange.changed', { id, expiresAt: held.expiresAt })
    return held
  }

  #plan(id: TokenId, held: Held): void {
    const renewIn = this.#left(held) - EXCHANGE_MARGIN_MS
    if (renewIn > 0) held.cancel = this.#deps.clock.after(renewIn, () => this.#renew(id, held))
    else this.#planEnd(id, held)
  }

  #planEnd(id: TokenId, held: Held): void {
    const left = Math.max(0, this.#left(held))
    held.cancel = this.#deps.clock.after(left, () => {
      if (this.#held.get(id) === held) this.#drop(id)
    })
  }

  /**
   * Shortly before the end a new one is made, if this one or the one before it was copied within
   * so long as one lives. Who stopped copying stops the asking: at the latest after one renewal
   * without a copy the last one ends for good. A renewal that fails is not tried again; the next
   * copy does that.
   */
  #renew(id: TokenId, held: Held): void {
    if (this.#held.get(id) !== held) return
    this.#planEnd(id, held)
    const { clock, log } = this.#deps
    const isUsed = held.usedAt !== null && clock.monotonic() - held.usedAt <= held.life
    if (!isUsed) return
    void this.#make(id, 'renewal').then(
      (made) => {
        if (!made.ok) log.info('access was not renewed', { code: made.error.code })
      },
      (cause: unknown) => void log.fault('access was not renewed', cause),
    )
  }

  /** ms; at most what either clock says. */
  #left({ expiresAt, endsAt }: Held): number {
    const { clock } = this.#deps
    return Math.min(expiresAt - clock.now(), endsAt - clock.monotonic())
  }

  /** Drops what has ended, and what is of a token that is gone or changed. */
  #sweep(): void {
    const { index } = this.#deps
    for (const [id, held] of this.#held) {
      const holds = index.get(id).ok && index.stampOf(id) === held.stamp
      if (!holds || this.#left(held) <= 0) this.#drop(id)
    }
  }

  #drop(id: TokenId): void {
    const held = this.#held.get(id)
    if (!held) return
    this.#forgetValue(held)
    this.#held.delete(id)
    this.#deps.announcer.announce('exchange.changed', { id, expiresAt: null })
  }

  #forgetValue(held: Held | undefined): void {
    held?.cancel()
    held?.value.wipe()
  }
}

/** Failures that say that the answer is about something else; others only left it unrecorded. */
function isAbout(code: string): boolean {
  return code === 'token.changed-elsewhere' || code === 'token.not-found'
}
