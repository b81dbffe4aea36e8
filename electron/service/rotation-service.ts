import type { RotationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { Phase, RotationRecord, TokenId, TokenSummary } from '../../shared/model/token'
import { isAlive, isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter, Platforms } from '../platform/adapter'
import type { Asker } from './asker'
import { isCancelled, type Answer } from './checked'
import type { CheckService } from './check-service'
import { decideExpiry } from './expiry'
import { KeyedQueue } from './keyed-queue'
import { findSecret } from './paste'
import type { Clock, Random, StoredToken } from './port'
import { openRotation, pendingOf, promotion, type OpenRotation } from './rotation-state'
import { rotationViewOf } from './rotation-view'
import { SecretText } from './secret'
import { fieldsForNew, isAt, sameServer } from './subject'
import { summaryOf, type TokenIndex } from './token-index'

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
 * the old one goes only when its platform refuses it while the new one works.
 */
export class RotationService {
  readonly #deps: RotationServiceDeps
  readonly #queue = new KeyedQueue<TokenId>()
  #end = new AbortController()

  constructor(deps: RotationServiceDeps) {
    this.#deps = deps
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
  }

  /** null: no rotation is open. */
  view(id: TokenId): Result<RotationView | null> {
    const open = openRotation(this.#deps.index, id)
    if (open.ok) return ok(rotationViewOf(open.value.token, open.value.details, open.value.phase))
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
      })
      return changed.ok ? this.#moved(id) : changed
    })
  }

  /** Failures: `secret.*`, `rotation.same-secret`, `.other-kind`, `.wrong-stage`, `token.duplicate`. */
  submit(id: TokenId, text: string): Promise<Result<Moved>> {
    return this.#queue.run(id, async () => {
      const open = this.#openBefore(id)
      if (!open.ok) return open
      const pasted = findSecret(text)
      if (!pasted.ok) return pasted
      const kind = this.#fittingKind(open.value.token, pasted.value)
      if (!kind.ok) return kind
      const secret = SecretText.fromText(pasted.value.value)
      const stored = this.#storePending({ ...open.value, kind: kind.value }, secret)
      secret.wipe()
      if (!stored.ok) return stored
      return this.#test(id)
    })
  }

  /** Asks about the stored new value once more. `rotation.wrong-stage` without one. */
  test(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, () => this.#test(id))
  }

  /** `rotation.wrong-stage` without a new value, `rotation.not-proved` if it does not work. */
  promote(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, async () => {
      let open = this.#openBefore(id)
      if (!open.ok) return open
      if (!open.value.record.pending) return err(appError('rotation.wrong-stage'))
      if (open.value.phase.stage !== 'tested') {
        const tested = await this.#test(id)
        if (!tested.ok) return tested
        open = this.#openBefore(id)
        if (!open.ok) return open
      }
      const check = open.value.record.pending?.check
      if (open.value.phase.stage !== 'tested' || !check) {
        return err(appError('rotation.not-proved', { verdict: check?.verdict ?? 'unclear' }))
      }
      return this.#swap(open.value)
    })
  }

  /** Asks about the replaced value. Only a refusal ends the rotation; all else leaves it open. */
  prove(id: TokenId): Promise<Result<Moved>> {
    return this.#queue.run(id, async () => {
      const open = openRotation(this.#deps.index, id)
      if (!open.ok) return open
      const previous = open.value.record.previous
      if (open.value.phase.stage !== 'promoted' || !previous) {
        return err(appError('rotation.wrong-stage'))
      }
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

  /** Before promotion: what was pasted goes from here, and goes on working on the platform. */
  cancel(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#queue.run(id, () => {
      const open = this.#openBefore(id)
      if (!open.ok) return open
      const { token, details } = open.value
      const changed = this.#deps.index.change(id, {
        overview: { ...token.overview, phase: { name: 'idle' } },
        details: { ...details, rotation: null },
        secrets: { pending: null },
      })
      return changed.ok ? ok(summaryOf(changed.value)) : changed
    })
  }

  /** A name by which the new token is told from the old one on the platform. */
  #remoteName(now: number): string {
    const day = new Date(now).toISOString().slice(0, 10)
    return `keyglot-${day}-${this.#deps.random.bytes(2).toString('hex')}`
  }

  /** The open rotation, not promoted yet, with the kind of its new value. */
  #openBefore(id: TokenId): Result<OpenRotation & { kind: KindAdapter }> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    if (open.value.phase.stage === 'promoted') return err(appError('rotation.wrong-stage'))
    const { token, record } = open.value
    const kind = this.#deps.asker.kindOf(token, record.pending?.kind)
    return kind.ok ? ok({ ...open.value, kind: kind.value }) : kind
  }

  /**
   * The token's own kind, or the one that its platform makes in its place now. A value that others
   * recognize, or that lacks the kind's fixed start, is the wrong one.
   */
  #fittingKind(
    token: StoredToken,
    pasted: { value: string; context: Parameters<Platforms['recognize']>[1] },
  ): Result<KindAdapter> {
    const { asker, platforms } = this.#deps
    const own = asker.kindOf(token)
    if (!own.ok) return own
    const candidates = platforms.recognize(pasted.value, pasted.context)
    for (const id of [own.value.id, own.value.successor]) {
      if (candidates.some((each) => each.kind === id)) return asker.kindOf(token, id)
    }
    const other = candidates.find((each) => each.confidence !== 'possible')
    if (!other && own.value.prefix === '') return own
    return err(appError('rotation.other-kind', { kind: other?.kind ?? '' }))
  }

  /** Durable before the first byte goes out. */
  #storePending(open: OpenRotation & { kind: KindAdapter }, secret: SecretText): Result<void> {
    const { index } = this.#deps
    const { token, details, phase } = open
    const owner = index.ownerOf(secret)
    if (!owner.ok) return owner
    if (owner.value && owner.value.token.id !== token.id) {
      return err(appError('token.duplicate', { id: owner.value.token.id }))
    }
    if (owner.value && owner.value.slot !== 'pending') return err(appError('rotation.same-secret'))
    const again = owner.value?.slot === 'pending' ? open.record.pending : null
    // pasted once more, it is no younger than it was
    const pending = pendingOf(open, secret, again?.since ?? this.#deps.clock.now())
    const changed = index.change(token.id, {
      overview: { ...token.overview, phase: { ...phase, stage: 'create' } },
      details: { ...details, rotation: { ...open.record, pending } },
      secrets: { pending: secret },
    })
    return changed.ok ? ok() : changed
  }

  async #test(id: TokenId): Promise<Result<Moved>> {
    const open = this.#openBefore(id)
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
    const open = this.#openBefore(id)
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
    })
  }

  #swap(open: OpenRotation & { kind: KindAdapter }): Result<Moved> {
    const { asker, index, clock } = this.#deps
    const { id } = open.token
    const pending = asker.secret(id, 'pending')
    if (!pending.ok) return pending
    const current = asker.secret(id, 'current')
    if (!current.ok) return current
    const changed = index.change(id, {
      ...promotion(open, clock.now()),
      secrets: { current: pending.value, previous: current.value, pending: null },
    })
    pending.value.wipe()
    current.value.wipe()
    return changed.ok ? this.#moved(id) : changed
  }

  /** A platform that does not take the new value in the same breath proves nothing about the old. */
  async #currentLives(id: TokenId): Promise<boolean> {
    const current = await this.#deps.checks.one(id)
    return current.ok && isAlive(current.value.check.verdict)
  }

  #keepPrevious(id: TokenId, check: Answer['check']): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { details, record } = open.value
    if (!record.previous) return err(appError('rotation.wrong-stage'))
    const rotation = { ...record, previous: { ...record.previous, check } }
    const changed = this.#deps.index.change(id, { details: { ...details, rotation } })
    return changed.ok ? this.#moved(id) : changed
  }

  #finish(id: TokenId, check: Answer['check']): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, details, phase } = open.value
    const last = rotationViewOf(token, details, phase)
    const changed = this.#deps.index.change(id, {
      overview: { ...token.overview, phase: { name: 'idle' } satisfies Phase },
      details: { ...details, rotation: null },
      secrets: { previous: null },
    })
    if (!changed.ok) return changed
    const rotation: RotationView = { ...last, stage: 'done', previousCheck: check }
    return ok({ token: summaryOf(changed.value), rotation })
  }

  #moved(id: TokenId): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, details, phase } = open.value
    return ok({ token: summaryOf(token), rotation: rotationViewOf(token, details, phase) })
  }
}
