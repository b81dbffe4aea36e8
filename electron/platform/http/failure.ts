import { appError, type AppError } from '../../../shared/error'

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])
const OFFLINE = new Set(['EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EADDRNOTAVAIL'])
const NOT_HTTP = 'HPE'
const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$|INVALID_CA$)/

/**
 * Names a failure of the network by its code alone. The text of an error is never read: undici
 * writes header values into it.
 */
export function networkFailure(cause: unknown): AppError {
  const code = codeOf(cause)
  if (TIMEOUTS.has(code)) return appError('http.timeout')
  if (code === 'ENOTFOUND') return appError('http.dns')
  if (TLS.test(code)) return appError('http.tls')
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return appError('http.too-large')
  if (code === NOT_HTTP || isBadlyPacked(code)) return appError('http.not-json')
  return appError('http.unreachable', { cause: OFFLINE.has(code) ? 'offline' : 'refused' })
}

/** The code of an error, of what caused it, or of the first of several (one per address tried). */
function codeOf(cause: unknown, depth = 0): string {
  if (!(cause instanceof Error) || depth > 4) return ''
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined
  const inner = codeOf(first ?? cause.cause, depth + 1)
  if (inner !== '') return inner
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  // undici gives this one no code
  return cause.name === 'HTTPParserError' ? NOT_HTTP : ''
}

/** A body that is not what its content-encoding says. */
function isBadlyPacked(code: string): boolean {
  return code.startsWith('Z_') || code.startsWith('ERR__ERROR_') || code.startsWith('ERR_BROTLI')
}
