import type { RotationView, RotationWish } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { Settings } from '../../shared/model/settings'
import type { Mode } from '../../shared/model/stage'
import type {
  CheckRecord,
  Orphan,
  RotationRecord,
  TokenId,
  TokenSummary,
} from '../../shared/model/token'
import { hintOf } from '../../shared/redact'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { Asker } from './asker'
import type { CheckService } from './check-service'
import type { Answer } from './checked'
import { undelivered } from './destination'
import type { KeyedQueue } from './keyed-queue'
import type { Clock, StoredToken } from './port'
import type { Asking, RotationActs } from './rotation-acts'
import type { RotationEngine, Standing } from './rotation-engine'
import type { RotationJournal } from './rotation-journal'
import type { OrphanAct, RotationOrphans } from './rotation-orphans'
import { RotationPaste, type PasteInput } from './rotation-paste'
import type { RotationPlanner } from './rotation-plan'
import { RotationRetreat } from './rotation-retreat'
import { openAfter, openBefore, openRotation, type OpenRotation } from './rotation-state'
import { rotationViewOf } from './rotation-view'
import { summaryOf, type TokenIndex } from './token-index'

export interface RotationServiceDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly platforms: Platforms
  readonly clock: Clock
  readonly settings: () => Settings
  readonly acts: RotationActs
  readonly checks: CheckService
  readonly engine: RotationEngine
  readonly journal: RotationJournal
  readonly planner: RotationPlanner
  readonly orphans: RotationOrphans
  readonly queue: KeyedQueue<TokenId>
}

export interface Moved {
  readonly token: TokenSummary
  readonly rotation: RotationView
}

/**
 * What the user does about rotations. Where one stands is what is stored (phase, slots, record), so
 * that it can be taken up again anywhere: a new value is durable before anything else happens to
 * it, and the old one goes only when its platform refuses it while the new one works, or when the
 * user ends the rotation knowing that this is not proved.
 */
export class RotationService {
  readonly #deps: RotationServiceDeps
  readonly #paste: RotationPaste
  readonly #retreat: RotationRetreat
  #end = new AbortController()

  constructor(deps: RotationServiceDeps) {
    this.#deps = deps
    this.#paste = new RotationPaste(deps)
    this.#retreat = new RotationRetreat(deps)
  }

