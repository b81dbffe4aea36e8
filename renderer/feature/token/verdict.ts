import type { CheckRecord } from '../../../shared/model/token'
import type { Verdict } from '../../../shared/model/verdict-list'
import type { MessageId } from '../../i18n/messages'
import type { IconName } from '../../ui/icon'
import type { Tone } from './due'

/** How a verdict looks: only the platform's own evidence is red, only 'valid' is green. */
const LOOKS: Readonly<Record<Verdict, { icon: IconName; tone: Tone }>> = {
  valid: { icon: 'circle-check', tone: 'good' },
  expired: { icon: 'circle-x', tone: 'critical' },
  rejected: { icon: 'ban', tone: 'critical' },
  forbidden: { icon: 'shield-alert', tone: 'notice' },
  'rate-limited': { icon: 'gauge', tone: 'info' },
  unreachable: { icon: 'cloud-off', tone: 'none' },
  'not-yet-active': { icon: 'hourglass', tone: 'info' },
  unclear: { icon: 'circle-help', tone: 'none' },
}

export function verdictLook(verdict: Verdict): { icon: IconName; tone: Tone; title: MessageId } {
  return { ...LOOKS[verdict], title: `verdict.${verdict}` }
}

/** What was behind a verdict, as short data: 'HTTP 401 · invalid_pat'. */
export function evidenceText(check: Pick<CheckRecord, 'status' | 'code'>): string {
  const status = check.status === null ? [] : [`HTTP ${check.status}`]
  const code = check.code === null || check.code === '' ? [] : [check.code]
  return [...status, ...code].join(' · ')
}
