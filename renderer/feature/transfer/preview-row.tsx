import { Fragment, memo } from 'react'
import type { ImportRow } from '../../../shared/contract/transfer'
import { serviceOf } from '../../../shared/model/kind'
import type { KindInfo } from '../../../shared/model/service'
import { isolate, useWords, type Words } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import { ServiceIcon } from '../../ui/service-icon'
import { Clip } from '../../ui/text'
import { fieldName, serverName } from '../token/names'
import { importRowId } from './ids'
import s from './preview.module.css'
import { faultOf, isFree, missingOf, standingOf, type Choice } from './rules'

interface Props {
  readonly row: ImportRow
  readonly choice: Choice
  readonly info: KindInfo | undefined
  readonly index: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly ticked: boolean
}

/** One value of the file: where it stood, what it becomes, and what is to be known about that. */
export const PreviewRow = memo(function PreviewRow(props: Props) {
  const { row, choice, info, index, top, height, active, ticked } = props
  const app = useApp()
  const words = useWords()
  const free = isFree(row)
  const kind = choice.kind
  const service = kind === null ? null : serviceOf(kind)
  const marks = marksOf(words, { row, choice, info, ticked })
  const title = row.title === '' ? row.hint : row.title
  const about = [
    row.hint,
    kind === null ? null : app.names.kind(kind),
    info && isElsewhere(choice, info) ? placeOf(words, choice, info) : null,
    free && kind !== null && ![row.title, ''].includes(choice.label.trim())
      ? words.t('transfer.row-label', { label: isolate(choice.label) })
      : null,
  ].filter((part) => part !== null)
  return (
    <div
      role="row"
      id={importRowId(row.key)}
      data-key={row.key}
      aria-rowindex={index + 1}
      aria-selected={ticked}
      aria-label={[
        title,
        row.folder,
        service === null ? '' : app.names.service(service),
        ...about,
        ...marks.map(({ text }) => text),
        words.t(ticked ? 'transfer.row-ticked' : 'transfer.row-not-ticked'),
      ]
        .filter((part) => part !== '')
        .join(', ')}
      className={cx(s['row'], active && s['active'], !free && s['shut'])}
      style={{ blockSize: height, transform: `translateY(${top}px)` }}
    >
      <span className={s['box']} data-tick={free} data-on={ticked} aria-hidden>
        {ticked && <Icon name="check" size={14} />}
      </span>
      {service === null ? (
        <Icon name="key" size={22} className={s['unknown']} />
      ) : (
        <ServiceIcon service={service} name={app.names.service(service)} size={24} />
      )}
      <div role="gridcell" className={s['what']}>
        <div className={s['line']}>
          <Clip text={title} className={s['title']} />
          {row.folder !== '' && <Clip text={row.folder} className={s['folder']} />}
        </div>
        <div className={s['meta']}>
          {about.map((part, place) => (
            <Fragment key={place}>
              {place > 0 && <span className={s['dot']}>·</span>}
              <Clip text={part} className={place === 0 ? s['hint'] : s['part']} />
            </Fragment>
          ))}
        </div>
      </div>
      <div role="gridcell" className={s['marks']}>
        {marks.map(({ icon, tone, text, tip }) => (
          <span key={text} className={cx(s['mark'], s[tone])} data-tip={tip}>
            <Icon name={icon} size={13} />
            <span className={s['mark-text']}>{text}</span>
          </span>
        ))}
      </div>
    </div>
  )
})

interface Mark {
  readonly icon: IconName
  readonly tone: 'calm' | 'ask' | 'bad'
  readonly text: string
  readonly tip?: string | undefined
}

function marksOf(
  words: Words,
  { row, choice, info, ticked }: Pick<Props, 'row' | 'choice' | 'info' | 'ticked'>,
): readonly Mark[] {
  return [...standingMarks(words, row, choice), ...stateMarks(words, row), ...lackMarks()]

  function lackMarks(): Mark[] {
    if (choice.kind === null || !isFree(row)) return []
    const fault = faultOf(choice, info)
    if (fault !== null)
      return [{ icon: 'triangle', tone: 'bad', text: words.t(`transfer.fault.${fault}`) }]
    if (!ticked || info === undefined) return []
    if (!choice.sure)
      return [{ icon: 'edit', tone: 'ask', text: words.t('transfer.server-unsaid') }]
    const [first, ...more] = missingOf(choice, info)
    if (!first) return []
    const name = fieldName(words, info.id, first.key)
    const text =
      more.length === 0
        ? words.t('transfer.missing', { name })
        : words.t('transfer.missing-more', { name, more: more.length })
    return [{ icon: 'edit', tone: 'ask', text }]
  }
}

function standingMarks(words: Words, row: ImportRow, { kind }: Choice): Mark[] {
  const standing = standingOf(row)
  switch (standing) {
    case 'likely':
      return []
    case 'open':
    case 'none': {
      if (kind !== null) return []
      const tone = standing === 'open' ? 'ask' : 'calm'
      return [{ icon: 'circle-help', tone, text: words.t(`transfer.standing.${standing}`) }]
    }
    case 'vault':
    case 'twin':
    case 'problem': {
      const icon = standing === 'vault' ? 'circle-check' : standing === 'twin' ? 'layers' : 'ban'
      return [{ icon, tone: 'calm', text: words.t(`transfer.standing.${standing}`) }]
    }
  }
}

function stateMarks(words: Words, { state, leftOut }: ImportRow): Mark[] {
  const marks: Mark[] = []
  if (state !== 'active') {
    const icon = state === 'deleted' ? 'trash' : 'history'
    marks.push({ icon, tone: 'calm', text: words.t(`transfer.state.${state}`) })
  }
  if (leftOut.length > 0) {
    const what = leftOut.map((each) => words.t(`transfer.left-out.${each}`)).join(', ')
    marks.push({
      icon: 'info',
      tone: 'calm',
      text: words.t('transfer.left-out-short'),
      tip: words.t('transfer.left-out', { what }),
    })
  }
  return marks
}

/** Where it matters which server it is: anywhere but the first, and where people run their own. */
const isElsewhere = ({ server }: Choice, info: KindInfo): boolean =>
  info.selfHosted || server.id !== info.servers[0]?.id

export function placeOf(words: Words, { server }: Choice, info: KindInfo): string {
  if (server.id === 'custom') return (server.baseUrl ?? '').replace(/^https?:\/\//, '')
  return serverName(words, info.id, server.id)
}
