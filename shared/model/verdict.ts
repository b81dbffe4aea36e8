import { z } from 'zod'

/**
 * The outcome of asking a platform about a token. `expired` and `rejected` are said only on the
 * platform's own evidence; everything else leaves open whether the token works.
 */
export const VERDICTS = [
  'valid',
  'expired',
  'rejected',
  'forbidden',
  'rate-limited',
  'unreachable',
  'not-yet-active',
  'unclear',
] as const
export const verdict = z.enum(VERDICTS)
export type Verdict = z.infer<typeof verdict>

/** Why; one message each (`reason.<id>`). */
export const REASONS = [
  'accepted',
  'accepted-limited',
  'unknown-token',
  'unknown-or-expired',
  'past-expiry',
  'malformed',
  'account-disabled',
  'email-not-verified',
  'sso-required',
  'missing-right',
  'plan',
  'other-project',
  'project-not-found',
  'wrong-endpoint',
  'credential-not-seen',
  'activation',
  'too-many-requests',
  'offline',
  'host-not-found',
  'refused',
  'timeout',
  'tls',
  'redirect',
  'server-error',
  'not-the-platform',
  'too-large',
  'unexpected',
  'needs-field',
  'cancelled',
] as const
export const reason = z.enum(REASONS)
export type Reason = z.infer<typeof reason>

/** What a verdict rests on. Holds no text of the server but its short error code. */
export const evidence = z.strictObject({
  verdict,
  reason,
  /** HTTP status, if there was an answer. */
  status: z.number().int().nullable(),
  /** The platform's own error code, cleaned: at most 64 characters of `[A-Za-z0-9_. -]`. */
  code: z.string().max(64).nullable(),
  /** Epoch ms before which asking again is pointless (rate limits). */
  retryAt: z.number().nullable(),
})
export type Evidence = z.infer<typeof evidence>

/** A verdict that says the token works (or did a moment ago). */
export function isAlive(value: Verdict): boolean {
  return value === 'valid' || value === 'forbidden' || value === 'not-yet-active'
}

/** A verdict that says, on the platform's word, that the token is dead. */
export function isDead(value: Verdict): boolean {
  return value === 'expired' || value === 'rejected'
}

/** A verdict that tells whether the token works; the others leave that open. */
export function settles(value: Verdict): boolean {
  return isAlive(value) || isDead(value)
}
