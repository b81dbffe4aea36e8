import type { Act } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { ok } from '../../shared/result'
import type { Trouble } from '../rotation/course'
import type { CheckService } from './check-service'
import type { Clock } from './port'
import type { RemoteActs } from './remote-acts'
import { testProblem } from './rotation-acts'
import type { TokenIndex } from './token-index'
import { troubleOf, type Memory, type Outcome, type Run } from './trouble'

export interface RevocationActsDeps {
  readonly index: TokenIndex
  readonly checks: CheckService
  readonly remote: RemoteActs
  readonly clock: Clock
}

/** The acts of a revocation: delete the token on its platform, and look whether it is dead. */
export class RevocationActs {
  readonly #deps: RevocationActsDeps

  constructor(deps: RevocationActsDeps) {
    this.#deps = deps
  }

  /** null: it did what it should. */
  async perform(act: Act, id: TokenId, { memory }: Run): Promise<Trouble | null> {
    const outcome = act === 'revoke' ? await this.#revoke(id, memory) : await this.#prove(id)
    return troubleOf(act, outcome, { memory, clock: this.#deps.clock })
  }

  /** Asked for once the phase says so: from then on it may be dead. */
  async #revoke(id: TokenId, memory: Memory): Promise<Outcome> {
    const { index, remote } = this.#deps
    const token = index.get(id)
    if (!token.ok) return token
    const details = index.details(id)
    if (!details.ok) return details
    const { revocation } = details.value
    if (revocation === null) return ok()
    const managing = { token: token.value, slot: 'current', way: revocation } as const
    const found = memory.found ? ok(memory.found) : await remote.find(managing)
    if (!found.ok) {
      const missing = ['other-account', 'not-listed'].includes(found.error.problem)
      const proof = missing ? await this.#prove(id) : found
      return proof.ok && index.find(id)?.overview.phase.name === 'revoking' ? found : proof
    }
    memory.found = found.value
    const gone = await remote.revoke(managing, found.value.id)
    const proof = await this.#prove(id)
    return gone.ok || gone.error.effect === 'unknown' ? proof : gone
  }

  /** A check that finds it dead ends the revocation by itself. */
  async #prove(id: TokenId): Promise<Outcome> {
    const checked = await this.#deps.checks.one(id)
    if (!checked.ok) return checked
    const problem = testProblem(checked.value.check)
    return problem === null ? ok() : { ok: false, error: problem }
  }
}
