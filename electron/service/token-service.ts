import type { z } from 'zod'
import type { tokenCalls } from '../../shared/contract/token'
import type { AuditActor } from '../../shared/model/audit-list'
import { appError } from '../../shared/error'
import type { TokenDetails, TokenId, TokenOverview, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { Clock, Logger, StoredToken } from './port'
import type { SecretText } from './secret'
import type { AuditTrail } from './audit-trail'
import { leftOver } from './rotation-state'
import { did, failed } from './trace'
import { TokenEditor } from './token-editor'
import { summaryOf, type TokenIndex } from './token-index'

/** How long a forgotten token can be restored, ms. */
export const UNDO_MS = 30_000
/** After a restoring that failed, the time to the next try, ms. */
export const RESTORE_AGAIN_MS = 15_000

export interface TokenServiceDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
  readonly clock: Clock
  readonly trail: Pick<AuditTrail, 'record'>
  readonly log: Logger
  /** Called when a token is forgotten; the clipboard must not keep its secret. */
  readonly onForget: (id: TokenId) => void
  /** Called when it is back: what was under way goes on. */
  readonly onRestore: (id: TokenId) => void
}

export type EditInput = z.infer<(typeof tokenCalls)['token.edit']['input']>
export type ShownDetails = z.infer<(typeof tokenCalls)['token.details']['output']>

/** What is done with stored tokens: show, edit, reveal, forget, restore. */
export class TokenService {
  readonly #deps: TokenServiceDeps
  readonly #editor: TokenEditor
  /** What is to happen next with forgotten tokens: a purge, or another try to restore. */
  readonly #plans = new Map<TokenId, () => void>()
  /** Tokens that the user wants back and that could not be restored yet: none of them is purged. */
  readonly #wanted = new Set<TokenId>()

  constructor(deps: TokenServiceDeps) {
    this.#deps = deps
    this.#editor = new TokenEditor(deps)
  }

  /** After the vault was opened: what was forgotten before the last end goes on its way. */
  start(): void {
    const now = this.#deps.clock.now()
    for (const token of this.#deps.index.forgotten()) {
      if (this.#wanted.has(token.id)) {
        this.#restore(token.id, 'resume')
        continue
      }
      const left = (token.overview.forgottenAt ?? 0) + UNDO_MS - now
      // a clock that was set back must not keep a forgotten token for years
      if (left <= 0) this.#purge(token.id)
      else this.#later(token.id, Math.min(left, UNDO_MS), () => this.#purge(token.id))
    }
  }

  stop(): void {
    // the last moment: the next process would not know what the user wanted
    for (const id of [...this.#wanted]) this.#restore(id, 'engine')
    for (const cancel of this.#plans.values()) cancel()
    this.#plans.clear()
    this.#editor.clear()
  }

  /** The JSON text of all summaries. */
  list(): string {
    return this.#deps.index.json()
  }

  details(id: TokenId): Result<ShownDetails> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    const details = this.#deps.index.details(id)
    return details.ok ? ok(shown(details.value)) : details
  }

  edit(input: EditInput): Result<TokenSummary> {
    return this.#editor.edit(input)
  }

  /** The clear secret, for an explicit reveal. */
  reveal(id: TokenId): Result<string> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    const secret = this.#deps.index.secret(id, 'current')
    if (!secret.ok) {
      this.#deps.trail.record(failed('token.reveal', secret.error.code), token.value)
      return secret
    }
    if (!secret.value) return err(appError('token.not-found'))
    this.#deps.trail.record(did('token.reveal'), token.value)
    const text = secret.value.text()
    secret.value.wipe()
    return ok(text)
  }

  /** Takes a token out of the list; it stays sealed in the vault until `undoUntil`. */
  forget(id: TokenId): Result<{ undoUntil: number }> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    const details = this.#deps.index.details(id)
    // what cannot be read says nothing of it
    if (details.ok && isBeingMade(details.value)) return err(appError('rotation.already-open'))
    if (details.ok && details.value.orphans.length > 0) return err(appError('token.leftovers'))
    const forgottenAt = this.#deps.clock.now()
    const changed = this.#deps.index.change(id, {
      overview: { ...token.value.overview, forgottenAt },
      trace: did('token.forget'),
    })
    if (!changed.ok) return changed
    this.#deps.onForget(id)
    this.#later(id, UNDO_MS, () => this.#purge(id))
    return ok({ undoUntil: forgottenAt + UNDO_MS })
  }

  /**
   * `token.not-found` when it is gone for good, `token.not-forgotten` when it is in the list. After
   * any other failure it stays, and is tried again until it succeeds.
   */
  restore(id: TokenId): Result<TokenSummary> {
    return this.#restore(id, 'user')
  }

  #restore(id: TokenId, actor: AuditActor): Result<TokenSummary> {
    const token = this.#deps.index.find(id)
    if (!token) return err(appError('token.not-found'))
    if (token.overview.forgottenAt === null) return err(appError('token.not-forgotten'))
    const changed = this.#deps.index.change(id, {
      overview: { ...token.overview, forgottenAt: null },
      trace: did('token.restore', { actor }),
    })
    if (!changed.ok) {
      this.#wanted.add(id)
      this.#later(id, RESTORE_AGAIN_MS, () => this.#restore(id, 'resume'))
      return changed
    }
    this.#isBack(id)
    return ok(summaryOf(changed.value))
  }

  /** Fills the record of a forgotten token anew, whose one value was just pasted again. */
  reuse(
    id: TokenId,
    record: { overview: TokenOverview; details: TokenDetails },
    secret: SecretText,
  ): Result<StoredToken> {
    const secrets = { current: secret, pending: null, previous: null }
    const changed = this.#deps.index.change(id, {
      ...record,
      secrets,
      trace: did('token.add', { detail: { hint: record.overview.hint } }),
    })
    if (changed.ok) this.#isBack(id)
    return changed
  }

  #later(id: TokenId, ms: number, act: () => void): void {
    this.#plans.get(id)?.()
    this.#plans.set(id, this.#deps.clock.after(ms, act))
  }

  #isBack(id: TokenId): void {
    this.#plans.get(id)?.()
    this.#plans.delete(id)
    this.#wanted.delete(id)
    this.#deps.onRestore(id)
  }

  #purge(id: TokenId): void {
    this.#plans.delete(id)
    const removed = this.#deps.index.remove(id, did('token.purge', { actor: 'engine' }))
    // it stays forgotten and is tried again at the next start
    if (!removed.ok) this.#deps.log.warn('a forgotten token stays', { code: removed.error.code })
  }
}

/** A rotation by API may have made a token that only its record knows of: it ends first. */
function isBeingMade({ rotation }: TokenDetails): boolean {
  if (rotation === null) return false
  const isByApi = rotation.mode !== 'guided' && rotation.startedAt !== null
  return isByApi || leftOver(rotation).length > 0
}

function shown(details: TokenDetails): ShownDetails {
  const { note, destinations, facts, fields, checks, orphans, unproved } = details
  return { note, destinations, facts, fields, checks, orphans, ...(unproved && { unproved }) }
}
