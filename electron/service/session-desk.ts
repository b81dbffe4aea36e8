import type { Problem } from '../../shared/model/management'
import { needsCode, needsSignIn, passes } from '../../shared/model/management'
import { serviceOf } from '../../shared/model/service'
import type { Mode } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { Platforms, Subject } from '../platform/adapter'
import type { Managed, ManageFailure, OpenSession, SignIn } from '../platform/management'
import type { Asker } from './asker'
import type { Clock, StoredToken } from './port'
import { SecretText } from './secret'
import type { TokenIndex } from './token-index'

/** A sign-in that nobody uses goes after so long, ms. */
const IDLE_MS = 15 * 60_000
/** A session this near to its end is not used any more, ms. */
const NEAR_END_MS = 10_000

export interface SessionDeskDeps {
  readonly index: TokenIndex
  readonly asker: Asker
  readonly platforms: Platforms
  readonly clock: Clock
}

/** How a token is managed. */
export interface Way {
  readonly mode: Mode
  readonly manager: TokenId | null
}

export interface SignInInput {
  readonly username: string
  readonly password: string
  readonly code: string | null
}

/** A sign-in or a managing token, and the session that it opened. */
interface Entry {
  readonly signIn: { readonly username: string; readonly password: SecretText } | null
  code: string | null
  session: OpenSession | null
  /** A fresh one-time code is wanted before anything else is tried. */
  codeWanted: boolean
  cancelIdle: () => void
}

/**
 * The ways in to manage tokens: what was typed to sign in, and open sessions. In memory only, for
 * as long as something uses it; all of it is wiped when the vault closes.
 */
export class SessionDesk {
  readonly #deps: SessionDeskDeps
  readonly #entries = new Map<string, Entry>()
  #end = new AbortController()

  constructor(deps: SessionDeskDeps) {
    this.#deps = deps
  }

  /** Tokens with the same place are managed with one sign-in. */
  placeOf({ overview }: StoredToken): string {
    const { id, baseUrl } = overview.server
    return `${serviceOf(overview.kind)} ${baseUrl ?? id}`
  }

  /** Whether one can get in without asking anybody. */
  isOpen(token: StoredToken, way: Way): boolean {
    if (way.mode === 'guided') return false
    if (way.mode === 'automatic') {
      return way.manager !== null && this.#deps.index.get(way.manager).ok
    }
    const entry = this.#entries.get(this.placeOf(token))
    return entry !== undefined && !entry.codeWanted
  }

  /** Takes what was typed and tries it. */
  async signIn(token: StoredToken, subject: Subject, input: SignInInput): Promise<Problem | null> {
    const place = this.placeOf(token)
    this.end(place)
    const { username, password, code } = input
    const signIn = { username, password: SecretText.fromText(password) }
    this.#entries.set(place, this.#entryOf(place, signIn, code))
    const opened = await this.#open(place, subject)
    return opened.ok ? null : opened.error.problem
  }

  /** One more code for the same sign-in; null: there is none. */
  async code(token: StoredToken, subject: Subject, code: string): Promise<Problem | 'none' | null> {
    const place = this.placeOf(token)
    const entry = this.#entries.get(place)
    if (!entry?.signIn) return 'none'
    entry.code = code
    entry.codeWanted = false
    this.#endSession(entry)
    const opened = await this.#open(place, subject)
    return opened.ok ? null : opened.error.problem
  }

  /** The session for a token's place, opened if need be. */
  async session(token: StoredToken, way: Way, subject: Subject): Promise<Managed<OpenSession>> {
    const place = way.mode === 'automatic' ? managedPlace(way, subject) : this.placeOf(token)
    if (way.mode === 'automatic' && !this.#entries.has(place)) {
      this.#entries.set(place, this.#entryOf(place, null, null))
    }
    const entry = this.#entries.get(place)
    if (!entry) return err(failureOf('session-over'))
    if (entry.codeWanted) return err(failureOf('code-needed'))
    const { session } = entry
    const near = session?.endsAt != null && session.endsAt <= this.#deps.clock.now() + NEAR_END_MS
    if (session && !near) {
      this.#used(place, entry)
      return ok(session)
    }
    return this.#open(place, subject, way.manager)
  }

