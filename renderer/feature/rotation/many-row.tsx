import type { ReactNode } from 'react'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { useApp } from '../../store/hooks'
import { ServiceIcon } from '../../ui/service-icon'
import { Clip } from '../../ui/text'
import s from './many.module.css'

/** One of several tokens: which it is, what is said of it, and what can be done. */
export function ManyRow({
  token,
  children,
  action,
}: {
  readonly token: TokenSummary
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  const app = useApp()
  const service = serviceOf(token.kind)
  const about = [app.names.kind(token.kind), token.account, token.project]
  return (
    <li className={s['row']}>
      <ServiceIcon service={service} name={app.names.service(service)} size={22} />
      <div className={s['what']}>
        <Clip text={token.label} className={s['label']} />
        <Clip text={about.filter((part) => part).join(' · ')} className={s['about']} />
        {children}
      </div>
      {action}
    </li>
  )
}

/** Rows under what they have in common. */
export function ManyGroup({
  title,
  note,
  before,
  children,
}: {
  readonly title: string
  readonly note?: string | undefined
  readonly before?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className={s['group']} aria-label={title}>
      <h3 className={s['title']}>{title}</h3>
      {note !== undefined && <p className={s['about']}>{note}</p>}
      {before}
      <ul className={s['rows']}>{children}</ul>
    </section>
  )
}
