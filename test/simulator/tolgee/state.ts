import { madeUpJwt } from '../jwt'
import type { LimitBook, RequestWindow } from '../limits'
import { makePassword, OneTimeCodes, type SignIn, type SignInOptions } from '../sign-in'
import type { ServiceDeps } from '../simulator'
import { TokenBook } from '../tokens'
import { slugOf } from '../types'
import { PERMISSION_SCOPES, type PermissionType } from './scopes'

export type TolgeeUser = {
  readonly key: string
  readonly id: number
  readonly username: string
  name: string
  /** A disabled or deleted owner ends all his tokens. */
  enabled: boolean
  emailVerified: boolean
  /** Set: signing in by SSO is forced for this domain. */
  ssoForcedDomain: string | null
  /** An SSO account that its provider no longer confirms. */
  ssoVerifiable: boolean
  /** `THIRD_PARTY`: comes by Google, GitHub or OAuth2. `MANAGED`: by his organization's SSO. */
  accountType: 'LOCAL' | 'THIRD_PARTY' | 'MANAGED'
  /** For the sign-in that managing tokens needs; null: the user has none. */
  password: string | null
  mfaEnabled: boolean
  readonly codes: OneTimeCodes
  /** Take the place of a one-time code, once each. */
  readonly recoveryCodes: Set<string>
}

export type TolgeeProject = {
  readonly id: number
  name: string
  readonly slug: string
  readonly server: string
  /** By account; who is not in it has no rights. */
  readonly members: Map<string, PermissionType>
}

/** A session, for the calls that no API token may make. */
export type TolgeeSession = {
  readonly userKey: string
  readonly server: string
  readonly expiresAt: number
  /** Until when it may also write; null: never (`AuthenticationProperties.kt`). */
  readonly superUntil: number | null
}

export const CLOUD = 'https://app.tolgee.io'
export const DEFAULT_USER = 'Acme Localization'
const FOREIGN_USER = 'Umbrella Language Services'
const STRIKES_WINDOW_MS = 60_000
const STRIKES_ALLOWED = 3
const SESSION_MS = 7 * 24 * 60 * 60 * 1000
/** How long a session may write after the user showed his password or a code. */
export const SUPER_MS = 60 * 60 * 1000

/** The buckets and numbers of the platform's defaults (`RateLimitProperties.kt`). */
class TolgeeLimits {
  readonly user: RequestWindow
  readonly ip: RequestWindow
  readonly failedAuth: RequestWindow
  readonly signIn: RequestWindow
  readonly export: RequestWindow
  private readonly strikes = new Map<string, number[]>()

  constructor(book: LimitBook) {
    const window = (name: string, limit: number, windowMs: number): RequestWindow =>
      book.window({ name, limit, windowMs })
    this.user = window('requests per user', 400, 60_000)
    this.ip = window('requests without sign-in per address', 20_000, 300_000)
    this.failedAuth = window('failed authentications per address', 5, 1000)
    this.signIn = window('sign-ins per address', 5, 1000)
    this.export = window('exports per address', 100, 300_000)
  }

  /** Counts a violation; true from the fourth within a minute on. */
  isStrikeTooMany(key: string, now: number): boolean {
    const recent = (this.strikes.get(key) ?? []).filter((time) => time > now - STRIKES_WINDOW_MS)
    recent.push(now)
    this.strikes.set(key, recent)
    return recent.length > STRIKES_ALLOWED
  }
}

export class TolgeeState {
  readonly users = new Map<string, TolgeeUser>()
  readonly projects = new Map<number, TolgeeProject>()
  readonly tokens: TokenBook<null>
  readonly sessions = new Map<string, TolgeeSession>()
  readonly limits: TolgeeLimits
  /** In the header `X-Tolgee-Version`; `??` where a server hides it. */
  version = '3.218.0'
  /** A server may be set up without sign-in by password. */
  nativeSignIn = true
  private nextId = 1000

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<null>(deps)
    this.limits = new TolgeeLimits(deps.limits)
  }

  user(name: string): TolgeeUser {
    const known = this.users.get(name)
    if (known !== undefined) return known
    const user: TolgeeUser = {
      key: name,
      id: this.id(),
      username: `dev@${slugOf(name)}.example`,
      name: `${name} Developer`,
      enabled: true,
      emailVerified: true,
      ssoForcedDomain: null,
      ssoVerifiable: true,
      accountType: 'LOCAL',
      password: null,
      mfaEnabled: false,
      codes: new OneTimeCodes(this.deps.random, this.deps.now),
      recoveryCodes: new Set(),
    }
    this.users.set(name, user)
    return user
  }

  /** See `Simulator.signIn`. Gives the user a password if he has none. */
  signIn(name: string, options: SignInOptions): SignIn {
    const user = this.user(name)
    user.password ??= makePassword(this.deps.random)
    user.mfaEnabled = options.secondFactor ?? user.mfaEnabled
    const { username, password, mfaEnabled: secondFactor, codes } = user
    this.deps.hide(password)
    return { username, password, secondFactor, nextCode: () => codes.next() }
  }

  /** A session of seven days that may write for `superMs`; null: may only read. */
  grant(user: TolgeeUser, server: string, superMs: number | null): string {
    const { random, now } = this.deps
    const time = now()
    const expiresAt = time + SESSION_MS
    const superUntil = superMs === null ? null : time + superMs
    const claims = {
      sub: String(user.id),
      aud: ['tg.tok'],
      jti: random.uuid(),
      iat: Math.floor(time / 1000),
      exp: Math.floor(expiresAt / 1000),
    }
    const jwt = madeUpJwt(random, { alg: 'HS256' }, claims)
    this.deps.hide(jwt)
    this.sessions.set(jwt, { userKey: user.key, server, expiresAt, superUntil })
    return jwt
  }

  get foreign(): TolgeeUser {
    return this.user(FOREIGN_USER)
  }

  /** A project by id, or by name among the user's; made, with the user as manager, if it is new. */
  project(user: TolgeeUser, wanted: string | number, server: string): TolgeeProject {
    const known =
      typeof wanted === 'number'
        ? this.projects.get(wanted)
        : this.reach(user).find((item) => item.name === wanted && item.server === server)
    if (known !== undefined) return known
    const id = typeof wanted === 'number' ? wanted : this.id()
    const name = typeof wanted === 'number' ? `Project ${String(wanted)}` : wanted
    const project: TolgeeProject = {
      id,
      name,
      slug: slugOf(name),
      server,
      members: new Map([[user.key, 'MANAGE']]),
    }
    this.projects.set(id, project)
    return project
  }

  reach(user: TolgeeUser): readonly TolgeeProject[] {
    return [...this.projects.values()].filter((item) => item.members.has(user.key))
  }

  /** Scopes of a user in a project, not expanded. */
  scopesOf(user: TolgeeUser, project: TolgeeProject): readonly string[] {
    return PERMISSION_SCOPES[project.members.get(user.key) ?? 'NONE']
  }

  id(): number {
    this.nextId += this.deps.random.integer(1, 90)
    return this.nextId
  }
}
