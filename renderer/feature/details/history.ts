import type { CheckRecord, TokenDetails } from '../../../shared/model/token'

/** A check that was made, or a rotation that ended without proof. */
export type HistoryItem =
  | { readonly at: number; readonly check: CheckRecord }
  | { readonly at: number; readonly unproved: string }

/** What happened to a token, newest first. */
export function historyOf({
  checks,
  unproved = [],
}: Pick<TokenDetails, 'checks' | 'unproved'>): readonly HistoryItem[] {
  const ends = unproved.map(({ at, hint }): HistoryItem => ({ at, unproved: hint }))
  const made = checks.map((check): HistoryItem => ({ at: check.at, check }))
  return [...ends, ...made].sort((one, other) => other.at - one.at)
}
