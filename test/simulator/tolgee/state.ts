import { RequestWindow } from '../limits'
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
  /** For the sign-in that managing tokens needs. */
  password: string | null
  mfaEnabled: boolean
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
export type TolgeeSession = { readonly userKey: string; readonly expiresAt: number }

export const CLOUD = 'https://app.tolgee.io'
export const DEFAULT_USER = 'Acme Localization'
const FOREIGN_USER = 'Umbrella Language Services'
const STRIKES_WINDOW_MS = 60_000
const STRIKES_ALLOWED = 3

/** The buckets and numbers of the platform's defaults (`RateLimitProperties.kt`). */
class TolgeeLimits {
  readonly user = new RequestWindow({ limit: 400, windowMs: 60_000 })
  readonly ip = new RequestWindow({ limit: 20_000, windowMs: 300_000 })
  readonly failedAuth = new RequestWindow({ limit: 5, windowMs: 1000 })
  readonly signIn = new RequestWindow({ limit: 5, windowMs: 1000 })
  readonly export = new RequestWindow({ limit: 100, windowMs: 300_000 })
  private readonly strikes = new Map<string, number[]>()

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
  readonly limits = new TolgeeLimits()
  /** In the header `X-Tolgee-Version`; `??` where a server hides it. */
  version = '3.218.0'
  private nextId = 1000

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<null>(deps.now)
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
      password: null,
      mfaEnabled: false,
    }
    this.users.set(name, user)
    return user
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
