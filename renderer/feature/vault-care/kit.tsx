import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import s from './kit.module.css'

/** A recovery key as it goes on paper: the only part of the window that is printed. */
export function Kit({ secret, vault }: { readonly secret: string; readonly vault: string }) {
  const words = useWords()
  const { env } = useApp()
  // to the minute: of two papers of one day, only the later one counts
  const [now] = useState(() => env.now())
  const title = useRef<HTMLHeadingElement>(null)
  // what is to be copied comes into view first, and not the buttons below it
  useEffect(() => title.current?.focus(), [])
  return (
    <section className={s['kit']} data-print aria-label={words.t('care.kit.title')}>
      <h3 ref={title} tabIndex={-1} className={s['title']}>
        {words.t('care.kit.title')}
      </h3>
      <dl className={s['facts']}>
        <dt>{words.t('care.kit.made')}</dt>
        <dd>{moment(words, now)}</dd>
        <dt>{words.t('care.kit.vault')}</dt>
        <dd>
          <code>{vault}</code>
        </dd>
      </dl>
      <ol className={s['groups']} dir="ltr" aria-label={words.t('unlock.recovery')}>
        {secret.split('-').map((group, index) => (
          // groups may be the same, their places are not
          <li key={index} className={s['group']}>
            <span className={s['number']} aria-hidden>
              {index + 1}
            </span>
            <code>{group}</code>
          </li>
        ))}
      </ol>
      <p className={s['how']}>{words.t('care.kit.how')}</p>
      <p className={s['how']}>{words.t('care.kit.keep')}</p>
    </section>
  )
}
