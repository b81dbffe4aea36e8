/** What is read of an answer to learn when to come back. */
export interface RestHint {
  readonly status: number
  header(name: string): string | null
  readonly json: unknown
}

/** Nobody is believed who names a date further away than this. */
const LONGEST_MS = 24 * 60 * 60 * 1000

/** Tolgee's answer to the fourth violation within a minute; it has no body. */
const TOLGEE_STRIKES = 444
const TOLGEE_STRIKES_MS = 60_000

/** Whether a status says 'too many requests'. */
export function isRateLimited(status: number): boolean {
  return status === 429 || status === TOLGEE_STRIKES
}

/**
 * Epoch ms before which the host asked not to be called again: Retry-After (seconds or a date),
 * Phrase's X-Rate-Limit-Reset (seconds since 1970), or Tolgee's `retryAfter` (milliseconds) in the
 * body. null: it said nothing, or nothing sensible.
 */
export function retryAtOf(hint: RestHint, now: number): number | null {
  const at = askedFor(hint, now)
  if (at === null || !Number.isFinite(at) || at <= now) return null
  return Math.min(Math.ceil(at), now + LONGEST_MS)
}

function askedFor(hint: RestHint, now: number): number | null {
  const { status } = hint
  const limited = isRateLimited(status)
  const after = limited || status === 503 ? retryAfter(hint.header('retry-after'), now) : null
  if (after !== null) return after
  const spent = limited || hint.header('x-rate-limit-remaining') === '0'
  const reset = spent ? wholeNumber(hint.header('x-rate-limit-reset')) : null
  if (reset !== null) return reset * 1000
  const inBody = limited ? bodyRetryAfter(hint.json) : null
  if (inBody !== null) return now + inBody
  return status === TOLGEE_STRIKES ? now + TOLGEE_STRIKES_MS : null
}

function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null
  const seconds = wholeNumber(value)
  if (seconds !== null) return now + seconds * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : date
}

function wholeNumber(value: string | null): number | null {
  return value !== null && /^\d{1,12}$/.test(value.trim()) ? Number(value) : null
}

function bodyRetryAfter(json: unknown): number | null {
  if (typeof json !== 'object' || json === null || !('retryAfter' in json)) return null
  return typeof json.retryAfter === 'number' ? json.retryAfter : null
}
