import type { RotationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import {
  UNPROVED_MAX,
  type Phase,
  type RotationRecord,
  type TokenId,
  type TokenSummary,
} from '../../shared/model/token'
import { isAlive, isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { Asker } from './asker'
import { isCancelled, type Answer } from './checked'
import type { CheckService } from './check-service'
import { decideExpiry } from './expiry'
import { KeyedQueue } from './keyed-queue'
import type { Clock, Random, Slot } from './port'
import { RotationPaste, type PasteInput } from './rotation-paste'
import {
  openAfter,
  openBefore,
  openRotation,
  promotion,
  reversal,
  type OpenRotation,
} from './rotation-state'
import { rotationViewOf } from './rotation-view'
import { fieldsForNew, isAt, sameServer } from './subject'
import { summaryOf, type TokenIndex, type TracedChange } from './token-index'
import { answered, did } from './trace'

export interface RotationServiceDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly checks: CheckService
  readonly platforms: Platforms
  readonly clock: Clock
  readonly random: Random
}

export interface Moved {
  readonly token: TokenSummary
  readonly rotation: RotationView
}

/**
 * The guided replacement of one token. Where it stands is what is stored (phase, slots, record),
 * so there is nothing to resume: a new value is durable before anything else happens to it, and
 * the old one goes only when its platform refuses it while the new one works, or when the user
 * ends the rotation knowing that this is not proved.
 */
export class RotationService {
  readonly #deps: RotationServiceDeps
  readonly #queue = new KeyedQueue<TokenId>()
  readonly #paste: RotationPaste
  #end = new AbortController()

  constructor(deps: RotationServiceDeps) {
    this.#deps = deps
    this.#paste = new RotationPaste(deps)
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
    this.#paste.clear()
  }

  /** null: no rotation is open. */
  view(id: TokenId): Result<RotationView | null> {
    const open = openRotation(this.#deps.index, id)
    if (open.ok) return ok(this.#viewOf(open.value))
    return open.error.code === 'rotation.none-open' ? ok(null) : open
  }

  begin(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, () => {
      const { index, clock } = this.#deps
      const token = index.get(id)
      if (!token.ok) return token
      const { phase } = token.value.overview
      if (phase.name === 'revoked') return err(appError('rotation.wrong-stage'))
      if (phase.name !== 'idle') return err(appError('rotation.already-open'))
      const details = index.details(id)
      if (!details.ok) return details
      const since = clock.now()
      const rotation = { remoteName: this.#remoteName(since), pending: null, previous: null }
      const changed = index.change(id, {
        overview: { ...token.value.overview, phase: { name: 'rotating', stage: 'create', since } },
        details: { ...details.value, rotation },
        trace: did('rotation.begin', { detail: { remoteName: rotation.remoteName } }),
      })
      return changed.ok ? this.#moved(id) : changed
    })
  }

  /** Failures: those of `RotationPaste`; then nobody was asked about the value. */
  submit(id: TokenId, input: PasteInput): Promise<Result<Moved>> {
    return this.#queue.run(id, () => {
      const stored = this.#paste.take(id, input)
      return stored.ok ? this.#test(id) : stored
    })
  }

  /** Nothing is to be replaced by what was pasted last. */
  keep(id: TokenId): Promise<Result<null>> {
    return this.#queue.run(id, () => {
      this.#paste.keep(id)
      return ok(null)
    })
  }

  /** Asks about the stored new value once more. `rotation.wrong-stage` without one. */
  test(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, () => this.#test(id))
  }

  /** `rotation.wrong-stage` without a new value, `rotation.not-proved` if it does not work. */
  promote(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, async () => {
      let open = openBefore(this.#deps, id)
      if (!open.ok) return open
      // the one that could not be stored is to come in its place
      const replaced = this.#paste.unstoredHint(id) !== null
      if (!open.value.record.pending || replaced) return err(appError('rotation.wrong-stage'))
      if (open.value.phase.stage !== 'tested') {
        const tested = await this.#test(id)
        if (!tested.ok) return tested
        open = openBefore(this.#deps, id)
        if (!open.ok) return open
      }
      const check = open.value.record.pending?.check
      if (open.value.phase.stage !== 'tested' || !check) {
        return err(appError('rotation.not-proved', { verdict: check?.verdict ?? 'unclear' }))
      }
      const change = promotion(open.value, this.#deps.clock.now())
      const trace = did('rotation.promoted', { detail: { hint: change.overview.hint } })
      return this.#swap(id, { ...change, trace }, { from: 'pending', to: 'previous' })
    })
  }

  /** Asks about the replaced value. Only a refusal ends the rotation; all else leaves it open. */
  prove(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, async () => {
      const open = openAfter(this.#deps.index, id)
      if (!open.ok) return open
      const { previous } = open.value
      const answer = await this.#deps.asker.ask(open.value.token, {
        slot: 'previous',
        kind: previous.kind,
        server: previous.server,
        fields: open.value.details.fields,
        since: open.value.token.overview.addedAt,
        // the new value was accepted, so at its server a request of this form is right
        accepted: previous.accepted
          ? 'value'
          : isAt(previous.server, open.value.details.accepted)
            ? 'kind'
            : null,
        describe: false,
        signal: this.#end.signal,
      })
      if (!answer.ok) return answer
      const { check } = answer.value
      if (isCancelled(check)) return this.#moved(id)
      if (isDead(check.verdict) && (await this.#currentLives(id))) return this.#finish(id, check)
      return this.#keepPrevious(id, check)
    })
  }

  /**
   * After promotion, while the replaced value is here: it is the current one again, and the new
   * one stands beside it.
   */
  back(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, () => {
      const open = openAfter(this.#deps.index, id)
      if (!open.ok) return open
      const change = reversal(open.value)
      const trace = did('rotation.back', { detail: { hint: change.overview.hint } })
      return this.#swap(id, { ...change, trace }, { from: 'previous', to: 'pending' })
    })
  }

  /** After promotion: ends it without proof, and keeps in mind that there was none. */
  finish(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#queue.run(id, () => {
      const { index, clock } = this.#deps
      const open = openAfter(index, id)
      if (!open.ok) return open
      const { token, details, previous } = open.value
      const ended = { at: clock.now(), hint: previous.hint }
      const unproved = [ended, ...(details.unproved ?? [])].slice(0, UNPROVED_MAX)
      const changed = index.change(id, {
        overview: { ...token.overview, phase: { name: 'idle' } },
        details: { ...details, rotation: null, unproved },
        secrets: { previous: null },
        trace: did('rotation.done', { outcome: 'unknown', detail: { hint: previous.hint } }),
      })
      return changed.ok ? ok(summaryOf(changed.value)) : changed
    })
  }

  /** Before promotion: what was pasted goes from here, and goes on working on the platform. */
  cancel(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#queue.run(id, () => {
      const open = openBefore(this.#deps, id)
      if (!open.ok) return open
      const { token, details } = open.value
      const changed = this.#deps.index.change(id, {
        overview: { ...token.overview, phase: { name: 'idle' } },
        details: { ...details, rotation: null },
        secrets: { pending: null },
        trace: did('rotation.cancelled', { detail: { stage: open.value.phase.stage } }),
      })
      return changed.ok ? ok(summaryOf(changed.value)) : changed
    })
  }

  /** A name by which the new token is told from the old one on the platform. */
  #remoteName(now: number): string {
    const day = new Date(now).toISOString().slice(0, 10)
    return `keyglot-${day}-${this.#deps.random.bytes(2).toString('hex')}`
  }

  async #test(id: TokenId): Promise<Result<Moved>> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { token, details, record, kind } = open.value
    if (!record.pending) return err(appError('rotation.wrong-stage'))
    const { since, server, check } = record.pending
    const accepted = check && isAlive(check.verdict) && sameServer(server, token.overview.server)
    const answer = await this.#deps.asker.ask(token, {
      slot: 'pending',
      kind: kind.id,
      server: token.overview.server,
      fields: fieldsForNew(kind, details.fields, since),
      since,
      accepted: accepted ? 'value' : null,
      describe: true,
      signal: this.#end.signal,
    })
    if (!answer.ok) return answer
    if (isCancelled(answer.value.check)) return this.#moved(id)
    const kept = this.#keepTest(id, answer.value)
    return kept.ok ? this.#moved(id) : kept
  }

  #keepTest(id: TokenId, answer: Answer): Result<unknown> {
    const open = openBefore(this.#deps, id)
    if (!open.ok) return open
    const { token, details, record, kind, phase } = open.value
    if (!record.pending) return err(appError('rotation.wrong-stage'))
    const { check, known, server } = answer
    const alive = isAlive(check.verdict)
    const { account, project, identity, access, facts } = known
    const expiry = decideExpiry({
      found: known.expiry,
      entered: null,
      rule: kind.expiryRule,
    })
    const told = alive ? { server, account, project, identity, access, facts, expiry } : {}
    const pending: RotationRecord['pending'] = { ...record.pending, ...told, check }
    const stage = alive ? 'tested' : 'create'
    return this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { ...phase, stage } },
      details: { ...details, rotation: { ...record, pending } },
      trace: answered('rotation.tested', check, { detail: { hint: pending.hint } }),
    })
  }

  /** What is in `from` becomes the current value, which goes to `to`. */
  #swap(
    id: TokenId,
    change: TracedChange,
    { from, to }: { readonly from: Slot; readonly to: Slot },
  ): Result<Moved> {
    const { asker, index } = this.#deps
    const next = asker.secret(id, from)
    if (!next.ok) return next
    const current = asker.secret(id, 'current')
    if (current.ok) {
      const secrets = { current: next.value, [to]: current.value, [from]: null }
      const changed = index.change(id, { ...change, secrets })
      current.value.wipe()
      next.value.wipe()
      return changed.ok ? this.#moved(id) : changed
    }
    next.value.wipe()
    return current
  }

  /** A platform that does not take the new value in the same breath proves nothing about the old. */
  async #currentLives(id: TokenId): Promise<boolean> {
    const current = await this.#deps.checks.one(id)
    return current.ok && isAlive(current.value.check.verdict)
  }

  #keepPrevious(id: TokenId, check: Answer['check']): Result<Moved> {
    const open = openAfter(this.#deps.index, id)
    if (!open.ok) return open
    const { details, record, previous } = open.value
    const rotation = { ...record, previous: { ...previous, check } }
    const trace = answered('rotation.revoking', check, { detail: { hint: previous.hint } })
    const changed = this.#deps.index.change(id, { details: { ...details, rotation }, trace })
    return changed.ok ? this.#moved(id) : changed
  }

  #finish(id: TokenId, check: Answer['check']): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, details } = open.value
    const last = this.#viewOf(open.value)
    const changed = this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { name: 'idle' } satisfies Phase },
      details: { ...details, rotation: null },
      secrets: { previous: null },
      trace: answered('rotation.done', check, { detail: { hint: last.previousHint ?? '' } }),
    })
    if (!changed.ok) return changed
    const rotation: RotationView = { ...last, stage: 'done', previousCheck: check }
    return ok({ token: summaryOf(changed.value), rotation })
  }

  #moved(id: TokenId): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    return ok({ token: summaryOf(open.value.token), rotation: this.#viewOf(open.value) })
  }

  #viewOf({ token, details, phase }: OpenRotation): RotationView {
    const unstoredHint = this.#paste.unstoredHint(token.id)
    return { ...rotationViewOf(token, details, phase), unstoredHint }
  }
}