  /** What a call said of the way in: what is not accepted any more is not kept. */
  noted(token: StoredToken, way: Way, problem: Problem): void {
    if (way.mode !== 'signed-in' || !needsSignIn(problem)) return
    const place = this.placeOf(token)
    const entry = this.#entries.get(place)
    if (!entry) return
    this.#endSession(entry)
    entry.code = null
    if (needsCode(problem)) entry.codeWanted = true
    else this.end(place)
  }

  /** Forgets the sign-in of one place. */
  end(place: string): void {
    const entry = this.#entries.get(place)
    if (!entry) return
    this.#entries.delete(place)
    entry.cancelIdle()
    this.#endSession(entry)
    entry.signIn?.password.wipe()
    entry.code = null
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
    for (const place of [...this.#entries.keys()]) this.end(place)
  }

  async #open(
    place: string,
    subject: Subject,
    manager: TokenId | null = null,
  ): Promise<Managed<OpenSession>> {
    const entry = this.#entries.get(place)
    if (!entry) return err(failureOf('session-over'))
    this.#endSession(entry)
    const { signal } = this.#end
    const opened = entry.signIn
      ? await this.#deps.platforms.openSession(
          subject,
          { by: 'sign-in', signIn: { ...entry.signIn, code: entry.code } satisfies SignIn },
          { signal },
        )
      : await this.#openByToken(subject, manager, signal)
    const still = this.#entries.get(place) === entry
    if (!opened.ok) {
      if (still) this.#refused(place, entry, opened.error.problem)
      return opened
    }
    if (!still) {
      opened.value.end()
      return err(failureOf('cancelled'))
    }
    entry.session = opened.value
    this.#used(place, entry)
    return opened
  }

  /** What passes by itself is tried again with the same words; everything else is not. */
  #refused(place: string, entry: Entry, problem: Problem): void {
    if (needsCode(problem)) {
      entry.code = null
      entry.codeWanted = true
    } else if (!passes(problem)) {
      this.end(place)
    }
  }

  async #openByToken(
    subject: Subject,
    manager: TokenId | null,
    signal: AbortSignal,
  ): Promise<Managed<OpenSession>> {
    const token = manager === null ? null : this.#deps.index.get(manager)
    if (manager === null || !token?.ok) return err(failureOf('no-manager'))
    const details = this.#deps.index.details(manager)
    const secret = this.#deps.asker.secret(manager, 'current')
    if (!details.ok || !secret.ok) return err(failureOf('no-manager'))
    const { kind, server } = token.value.overview
    const own: Subject = { kind, server, secret: secret.value, fields: details.value.fields }
    try {
      const key = { by: 'token', manager: own } as const
      return await this.#deps.platforms.openSession(subject, key, { signal })
    } finally {
      secret.value.wipe()
    }
  }

  #entryOf(place: string, signIn: Entry['signIn'], code: string | null): Entry {
    const entry: Entry = {
      signIn,
      code,
      session: null,
      codeWanted: false,
      cancelIdle: () => undefined,
    }
    this.#used(place, entry)
    return entry
  }

  #used(place: string, entry: Entry): void {
    entry.cancelIdle()
    entry.cancelIdle = this.#deps.clock.after(IDLE_MS, () => {
      if (this.#entries.get(place) === entry) this.end(place)
    })
  }

  #endSession(entry: Entry): void {
    entry.session?.end()
    entry.session = null
  }
}

/** A managing token's session is for one project of one server. */
function managedPlace({ manager }: Way, { server, fields }: Subject): string {
  return `by ${manager ?? ''} ${server.baseUrl ?? server.id} ${String(fields['projectId'] ?? '')}`
}

function failureOf(problem: Problem): ManageFailure {
  return { problem, effect: 'none', status: null, code: null, retryAt: null }
}
