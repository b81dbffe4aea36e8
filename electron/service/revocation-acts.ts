import type { Act } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { ok } from '../../shared/result'
import type { Trouble } from '../rotation/course'
import type { AuditTrail } from './audit-trail'
import type { CheckService } from './check-service'
import type { Clock } from './port'
import type { RemoteActs } from './remote-acts'
import { testProblem } from './rotation-acts'
import type { TokenIndex } from './token-index'
import { did, failed } from './trace'
import { isMissing, mayBeDone, troubleOf, type Outcome, type Run } from './trouble'

export interface RevocationActsDeps {
  readonly index: TokenIndex
  readonly checks: CheckService
  readonly remote: RemoteActs
  readonly clock: Clock
  readonly trail: Pick<AuditTrail, 'record'>
}

/** The acts of a revocation: delete the token on its platform, and look whether it is dead. */
export class RevocationActs {
  readonly #deps: RevocationActsDeps

  constructor(deps: RevocationActsDeps) {
    this.#deps = deps
  }

  /** null: it did what it should. */
  async perform(act: Act, id: TokenId, run: Run): Promise<Trouble | null> {
    const outcome = act === 'revoke' ? await this.#revoke(id, run) : await this.#prove(id, run)
    return troubleOf(act, outcome, { memory: run.memory, clock: this.#deps.clock })
  }

  /** Asked for once the phase says so: from then on it may be dead. */
  async #revoke(id: TokenId, run: Run): Promise<Outcome> {
    const { index, remote } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const details = index.details(id)
    if (!details.ok) return details
    const { revocation } = details.value
    if (revocation === null) return ok()
    const managing = { token: token.value, slot: 'current', way: revocation } as const
    const found = await remote.find(managing, run.memory)
    if (!found.ok) {
      const proof = isMissing(found.error) ? await this.#prove(id, run) : found
      return proof.ok && index.find(id)?.overview.phase.name === 'revoking' ? found : proof
    }
    const gone = await remote.revoke(managing, found.value.id, run.memory)
    run.memory.sent = mayBeDone(gone)
    const { actor } = run
    const sent = gone.ok
      ? did('revocation.sent', { actor })
      : failed('revocation.sent', gone.error.problem, {
          actor,
          ...(mayBeDone(gone) && { outcome: 'unknown' }),
        })
    this.#deps.trail.record(sent, token.value)
    const proof = await this.#prove(id, run)
    return run.memory.sent ? proof : gone
  }

  /** A check that finds it dead ends the revocation by itself. */
  async #prove(id: TokenId, { actor }: Run): Promise<Outcome> {
    const checked = await this.#deps.checks.one(id, actor)
    if (!checked.ok) return checked
    const problem = testProblem(checked.value.check)
    return problem === null ? ok() : { ok: false, error: problem }
  }
}
