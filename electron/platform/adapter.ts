/** What a platform adapter is. One folder per platform; see docs/adding-a-platform.md. */
import type { Result } from '../../shared/result'
import type { AccessLayer, Expiry, Fact } from '../../shared/model/token'
import type {
  Capability,
  ExpiryRule,
  FieldSpec,
  FieldValues,
  KindId,
  KindInfo,
  Operation,
  PageId,
  ServerInfo,
  ServerRef,
  ServiceId,
} from '../../shared/model/service'
import type { Evidence } from '../../shared/model/verdict'
import type { Clock, Logger } from '../service/port'
import type { SecretText } from '../service/secret'
import type { Managed, Management, ManagerKey, OpenSession } from './management'

/** One request, relative to the server that the token is bound to. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Starts with `/`; appended to the base. Never holds a secret. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Extra headers; never the credential, which `http.ts` adds. */
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** Sent as application/x-www-form-urlencoded; may hold the secret (a body is no URL). */
  readonly form?: Readonly<Record<string, string>>
  /** A further base that the kind declares (`extraBases`), instead of the server's own. */
  readonly base?: string
  /** What goes into the credential header: the token (default), another secret, or nothing. */
  readonly credential?:
    | 'token'
    | 'none'
    | { readonly header: string; readonly value: SecretText; readonly scheme?: string }
}

/** A complete answer below the size cap. A status alone is never a failure. */
export interface HttpReply {
  readonly status: number
  header(name: string): string | null
  /** The body if it is JSON within the limits, else undefined. */
  readonly json: unknown
  /** The body's length in bytes, decompressed. */
  readonly size: number
  /** The body begins like an HTML page: a proxy's or login page, not the platform. */
  readonly html: boolean
  /** Epoch ms before which the host asked not to be called again, from its own headers or body. */
  readonly retryAt: number | null
}

/** The HTTP client, already bound to one server and one credential. */
export interface BoundHttp {
  /**
   * Failures: `http.*` codes of shared/error.ts; `params.sent` is `no` where surely nothing of the
   * request left. Reads (GET) are retried once or twice inside, writes never.
   */
  request(request: HttpRequest): Promise<Result<HttpReply>>
}

/** The token an operation is about. */
export interface Subject {
  readonly kind: KindId
  readonly secret: SecretText
  readonly server: ServerRef
  readonly fields: FieldValues
  /**
   * Epoch ms since when this value is known here; absent: not known. Some platforms refuse a new
   * token for its first minute, and only this tells that refusal from a real one.
   */
  readonly since?: number
  /**
   * What its server accepted before: this very `value`, or another of the `kind`, so that a request
   * of this form is right there. Absent: nothing that is known here.
   */
  readonly accepted?: 'value' | 'kind'
}

/** One check of one token; `verify` and `describe` of the same check get the same context. */
export interface Context {
  readonly http: BoundHttp
  readonly clock: Clock
  readonly log: Logger
  /** The digest of a secret's bytes in hexadecimal: adapters run without Node. */
  sha256(secret: SecretText): string
}

/** What the platform tells about a token. Absent: it told nothing. */
export interface Description {
  readonly account?: string
  /** Identity to compare by in a rotation: ids rather than names; never shown. */
  readonly accountId?: string
  readonly project?: string
  readonly projectId?: string
  readonly access?: readonly AccessLayer[]
  readonly expiry?: Expiry
  readonly facts?: readonly Fact[]
  readonly suggestedLabel?: string
}

export interface Verification {
  readonly evidence: Evidence
  readonly description: Description
  /** What the token was exchanged for, where that is how it is verified. */
  readonly grant?: Grant
}

/** Short-lived access that a token was exchanged for. Who is given one wipes it. */
export interface Grant {
  readonly value: SecretText
  /** Epoch ms. */
  readonly expiresAt: number
}

/** How an exchange went. */
export interface Exchanged {
  /** What it says about the token: alive with a grant, and never without one. */
  readonly evidence: Evidence
  /** null: the platform gave none. */
  readonly grant: Grant | null
}

/** What stood around a pasted value, for recognizers that need a hint. All lower case. */
export interface PasteContext {
  /** The variable it was assigned to, for example `tx_token`. */
  readonly variable: string | null
  /** The header it stood in, for example `x-api-token`. */
  readonly header: string | null
  /** The host of a URL beside it, for example `api.lokalise.com`. */
  readonly host: string | null
  /** All the text around the value, cut to 4,000 characters. */
  readonly around: string
  /** Other values by name, for example a project's id; the values as they were written. */
  readonly beside?: readonly { readonly name: string; readonly value: string }[]
}

export interface Recognized {
  readonly kind: KindId
  readonly confidence: 'certain' | 'likely' | 'possible'
  /** Read offline from the value. */
  readonly facts: readonly Fact[]
  /** Field values read offline, for example Tolgee's project id. */
  readonly fields?: FieldValues
  /** The shape fits nearly everything: named after every other kind. */
  readonly fallback?: true
  /** Only the text around speaks for it; a name, header or host of another counts for more. */
  readonly byText?: true
}

/** A rate of calls, from the platform's documents. */
export interface LimitRule {
  /** Calls at the same time. */
  readonly concurrent: number
  /** Calls in any stretch of so many ms; absent: none documented. */
  readonly window?: { readonly requests: number; readonly ms: number }
}

