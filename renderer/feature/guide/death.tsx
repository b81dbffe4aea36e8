import { useEffect, useRef, useState } from 'react'
import type { CheckRecord } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import { evidenceText } from '../token/verdict'
import { VerdictBox } from '../token/verdict-box'
import s from './guide.module.css'
import { deathOf } from './rules'

interface Props {
  readonly check: CheckRecord | null
  /** The refusal was accepted as proof. */
  readonly proved: boolean
  readonly service: string
  /** It is not to be dead yet. */
  readonly kept?: boolean
  /** What follows from the proof. */
  readonly proof: React.ReactNode
  /** The platform is being asked: what it said before is not shown meanwhile. */
  readonly busy: boolean
}

/** What the last check says about whether a value is dead, told when it changes. */
export function Death(props: Props) {
  const { check, busy } = props
  const box = useRef<HTMLDivElement>(null)
  const at = check?.at ?? null
  const [first] = useState(at)
  useEffect(() => {
    // an answer that came just now is to be seen, wherever it stands
    if (at !== first && !busy) box.current?.scrollIntoView({ block: 'nearest' })
  }, [at, first, busy])
  return (
    <div ref={box} role="status" className={s['result']}>
      {check && !busy && <Answer {...props} check={check} />}
    </div>
  )
}

/** Only a refusal is called proof. */
function Answer({
  check,
  proved,
  service,
  proof,
  kept = false,
}: Omit<Props, 'check'> & { readonly check: CheckRecord }) {
  const words = useWords()
  const date = moment(words, check.at)
  const death = deathOf(check, proved)
  const text = (value: React.ReactNode) => (
    <>
      <p className={s['text']}>{value}</p>
      {evidenceText(check) !== '' && <p className={s['data']}>{evidenceText(check)}</p>}
    </>
  )
  switch (death) {
    case 'proved':
      return (
        <Box tone="good" icon="shield-check" title={words.t('guide.proved', { date, service })}>
          {text(proof)}
        </Box>
      )
    case 'alive':
      return (
        <Box
          tone={kept ? 'notice' : 'warning'}
          icon={kept ? 'info' : 'triangle'}
          title={words.t('guide.alive')}
        >
          {text(words.t(kept ? 'guide.alive-kept' : 'guide.alive-text', { date, service }))}
        </Box>
      )
    case 'half':
      return (
        <Box tone="notice" icon="circle-help" title={words.t('guide.no-proof')}>
          {text(words.t('guide.half-text', { service }))}
        </Box>
      )
    case 'open':
      return (
        <div className={s['box']}>
          <VerdictBox evidence={check} when={words.t('guide.no-proof')} date={date} />
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
