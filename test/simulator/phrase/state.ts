import { madeUpJwt } from '../jwt'
import type { RequestWindow } from '../limits'
import { makePassword, OneTimeCodes, type SignIn, type SignInOptions } from '../sign-in'
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
  /** For Basic; null: the user has none, as he comes in by SSO or a social login. */
  password: string | null
  /** The organization enforces SSO, so his password is refused. */
  ssoEnforced: boolean
  /** Whether Basic has to bring a one-time code along. */
  secondFactor: boolean
  readonly codes: OneTimeCodes
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
  readonly perUser: RequestWindow
  concurrentPerUser = 4
  /**
   * [?] What the exchange says to a token that it does not know: the reference lists 400 only, a
   * test of the official MCP server expects 401.
   */
  exchangeRefusal: 400 | 401 = 400

  /** [?] No body is documented for 401 and 403 of Strings: JSON, or none at all. */
  refusalBody: 'json' | 'empty' = 'json'

  /**
   * [?] Whether access tokens and JWTs may manage tokens: the section says that only e-mail and
   * password may, the texts of 403 speak of scopes.
   */
  tokensManageTokens = false

  /** [?] What `hashed_token` hashes: the ASCII text of the token, or something nobody can redo. */
  hashedToken: 'sha256' | 'salted' = 'sha256'

  constructor(readonly deps: ServiceDeps) {
    this.tokens = new TokenBook<PhraseDetails>(deps)
    this.perUser = deps.limits.window({
      name: 'requests per user',
      limit: 1000,
      windowMs: 300_000,
      aligned: true,
    })
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
      ssoEnforced: false,
      secondFactor: false,
      codes: new OneTimeCodes(random, now),
    }
    this.users.set(name, user)
    return user
  }

  /** See `Simulator.signIn`. Gives the user a password if he has none. */
  signIn(name: string, options: SignInOptions): SignIn {
    const user = this.user(name)
    user.password ??= makePassword(this.deps.random)
    user.secondFactor = options.secondFactor ?? user.secondFactor
    const { email: username, password, secondFactor, codes } = user
    this.deps.hide(password)
    return { username, password, secondFactor, nextCode: () => codes.next() }
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
    // [?] The claims are not documented; clients have to take it as opaque.
    const claims = {
      sub: this.user(userKey).id,
      jti: random.uuid(),
      exp: Math.floor(expiresAt / 1000),
    }
    const jwt = madeUpJwt(random, { alg: 'RS256', typ: 'JWT' }, claims)
    this.deps.hide(jwt)
    this.jwts.set(jwt, { dataCenter, userKey, product, expiresAt })
    return { jwt, seconds: Math.floor(JWT_MS / 1000) - 1 }
  }
}