/** How a host of this kind may be called. */
export interface KindLimit {
  /** All tokens together: what the platform counts by address. */
  readonly perHost: LimitRule
  /** One token: what it counts by token or account. */
  readonly perToken: LimitRule
  /** Who rests after a 429: the token that got it, or all tokens of the host. */
  readonly rests: 'token' | 'host'
  /** It ends connections of those who ask too often, so that a broken one is not tried again. */
  readonly hangsUp?: true
}

/** One sort of token: its facts and what can be done with it. */
export interface KindAdapter {
  readonly id: KindId
  /** The first is the default. */
  readonly servers: readonly [ServerInfo, ...ServerInfo[]]
  /** Which servers are asked, in this order, where an id (`auto`) stands for several. */
  tries?(server: string, fields: FieldValues): readonly [string, ...string[]]
  readonly customServer: boolean
  /**
   * Anybody can run the platform (Tolgee): a token may belong to any server, which its form does
   * not tell, and a server of the user's own shows the platform's pages too.
   */
  readonly selfHosted?: boolean
  /** Further bases that operations of this kind call, per server id: name → base. */
  readonly extraBases?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly fields: readonly FieldSpec[]
  readonly expiryRule: ExpiryRule
  readonly perUserLimit: number | null
  readonly rateLimit: KindInfo['rateLimit']
  readonly limit: KindLimit
  readonly prefix: string
  readonly envNames: readonly string[]
  readonly sources: readonly { readonly title: string; readonly url: string }[]
  readonly steps: { readonly create: number; readonly delete: number }
  readonly deepLink: boolean
  /** The kind that its platform makes in its place now: a rotation takes one of these too. */
  readonly successor?: KindId
  /** The header that carries the token. */
  authorize(secret: SecretText): { readonly header: string; readonly value: string }
  /** The page in the user's browser. `webBase` is the server's own. */
  page(page: PageId, webBase: string, subject: Pick<Subject, 'fields'> | null): string
  /** What follows from the user's own entries, without asking anybody. */
  entered?(fields: FieldValues): Description
  /** How the label is suggested, for example `API token 2`; `taken` are the labels in use. */
  suggestLabel(description: Description, taken: readonly string[]): string
  verify(ctx: Context, subject: Subject): Promise<Verification>
  /** More calls for more facts; after `verify` said that the token lives. */
  describe?(ctx: Context, subject: Subject, known: Description): Promise<Description>
  /** Creating, listing and revoking by API: with another token, or with a sign-in. */
  readonly manage?: Management
  /** Trades the token for short-lived access; the token itself stays as it is. */
  exchange?(ctx: Context, subject: Subject): Promise<Exchanged>
  /** Capabilities that need the user's hands or sign-in; operations present count as by-token. */
  readonly guided: Partial<Record<Operation, Exclude<Capability, 'none' | 'by-token'>>>
}

/** One platform. */
export interface PlatformAdapter {
  readonly id: ServiceId
  readonly name: string
  readonly kinds: readonly [KindAdapter, ...KindAdapter[]]
  /** Its own domains, and all below them: an address there is never a server of the user's own. */
  readonly hosts: readonly string[]
  /** Which kinds a value may be, by shape and context alone. No network. Likelier first. */
  recognize(value: string, context: PasteContext): Recognized[]
}

/** The registry as the services see it. */
export interface Platforms {
  readonly all: readonly PlatformAdapter[]
  kind(id: KindId): KindAdapter | null
  /** Every recognizer over one value, likelier first. */
  recognize(value: string, context: PasteContext): Recognized[]
  /**
   * What is known of a token without asking anybody: the value's own facts, the platform's rules,
   * the user's entries. `check` starts from this.
   */
  known(subject: Omit<Subject, 'server'>): Description
  /** Runs verify (and describe if wanted) with a bound client, the right server and limits. */
  check(subject: Subject, options: CheckOptions): Promise<CheckedSubject>
  /**
   * Exchanges a token for short-lived access, at the right server and within its limits. A kind
   * without the operation is 'unclear'; callers ask for the capability first.
   */
  exchange(subject: Subject, options: { signal: AbortSignal }): Promise<ExchangedSubject>
  /**
   * Opens a session to manage tokens of the subject's kind at its server; `capability` failures
   * come as `unclear` with effect `none`. What the session answers is cleaned like a check.
   */
  openSession(
    subject: Subject,
    key: ManagerKey,
    options: { readonly signal: AbortSignal },
  ): Promise<Managed<OpenSession>>
  /** Checks a base URL of the user's own: https, or http on loopback; no userinfo, no query. */
  parseBaseUrl(text: string): Result<string>
  /** The page to open, or `capability.unsupported`. */
  page(page: PageId, subject: Pick<Subject, 'kind' | 'server' | 'fields'>): Result<string>
}

export interface CheckOptions {
  readonly describe: boolean
  readonly signal: AbortSignal
  /** Takes over what the check exchanged the token for on its way; without it that is wiped. */
  readonly keep?: ((grant: Grant, server: ServerRef) => void) | undefined
}

export interface CheckedSubject {
  readonly evidence: Evidence
  readonly description: Description
  /** The server that answered; differs from the subject's where several were tried. */
  readonly server: ServerRef
  readonly at: number
}

/** Also a check: an exchange proves that the token lives. */
export interface ExchangedSubject extends CheckedSubject {
  readonly grant: Grant | null
}
