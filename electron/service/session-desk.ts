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
import { LentSession } from './lent-session'
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
  /** Through which token it was signed in; null: another token opens it. */
  readonly by: TokenId | null
  /** The place of the tokens that are managed through it. */
  readonly home: string
  code: string | null
  session: LentSession | null
  /** Shared by all that want the session while it is being opened. */
  opening: Promise<Managed<LentSession>> | null
  /** A fresh one-time code is wanted before anything else is tried. */
  codeWanted: boolean
  /** Its last use, by both clocks: one stands still while the machine sleeps, one can be set. */
  used: { readonly now: number; readonly monotonic: number }
  /** It was given up: what is still being opened for it is wiped when it comes. */
  gone: boolean
  cancelIdle: () => void
}

/**
 * The ways in to manage tokens: what was typed to sign in, and open sessions. In memory only, for
 * as long as something uses it; all of it is wiped when the vault closes.
 */
export class SessionDesk {
  readonly #deps: SessionDeskDeps
  readonly #doors = new Map<string, Door>()
  /** Sign-ins that are being tried for the first time; until then the one before serves. */
  readonly #coming = new Map<string, Door>()
  readonly #accounts = new WeakMap<OpenSession, Door | string>()
  #end = new AbortController()

  constructor(deps: SessionDeskDeps) {
    this.#deps = deps
  }

  /** Tokens with the same place are managed with one sign-in: those of one service at one address. */
  placeOf({ overview }: StoredToken): string {
    const { id, baseUrl } = overview.server
    const known = this.#deps.platforms.kind(overview.kind)?.servers.find((each) => each.id === id)
    return `${serviceOf(overview.kind)} ${known?.apiBase ?? baseUrl ?? id}`
  }

  /** Whether one can get in without asking anybody. */
  entry(token: StoredToken, way: Way): Entry {
    if (way.mode === 'guided') return 'none'
    if (way.mode === 'automatic') {
      return way.manager !== null && this.#deps.index.get(way.manager).ok ? 'open' : 'none'
    }
    const door = this.#at(this.placeOf(token))
    if (door === undefined) return 'none'
    return door.codeWanted ? 'code' : 'open'
  }

  /**
   * Takes what was typed and tries it. It takes the place of the sign-in before it once it may be
   * right; whoever is at something with that one finishes.
   */
  async signIn(token: StoredToken, subject: Subject, input: SignInInput): Promise<Problem | null> {
    const place = this.placeOf(token)
    const { username, password, code } = input
    const signIn = { username, password: SecretText.fromText(password) }
    const door = this.#doorOf(place, signIn, { by: token.id, code })
    this.#forget(this.#coming, place)
    this.#coming.set(place, door)
    const opened = await this.#open(place, door, { subject })
    if (door.gone) return 'cancelled'
    this.#coming.delete(place)
    const problem = opened.ok ? null : opened.error.problem
    if (problem === null || passes(problem) || needsCode(problem)) {
      this.#forget(this.#doors, place)
      this.#doors.set(place, door)
      this.#used(place, door)
    } else {
      this.#wipe(door)
      // one that serves goes on doing so
      if (this.#doors.get(place)?.session === null) this.#forget(this.#doors, place)
    }
    return problem
  }

  /** One more code for the same sign-in; null: there is none. */
  async code(token: StoredToken, subject: Subject, code: string): Promise<Problem | 'none' | null> {
    const place = this.placeOf(token)
    const door = this.#at(place)
    if (!door?.signIn) return 'none'
    // what is being tried has another code
    await door.opening
    if (door.gone) return 'none'
    door.code = code
    door.codeWanted = false
    const opened = await this.#open(place, door, { subject })
    return opened.ok ? null : opened.error.problem
  }

  /**
   * Runs `use` with the session for a token's place, opened if need be, and takes note of what it
   * says of the way in. A session that another token opens is opened anew by itself.
   */
  async within<T>(
    at: { readonly token: StoredToken; readonly way: Way },
    subject: Subject,
    use: (session: OpenSession) => Promise<Managed<T>>,
  ): Promise<Managed<T>> {
    const first = await this.#within(at, subject, use)
    if (first.ok || at.way.mode !== 'automatic' || !needsSignIn(first.error.problem)) return first
    if (first.error.effect === 'unknown') return first
    const again = await this.#within(at, subject, use)
    if (again.ok || !needsSignIn(again.error.problem)) return again
    return err({ ...again.error, problem: 'manager-refused' })
  }

  async #within<T>(
    { token, way }: { readonly token: StoredToken; readonly way: Way },
    subject: Subject,
    use: (session: OpenSession) => Promise<Managed<T>>,
  ): Promise<Managed<T>> {
    const place = way.mode === 'automatic' ? managedPlace(way, subject) : this.placeOf(token)
    let door = this.#at(place)
    if (!door && way.mode === 'automatic') {
      door = this.#doorOf(this.placeOf(token), null)
      this.#doors.set(place, door)
    }
    if (!door) return err(failure('session-over'))
    if (door.codeWanted) return err(failure('code-needed'))
    const session = await this.#session(place, door, { subject, manager: way.manager })
    if (!session.ok) return session
    const outcome = await session.value.use(use)
    // of a session that was given up meanwhile it says nothing of the one that is there now
    if (!outcome.ok && door.session === session.value) {
      this.#noted(place, door, outcome.error.problem)
    }
    return outcome
  }

