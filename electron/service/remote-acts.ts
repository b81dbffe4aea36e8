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

  /** The same in the account in which the value was found, and in no other. */
  own<T>(
    managing: Managing,
    memory: Memory,
    use: (session: OpenSession, subject: Subject) => Promise<Managed<T>>,
  ): Promise<Managed<T>> {
    return this.within(managing, (session, subject) =>
      // somebody signed in anew a moment ago: it is looked for again
      this.#isOwn(session, memory)
        ? use(session, subject)
        : Promise.resolve(err(failure('cancelled'))),
    )
  }

  /**
   * Finds the value in its account's list; `isMissing` of the failure if it is not there. Looked
   * for once with each sign-in and kept in `memory`, since the list may cost a one-time code each
   * time.
   */
  find(managing: Managing, memory: Memory): Promise<Managed<RemoteToken>> {
    return this.within(managing, async (session, subject) => {
      if (memory.found && this.#isOwn(session, memory)) return ok(memory.found.remote)
      const found = await look(session, subject, managing)
      if (found.ok) this.#remember(memory, session, found.value)
      return found
    })
  }

  /** The caller wipes the values that are listed in clear (`wipeValues`). */
  list(managing: Managing): Promise<Managed<readonly RemoteToken[]>> {
    return this.within(managing, (session, subject) => session.list(subject))
  }

  /**
   * The same, if it is the list of the value's own account: `id`, which the value has there, is in
   * it, or the value was found by the same sign-in. Another account's says nothing.
   */
  listOwn(
    managing: Managing,
    memory: Memory,
    id: string | null,
  ): Promise<Managed<readonly RemoteToken[]>> {
    return this.within(managing, async (session, subject) => {
      const listed = await session.list(subject)
      if (!listed.ok || this.#isOwn(session, memory)) return listed
      const own = listed.value.find((each) => each.id === id)
      if (own === undefined) {
        wipeValues(listed.value)
        return missing(managing)
      }
      this.#remember(memory, session, withoutValue(own))
      return listed
    })
  }

  /**
   * Deletes the token with that id. 'gone' counts in the value's own account only: platforms say so
   * of another account's tokens too.
   */
  revoke(managing: Managing, id: string, memory?: Memory): Promise<Managed<'revoked' | 'gone'>> {
    return this.within(managing, async (session, subject) => {
      const gone = await session.revoke(subject, id)
      const isSure = !gone.ok || gone.value === 'revoked'
      if (isSure || (memory && this.#isOwn(session, memory))) return gone
      const own = await look(session, subject, managing)
      return own.ok ? gone : own
    })
  }

  #isOwn(session: OpenSession, { found }: Memory): boolean {
    return found !== null && found.account === this.#deps.desk.accountOf(session)
  }

  #remember(memory: Memory, session: OpenSession, remote: RemoteToken): void {
    memory.found = { remote, account: this.#deps.desk.accountOf(session) }
  }
}

async function look(
  session: OpenSession,
  subject: Subject,
  managing: Managing,
): Promise<Managed<RemoteToken>> {
  const found = await session.find(subject)
  if (!found.ok) return found
  if (found.value === null) return missing(managing)
  found.value.secret?.wipe()
  return ok(withoutValue(found.value))
}

function missing({ way }: Managing): Managed<never> {
  return err(failure(way.mode === 'signed-in' ? 'other-account' : 'not-listed'))
}

function withoutValue({ secret: _secret, ...known }: RemoteToken): RemoteToken {
  return known
}

/** Values that a platform lists in clear are kept no longer than they are compared. */
export function wipeValues(listed: readonly RemoteToken[]): void {
  for (const { secret } of listed) secret?.wipe()
}
