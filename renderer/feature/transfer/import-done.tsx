import { useStore } from 'zustand'
import { isolate, useWords } from '../../i18n/intl'
import { Icon } from '../../ui/icon'
import type { ImportFlow } from './import-flow'
import s from './transfer.module.css'

/** How many were added, and what is to be done about the file. */
export function ImportDone({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const { added, file } = useStore(flow.store)
  const name = { file: isolate(file?.file ?? '') }
  return (
    <div className={s['step']}>
      <div className={s['done']} role="status">
        <Icon name="circle-check" size={28} />
        <h3 className={s['title']}>{words.t('transfer.added', { count: added.length })}</h3>
        <p className={s['text']}>{words.t('transfer.added-text', { count: added.length })}</p>
      </div>
      {file?.sealed === false ? (
        <p className={s['advice']}>
          <Icon name="triangle" size={16} />
          {words.t('transfer.delete-file', name)}
        </p>
      ) : (
        <p className={s['note']}>{words.t('transfer.keep-file', name)}</p>
      )}
    </div>
  )
}
