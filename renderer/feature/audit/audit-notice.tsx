import { useStore } from 'zustand'
import type { AuditVerdict } from '../../../shared/model/audit'
import { useWords, type Words } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { IconButton } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import s from './audit-notice.module.css'
import type { ActivityFlow } from './flow'

/** What the check of the whole log found. */
export function AuditNotice({ flow }: { readonly flow: ActivityFlow }) {
  const words = useWords()
  const verdict = useStore(flow.store, (state) => state.verdict)
  if (verdict === null) return <div role="status" className="visually-hidden" />
  const whole = verdict.fault === null
  return (
    <div role="status" className={cx(s['notice'], s[whole ? 'whole' : 'broken'])}>
      <Icon name={whole ? 'shield-check' : 'octagon-alert'} size={16} />
      <p className={s['text']}>{textOf(words, verdict)}</p>
      <IconButton
        icon="x"
        size="small"
        label={words.t('action.close')}
        onClick={flow.forgetVerdict}
      />
    </div>
  )
}

function textOf(words: Words, { fault, seq, lines, since, trimmed }: AuditVerdict): string {
  if (fault !== null) return words.t(`audit.found.${fault}`, { line: seq ?? 0 })
  const whole = words.t('audit.intact', {
    lines,
    since: since === null ? '' : day(words, since),
  })
  return trimmed === 0 ? whole : `${whole} ${words.t('audit.trimmed', { count: trimmed })}`
}