  /** The open session, unless it is about to end. */
  #session(place: string, door: Door, key: OpeningKey): Promise<Managed<LentSession>> {
    const { session, opening } = door
    const endsAt = session?.endsAt ?? null
    const near = endsAt !== null && endsAt <= this.#deps.clock.now() + NEAR_END_MS
    if (!session || near || opening) return this.#open(place, door, key)
    this.#used(place, door)
    return Promise.resolve(ok(session))
  }

  /**
   * Stands for the sign-in, or the managing token, that opened a session: another one may be of
   * another account. A further code for the same sign-in changes nothing about that.
   */
  accountOf(session: OpenSession): unknown {
    return this.#accounts.get(session)
  }

  /** What a call said of the way in: what is not accepted any more is not kept. */
  #noted(place: string, door: Door, problem: Problem): void {
    if (!needsSignIn(problem)) return
    this.#endSession(door)
    door.code = null
    if (needsCode(problem)) door.codeWanted = true
    else if (door.signIn) this.#forget(this.#doors, place)
  }

  /** Forgets the sign-in of one place. */
  end(place: string): void {
    this.#forget(this.#coming, place)
    this.#forget(this.#doors, place)
  }

  /** Forgets what nobody used for too long; after a sleep, in which no timer runs. */
  sweep(): void {
    for (const place of [...this.#doors.keys()]) this.#at(place)
  }

  /**
   * A rotation or revocation is over: the sign-in and what other tokens opened go with the last of
   * its place, unless `isHeld` says that something else uses it. So does a sign-in that was made
   * through it elsewhere, before its server was known.
   */
  over(id: TokenId, isHeld: (place: string) => boolean): void {
    const token = this.#deps.index.find(id)
    if (!token) return
    const here = this.placeOf(token)
    for (const [place, { signIn, by, home }] of this.#doors) {
      if (by !== id && home !== here) continue
      // what another token opens can be opened again at any time
      const held = signIn !== null && isHeld(place)
      if (this.usersOf(home).length === 0 && !held) this.#forget(this.#doors, place)
    }
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
    for (const door of this.#doors.values()) door.session?.end()
    for (const place of [...this.#doors.keys(), ...this.#coming.keys()]) this.end(place)
  }

  /** The door of a place, unless nobody used it for too long. */
  #at(place: string): Door | undefined {
    const door = this.#doors.get(place)
    if (!door) return undefined
    const { clock } = this.#deps
    const { used } = door
    const idle = Math.max(clock.now() - used.now, clock.monotonic() - used.monotonic)
    if (idle < IDLE_MS) return door
    this.#forget(this.#doors, place)
    return undefined
  }

  #open(place: string, door: Door, key: OpeningKey): Promise<Managed<LentSession>> {
    door.opening ??= this.#openNow(place, door, key).finally(() => {
      door.opening = null
    })
    return door.opening
  }

  async #openNow(
    place: string,
    door: Door,
    { subject, manager = null }: OpeningKey,
  ): Promise<Managed<LentSession>> {
    this.#endSession(door)
    const { signal } = this.#end
    const opened = door.signIn
      ? await this.#deps.platforms.openSession(
          subject,
          { by: 'sign-in', signIn: { ...door.signIn, code: door.code } satisfies SignIn },
          { signal },
        )
      : await this.#openByToken(subject, manager, signal)
    if (door.gone) {
      if (opened.ok) opened.value.end()
      return err(failure('cancelled'))
    }
    if (!opened.ok) {
      this.#refused(place, door, opened.error.problem)
      return opened
    }
    const session = new LentSession(opened.value)
    door.session = session
    // a managing token stays the same one, however often it opens its place
    this.#accounts.set(opened.value, door.signIn ? door : place)
    if (this.#doors.get(place) === door) this.#used(place, door)
    return ok(session)
  }

  /** What passes by itself is tried again with the same words; everything else is not. */
  #refused(place: string, door: Door, problem: Problem): void {
    if (needsCode(problem)) {
      door.code = null
      door.codeWanted = true
    } else if (!passes(problem) && this.#doors.get(place) === door) {
      this.#forget(this.#doors, place)
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

  #doorOf(
    home: string,
    signIn: Door['signIn'],
    { by = null, code = null }: Partial<Pick<Door, 'by' | 'code'>> = {},
  ): Door {
    return {
      ...{ home, signIn, by, code },
      session: null,
      opening: null,
      codeWanted: false,
      used: this.#moment(),
      gone: false,
      cancelIdle: () => undefined,
    }
  }

  #moment(): Door['used'] {
    const { clock } = this.#deps
    return { now: clock.now(), monotonic: clock.monotonic() }
  }

  #used(place: string, door: Door): void {
    door.used = this.#moment()
    door.cancelIdle()
    door.cancelIdle = this.#deps.clock.after(IDLE_MS, () => {
      if (this.#doors.get(place) === door) this.#forget(this.#doors, place)
    })
  }

  #forget(doors: Map<string, Door>, place: string): void {
    const door = doors.get(place)
    if (!door) return
    doors.delete(place)
    this.#wipe(door)
  }

  #wipe(door: Door): void {
    door.gone = true
    door.cancelIdle()
    this.#endSession(door)
    door.signIn?.password.wipe()
    door.code = null
  }

  #endSession(door: Door): void {
    door.session?.giveUp()
    door.session = null
  }
}

/** For what a session is opened; `manager`: the token that opens it. */
interface OpeningKey {
  readonly subject: Subject
  readonly manager?: TokenId | null
}

/** A managing token's session is for one project of one server. */
function managedPlace({ manager }: Way, { server, fields }: Subject): string {
  return `by ${manager ?? ''} ${server.baseUrl ?? server.id} ${String(fields['projectId'] ?? '')}`
}
