import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import s from './group-row.module.css'

/** The heading of a platform's tokens. `top` is null while it sticks to the upper edge. */
export function GroupRow({
  service,
  count,
  index,
  top,
}: {
  readonly service: string
  readonly count: number
  readonly index: number
  readonly top: number | null
}) {
  const { names } = useApp()
  const words = useWords()
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={s['group']}
      style={
        top === null
          ? { position: 'sticky', insetBlockStart: 0 }
          : { position: 'absolute', insetBlockStart: top }
      }
    >
      <span role="rowheader" aria-colspan={3} className={s['name']}>
        <bdi>{names.service(service)}</bdi>
        <span className={s['count']}>{words.number(count)}</span>
      </span>
    </div>
  )
}
