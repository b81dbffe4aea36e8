import type { ExpiryRule } from '../../shared/model/service'
import type { Expiry } from '../../shared/model/token'

/** What the user enters: a date (epoch ms), that there is none, or nothing. */
export type EnteredExpiry = number | 'never' | null

export interface ExpiryParts {
  /** What the platform, the value itself, or a rule over a known day of creation says. */
  readonly found: Expiry | undefined
  readonly entered: EnteredExpiry
  readonly rule: ExpiryRule
}

/**
 * Whose word counts: the platform's (or what the value itself holds), then the user's, then a
 * rule of the platform, then nobody's.
 */
export function decideExpiry({ found, entered, rule }: ExpiryParts): Expiry {
  if (found && isFirm(found)) return found
  if (rule.type === 'never') return { known: 'never', source: 'rule' }
  if (entered === 'never') return { known: 'never', source: 'user' }
  if (entered !== null) return { known: 'date', at: entered, source: 'user' }
  return found ?? { known: 'unknown' }
}

/** An end (or none) that the user cannot change: the platform or the value itself says it. */
export function isFirm(expiry: Expiry): boolean {
  if (expiry.known === 'unknown') return false
  return expiry.source === 'platform' || expiry.source === 'token'
}

/** What the user had entered, to be kept when the rest is decided anew. */
export function enteredOf(expiry: Expiry): EnteredExpiry {
  if (expiry.known === 'unknown' || expiry.source !== 'user') return null
  return expiry.known === 'never' ? 'never' : expiry.at
}
