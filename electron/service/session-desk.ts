import type { Problem } from '../../shared/model/management'
import { needsCode, needsSignIn, passes } from '../../shared/model/management'
import { serviceOf } from '../../shared/model/service'
import type { Entry } from '../rotation/course'
import { isUnderWay, type Mode } from '../../shared/model/stage'
import type { TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { Platforms, Subject } from '../platform/adapter'
import type { Managed, OpenSession, SignIn } from '../platform/management'
import type { Asker } from './asker'
import type { Clock, StoredToken } from './port'
import { SecretText } from './secret'
import type { TokenIndex } from './token-index'
import { failure } from './trouble'

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
interface Door {
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
  readonly #doors = new Map<string, Door>()
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
  entry(token: StoredToken, way: Way): Entry {
    if (way.mode === 'guided') return 'none'
    if (way.mode === 'automatic') {
      return way.manager !== null && this.#deps.index.get(way.manager).ok ? 'open' : 'none'
    }
    const door = this.#doors.get(this.placeOf(token))
    if (door === undefined) return 'none'
    return door.codeWanted ? 'code' : 'open'
  }

  /** Takes what was typed and tries it. */
  async signIn(token: StoredToken, subject: Subject, input: SignInInput): Promise<Problem | null> {
    const place = this.placeOf(token)
    this.end(place)
    const { username, password, code } = input
    const signIn = { username, password: SecretText.fromText(password) }
    this.#doors.set(place, this.#doorOf(place, signIn, code))
    const opened = await this.#open(place, subject)
    return opened.ok ? null : opened.error.problem
  }

  /** One more code for the same sign-in; null: there is none. */
  async code(token: StoredToken, subject: Subject, code: string): Promise<Problem | 'none' | null> {
    const place = this.placeOf(token)
    const door = this.#doors.get(place)
    if (!door?.signIn) return 'none'
    door.code = code
    door.codeWanted = false
    this.#endSession(door)
    const opened = await this.#open(place, subject)
    return opened.ok ? null : opened.error.problem
  }

  /** The session for a token's place, opened if need be. */
  async session(token: StoredToken, way: Way, subject: Subject): Promise<Managed<OpenSession>> {
    const place = way.mode === 'automatic' ? managedPlace(way, subject) : this.placeOf(token)
    if (way.mode === 'automatic' && !this.#doors.has(place)) {
      this.#doors.set(place, this.#doorOf(place, null, null))
    }
    const door = this.#doors.get(place)
    if (!door) return err(failure('session-over'))
    if (door.codeWanted) return err(failure('code-needed'))
    const { session } = door
    const near = session?.endsAt != null && session.endsAt <= this.#deps.clock.now() + NEAR_END_MS
    if (session && !near) {
      this.#used(place, door)
      return ok(session)
    }
    return this.#open(place, subject, way.manager)
  }

  /** What a call said of the way in: what is not accepted any more is not kept. */
  noted(token: StoredToken, way: Way, problem: Problem): void {
    if (way.mode !== 'signed-in' || !needsSignIn(problem)) return
    const place = this.placeOf(token)
    const door = this.#doors.get(place)
    if (!door) return
    this.#endSession(door)
    door.code = null
    if (needsCode(problem)) door.codeWanted = true
    else this.end(place)
  }

  /** Forgets the sign-in of one place. */
  end(place: string): void {
    const door = this.#doors.get(place)
    if (!door) return
    this.#doors.delete(place)
    door.cancelIdle()
    this.#endSession(door)
    door.signIn?.password.wipe()
    door.code = null
  }

  /**
   * A rotation or revocation is over: the sign-in goes with the last of its place, unless `isHeld`
   * says that something else uses it.
   */
  over(id: TokenId, isHeld: (place: string) => boolean): void {
    const token = this.#deps.index.find(id)
    if (!token) return
    const place = this.placeOf(token)
    if (this.usersOf(place).length === 0 && !isHeld(place)) this.end(place)
  }

  /** What is rotated or revoked at a place. */
  usersOf(place: string): StoredToken[] {
    return this.#deps.index
      .visible()
      .filter((each) => isUnderWay(each.overview.phase) && this.placeOf(each) === place)
  }

  /** The vault closes, or the app ends. */
  stop(): void {
    this.#end.abort()
    this.#end = new AbortController()
    for (const place of [...this.#doors.keys()]) this.end(place)
  }

  async #open(
    place: string,
    subject: Subject,
    manager: TokenId | null = null,
  ): Promise<Managed<OpenSession>> {
    const door = this.#doors.get(place)
    if (!door) return err(failure('session-over'))
    this.#endSession(door)
    const { signal } = this.#end
    const opened = door.signIn
      ? await this.#deps.platforms.openSession(
          subject,
          { by: 'sign-in', signIn: { ...door.signIn, code: door.code } satisfies SignIn },
          { signal },
        )
      : await this.#openByToken(subject, manager, signal)
    const still = this.#doors.get(place) === door
    if (!opened.ok) {
      if (still) this.#refused(place, door, opened.error.problem)
      return opened
    }
    if (!still) {
      opened.value.end()
      return err(failure('cancelled'))
    }
    door.session = opened.value
    this.#used(place, door)
    return opened
  }

  /** What passes by itself is tried again with the same words; everything else is not. */
  #refused(place: string, door: Door, problem: Problem): void {
    if (needsCode(problem)) {
      door.code = null
      door.codeWanted = true
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
    if (manager === null || !token?.ok) return err(failure('no-manager'))
    const details = this.#deps.index.details(manager)
    const secret = this.#deps.asker.secret(manager, 'current')
    if (!details.ok || !secret.ok) return err(failure('no-manager'))
    const { kind, server } = token.value.overview
    const own: Subject = { kind, server, secret: secret.value, fields: details.value.fields }
    try {
      const key = { by: 'token', manager: own } as const
      return await this.#deps.platforms.openSession(subject, key, { signal })
    } finally {
      secret.value.wipe()
    }
  }

  #doorOf(place: string, signIn: Door['signIn'], code: string | null): Door {
    const door: Door = {
      signIn,
      code,
      session: null,
      codeWanted: false,
      cancelIdle: () => undefined,
    }
    this.#used(place, door)
    return door
  }

  #used(place: string, door: Door): void {
    door.cancelIdle()
    door.cancelIdle = this.#deps.clock.after(IDLE_MS, () => {
      if (this.#doors.get(place) === door) this.end(place)
    })
  }

  #endSession(door: Door): void {
    door.session?.end()
    door.session = null
  }
}

/** A managing token's session is for one project of one server. */
function managedPlace({ manager }: Way, { server, fields }: Subject): string {
  return `by ${manager ?? ''} ${server.baseUrl ?? server.id} ${String(fields['projectId'] ?? '')}`
}
