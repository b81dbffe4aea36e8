import { useStore } from 'zustand'
import type { MessageId } from '../../i18n/messages'
import { isolate, useWords } from '../../i18n/intl'
import { Icon } from '../../ui/icon'
import { Failure } from './failure'
import type { ImportFlow } from './import-flow'
import s from './transfer.module.css'

const FROM = [
  ['transfer.from-keyglot', 'transfer.from-keyglot-text'],
  ['transfer.from-1password', 'transfer.from-1password-text'],
  ['transfer.from-bitwarden', 'transfer.from-bitwarden-text'],
  ['transfer.from-keepass', 'transfer.from-keepass-text'],
  ['transfer.from-other', 'transfer.from-other-text'],
] as const satisfies readonly (readonly [MessageId, MessageId])[]

/** What is read, and what was the matter with the last file that was tried. */
export function ChooseStep({ flow }: { readonly flow: ImportFlow }) {
  const words = useWords()
  const { failed, busy, file } = useStore(flow.store)
  if (busy === 'reading' && file !== null) {
    return (
      <p className={s['reading']} role="status">
        <Icon name="loader" size={16} className={s['turn']} />
        {words.t('transfer.reading', { file: isolate(file.file) })}
      </p>
    )
  }
  return (
    <div className={s['step']}>
      <p className={s['text']}>{words.t('transfer.choose-text')}</p>
      <section className={s['part']} aria-labelledby="transfer-from">
        <h3 id="transfer-from" className={s['caption']}>
          {words.t('transfer.from')}
        </h3>
        <dl className={s['facts']}>
          {FROM.map(([name, text]) => (
            <div key={name}>
              <dt>{words.t(name)}</dt>
              <dd>{words.t(text)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {failed?.code === 'import.gone' ? (
        <p className={s['advice']} role="alert">
          <Icon name="clock" size={16} />
          {words.t('transfer.gone')}
        </p>
      ) : (
        <Failure error={failed} />
      )}
    </div>
  )
}
