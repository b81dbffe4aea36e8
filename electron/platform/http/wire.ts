import { appError } from '../../../shared/error'
import { invariant } from '../../../shared/assert'
import { holdsSecret } from '../../../shared/redact'
import { err, ok, type Result } from '../../../shared/result'
import type { SecretText } from '../../service/secret'
import type { HttpRequest } from '../adapter'
import { CREDENTIAL_MAX } from './limits'
import { isSafeTarget } from './loopback'

/** What a client is bound to: one token, one server, its further declared bases. */
export interface Target {
  /** The server's own base first, then the kind's further ones. */
  readonly bases: readonly [string, ...string[]]
  readonly secret: SecretText
  authorize(secret: SecretText): { readonly header: string; readonly value: string }
}

/** A request as it goes over the wire. */
export interface Wire {
  /** The declared origin. */
  readonly origin: string
  readonly method: HttpRequest['method']
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/**
 * Checks a request and puts it into its final form. Failures: `http.foreign-origin` (a base that
 * was not declared, or a path that leaves it), `http.header` (a credential or header that no
 * header can carry), `http.secret-in-url` (the address holds a credential, which servers and
 * proxies write into their logs).
 */
export function toWire(request: HttpRequest, target: Target, userAgent: string): Result<Wire> {
  const url = locate(request, target)
  if (!url.ok) return url
  const credential = credentialOf(request, target)
  if (!credential.ok) return credential
  if (secretsOf(request, target).some((secret) => holdsSecret(url.value.href, secret.text()))) {
    return err(appError('http.secret-in-url'))
  }
  const body = bodyOf(request)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    ...(body === null ? {} : { 'content-type': body.type }),
    ...request.headers,
    'user-agent': userAgent,
  }
  if (!Object.entries(headers).every(([name, value]) => isHeader(name, value))) {
    return err(appError('http.header'))
  }
  for (const [name, value] of credential.value) {
    invariant(!(name in headers), 'A credential header was set by hand')
    headers[name] = value
  }
  return ok({
    origin: url.value.origin,
    method: request.method,
    path: url.value.pathname + url.value.search,
    headers,
    body: body?.text ?? null,
  })
}

function locate(request: HttpRequest, target: Target): Result<URL> {
  const base = request.base ?? target.bases[0]
  if (!target.bases.includes(base) || !/^\/(?!\/)/.test(request.path)) {
    return err(appError('http.foreign-origin'))
  }
  const home = new URL(base)
  const expected = home.pathname.replace(/\/$/, '') + request.path
  const url = new URL(home.origin)
  url.pathname = expected
  // dot segments, backslashes and the like would be rewritten, and could leave the base
  if (url.pathname !== expected || url.origin !== home.origin || !isSafeTarget(url)) {
    return err(appError('http.foreign-origin'))
  }
  url.search = new URLSearchParams(request.query).toString()
  return ok(url)
}

function credentialOf(
  { credential = 'token' }: HttpRequest,
  target: Target,
): Result<readonly (readonly [string, string])[]> {
  if (credential === 'none') return ok([])
  const secret = credential === 'token' ? target.secret : credential.value
  // undici writes a bad header's value into its error, so none may get that far
  if (!isVisibleAscii(secret.bytes()) || secret.bytes().length > CREDENTIAL_MAX) {
    return err(appError('http.header'))
  }
  if (credential === 'token') {
    const { header, value } = target.authorize(secret)
    return ok([[header.toLowerCase(), value]])
  }
  const scheme = credential.scheme === undefined ? '' : `${credential.scheme} `
  return ok([[credential.header.toLowerCase(), scheme + secret.text()]])
}

/** The token, which no address may show even in a request without it, and what is sent instead. */
function secretsOf({ credential }: HttpRequest, target: Target): readonly SecretText[] {
  return typeof credential === 'object' ? [target.secret, credential.value] : [target.secret]
}

function isVisibleAscii(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte > 0x20 && byte < 0x7f)
}

function isHeader(name: string, value: string): boolean {
  return /^[a-z0-9-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value)
}

function bodyOf({ json, form }: HttpRequest): { type: string; text: string } | null {
  invariant(json === undefined || form === undefined, 'A request has one body')
  if (form !== undefined) {
    return {
      type: 'application/x-www-form-urlencoded',
      text: new URLSearchParams(form).toString(),
    }
  }
  return json === undefined ? null : { type: 'application/json', text: JSON.stringify(json) }
}