  /** After the vault was opened: what was only looked at has not been begun. */
  resume(): void {
    for (const { id, overview } of this.#deps.index.visible()) {
      if (overview.phase.name !== 'rotating' || overview.phase.stage !== 'planned') continue
      const open = openRotation(this.#deps.index, id)
      if (!open.ok || open.value.record.startedAt !== null) continue
      if (open.value.record.orphans.length > 0) continue
      this.#deps.journal.as('resume').cancelled(id, [])
    }
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
    if (open.ok) return ok(this.#viewOf(id, open.value))
    return open.error.code === 'rotation.none-open' ? ok(null) : open
  }

  /** What is shown of a rotation that is over: as it was, and what its platform says of the old value. */
  doneView(id: TokenId, open: OpenRotation, proof: CheckRecord | null): RotationView {
    const over = { stage: 'done', act: null, waiting: null, previousCheck: proof } as const
    return { ...this.#viewOf(id, open), ...over }
  }

  /** Every open rotation. */
  open(): { id: TokenId; rotation: RotationView }[] {
    return this.#deps.index.visible().flatMap(({ id, overview }) => {
      const view = overview.phase.name === 'rotating' ? this.view(id) : null
      return view?.ok && view.value ? [{ id, rotation: view.value }] : []
    })
  }

  /** `rotation.no-way` if the wish names a mode or a manager that there is not. */
  begin(wish: RotationWish): Promise<Result<Moved>> {
    return this.#turn(wish.id, () => {
      const token = this.#deps.index.get(wish.id)
      if (!token.ok) return token
      const record = this.#recordOf(token.value, wish)
      return record.ok ? this.#deps.journal.begin(wish.id, record.value) : record
    })
  }

  /** From now on it goes by itself, as far as it can. */
  start(id: TokenId): Promise<Result<Moved>> {
    return this.#turn(id, () => this.#startNow(id), 'retry')
  }

  async beginMany(
    wishes: readonly RotationWish[],
  ): Promise<{ id: TokenId; error: { code: string } | null }[]> {
    const answers: { id: TokenId; error: { code: string } | null }[] = []
    for (const wish of wishes) {
      const begun = await this.begin(wish)
      const started = begun.ok ? await this.start(wish.id) : begun
      answers.push({ id: wish.id, error: started.ok ? null : { code: started.error.code } })
    }
    return answers
  }

  setMode(id: TokenId, mode: Mode): Promise<Result<Moved>> {
    return this.#turn(
      id,
      () => {
        const open = openRotation(this.#deps.index, id)
        if (!open.ok) return open
        const plan = this.#deps.planner.planOf(open.value.token)
        if (!plan?.modes.includes(mode)) return err(appError('rotation.no-way'))
        const manager = mode === 'automatic' ? (plan.managers[0] ?? null) : null
        return this.#deps.journal.note(id, { mode, manager })
      },
      'retry',
    )
  }

  /** Failures: those of `RotationPaste`; then nobody was asked about the value. */
  submit(id: TokenId, input: PasteInput): Promise<Result<Moved>> {
    return this.#turn(id, () => {
      const stored = this.#paste.take(id, input)
      return stored.ok ? this.#deps.acts.test(id, this.#asking()) : stored
    })
  }

  /** Nothing is to be replaced by what was pasted last. */
  keep(id: TokenId): Promise<Result<null>> {
    return this.#deps.queue.run(id, () => {
      this.#paste.keep(id)
      return ok(null)
    })
  }

  /** Asks about the stored new value once more. `rotation.wrong-stage` without one. */
  test(id: TokenId): Promise<Result<Moved>> {
    return this.#turn(id, () => {
      const open = openBefore(this.#deps, id)
      if (!open.ok) return open
      if (!open.value.record.pending) return err(appError('rotation.wrong-stage'))
      return this.#deps.acts.test(id, this.#asking())
    })
  }

  /** `rotation.wrong-stage` without a new value, `rotation.not-proved` if it does not work. */
  promote(id: TokenId): Promise<Result<Moved>> {
    return this.#turn(id, async () => {
      let open = openBefore(this.#deps, id)
      if (!open.ok) return open
      // the one that could not be stored is to come in its place
      const replaced = this.#paste.unstoredHint(id) !== null
      if (!open.value.record.pending || replaced) return err(appError('rotation.wrong-stage'))
      if (open.value.phase.stage !== 'tested') {
        const tested = await this.#deps.acts.test(id, this.#asking())
        if (!tested.ok && isAppError(tested.error)) return { ok: false, error: tested.error }
        open = openBefore(this.#deps, id)
        if (!open.ok) return open
      }
      const check = open.value.record.pending?.check
      if (open.value.phase.stage !== 'tested' || !check) {
        return err(appError('rotation.not-proved', { verdict: check?.verdict ?? 'unclear' }))
      }
      return this.#deps.journal.promoted(id)
    })
  }

  /** All places that use it have the new value: the user's word, whatever is ticked off. */
  deliver(id: TokenId): Promise<Result<Moved>> {
    return this.#turn(id, () => this.#deps.journal.delivered(id))
  }

  /** The period counts from promotion, whenever it is changed. The platform is told anew. */
  setGrace(id: TokenId, graceMs: number | null): Promise<Result<Moved>> {
    return this.#turn(id, () => {
      const open = openRotation(this.#deps.index, id)
      if (!open.ok) return open
      const { promotedAt } = open.value.record
      const graceEnds = promotedAt === null || graceMs === null ? null : promotedAt + graceMs
      this.#deps.engine.unhindered(id, 'limit')
      return this.#deps.journal.note(id, { graceMs, graceEnds })
    })
  }

  /** The grace ends now. */
  revoke(id: TokenId): Promise<Result<Moved>> {
    return this.#turn(
      id,
      () => {
        const open = openAfter(this.#deps.index, id)
        if (!open.ok) return open
        const { journal, clock } = this.#deps
        const { stage } = open.value.phase
        if (stage === 'promoted' && undelivered(open.value) > 0) {
          return err(appError('rotation.not-delivered'))
        }
        const delivered = stage === 'promoted' ? journal.delivered(id) : ok()
        if (!delivered.ok) return delivered
        const noted = journal.note(id, { graceEnds: clock.now() })
        // by API the act itself writes it down, once the way in is open
        const byHand = open.value.record.mode === 'guided' && stage !== 'revoking'
        return noted.ok && byHand ? journal.revoking(id) : noted
      },
      'retry',
    )
  }

  /** Asks about the replaced value. Only a refusal ends the rotation; all else leaves it open. */
  prove(id: TokenId): Promise<Result<Moved>> {
    return this.#deps.queue.run(id, async () => {
      const { acts, engine, index } = this.#deps
      const before = openAfter(index, id)
      if (!before.ok) return before
      const last = this.doneView(id, before.value, null)
      const proof = await acts.prove(id, this.#asking())
      if (!proof.ok) return proof
      if (openRotation(index, id).ok) {
        engine.looked(id)
        return this.#moved(id)
      }
      return this.#done(id, last, proof.value)
    })
  }

  /**
   * After promotion, while the replaced value is here: it is the current one again, and the new
   * one stands beside it. See `RotationRetreat.back`.
   */
  back(id: TokenId): Promise<Result<Moved>> {
    const { engine, index, queue } = this.#deps
    return queue.run(id, async () => {
      const before = openAfter(index, id)
      if (!before.ok) return before
      const last = this.doneView(id, before.value, null)
      const back = await this.#retreat.back(id, this.#asking())
      if (!back.ok) return back
      if (back.value !== null) return this.#done(id, last, back.value)
      engine.turned(id)
      void engine.advance(id)
      return this.#moved(id)
    })
  }

  settle(id: TokenId, orphan: Orphan, act: OrphanAct): Promise<Result<Moved>> {
    return this.#turn(id, () => this.#deps.orphans.settle(id, orphan, act), 'retry')
  }

  /** After promotion: ends it without proof, and keeps in mind that there was none. */
  finish(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#ending(id, () => this.#deps.journal.done(id, null))
  }

  /** Before promotion; see `RotationRetreat.cancel`. */
  cancel(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#ending(id, () => this.#retreat.cancel(id))
  }

  #asking(): Asking {
    return { signal: this.#end.signal, actor: 'user' }
  }

  #startNow(id: TokenId): Result<StoredToken> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { journal, clock } = this.#deps
    const { phase, record, token } = open.value
    if (phase.stage !== 'planned') return ok(token)
    const startedAt = record.startedAt ?? clock.now()
    return record.mode === 'guided'
      ? journal.intended(id, { startedAt })
      : journal.note(id, { startedAt })
  }

  #recordOf(token: StoredToken, wish: RotationWish): Result<RotationRecord> {
    const { planner, settings } = this.#deps
    const plan = planner.planOf(token)
    if (!plan) return err(appError('capability.unsupported'))
    const mode = wish.mode ?? 'guided'
    const manager = mode === 'automatic' ? (wish.manager ?? plan.managers[0] ?? null) : null
    const known = manager === null || plan.managers.includes(manager)
    if (!plan.modes.includes(mode) || !known) return err(appError('rotation.no-way'))
    return ok({
      mode,
      manager,
      remoteName: planner.takeName(token),
      graceMs: wish.graceMs === undefined ? settings().graceMs : wish.graceMs,
      graceEnds: null,
      promotedAt: null,
      startedAt: null,
      wantedExpiry: wish.expiry === undefined ? 'same' : wish.expiry,
      oldId: null,
      listed: [],
      orphans: [],
      limit: null,
      delivered: [],
      pending: null,
      previous: null,
    })
  }

  /** One act of the user in the token's turn; then the engine goes on from there. */
  async #turn(
    id: TokenId,
    act: () => Promise<Result<unknown, unknown>> | Result<unknown, unknown>,
    then: 'advance' | 'retry' = 'advance',
  ): Promise<Result<Moved>> {
    const outcome = await this.#deps.queue.run(id, async () => act())
    // what a platform did not do is shown where the rotation stands
    if (!outcome.ok && isAppError(outcome.error)) return { ok: false, error: outcome.error }
    void (then === 'retry' ? this.#deps.engine.retry(id) : this.#deps.engine.advance(id))
    return this.#moved(id)
  }

  async #ending(
    id: TokenId,
    act: () => Promise<Result<StoredToken>> | Result<StoredToken>,
  ): Promise<Result<TokenSummary>> {
    return this.#deps.queue.run(id, async () => {
      const ended = await act()
      if (!ended.ok) return ended
      this.#deps.engine.forget(id)
      return ok(summaryOf(ended.value))
    })
  }

  #done(id: TokenId, last: RotationView, check: Answer['check'] | null): Result<Moved> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    this.#deps.engine.forget(id)
    return ok({ token: summaryOf(token.value), rotation: { ...last, previousCheck: check } })
  }

  #moved(id: TokenId): Result<Moved> {
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    return ok({ token: summaryOf(open.value.token), rotation: this.#viewOf(id, open.value) })
  }

  #viewOf(id: TokenId, open: OpenRotation): RotationView {
    const standing: Standing = this.#deps.engine.standing(id)
    const kind = this.#deps.platforms.kind(open.token.overview.kind)
    return rotationViewOf(open, standing, {
      unstoredHint: this.#paste.unstoredHint(id) ?? this.#heldHint(standing, kind?.prefix ?? ''),
      showsValues: kind?.manage?.showsValues === true,
    })
  }

  /** Of a value that was made by API and could not be stored yet. */
  #heldHint({ held }: Standing, prefix: string): string | null {
    return held && hintOf(held.secret.text(), prefix)
  }
}

function isAppError(error: unknown): error is ReturnType<typeof appError> {
  return typeof error === 'object' && error !== null && 'params' in error
}
