/** Verdicts without their schemas: the window uses these, and carries no schema library. */

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
export type Verdict = (typeof VERDICTS)[number]

/** Why; one message each (`reason.<id>`). */
export const REASONS = [
  'accepted',
  'accepted-limited',
  'unknown-token',
  'unknown-or-expired',
  'unknown-or-limited',
  'gone',
  'gone-or-expired',
  'past-expiry',
  'malformed',
  'account-disabled',
  'email-not-verified',
  'sso-required',
  'missing-right',
  'plan',
  'other-project',
  'project-not-found',
  'limited-place',
  'refused-request',
  'wrong-endpoint',
  'credential-not-seen',
  'activation',
  'too-many-requests',
  'offline',
  'host-not-found',
  'refused',
  'proxy',
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
export type Reason = (typeof REASONS)[number]

/**
 * A verdict that says the token works. `not-yet-active` is none: the platform refused the token,
 * and refuses a wrong one alike.
 */
export function isAlive(value: Verdict): boolean {
  return value === 'valid' || value === 'forbidden'
}

/** A verdict that says, on the platform's word, that the token is dead. */
export function isDead(value: Verdict): boolean {
  return value === 'expired' || value === 'rejected'
}

/** A verdict that tells whether the token works; the others leave that open. */
export function settles(value: Verdict): boolean {
  return isAlive(value) || isDead(value)
}
