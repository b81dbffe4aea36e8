import type { CheckRecord, TokenId } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { LongList } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import { evidenceText, verdictLook } from '../token/verdict'
import type { HistoryItem } from './history'
import s from './history-section.module.css'
import { Section } from './section'

/** What its platform said, newest first; and the way to all that was done with it. */
export function HistorySection({
  token,
  items,
}: {
  readonly token: TokenId
  readonly items: readonly HistoryItem[]
}) {
  const app = useApp()
  const words = useWords()
  const all = (
    <Button
      look="link"
      size="small"
      onClick={() => app.act.openOverlay({ name: 'audit', id: token })}
    >
      {words.t('audit.of-token')}
    </Button>
  )
  return (
    <Section title={words.t('history.title')} aside={all}>
      <LongList
        items={items}
        limit={5}
        render={(shown) => (
          <ol className={s['list']}>
            {shown.map((item, index) =>
              'check' in item ? (
                <Entry key={`${item.at} ${index}`} check={item.check} />
              ) : (
                <Unproved key={`${item.at} ${index}`} at={item.at} hint={item.unproved} />
              ),
            )}
          </ol>
        )}
      />
    </Section>
  )
}

function Unproved({ at, hint }: { readonly at: number; readonly hint: string }) {
  const words = useWords()
  return (
    <li className={s['entry']} data-tip={words.t('history.unproved-why')}>
      <Icon name="triangle" size={14} className={cx(s['icon'], s['warning'])} />
      <span>{words.t('history.unproved')}</span>
      <span className={s['data']} dir="ltr">
        {hint}
      </span>
      <time className={s['when']} dateTime={new Date(at).toISOString()}>
        {moment(words, at)}
      </time>
    </li>
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
