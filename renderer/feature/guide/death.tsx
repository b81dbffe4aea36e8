import type { CheckRecord } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import { evidenceText } from '../token/verdict'
import { VerdictBox } from '../token/verdict-box'
import s from './guide.module.css'
import { deathOf } from './rules'

/** What the last check says about whether a value is dead; only a refusal is called proof. */
export function Death({
  check,
  proved,
  service,
  proof,
}: {
  readonly check: CheckRecord | null
  /** The refusal was accepted as proof. */
  readonly proved: boolean
  readonly service: string
  /** What follows from the proof. */
  readonly proof: React.ReactNode
}) {
  const words = useWords()
  if (check === null) return null
  const date = moment(words, check.at)
  const data = evidenceText(check)
  switch (deathOf(check, proved)) {
    case 'unasked':
      return null
    case 'proved':
      return (
        <Box tone="good" icon="shield-check" title={words.t('guide.proved', { date, service })}>
          <p className={s['text']}>{proof}</p>
          {data !== '' && <p className={s['data']}>{data}</p>}
        </Box>
      )
    case 'alive':
      return (
        <Box tone="warning" icon="triangle" title={words.t('guide.alive')}>
          <p className={s['text']}>{words.t('guide.alive-text', { date, service })}</p>
          {data !== '' && <p className={s['data']}>{data}</p>}
        </Box>
      )
    case 'half':
      return (
        <Box tone="notice" icon="circle-help" title={words.t('guide.half')}>
          <p className={s['text']}>{words.t('guide.half-text', { service })}</p>
          {data !== '' && <p className={s['data']}>{data}</p>}
        </Box>
      )
    case 'open':
      return (
        <div className={s['box']}>
          <VerdictBox evidence={check} when={words.t('guide.half')} date={date} />
        </div>
      )
  }
}

function Box({
  tone,
  icon,
  title,
  children,
}: {
  readonly tone: 'good' | 'notice' | 'warning'
  readonly icon: IconName
  readonly title: string
  readonly children: React.ReactNode
}) {
  return (
    <div className={cx(s['box'], s[tone])}>
      <Icon name={icon} size={17} className={s['icon']} />
      <div>
        <p className={s['head']}>{title}</p>
        {children}
      </div>
    </div>
  )
}
