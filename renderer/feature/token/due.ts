import type { TokenSummary } from '../../../shared/model/token'
import type { Attention, Due, Severity } from '../../../shared/model/warning'
import { relative } from '../../i18n/time'
import type { Words } from '../../i18n/intl'
import type { IconName } from '../../ui/icon'

export type Tone = 'none' | 'good' | 'info' | 'notice' | 'warning' | 'critical'

/** What the end of a token's life looks like in a row. */
export interface DueWords {
  readonly text: string
  readonly tone: Tone
  readonly icon: IconName | null
  /** The date behind the words, if there is one. */
  readonly at: number | null
}

/** One shape a level, so that colour is never alone. */
const LOOKS: Readonly<Record<Severity, { tone: Tone; icon: IconName | null }>> = {
  none: { tone: 'none', icon: null },
  info: { tone: 'info', icon: 'clock' },
  notice: { tone: 'notice', icon: 'hourglass' },
  warning: { tone: 'warning', icon: 'triangle' },
  critical: { tone: 'critical', icon: 'octagon-alert' },
  dead: { tone: 'critical', icon: 'circle-x' },
}

export function lookOf(severity: Severity): { tone: Tone; icon: IconName | null } {
  return LOOKS[severity]
}

function ofDue(due: Due, words: Words, now: number): string {
  const when = relative(words, due.at, now)
  const passed = due.at <= now
  if (due.cause === 'rotation')
    return words.t(passed ? 'due.rotation-over' : 'due.rotation', { when })
  return words.t(passed ? 'due.expiry-over' : 'due.expiry', { when })
}

function ofExpiry(token: TokenSummary, words: Words, now: number): DueWords {
  const { expiry } = token
  if (expiry.known === 'date') {
    const text = words.t('due.expiry', { when: relative(words, expiry.at, now) })
    return { ...LOOKS.none, text, at: expiry.at }
  }
  const text = words.t(expiry.known === 'never' ? 'due.never' : 'due.unknown')
  return { ...LOOKS.none, text, at: null }
}

/** The one thing to say about a token's time: its death, the nearest date, or what is known. */
export function dueWords(
  token: TokenSummary,
  attention: Attention,
  context: { readonly words: Words; readonly now: number },
): DueWords {
  const { words, now } = context
  if (token.phase.name === 'revoked')
    return { text: words.t('due.revoked'), tone: 'none', icon: 'ban', at: token.phase.at }
  if (attention.severity === 'dead') {
    const expired = token.settled?.verdict === 'expired'
    const text = words.t(expired ? 'due.expired' : 'due.rejected')
    return { ...LOOKS.dead, text, at: null }
  }
  const { due } = attention
  if (due === null || due.level === null) return ofExpiry(token, words, now)
  return { ...lookOf(severityOf(due)), text: ofDue(due, words, now), at: due.at }
}

/** How loud one date is by itself. */
export function severityOf(due: Due): Severity {
  switch (due.level) {
    case 'over':
    case 1:
      return 'critical'
    case 7:
      return 'warning'
    case 14:
      return 'notice'
    case 30:
      return 'info'
    case null:
      return 'none'
  }
}
