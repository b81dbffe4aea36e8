import type { ExportFormat } from '../../../shared/model/transfer-list'
import { isolate, useWords } from '../../i18n/intl'
import { Icon } from '../../ui/icon'
import s from './transfer.module.css'

export interface Written {
  readonly format: ExportFormat
  readonly file: string
  readonly tokens: number
  readonly unreadable: number
}

/** What was written, what is missing in it, and how it is opened elsewhere. */
export function ExportDone({ written }: { readonly written: Written }) {
  const words = useWords()
  const { format, file, tokens, unreadable } = written
  const sealed = format === 'age' || format === 'kdbx'
  return (
    <div className={s['step']}>
      <div className={s['done']} role="status">
        <Icon name="circle-check" size={28} />
        <h3 className={s['title']}>{words.t('transfer.exported')}</h3>
        <p className={s['text']}>
          {words.t('transfer.exported-text', { count: tokens, file: isolate(file) })}
        </p>
      </div>
      {unreadable > 0 && (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('transfer.exported-unreadable', { count: unreadable })}
        </p>
      )}
      {format === 'age' && (
        <>
          <p className={s['text']}>{words.t('transfer.open-age')}</p>
          <code className={s['code']} dir="ltr">
            age -d {quoted(file)}
          </code>
        </>
      )}
      {format === 'kdbx' && <p className={s['text']}>{words.t('transfer.open-kdbx')}</p>}
      {sealed ? (
        <p className={s['note']}>{words.t('transfer.passphrase-keep')}</p>
      ) : (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('transfer.open-plain')}
        </p>
      )}
    </div>
  )
}

/** As one word of a command line. */
function quoted(file: string): string {
  return /^[\w.][\w.-]*$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`
}
