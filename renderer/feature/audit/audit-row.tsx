import type { AuditLine, AuditRow, BrokenLine } from '../../../shared/model/audit'
import type { TokenId } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import s from './audit-row.module.css'
import { auditRowId } from './ids'
import { brokenText, exactTime, extraOf, outcomeLook } from './words'

interface Props {
  readonly row: AuditRow
  readonly index: number
  readonly top: number
  readonly height: number
  readonly selected: boolean
  readonly onSelect: () => void
  readonly onToken: (token: TokenId) => void
  readonly onOpen: () => void
}

/** One line of the log. */
export function AuditRowView(props: Props) {
  const { row, index, top, height, selected, onSelect, onOpen } = props
  const broken = 'broken' in row
  return (
    <div
      id={auditRowId(row.seq)}
      className={cx(s['row'], selected && s['selected'], broken && s['broken'])}
      style={{ transform: `translateY(${top}px)`, blockSize: height }}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      onClick={onSelect}
      onDoubleClick={onOpen}
    >
      {broken ? <Broken row={row} /> : <Line {...props} row={row} />}
    </div>
  )
}

function Broken({ row }: { readonly row: BrokenLine }) {
  const words = useWords()
  return (
    <span role="gridcell" aria-colspan={5} className={s['fault']}>
      <Icon name="octagon-alert" size={14} />
      {brokenText(words, row)}
    </span>
  )
}

function Line({ row, onToken }: Props & { readonly row: AuditLine }) {
  const words = useWords()
  const { icon, tone } = outcomeLook(row.outcome)
  const extra = extraOf(words, row)
  const { token, label } = row
  return (
    <>
      <span role="gridcell" className={s['time']}>
        <time dateTime={new Date(row.at).toISOString()}>{exactTime(words, row.at)}</time>
      </span>
      <span role="gridcell" className={s['what']}>
        <span className={s['act']}>{words.t(`audit.act.${row.act}`)}</span>
        {extra !== '' && (
          <span className={s['extra']} data-tip={extra}>
            {extra}
          </span>
        )}
      </span>
      <span role="gridcell" className={s['token']}>
        {token !== null && label !== null && (
          <button
            type="button"
            tabIndex={-1}
            className={s['label']}
            data-tip={words.t('audit.only-this')}
            onClick={() => onToken(token)}
          >
            <bdi>{label}</bdi>
          </button>
        )}
      </span>
      <span role="gridcell" className={s['who']}>
        {words.t(`audit.actor.${row.actor}`)}
      </span>
      <span role="gridcell" className={cx(s['outcome'], s[tone])}>
        <Icon name={icon} size={14} />
        {words.t(`audit.outcome.${row.outcome}`)}
      </span>
    </>
  )
}
