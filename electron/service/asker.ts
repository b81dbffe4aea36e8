import { appError } from '../../shared/error'
import type { FieldValues, KindId, ServerRef } from '../../shared/model/service'
import type { TokenId } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { CheckOptions, Grant, KindAdapter, Platforms, Subject } from '../platform/adapter'
import { answerOf, type Answer } from './checked'
import type { Slot, StoredToken } from './port'
import type { SecretText } from './secret'
import type { TokenIndex } from './token-index'

export interface AskerDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
}

/** Which value of a token is asked about, and where. */
export interface Question {
  readonly slot: Slot
  /** null: the token's own kind. */
  readonly kind: KindId | null
  readonly server: ServerRef
  readonly fields: FieldValues
  /** Epoch ms since when the value is known. */
  readonly since: number
  /** What that server accepted before. */
  readonly accepted: Subject['accepted'] | null
  readonly describe: boolean
  readonly signal: AbortSignal
  /** Takes over what the token was exchanged for on the way, if it was. */
  readonly keep?: CheckOptions['keep']
}

export interface ExchangeAnswer extends Answer {
  /** Whoever gets it wipes it. null: the platform gave none. */
  readonly grant: Grant | null
}

/** Opens a stored secret for just as long as its platform is asked about it. */
export class Asker {
  readonly #deps: AskerDeps

  constructor(deps: AskerDeps) {
    this.#deps = deps
  }

  /** The kind of a stored value: `capability.unsupported` if this version does not know it. */
  kindOf(token: StoredToken, own: KindId | null = null): Result<KindAdapter> {
    const kind = this.#deps.platforms.kind(own ?? token.overview.kind)
    return kind ? ok(kind) : err(appError('capability.unsupported'))
  }

  /** `token.not-found` if the slot is empty, or what the store says. */
  ask(token: StoredToken, question: Question): Promise<Result<Answer>> {
    const { describe, signal, keep } = question
    return this.#with(token, question, async (subject) => {
      const checked = await this.#deps.platforms.check(subject, { describe, signal, keep })
      return answerOf(checked, subject.secret.text())
    })
  }

  /** The same about an exchange, for a kind that has one. */
  exchange(
    token: StoredToken,
    question: Omit<Question, 'describe'>,
  ): Promise<Result<ExchangeAnswer>> {
    const { signal } = question
    return this.#with(token, question, async (subject) => {
      const { grant, ...checked } = await this.#deps.platforms.exchange(subject, { signal })
      return { ...answerOf(checked, subject.secret.text()), grant }
    })
  }

  async #with<T>(
    token: StoredToken,
    question: Omit<Question, 'describe' | 'signal'>,
    act: (subject: Subject) => Promise<T>,
  ): Promise<Result<T>> {
    const secret = this.secret(token.id, question.slot)
    if (!secret.ok) return secret
    const { server, fields, since, accepted } = question
    const subject = {
      kind: question.kind ?? token.overview.kind,
      secret: secret.value,
      server,
      fields,
      since,
      ...(accepted == null ? {} : { accepted }),
    }
    try {
      return ok(await act(subject))
    } finally {
      secret.value.wipe()
    }
  }

  /** A clear secret; the caller wipes it. */
  secret(id: TokenId, slot: Slot): Result<SecretText> {
    const secret = this.#deps.index.secret(id, slot)
    if (!secret.ok) return secret
    return secret.value ? ok(secret.value) : err(appError('token.not-found'))
  }
}
