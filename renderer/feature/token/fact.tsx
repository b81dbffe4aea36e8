import type { Fact } from '../../../shared/model/token'
import { useWords, type Words } from '../../i18n/intl'
import { moment } from '../../i18n/time'
import { LongList, LongText } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import s from './fact.module.css'

/** The name of a fact; a platform without the message shows its key, never nothing. */
export function factName(words: Words, key: string): string {
  return words.lookup(`fact.${key}`) ?? key.replaceAll('-', ' ')
}

/** What is odd about a value is a warning, and no property of it. */
const ODD = ['unusual-shape', 'undecodable']

export function isWarning({ key, value }: Fact): boolean {
  return value === true && ODD.includes(key)
}

/** What is odd about the value, in sentences. */
export function FactWarnings({ facts }: { readonly facts: readonly Fact[] }) {
  const words = useWords()
  return facts.filter(isWarning).map(({ key }) => (
    <p key={key} className={s['warning']}>
      <Icon name="triangle" size={15} />
      {words.lookup(`fact.${key}`)}
    </p>
  ))
}

/** A fact as its format wants it. What a server wrote is text and nothing else. */
export function FactValue({ fact }: { readonly fact: Fact }) {
  const words = useWords()
  const { value } = fact
  if (Array.isArray(value)) {
    if (value.length === 0) return words.t('facts.none')
    return (
      <LongList
        items={value}
        limit={8}
        render={(shown) => (
          <ul>
            {shown.map((text, index) => (
              <li key={index}>
                <LongText text={text} />
              </li>
            ))}
          </ul>
        )}
      />
    )
  }
  if (fact.format === 'date') {
    const at = typeof value === 'number' ? value : Date.parse(String(value))
    return Number.isNaN(at) ? <LongText text={String(value)} /> : moment(words, at)
  }
  if (typeof value === 'boolean') return words.t(value ? 'facts.yes' : 'facts.no')
  if (typeof value === 'number')
    return words.number(value, { useGrouping: fact.format === 'number' })
  return <LongText text={value} />
}
