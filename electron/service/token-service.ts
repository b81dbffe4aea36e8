import type { z } from 'zod'
import type { tokenCalls } from '../../shared/contract/token'
import { appError } from '../../shared/error'
import type { TokenDetails, TokenId, TokenOverview, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { Clock, Logger, StoredToken } from './port'
import type { SecretText } from './secret'
import { TokenEditor } from './token-editor'
import { summaryOf, type TokenIndex } from './token-index'

/** How long a forgotten token can be restored, ms. */
export const UNDO_MS = 30_000

export interface TokenServiceDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
  readonly clock: Clock
  readonly log: Logger
  /** Called when a token is forgotten; the clipboard must not keep its secret. */
  readonly onForget: (id: TokenId) => void
}

export type EditInput = z.infer<(typeof tokenCalls)['token.edit']['input']>
export type ShownDetails = z.infer<(typeof tokenCalls)['token.details']['output']>

/** What is done with stored tokens: show, edit, reveal, forget, restore. */
export class TokenService {
  readonly #deps: TokenServiceDeps
  readonly #editor: TokenEditor
  readonly #purges = new Map<TokenId, () => void>()

  constructor(deps: TokenServiceDeps) {
    this.#deps = deps
    this.#editor = new TokenEditor(deps)
  }

  /** After the vault was opened: what was forgotten before the last end goes on its way. */
  start(): void {
    const now = this.#deps.clock.now()
    for (const token of this.#deps.index.forgotten()) {
      const left = (token.overview.forgottenAt ?? 0) + UNDO_MS - now
      // a clock that was set back must not keep a forgotten token for years
      if (left <= 0) this.#purge(token.id)
      else this.#purgeLater(token.id, Math.min(left, UNDO_MS))
    }
  }

  stop(): void {
    for (const cancel of this.#purges.values()) cancel()
    this.#purges.clear()
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
    if (!secret.ok) return secret
    if (!secret.value) return err(appError('token.not-found'))
    const text = secret.value.text()
    secret.value.wipe()
    return ok(text)
  }

  /** Takes a token out of the list; it stays sealed in the vault until `undoUntil`. */
  forget(id: TokenId): Result<{ undoUntil: number }> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    const forgottenAt = this.#deps.clock.now()
    const changed = this.#deps.index.change(id, {
      overview: { ...token.value.overview, forgottenAt },
    })
    if (!changed.ok) return changed
    this.#deps.onForget(id)
    this.#purgeLater(id, UNDO_MS)
    return ok({ undoUntil: forgottenAt + UNDO_MS })
  }

  /** `token.not-found` when it is gone for good, `token.not-forgotten` when it is in the list. */
  restore(id: TokenId): Result<TokenSummary> {
    const token = this.#deps.index.find(id)
    if (!token) return err(appError('token.not-found'))
    if (token.overview.forgottenAt === null) return err(appError('token.not-forgotten'))
    const changed = this.#deps.index.change(id, {
      overview: { ...token.overview, forgottenAt: null },
    })
    if (!changed.ok) return changed
    this.#cancelPurge(id)
    return ok(summaryOf(changed.value))
  }

  /** Fills the record of a forgotten token anew, whose one value was just pasted again. */
  reuse(
    id: TokenId,
    record: { overview: TokenOverview; details: TokenDetails },
    secret: SecretText,
  ): Result<StoredToken> {
    const secrets = { current: secret, pending: null, previous: null }
    const changed = this.#deps.index.change(id, { ...record, secrets })
    if (changed.ok) this.#cancelPurge(id)
    return changed
  }

  #purgeLater(id: TokenId, ms: number): void {
    this.#cancelPurge(id)
    this.#purges.set(
      id,
      this.#deps.clock.after(ms, () => this.#purge(id)),
    )
  }

  #cancelPurge(id: TokenId): void {
    this.#purges.get(id)?.()
    this.#purges.delete(id)
  }

  #purge(id: TokenId): void {
    this.#purges.delete(id)
    const removed = this.#deps.index.remove(id)
    // it stays forgotten and is tried again at the next start
    if (!removed.ok) this.#deps.log.warn('a forgotten token stays', { code: removed.error.code })
  }
}

function shown(details: TokenDetails): ShownDetails {
  const { note, facts, fields, checks } = details
  return { note, facts, fields, checks }
}
