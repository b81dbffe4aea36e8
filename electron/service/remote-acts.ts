import { err, ok, type Result } from '../../shared/result'
import type { Subject } from '../platform/adapter'
import type { Managed, OpenSession, RemoteToken } from '../platform/management'
import type { Asker } from './asker'
import type { Slot, StoredToken } from './port'
import type { SessionDesk, Way } from './session-desk'
import type { TokenIndex } from './token-index'
import { failure, type Memory } from './trouble'

export interface RemoteActsDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly desk: SessionDesk
}

/** A value of a token and the way in to manage it. */
export interface Managing {
  readonly token: StoredToken
  readonly slot: Slot
  readonly way: Way
}

/** What is done on a platform with a session: one call, or two that belong together. */
export class RemoteActs {
  readonly #deps: RemoteActsDeps

  constructor(deps: RemoteActsDeps) {
    this.#deps = deps
  }

  /** A value as platforms see it; the caller wipes its secret. */
  subject(token: StoredToken, slot: Slot): Result<Subject> {
    const { index, asker } = this.#deps
    const details = index.details(token.id)
    if (!details.ok) return details
    const secret = asker.secret(token.id, slot)
    if (!secret.ok) return secret
    const { kind, server } = token.overview
    const previous = details.value.rotation?.previous
    const own =
      slot === 'previous' && previous
        ? { kind: previous.kind ?? kind, server: previous.server }
        : { kind, server: details.value.accepted ?? server }
    return ok({ ...own, secret: secret.value, fields: details.value.fields })
  }

  /** Runs `use` with an open session. What it says of the way in is taken note of. */
  async within<T>(
    { token, slot, way }: Managing,
    use: (session: OpenSession, subject: Subject) => Promise<Managed<T>>,
  ): Promise<Managed<T>> {
    const { desk } = this.#deps
    const subject = this.subject(token, slot)
    if (!subject.ok) return err(failure('unclear'))
    try {
      return await desk.within({ token, way }, subject.value, (session) =>
        use(session, subject.value),
      )
    } finally {
      subject.value.secret.wipe()
    }
  }

  /**
   * Finds the value in its account's list; `isMissing` of the failure if it is not there. Looked
   * for once and kept in `memory`, since the list may cost a one-time code each time.
   */
  async find(managing: Managing, memory: Memory): Promise<Managed<RemoteToken>> {
    if (memory.found) return ok(memory.found)
    const found = await this.#find(managing)
    if (found.ok) memory.found = found.value
    return found
  }

  #find(managing: Managing): Promise<Managed<RemoteToken>> {
    return this.within(managing, async (session, subject) => {
      const found = await session.find(subject)
      if (!found.ok) return found
      if (found.value) {
        const { secret, ...known } = found.value
        secret?.wipe()
        return ok(known)
      }
      return err(failure(managing.way.mode === 'signed-in' ? 'other-account' : 'not-listed'))
    })
  }

  /** The caller wipes the values that are listed in clear (`wipeValues`). */
  list(managing: Managing): Promise<Managed<readonly RemoteToken[]>> {
    return this.within(managing, (session, subject) => session.list(subject))
  }

  revoke(managing: Managing, id: string): Promise<Managed<'revoked' | 'gone'>> {
    return this.within(managing, (session, subject) => session.revoke(subject, id))
  }
}

/** Values that a platform lists in clear are kept no longer than they are compared. */
export function wipeValues(listed: readonly RemoteToken[]): void {
  for (const { secret } of listed) secret?.wipe()
}
