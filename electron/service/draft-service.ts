import type { z } from 'zod'
import type { Candidate, Draft, DraftId, Findings, tokenCalls } from '../../shared/contract/token'
import { appError } from '../../shared/error'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { foreignOwner } from '../../shared/foreign'
import { hintOf } from '../../shared/redact'
import { err, ok, type Result } from '../../shared/result'
import type { Description, KindAdapter, Recognized } from '../platform/adapter'
import { answerOf, isCancelled, type Answer } from './checked'
import { described } from './described'
import { decideExpiry } from './expiry'
import { newDraftId } from './id'
import { storeNew, suggestLabel, type NewTokenDeps } from './new-token'
import { findSecret, type Pasted } from './paste'
import { SecretText } from './secret'
import { parseSubject, refuseSecret, sameServer, type CheckedInput } from './subject'
import { summaryOf } from './token-index'

/**
 * How long a pasted value is held after the last that was done with it, ms. The dialog gives it up
 * when it closes; this is for a window that is gone without a word.
 */
export const DRAFT_MS = 8 * 60 * 60_000
/** Most drafts at a time; the oldest goes first. */
const DRAFTS_MAX = 20

export type DraftServiceDeps = NewTokenDeps

export type DraftSubject = z.infer<(typeof tokenCalls)['draft.check']['input']>
export type SaveInput = z.infer<(typeof tokenCalls)['draft.save']['input']>

interface Held {
  readonly secret: SecretText
  readonly openedAt: number
  readonly gone: AbortController
  /** Stops the clock of `DRAFT_MS`. */
  expire: () => void
  /** Checks under way; the value is wiped only when none needs it any more. */
  busy: number
  last: { readonly subject: CheckedInput; readonly answer: Answer } | null
}

/** Holds pasted values until they are saved or given up. The window knows them by an id only. */
export class DraftService {
  readonly #deps: DraftServiceDeps
  readonly #held = new Map<DraftId, Held>()

  constructor(deps: DraftServiceDeps) {
    this.#deps = deps
  }

  /** Takes the text of the paste field: `secret.*`, or what the store says. */
  open(text: string): Result<Draft> {
    const pasted = findSecret(text)
    if (!pasted.ok) return pasted
    const secret = SecretText.fromText(pasted.value.value)
    const duplicate = this.#duplicateOf(secret)
    if (!duplicate.ok) {
      secret.wipe()
      return duplicate
    }
    const recognized = this.#deps.platforms.recognize(pasted.value.value, pasted.value.context)
    const id = this.#hold(secret)
    const candidates = recognized.flatMap((each) => this.#candidate(each, secret))
    return ok(draftOf(id, pasted.value, { candidates, duplicateOf: duplicate.value }))
  }

  /** Asks the platform. Nothing is stored. */
  async check(input: DraftSubject): Promise<Result<Findings>> {
    const held = this.#inUse(input.id)
    if (!held) return err(appError('draft.not-found'))
    const subject = this.#subject(held, input)
    if (!subject.ok) return subject
    const { kind, server, fields } = subject.value
    held.busy++
    try {
      const checked = await this.#deps.platforms.check(
        { kind: kind.id, secret: held.secret, server, fields, since: held.openedAt },
        { describe: true, signal: held.gone.signal },
      )
      if (held.gone.signal.aborted) return err(appError('draft.not-found'))
      const answer = answerOf(checked, held.secret.text())
      if (!isCancelled(answer.check)) held.last = { subject: subject.value, answer }
      const { description } = checked
      return ok(this.#findings(subject.value, answer, description))
    } finally {
      held.busy--
      if (held.gone.signal.aborted) this.#wipe(held)
    }
  }

  /** Stores the value, checked or not: `token.duplicate` (id), `draft.not-found`, `label.*`. */
  save(input: SaveInput): Result<TokenSummary> {
    const held = this.#inUse(input.id)
    if (!held) return err(appError('draft.not-found'))
    const subject = this.#subject(held, input)
    if (!subject.ok) return subject
    const token = storeNew(this.#deps, {
      subject: subject.value,
      secret: held.secret,
      answer: this.#answerFor(held, subject.value),
      entered: input,
      madeAt: null,
    })
    if (!token.ok) return token
    this.discard(input.id)
    return ok(summaryOf(token.value))
  }

