import { fingerprint } from './secrets'
import { parseObject, type SimRequest } from './types'

/**
 * A request that arrived. Secrets are not kept: what may be one is written as its SHA-256
 * (`sha256:<hex>`), so a test can ask for a secret it knows, and a failing test prints none.
 */
export type RecordedRequest = {
  readonly time: number
  readonly origin: string
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly bodyBytes: number
  /** SHA-256 of every value that came with it, in headers, URL or body. */
  readonly fingerprints: ReadonlySet<string>
  /** The same of what stood in the URL, where no secret belongs. */
  readonly urlFingerprints: ReadonlySet<string>
  /** Status of the answer; null: none was given. */
  status: number | null
}

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'mcp-session-id',
  'x-api-key',
  'x-api-token',
  'x-ota-api-token',
  'x-phraseapp-otp',
])
const SECRET_PARAMETERS = new Set(['ak', 'access_token', 'api_token', 'token', 'key'])

/** The requests of one simulator. */
export class RequestLog {
  readonly entries: RecordedRequest[] = []

  /** `issued`: values that are hidden wherever they stand. */
  constructor(private readonly issued: ReadonlySet<string>) {}

  add(request: SimRequest): RecordedRequest {
    const url = urlValues(request)
    const entry: RecordedRequest = {
      time: request.now,
      origin: request.origin,
      method: request.method,
      path: this.hideAll(request.path) + this.queryText(request.query),
      headers: this.headersOf(request),
      bodyBytes: Buffer.byteLength(request.body),
      fingerprints: new Set(
        [...url, ...headerValues(request), ...bodyValues(request)].map(fingerprint),
      ),
      urlFingerprints: new Set(url.map(fingerprint)),
      status: null,
    }
    this.entries.push(entry)
    return entry
  }

  /** Whether any request carried this value, in whatever place. */
  saw(secret: string): boolean {
    const print = fingerprint(secret)
    return this.entries.some((entry) => entry.fingerprints.has(print))
  }

  private headersOf(request: SimRequest): Record<string, string> {
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(request.headers)) {
      const text = Array.isArray(value) ? value.join(', ') : (value ?? '')
      headers[name] = SECRET_HEADERS.has(name) ? hideCredential(text) : this.hideAll(text)
    }
    return headers
  }

  private queryText(query: URLSearchParams): string {
    const parts = [...query].map(([name, value]) =>
      SECRET_PARAMETERS.has(name) ? `${name}=${hide(value)}` : this.hideAll(`${name}=${value}`),
    )
    return parts.length === 0 ? '' : `?${parts.join('&')}`
  }

  private hideAll(text: string): string {
    let hidden = text
    for (const secret of this.issued) hidden = hidden.replaceAll(secret, hide(secret))
    return hidden
  }
}

function hide(secret: string): string {
  return `sha256:${fingerprint(secret)}`
}

/** Keeps the scheme: `Bearer sha256:…`. */
function hideCredential(text: string): string {
  const [, scheme, rest] = /^([A-Za-z]+) +(.*)$/s.exec(text) ?? []
  return scheme === undefined || rest === undefined ? hide(text) : `${scheme} ${hide(rest)}`
}

function urlValues(request: SimRequest): string[] {
  return [...request.path.split('/'), ...request.query.values()].filter((value) => value !== '')
}

function headerValues(request: SimRequest): string[] {
  const values = Object.values(request.headers).flatMap((value) => value ?? [])
  return values.flatMap((value) => {
    const rest = /^[A-Za-z]+ +(.*)$/s.exec(value)?.[1]
    if (rest === undefined) return [value]
    const basic = /^basic /i.test(value)
      ? Buffer.from(rest, 'base64').toString('utf8').split(':')
      : []
    return [value, rest, ...basic]
  })
}

function bodyValues(request: SimRequest): string[] {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return [...new URLSearchParams(request.body).values()]
  }
  return request.body === '' ? [] : [request.body, ...stringsIn(parseObject(request.body))]
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}
