import { appError } from './error'
import { err, ok, type Result } from './result'

const LONGEST = 2048

/** What both sides have under this name; the language itself does not. */
declare const URL: {
  new (
    text: string,
  ): Readonly<
    Record<'protocol' | 'username' | 'password' | 'hostname' | 'origin' | 'pathname', string>
  >
  canParse(text: string): boolean
}

/**
 * Whether a URL's host name stands for this machine: 127.0.0.0/8, ::1 and `localhost`.
 * Expects `URL.hostname`, which has numbers in their usual form and names in lower case.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * Checks a base URL of the user's own and brings it into its usual form: no slash at the end, host
 * in lower case, other scripts as punycode so that a look-alike shows. Failures:
 * `server.not-a-url`, `.scheme` (neither http nor https), `.insecure` (http outside this machine),
 * `.userinfo`, `.query` (a page's address: it has a query or a fragment).
 */
export function parseBaseUrl(text: string): Result<string> {
  const trimmed = text.trim()
  // what the parser would silently repair is refused: the user shall see what is used
  if (trimmed.length > LONGEST || !/^[^\s\\\p{Cc}\p{Cf}]+$/u.test(trimmed)) {
    return err(appError('server.not-a-url'))
  }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || !URL.canParse(trimmed)) {
    return err(appError('server.not-a-url'))
  }
  const url = new URL(trimmed)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return err(appError('server.scheme'))
  if (!/^https?:\/\/[^/]/i.test(trimmed)) return err(appError('server.not-a-url'))
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(trimmed)) {
    return err(appError('server.userinfo'))
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return err(appError('server.insecure'))
  if (/[?#]/.test(trimmed)) return err(appError('server.query'))
  return ok(url.origin + url.pathname.replace(/\/+$/, ''))
}

/** Where the pages of a web app begin, as browsers show them: no part of a base. */
const PAGE = /\/(?:projects|organizations|account|login|administration|preferences)(?:\/.*)?$/

/**
 * The base of an address that was copied from a browser: without query, fragment and the path of
 * a page. null: there is nothing to cut, or it is no address of a server at all.
 */
export function cutPage(text: string): string | null {
  const trimmed = text.trim()
  const whole = parseBaseUrl(trimmed.replace(/[?#].*$/s, ''))
  if (!whole.ok) return null
  const base = whole.value.replace(PAGE, '')
  return base === whole.value && !/[?#]/.test(trimmed) ? null : base
}
