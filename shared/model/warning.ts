import type { TokenOverview } from './token'
import { isDead } from './verdict-list'

export const DAY = 86_400_000

/** Days before a due date at which a warning begins, mildest first. */
export const WARNING_DAYS = [30, 14, 7, 1] as const
export type WarningDays = (typeof WARNING_DAYS)[number]

/** How loud a token is. `dead`: expired or refused by the platform. */
export const SEVERITIES = ['none', 'info', 'notice', 'warning', 'critical', 'dead'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A date that a token runs into: its hard end, or the day the user wants it replaced. */
export interface Due {
  readonly cause: 'expiry' | 'rotation'
  readonly at: number
  /** The warning level reached; `over`: the date has passed; null: more than 30 days to go. */
  readonly level: WarningDays | 'over' | null
}

/** What a user should know first about a token at a moment. */
export interface Attention {
  readonly severity: Severity
  /** The nearest date, if any is known. */
  readonly due: Due | null
  /** Why it needs attention, worst first; empty for `none` and `info`. */
  readonly causes: readonly (
    'rejected' | 'expired' | 'expiry' | 'rotation' | 'check' | 'revoking'
  )[]
}

/** When the user's policy asks for a new value; null without a policy. */
export function rotationDueAt(
  token: Pick<TokenOverview, 'rotateEveryDays' | 'secretSince'>,
): number | null {
  return token.rotateEveryDays === null ? null : token.secretSince + token.rotateEveryDays * DAY
}

/** The warning level of a date seen from `now`: the smallest number of days it is within. */
export function levelOf(at: number, now: number): Due['level'] {
  if (at <= now) return 'over'
  const within = WARNING_DAYS.filter((days) => at - now <= days * DAY)
  return within.at(-1) ?? null
}

/** Both dates of a token, the nearer first. */
export function duesOf(
  token: Pick<TokenOverview, 'expiry' | 'rotateEveryDays' | 'secretSince'>,
  now: number,
): Due[] {
  const dues: Due[] = []
  if (token.expiry.known === 'date') {
    const at = token.expiry.at
    dues.push({ cause: 'expiry', at, level: levelOf(at, now) })
  }
  const rotation = rotationDueAt(token)
  if (rotation !== null)
    dues.push({ cause: 'rotation', at: rotation, level: levelOf(rotation, now) })
  return dues.sort((a, b) => a.at - b.at)
}

function severityOfLevel(level: Due['level']): Severity {
  if (level === 'over' || level === 1) return 'critical'
  if (level === 7) return 'warning'
  if (level === 14) return 'notice'
  return level === 30 ? 'info' : 'none'
}

/**
 * Sums up a token. A date that has passed is never called 'expired' on its own: only the
 * platform's verdict is; the date makes it `critical` until a check settles it.
 */
export function attentionOf(token: TokenOverview, now: number): Attention {
  const dues = duesOf(token, now)
  const due = dues[0] ?? null
  if (token.phase.name === 'revoked') return { severity: 'none', due: null, causes: [] }
  const causes: Attention['causes'][number][] = []
  // What is known stays known when a later try finds nothing out.
  if (token.settled && isDead(token.settled.verdict)) {
    causes.push(token.settled.verdict === 'expired' ? 'expired' : 'rejected')
    return { severity: 'dead', due, causes }
  }
  let severity: Severity = 'none'
  for (const each of dues) {
    const own = severityOfLevel(each.level)
    if (SEVERITIES.indexOf(own) > SEVERITIES.indexOf(severity)) severity = own
    if (each.level !== null && each.level !== 30) causes.push(each.cause)
  }
  if (token.settled?.verdict === 'forbidden') {
    causes.push('check')
    if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf('notice')) severity = 'notice'
  }
  if (token.phase.name === 'revoking') causes.push('revoking')
  return { severity, due, causes }
}

/** Whether a token belongs into the 'needs attention' view. */
export function needsAttention(attention: Attention): boolean {
  return attention.causes.length > 0
}
