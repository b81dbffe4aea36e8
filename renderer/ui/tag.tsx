import type { FactSource } from '../../shared/model/token'
import { useWords } from '../i18n/intl'
import s from './tag.module.css'

/** Who says so: the platform, one of its rules, the value itself, or the user. */
export function SourceTag({ source }: { readonly source: FactSource }) {
  const words = useWords()
  return (
    <span className={s['source']} data-source={source} data-tip={words.t(`source.${source}-tip`)}>
      {words.t(`source.${source}`)}
    </span>
  )
}
