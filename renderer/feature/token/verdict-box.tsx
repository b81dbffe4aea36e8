import type { Evidence } from '../../../shared/model/verdict'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import { evidenceText, verdictLook } from './verdict'
import s from './verdict-box.module.css'

/** A verdict in words, why, and what it rests on. */
export function VerdictBox({
  evidence,
  when,
  date,
}: {
  readonly evidence: Evidence
  readonly when?: string | undefined
  readonly date?: string | undefined
}) {
  const words = useWords()
  const { icon, tone, title } = verdictLook(evidence.verdict)
  const data = evidenceText(evidence)
  return (
    <div className={s['box']}>
      <Icon name={icon} size={17} className={cx(s['icon'], s[tone])} />
      <div className={s['what']}>
        <p className={s['title']}>
          {words.t(title)}
          {when !== undefined && (
            <span className={s['when']} data-tip={date}>
              {when}
            </span>
          )}
        </p>
        <p className={s['reason']}>
          {words.t(`reason.${evidence.reason}`)}
          {evidence.retryAt !== null &&
            ` ${words.t('check.retry', { date: moment(words, evidence.retryAt) })}`}
        </p>
        {data !== '' && <p className={s['data']}>{data}</p>}
      </div>
    </div>
  )
}
