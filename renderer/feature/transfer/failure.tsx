import type { AppError } from '../../../shared/error'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Icon } from '../../ui/icon'
import s from './transfer.module.css'

/** What was the matter, if anything was. */
export function Failure({ error }: { readonly error: AppError | null }) {
  const words = useWords()
  if (error === null) return null
  return (
    <p role="alert" className={s['refused']}>
      <Icon name="triangle" size={14} />
      {words.t(`error.${error.code}`, paramsOf(error))}
    </p>
  )
}
