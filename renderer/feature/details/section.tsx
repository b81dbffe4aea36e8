import { useId, type ReactNode } from 'react'
import type { FactSource } from '../../../shared/model/token'
import { SourceTag } from '../../ui/tag'
import s from './section.module.css'

/** A titled part of the details. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section className={s['section']} aria-labelledby={id}>
      <div className={s['head']}>
        <h3 id={id} className={s['title']}>
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Names and values under each other. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <dl className={s['rows']}>{children}</dl>
}

/** One known thing: its name, its value, and who says so. */
export function Row({
  name,
  source,
  children,
}: {
  readonly name: string
  readonly source?: FactSource | undefined
  readonly children: ReactNode
}) {
  return (
    <div className={s['row']}>
      <dt className={s['name']}>{name}</dt>
      <dd className={s['value']}>
        <div className={s['content']}>{children}</div>
        {source && <SourceTag source={source} />}
      </dd>
    </div>
  )
}
