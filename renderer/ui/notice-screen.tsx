import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'
import s from './notice-screen.module.css'

/** `wait`: it may pass by itself; `act`: the user has to do something; `bad`: something is lost. */
export type Loud = 'wait' | 'act' | 'bad'

interface Props {
  readonly icon: IconName
  readonly loud: Loud
  readonly title: string
  readonly texts: readonly string[]
  readonly actions: ReactNode
  readonly children?: ReactNode
  /** Told quietly, since it passes without the user. */
  readonly passing?: boolean
  readonly 'data-vault-state'?: string
}

/** In the place of everything: what is the matter, and the way on. */
export function NoticeScreen(props: Props) {
  const { icon, loud, title, texts, actions, passing = false, children } = props
  return (
    <main className={s['screen']} data-vault-state={props['data-vault-state']}>
      <div className={s['card']} role={passing ? 'status' : 'alert'} aria-labelledby="notice-title">
        <span className={s['icon']} data-loud={loud}>
          <Icon name={icon} size={26} />
        </span>
        <h1 id="notice-title" className={s['title']}>
          {title}
        </h1>
        {texts.map((text) => (
          <p key={text} className={s['text']}>
            {text}
          </p>
        ))}
        {children}
        <div className={s['actions']}>{actions}</div>
      </div>
    </main>
  )
}
