import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import { isLoopback } from './http/loopback'

const LONGEST = 2048

/**
 * Checks a base URL of the user's own and brings it into its usual form: no slash at the end, host
 * in lower case, other scripts as punycode so that a look-alike shows. Failures:
 * `server.not-a-url`, `.scheme` (neither http nor https), `.insecure` (http outside this machine),
 * `.userinfo`.
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
  if (/[?#]/.test(trimmed)) return err(appError('server.not-a-url'))
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return err(appError('server.insecure'))
  return ok(url.origin + url.pathname.replace(/\/+$/, ''))
}
