import type { Difference } from '../../../shared/contract/rotation'
import type { TokenSummary } from '../../../shared/model/token'
import { useWords, type Words } from '../../i18n/intl'
import { day } from '../../i18n/time'
import { cx } from '../../ui/cx'
import { LongText } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import s from './compare-table.module.css'
import { Hint } from './hint'
import { lostOf, resultLook } from './rules'

/**
 * The new value beside the old one. The roles stand in full because a narrow window lays the
 * cells out under each other, which would take the table's meaning away.
 */
export function CompareTable({
  token,
  differences,
  hints,
}: {
  readonly token: TokenSummary
  readonly differences: readonly Difference[]
  readonly hints: { readonly before: string; readonly after: string }
}) {
  const words = useWords()
  const rows = named(words, token, differences)
  return (
    <table className={s['table']} role="table" aria-label={words.t('guide.compare')}>
      <thead role="rowgroup" className={s['head']}>
        <tr role="row">
          <th role="columnheader" scope="col">
            <span className="visually-hidden">{words.t('guide.compare-what')}</span>
          </th>
          <th role="columnheader" scope="col">
            {words.t('guide.compare-old')} <Hint text={hints.before} />
          </th>
          <th role="columnheader" scope="col">
            {words.t('guide.compare-new')} <Hint text={hints.after} />
          </th>
          <th role="columnheader" scope="col">
            {words.t('guide.compare-result')}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, name, difference }) => (
          <tr key={key} role="row" className={s['row']}>
            <th role="rowheader" scope="row" className={s['name']}>
              {name}
            </th>
            <td role="cell" className={s['value']} data-side={words.t('guide.compare-old')}>
              <Side difference={difference} text={difference.before} />
            </td>
            <td role="cell" className={s['value']} data-side={words.t('guide.compare-new')}>
              <Side difference={difference} text={difference.after} />
              <Missing difference={difference} />
            </td>
            <td role="cell" className={s['result']}>
              <Result difference={difference} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Result({ difference }: { readonly difference: Difference }) {
  const words = useWords()
  const { icon, label, tone } = resultLook(difference)
  return (
    <span className={cx(s['mark'], s[tone])}>
      <Icon name={icon} size={14} />
      {words.t(label)}
    </span>
  )
}

function Side({
  difference,
  text,
}: {
  readonly difference: Difference
  readonly text: string | null
}) {
  const words = useWords()
  if (text === null || text === '')
    return (
      <span className={s['none']}>{words.t(text === null ? 'guide.not-told' : 'access.none')}</span>
    )
  if (difference.subject === 'expiry')
    return text === 'never' ? words.t('time.never') : day(words, Number(text))
  return <LongText text={text} limit={100} />
}

/** The rights that the old one has and the new one lacks, so that nobody has to look for them. */
function Missing({ difference }: { readonly difference: Difference }) {
  const words = useWords()
  const lost = lostOf(difference)
  if (lost.length === 0) return null
  return (
    <p className={s['missing']}>
      {words.t('guide.missing')} <LongText text={lost.join(', ')} limit={100} />
    </p>
  )
}

interface Named {
  readonly key: string
  readonly name: string
  readonly difference: Difference
}

/** Several layers of access come in the order of the old value's: each is named by its layer. */
function named(
  words: Words,
  token: TokenSummary,
  differences: readonly Difference[],
): readonly Named[] {
  const layers = differences.filter((each) => each.subject === 'access')
  return differences.map((difference, index) => {
    const key = `${difference.subject} ${index}`
    switch (difference.subject) {
      case 'account':
        return { key, difference, name: words.t('facts.account') }
      case 'project':
        return { key, difference, name: words.t('facts.project') }
      case 'expiry':
        return { key, difference, name: words.t('time.expiry') }
      case 'access': {
        const layer = token.access[layers.indexOf(difference)]
        const name =
          layers.length > 1 && layer
            ? words.t('guide.compare-access', { layer: words.t(`access.${layer.layer}`) })
            : words.t('access.title')
        return { key, difference, name }
      }
    }
  })
}
