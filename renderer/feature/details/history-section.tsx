import type { CheckRecord } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { cx } from '../../ui/cx'
import { LongList } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import { evidenceText, verdictLook } from '../token/verdict'
import s from './history-section.module.css'
import { Section } from './section'

/** The checks that were made, newest first. */
export function HistorySection({ checks }: { readonly checks: readonly CheckRecord[] }) {
  const words = useWords()
  if (checks.length === 0) return null
  return (
    <Section title={words.t('history.title')}>
      <LongList
        items={checks}
        limit={5}
        render={(shown) => (
          <ol className={s['list']}>
            {shown.map((check, index) => (
              <Entry key={`${check.at} ${index}`} check={check} />
            ))}
          </ol>
        )}
      />
    </Section>
  )
}

function Entry({ check }: { readonly check: CheckRecord }) {
  const words = useWords()
  const { icon, tone, title } = verdictLook(check.verdict)
  const data = evidenceText(check)
  return (
    <li className={s['entry']} data-tip={words.t(`reason.${check.reason}`)}>
      <Icon name={icon} size={14} className={cx(s['icon'], s[tone])} />
      <span>{words.t(title)}</span>
      <span className={s['data']}>{data}</span>
      <time className={s['when']} dateTime={new Date(check.at).toISOString()}>
        {moment(words, check.at)}
      </time>
    </li>
  )
}
