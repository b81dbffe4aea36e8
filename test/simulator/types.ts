import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { KindId } from '../../shared/model/service'

/** The kinds of token that the simulators know. */
export const SIMULATED_KINDS = [
  'transifex/api-token',
  'phrase/platform-token',
  'phrase/strings-token',
  'lokalise/api-token',
  'lokalise/sdk-token',
  'tolgee/pat',
  'tolgee/pak',
  'tolgee/legacy-key',
  'locize/api-key',
  'locize/pat',
] as const satisfies readonly KindId[]
export type SimulatedKind = (typeof SIMULATED_KINDS)[number]
export type SimulatedService = 'transifex' | 'phrase' | 'lokalise' | 'tolgee' | 'locize'

/** A request as a simulated service sees it. */
export type SimRequest = {
  /** The real origin that the listener stands for, for example `https://api.phrase.com`. */
  readonly origin: string
  /** Scheme and host as the client wrote them: the start of every link in an answer. */
  readonly base: string
  readonly method: string
  /** Percent-decoded path. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly ip: string
  /** Epoch ms of the simulator's clock. */
  readonly now: number
  /** A fault asks for the answer that another account's token would get. */
  readonly foreign: boolean
  /** Counts this request under `key` until its answer is through; gives how many are under way. */
  hold(key: string): number
}

export type SimReply = {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  /** Pieces are sent one after the other without a length. */
  readonly body?: string | Buffer | Iterable<Buffer>
}

/** Epoch ms. The simulators read no other clock. */
export type Now = () => number

/** What a made-up token is to be. What is left out gets the service's default. */
export type IssueOptions = {
  /** Name of its account (user or organization); made if it is not there yet. */
  readonly account?: string
  /** Name or id of its project; made if it is not there yet. */
  readonly project?: string | number
  readonly scopes?: readonly string[]
  /** Locize API key: `admin`, `user` or `readonly`. */
  readonly role?: string
  /** Locize API key: the versions that it is limited to. */
  readonly versions?: readonly string[]
  /** Phrase platform token: the product it is made for, for example `strings` or `tms`. */
  readonly product?: string
  /** Lokalise API token: of the read-only type. */
  readonly readOnly?: boolean
  /** Locize API key: of the older form (a UUID). */
  readonly legacy?: boolean
  /** Which server it lives on: `eu`, `us` (Phrase), `standard`, `pro` (Locize), a Tolgee origin. */
  readonly server?: string
  /** Its name on the platform. */
  readonly label?: string
  /** Epoch ms. */
  readonly createdAt?: number
  /** Epoch ms; null: never. */
  readonly expiresAt?: number | null
  /** Lokalise SDK token: epoch ms from which on it is accepted. */
  readonly activeAt?: number
  /** Lokalise SDK token: made this moment, so accepted only after the usual time. */
  readonly justMade?: boolean
  /** Locize: the addresses that the token is limited to. */
  readonly addresses?: readonly string[]
  /** A given value in place of a made-up one. */
  readonly secret?: string
}

export type Named = { readonly id: string; readonly name: string }

/** A made-up token, and what the platform will tell about it. */
export type IssuedToken = {
  readonly secret: string
  readonly id: string
  readonly kind: SimulatedKind
  readonly service: SimulatedService
  /** Short name of its server: `cloud`, `eu`, `us`, `standard`, `pro`, or an origin. */
  readonly server: string
  /** The real origin that accepts it. */
  readonly origin: string
  /** The loopback origin that stands for it. */
  readonly endpoint: string
  readonly account: Named
  /** The project it is bound to. */
  readonly project: Named | null
  /** The projects that it reaches. */
  readonly projects: readonly Named[]
  readonly scopes: readonly string[]
  readonly label: string
  readonly createdAt: number
  readonly expiresAt: number | null
}

/** An answer with a JSON body. */
export function json(status: number, value: unknown, headers: OutgoingHttpHeaders = {}): SimReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  }
}

/** One value of a header that may be repeated. */
export function header(request: SimRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** `Acme Localization` to `acme-localization`. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'unnamed' : slug
}

/** A whole number of a query, or the default where it is absent, no number or below `min`. */
export function queryNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : fallback
}

/** Parses a JSON object; anything else is undefined. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
