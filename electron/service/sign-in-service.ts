import { appError } from '../../shared/error'
import type { Problem } from '../../shared/model/management'
import type { TokenId } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { Platforms } from '../platform/adapter'
import type { CheckService } from './check-service'
import type { StoredToken } from './port'
import type { RemoteActs } from './remote-acts'
import type { RotationEngine } from './rotation-engine'
import type { SessionDesk, SignInInput } from './session-desk'
import type { TokenIndex } from './token-index'

export interface SignInServiceDeps {
  readonly index: TokenIndex
  readonly desk: SessionDesk
  readonly remote: RemoteActs
  readonly engine: RotationEngine
  /** What was listed for somebody else is theirs. */
  readonly signingIn: (place: string, username: string) => void
  readonly checks: CheckService
  readonly platforms: Platforms
}

/** Takes sign-ins and one-time codes, and lets everything of the same place go on. */
export class SignInService {
  readonly #deps: SignInServiceDeps

  constructor(deps: SignInServiceDeps) {
    this.#deps = deps
  }

  async signIn(id: TokenId, input: SignInInput): Promise<Result<{ problem: Problem | null }>> {
    return this.#with(id, async (token) => {
      const subject = this.#deps.remote.subject(token, 'current')
      if (!subject.ok) return subject
      this.#deps.signingIn(this.#deps.desk.placeOf(token), input.username)
      const problem = await this.#deps.desk.signIn(token, subject.value, input)
      subject.value.secret.wipe()
      return ok({ problem })
    })
  }

  /** `session.none` without a sign-in to which the code could belong. */
  async code(id: TokenId, code: string): Promise<Result<{ problem: Problem | null }>> {
    return this.#with(id, async (token) => {
      const subject = this.#deps.remote.subject(token, 'current')
      if (!subject.ok) return subject
      const problem = await this.#deps.desk.code(token, subject.value, code.trim())
      subject.value.secret.wipe()
      return problem === 'none' ? err(appError('session.none')) : ok({ problem })
    })
  }

  end(id: TokenId): Result<null> {
    const token = this.#deps.index.get(id)
    if (!token.ok) return token
    this.#deps.desk.end(this.#deps.desk.placeOf(token.value))
    return ok(null)
  }

  async #with(
    id: TokenId,
    act: (token: StoredToken) => Promise<Result<{ problem: Problem | null }>>,
  ): Promise<Result<{ problem: Problem | null }>> {
    const { index, desk, engine } = this.#deps
    await this.#locate(id)
    const token = index.get(id)
    if (!token.ok) return token
    const outcome = await act(token.value)
    if (!outcome.ok) return outcome
    for (const each of desk.usersOf(desk.placeOf(token.value))) void engine.signedIn(each.id)
    return outcome
  }

  /** Of a token that may be of several servers: asks it first, so that no other gets the password. */
  async #locate(id: TokenId): Promise<void> {
    const { checks, index, platforms } = this.#deps
    const details = index.details(id)
    const token = index.find(id)
    if (!token || !details.ok || details.value.accepted !== null) return
    const { kind, server } = token.overview
    const servers = platforms.kind(kind)?.tries?.(server.id, details.value.fields) ?? []
    if (server.id !== 'custom' && servers.length > 1) await checks.one(id, 'engine')
  }
}
