import { RequestWindow } from '../limits'
import type { ServiceDeps } from '../simulator'
import { TokenBook } from '../tokens'
import { slugOf } from '../types'

export type DataCenter = 'eu' | 'us'

/** The product that a platform token is made for. */
export type PhraseProduct =
  'strings' | 'tms' | 'connectors' | 'language-ai' | 'quality-evaluator' | 'orchestrator' | 'studio'

export const PHRASE_PRODUCTS: readonly PhraseProduct[] = [
  'strings',
  'tms',
  'connectors',
  'language-ai',
  'quality-evaluator',
  'orchestrator',
  'studio',
]

export type PhraseStringsAccount = { readonly id: string; name: string; readonly slug: string }

/** A user of one data center. */
export type PhraseUser = {
  readonly key: string
  readonly id: string
  readonly username: string
  name: string
  readonly email: string
  readonly organization: { readonly id: string; readonly uid: string; name: string }
  readonly accounts: PhraseStringsAccount[]
  readonly createdAt: number
  /** For signing in with Basic; null: only by SSO. */
  password: string | null
  /** A one-time code that Basic has to bring along; null: none is asked for. */
  oneTimeCode: string | null
}

export type PhraseDetails = { readonly product: PhraseProduct | null }

/** A JSON Web Token that a platform token was exchanged for. */
export type PhraseJwt = {
  readonly dataCenter: DataCenter
  readonly userKey: string
  readonly product: PhraseProduct
  readonly expiresAt: number
}

export const DEFAULT_USER = 'Acme Localization'
const FOREIGN_USER = 'Umbrella Language Services'

/** Platform tokens end 730 days after they were made (Phrase help, 'API access tokens'). */
export const PLATFORM_TOKEN_MS = 730 * 24 * 60 * 60 * 1000
/** One user can have twenty (same page). */
export const PLATFORM_TOKENS_PER_USER = 20
const JWT_MS = 14_400_000

export class PhraseState {
  readonly users = new Map<string, PhraseUser>()
  readonly tokens: TokenBook<PhraseDetails>
  readonly jwts = new Map<string, PhraseJwt>()
  /** 1000 requests in five minutes and user; `perUser.limit` may be set, as plans differ. */
  readonly perUser = new RequestWindow({ limit: 1000, windowMs: 300_000, aligned: true })
  concurrentPerUser = 4
  /**
   * [?] What the exchange says to a token that it does not know: the reference lists 400 only, a
   * test of the official MCP server expects 401.
   */
  exchangeRefusal: 400 | 401 = 400

  /** [?] No body is documented for 401 and 403 of Strings: JSON, or none at all. */
  refusalBody: 'json' | 'empty' = 'json'

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<PhraseDetails>(deps.now)
  }

  user(name: string): PhraseUser {
    const known = this.users.get(name)
    if (known !== undefined) return known
    const { random, now } = this.deps
    const slug = slugOf(name)
    const user: PhraseUser = {
      key: name,
      id: random.hex(32),
      username: slug,
      name: `${name} Developer`,
      email: `dev@${slug}.example`,
      organization: {
        id: String(random.integer(10_000, 99_999)),
        uid: random.text('abcdefghijkmnpqrstuvwxyz23456789', 22),
        name,
      },
      accounts: [{ id: random.hex(32), name, slug }],
      createdAt: now() - 400 * 24 * 60 * 60 * 1000,
      password: null,
      oneTimeCode: null,
    }
    this.users.set(name, user)
    return user
  }

  get foreign(): PhraseUser {
    return this.user(FOREIGN_USER)
  }

  /** Makes a JWT. Nothing of the long-lived token is in it. */
  grant(
    dataCenter: DataCenter,
    userKey: string,
    product: PhraseProduct,
  ): { jwt: string; seconds: number } {
    const { random, now } = this.deps
    const expiresAt = now() + JWT_MS
    const part = (value: unknown): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url')
    // [?] The claims are not documented; clients have to take it as opaque.
    const claims = {
      sub: this.user(userKey).id,
      jti: random.uuid(),
      exp: Math.floor(expiresAt / 1000),
    }
    const jwt = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${random.bytes(64).toString('base64url')}`
    this.jwts.set(jwt, { dataCenter, userKey, product, expiresAt })
    return { jwt, seconds: Math.floor(JWT_MS / 1000) - 1 }
  }
}
