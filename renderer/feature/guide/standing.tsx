import type { ReactNode } from 'react'
import { useWords } from '../../i18n/intl'
import { Icon } from '../../ui/icon'
import s from './guide.module.css'

/** What is where now, and what giving up would leave: always in view above the steps. */
export function Standing({ children }: { readonly children: ReactNode }) {
  const words = useWords()
  return (
    <div className={s['standing']} role="status" aria-label={words.t('guide.standing')}>
      <Icon name="info" size={16} />
      <p>{children}</p>
    </div>
  )
}
