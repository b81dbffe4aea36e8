import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { RequestWindow } from '../limits'
import type { ServiceDeps } from '../simulator'
import { TokenBook } from '../tokens'
import { unsignedJwt } from '../jwt'
import { slugOf } from '../types'

/** What a user may do in a project. */
type LokaliseContributor = {
  isAdmin: boolean
  isReviewer: boolean
  adminRights: string[]
}

export type LokaliseProject = {
  /** `<hex>.<8 digits>` */
  readonly id: string
  name: string
  readonly teamId: number
  readonly createdAt: number
  readonly ownerKey: string
  /** By account. Who is not in it is not known to the project. */
  readonly contributors: Map<string, LokaliseContributor>
  /** The number under which the over-the-air host knows it. */
  readonly otaId: number
  /** Newest over-the-air bundle; null: none was published yet. */
  bundleVersion: number | null
}

export type LokaliseTeam = { readonly id: number; name: string; plan: string; suspended: boolean }

export type LokaliseAccount = {
  readonly key: string
  readonly userId: number
  readonly uuid: string
  readonly email: string
  fullName: string
  readonly teams: LokaliseTeam[]
  readonly createdAt: number
}

export type LokaliseDetails = { readonly readOnly: boolean }

export type LokaliseJwt = {
  readonly userKey: string
  readonly projects: readonly { readonly teamId: number; readonly projectId: string }[]
  readonly expiresAt: number
}

export const DEFAULT_ACCOUNT = 'Acme Localization'
const FOREIGN_ACCOUNT = 'Umbrella Language Services'
const ADMIN_RIGHTS = [
  'upload',
  'download',
  'tasks',
  'contributors',
  'screenshots',
  'keys',
  'languages',
  'settings',
  'activity',
  'statistics',
]
const JWT_MS = 30 * 60 * 1000
const DAY = 24 * 60 * 60 * 1000

export class LokaliseState {
  readonly accounts = new Map<string, LokaliseAccount>()
  readonly projects = new Map<string, LokaliseProject>()
  readonly tokens: TokenBook<LokaliseDetails>
  readonly jwts = new Map<string, LokaliseJwt>()
  /** Six requests a second, for each token and for each address. */
  readonly perToken: RequestWindow
  readonly perIp: RequestWindow
  concurrentPerProject = 10
  /** The older rule, answered with 423: a token may not be in use twice at a time. */
  oneRequestPerToken = false
  /** The body of 429 was seen in three forms. */
  rateLimitBody: 'nested' | 'bare' | 'html' = 'nested'
  /**
   * What a well-formed token that is unknown or deleted gets: 401 is documented, recordings of the
   * official SDKs show 400 for any wrong token.
   */
  wrongTokenReply: 400 | 401 = 401
  /** How long a new SDK token is refused with 401; 30 to 60 seconds in practice. */
  activationMs = 45_000
  private nextNumber = 1000

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<LokaliseDetails>(deps)
    const sixASecond = { limit: 6, windowMs: 1000 }
    this.perToken = deps.limits.window({ name: 'requests per token', ...sixASecond })
    this.perIp = deps.limits.window({ name: 'requests per address', ...sixASecond })
  }

  /** The account of this name; made with one team and two projects if it is new. */
  account(name: string): LokaliseAccount {
    const known = this.accounts.get(name)
    if (known !== undefined) return known
    const account: LokaliseAccount = {
      key: name,
      userId: this.number(),
      uuid: this.deps.random.uuid(),
      email: `dev@${slugOf(name)}.example`,
      fullName: `${name} Developer`,
      teams: [{ id: this.number(), name, plan: 'Growth', suspended: false }],
      createdAt: this.deps.now() - 700 * DAY,
    }
    this.accounts.set(name, account)
    this.project(account, 'Website')
    this.project(account, 'Mobile app')
    return account
  }

  get foreign(): LokaliseAccount {
    return this.account(FOREIGN_ACCOUNT)
  }

  /** A project of the account, by id or name; made, with a bundle, if it is new. */
  project(account: LokaliseAccount, name: string): LokaliseProject {
    const known = this.projects.get(name) ?? this.reach(account).find((item) => item.name === name)
    if (known !== undefined) return known
    const { random, now } = this.deps
    const project: LokaliseProject = {
      id: `${random.hex(22)}.${random.text('0123456789', 8)}`,
      name,
      teamId: account.teams[0]?.id ?? 0,
      createdAt: now() - 300 * DAY,
      ownerKey: account.key,
      contributors: new Map([
        [account.key, { isAdmin: true, isReviewer: true, adminRights: [...ADMIN_RIGHTS] }],
      ]),
      otaId: this.number(),
      bundleVersion: 682_463,
    }
    this.projects.set(project.id, project)
    return project
  }

  /** The projects that a user contributes to. */
  reach(account: LokaliseAccount): readonly LokaliseProject[] {
    return [...this.projects.values()].filter((item) => item.contributors.has(account.key))
  }

  number(): number {
    this.nextNumber += this.deps.random.integer(1, 900)
    return this.nextNumber
  }

  /** A JWT for the over-the-air host, signed with RS256 as the real ones are. */
  grant(account: LokaliseAccount, project: LokaliseProject): string {
    const expiresAt = this.deps.now() + JWT_MS
    const projects = [{ teamId: project.teamId, projectId: project.id }]
    const claims = { userId: account.userId, projects, exp: Math.floor(expiresAt / 1000) }
    const signed = unsignedJwt({ typ: 'JWT', alg: 'RS256' }, claims)
    const signature = createSign('RSA-SHA256').update(signed).sign(signingKey(), 'base64url')
    const jwt = `${signed}.${signature}`
    this.deps.hide(jwt)
    this.jwts.set(jwt, { userKey: account.key, projects, expiresAt })
    return jwt
  }
}

let key: KeyObject | undefined

function signingKey(): KeyObject {
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return key
}