  discard(id: DraftId): void {
    const held = this.#held.get(id)
    if (!held) return
    this.#held.delete(id)
    held.expire()
    held.gone.abort()
    this.#wipe(held)
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    for (const id of [...this.#held.keys()]) this.discard(id)
  }

  #hold(secret: SecretText): DraftId {
    const { clock, random } = this.#deps
    const oldest = this.#held.size >= DRAFTS_MAX ? this.#held.keys().next().value : undefined
    if (oldest !== undefined) this.discard(oldest)
    const id = newDraftId(random)
    const expire = clock.after(DRAFT_MS, () => this.discard(id))
    const gone = new AbortController()
    const openedAt = clock.now()
    this.#held.set(id, { secret, openedAt, gone, expire, busy: 0, last: null })
    return id
  }

  /** A draft that something is done with lives on from now: who is refused will try again. */
  #inUse(id: DraftId): Held | null {
    const held = this.#held.get(id)
    if (!held) return null
    held.expire()
    held.expire = this.#deps.clock.after(DRAFT_MS, () => this.discard(id))
    return held
  }

  #wipe(held: Held): void {
    if (held.busy === 0) held.secret.wipe()
  }

  /** A forgotten token is no duplicate of what is pasted. */
  #duplicateOf(secret: SecretText): Result<TokenId | null> {
    const owner = this.#deps.index.ownerOf(secret)
    if (!owner.ok) return owner
    const token = owner.value?.token
    return ok(token?.overview.forgottenAt === null ? token.id : null)
  }

  #subject(held: Held, input: DraftSubject): Result<CheckedInput> {
    const subject = parseSubject(this.#deps.platforms, input)
    if (!subject.ok) return subject
    const clean = refuseSecret(subject.value.fields, held.secret)
    return clean.ok ? subject : clean
  }

  #candidate(recognized: Recognized, secret: SecretText): Candidate[] {
    const kind = this.#deps.platforms.kind(recognized.kind)
    if (!kind) return []
    const fields = recognized.fields ?? {}
    const description = this.#deps.platforms.known({ kind: kind.id, secret, fields })
    const facts = [...recognized.facts, ...(description.facts ?? [])]
    return [
      {
        kind: kind.id,
        confidence: recognized.confidence,
        facts: described({ facts: uniqueByKey(facts) }, secret.text()).facts,
        suggestedLabel: this.#suggest(kind, description),
        fields,
      },
    ]
  }

  #suggest(kind: KindAdapter, description: Description): string {
    return suggestLabel(this.#deps.index, kind, description)
  }

  #findings(subject: CheckedInput, answer: Answer, description: Description): Findings {
    const { at, ...evidence } = answer.check
    const { known } = answer
    return {
      evidence,
      at,
      server: answer.server,
      account: known.account,
      project: known.project,
      access: known.access,
      expiry: decideExpiry({
        found: known.expiry,
        entered: null,
        rule: subject.kind.expiryRule,
      }),
      facts: known.facts,
      suggestedLabel: this.#suggest(subject.kind, description),
    }
  }

  /** The last check, if it was about what is now saved: same kind, entries and server. */
  #answerFor(held: Held, subject: CheckedInput): Answer | null {
    const { last } = held
    if (last?.subject.kind.id !== subject.kind.id) return null
    if (JSON.stringify(last.subject.fields) !== JSON.stringify(subject.fields)) return null
    const asked = sameServer(last.subject.server, subject.server)
    return asked || sameServer(last.answer.server, subject.server) ? last.answer : null
  }
}

function uniqueByKey(facts: readonly Candidate['facts'][number][]): Candidate['facts'] {
  return [...new Map(facts.map((each) => [each.key, each])).values()]
}

function draftOf(
  id: DraftId,
  pasted: Pasted,
  rest: Pick<Draft, 'candidates' | 'duplicateOf'>,
): Draft {
  const { wrapping, variable, baseUrl } = pasted
  const foreign = foreignOwner(pasted.value)
  // the hint of a value whose kind is not chosen yet shows no prefix
  return { id, hint: hintOf(pasted.value), wrapping, variable, baseUrl, foreign, ...rest }
}
