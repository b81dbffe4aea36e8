import type { RevocationView } from '../../shared/contract/rotation'
import { appError } from '../../shared/error'
import type { Mode } from '../../shared/model/stage'
import type { Phase, TokenDetails, TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { CheckOutcome, CheckService } from './check-service'
import type { KeyedQueue } from './keyed-queue'
import type { Clock } from './port'
import type { RotationEngine } from './rotation-engine'
import type { RotationPlanner } from './rotation-plan'
import { summaryOf, type TokenIndex } from './token-index'
import { did, type Note } from './trace'

export interface RevocationServiceDeps {
  readonly index: TokenIndex
  readonly checks: CheckService
  readonly clock: Clock
  readonly engine: RotationEngine
  readonly planner: RotationPlanner
  readonly queue: KeyedQueue<TokenId>
}

export interface RevocationWish {
  readonly id: TokenId
  readonly mode?: Mode | undefined
  readonly manager?: TokenId | undefined
}

/**
 * Revocations: the token is 'revoking', stored as such, before anything is deleted, and 'revoked'
 * only when a check has found it dead. By API the engine deletes it; guided, the user does.
 */
export class RevocationService {
  readonly #deps: RevocationServiceDeps

  constructor(deps: RevocationServiceDeps) {
    this.#deps = deps
  }

  begin(wish: RevocationWish): Promise<Result<TokenSummary>> {
    return this.#turn(wish.id, () => {
      const phase = this.#phase(wish.id)
      if (!phase.ok) return phase
      if (phase.value.name === 'revoked') return err(appError('rotation.wrong-stage'))
      if (phase.value.name !== 'idle') return err(appError('rotation.already-open'))
      const since = this.#deps.clock.now()
      return this.#move(wish, { name: 'revoking', since }, did('revocation.begin'))
    })
  }

  /** Goes on at once, in another way if one is named. null: none is open any more. */
  async start(wish: RevocationWish): Promise<Result<RevocationView | null>> {
    const { id, mode } = wish
    if (mode !== undefined) {
      const moved = await this.#deps.queue.run(id, () => {
        // only in its turn: it may have been cancelled, or be proved, while this waited
        const phase = this.#phase(id)
        if (!phase.ok) return phase
        if (phase.value.name !== 'revoking') return err(appError('rotation.none-open'))
        return this.#move(wish, phase.value, null)
      })
      if (!moved.ok) return moved
    }
    const view = this.view(id)
    if (view.ok && view.value) void this.#deps.engine.retry(id)
    return this.view(id)
  }

  /** null: none is open. */
  view(id: TokenId): Result<RevocationView | null> {
    const { index, engine } = this.#deps
    const phase = this.#phase(id)
    if (!phase.ok) return phase
    if (phase.value.name !== 'revoking') return ok(null)
    const details = index.details(id)
    if (!details.ok) return details
    const { act, waiting } = engine.standing(id)
    const { revocation } = details.value
    return ok({
      mode: revocation?.mode ?? 'guided',
      manager: revocation?.manager ?? null,
      act: act === 'revoke' || act === 'prove' ? act : null,
      waiting,
    })
  }

  /** Every open revocation. */
  open(): { id: TokenId; revocation: RevocationView }[] {
    return this.#deps.index.visible().flatMap(({ id, overview }) => {
      const view = overview.phase.name === 'revoking' ? this.view(id) : null
      return view?.ok && view.value ? [{ id, revocation: view.value }] : []
    })
  }

  /** Any check that finds the token dead ends its revocation; `proved` only if it was rejected. */
  prove(id: TokenId): Promise<Result<CheckOutcome & { proved: boolean }>> {
    return this.#deps.queue.run(id, async () => {
      const before = this.#phase(id)
      if (!before.ok) return before
      if (before.value.name !== 'revoking' && before.value.name !== 'revoked') {
        return err(appError('rotation.none-open'))
      }
      const outcome = await this.#deps.checks.one(id)
      if (!outcome.ok) return outcome
      const proved = outcome.value.token.phase.name === 'revoked'
      if (before.value.name === 'revoking') this.#deps.engine.looked(id)
      return ok({ ...outcome.value, proved })
    })
  }

  cancel(id: TokenId): Promise<Result<TokenSummary>> {
    return this.#turn(id, () => {
      const phase = this.#phase(id)
      if (!phase.ok) return phase
      if (phase.value.name !== 'revoking') return err(appError('rotation.none-open'))
      const trace = did('revocation.cancelled')
      return this.#write(id, { phase: { name: 'idle' }, revocation: null, trace })
    })
  }

  #phase(id: TokenId): Result<Phase> {
    const token = this.#deps.index.get(id)
    return token.ok ? ok(token.value.overview.phase) : token
  }

  /** `rotation.no-way` for a mode or a manager that there is not. */
  #move(
    { id, mode = 'guided', manager }: RevocationWish,
    phase: Phase,
    note: Note | null,
  ): Result<TokenSummary> {
    const { index, planner } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const plan = planner.planOf(token.value)
    if (!plan?.modes.includes(mode)) return err(appError('rotation.no-way'))
    const chosen = mode === 'automatic' ? (manager ?? plan.managers[0] ?? null) : null
    if (chosen !== null && !plan.managers.includes(chosen)) return err(appError('rotation.no-way'))
    const trace = note && { ...note, detail: { mode } }
    return this.#write(id, {
      phase,
      revocation: { mode, manager: chosen },
      trace,
    })
  }

  #write(
    id: TokenId,
    {
      phase,
      revocation,
      trace,
    }: {
      readonly phase: Phase
      readonly revocation: TokenDetails['revocation']
      readonly trace: Note | null
    },
  ): Result<TokenSummary> {
    const { index } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const details = index.details(id)
    if (!details.ok) return details
    const changed = index.change(id, {
      overview: { ...token.value.overview, phase },
      details: { ...details.value, revocation },
      ...(trace && { trace }),
    })
    return changed.ok ? ok(summaryOf(changed.value)) : changed
  }

  async #turn(id: TokenId, act: () => Result<TokenSummary>): Promise<Result<TokenSummary>> {
    const outcome = await this.#deps.queue.run(id, act)
    if (outcome.ok) void this.#deps.engine.retry(id)
    return outcome
  }
}
