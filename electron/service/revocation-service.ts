import { appError } from '../../shared/error'
import type { Phase, TokenId, TokenSummary } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { CheckOutcome, CheckService } from './check-service'
import type { Clock } from './port'
import { did, type Trace } from './trace'
import { summaryOf, type TokenIndex } from './token-index'

export interface RevocationServiceDeps {
  readonly index: TokenIndex
  readonly checks: CheckService
  readonly clock: Clock
}

/** The guided revocation: the user deletes the token on the platform, a check proves it. */
export class RevocationService {
  readonly #deps: RevocationServiceDeps

  constructor(deps: RevocationServiceDeps) {
    this.#deps = deps
  }

  begin(id: TokenId): Result<TokenSummary> {
    const phase = this.#phase(id)
    if (!phase.ok) return phase
    if (phase.value.name === 'revoked') return err(appError('rotation.wrong-stage'))
    if (phase.value.name !== 'idle') return err(appError('rotation.already-open'))
    const revoking = { name: 'revoking', since: this.#deps.clock.now() } as const
    return this.#move(id, revoking, did('revocation.begin'))
  }

  /** Any check that finds the token dead ends its revocation; `proved` only if it was rejected. */
  async prove(id: TokenId): Promise<Result<CheckOutcome & { proved: boolean }>> {
    const before = this.#phase(id)
    if (!before.ok) return before
    if (before.value.name !== 'revoking' && before.value.name !== 'revoked') {
      return err(appError('rotation.none-open'))
    }
    const outcome = await this.#deps.checks.one(id)
    if (!outcome.ok) return outcome
    return ok({ ...outcome.value, proved: outcome.value.token.phase.name === 'revoked' })
  }

  cancel(id: TokenId): Result<TokenSummary> {
    const phase = this.#phase(id)
    if (!phase.ok) return phase
    if (phase.value.name !== 'revoking') return err(appError('rotation.none-open'))
    return this.#move(id, { name: 'idle' }, did('revocation.cancelled'))
  }

  #phase(id: TokenId): Result<Phase> {
    const token = this.#deps.index.get(id)
    return token.ok ? ok(token.value.overview.phase) : token
  }

  #move(id: TokenId, phase: Phase, trace: Trace): Result<TokenSummary> {
    const { index } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const changed = index.change(id, { overview: { ...token.value.overview, phase }, trace })
    return changed.ok ? ok(summaryOf(changed.value)) : changed
  }
}
