import { useStore } from 'zustand'
import type { ReadOnlyReason } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './damage.module.css'

type Worry = ReadOnlyReason | 'records'

const WORDS: Readonly<Record<Worry, { title: MessageId; text: MessageId }>> = {
  records: { title: 'damage.records.title', text: 'damage.records.text' },
  damage: { title: 'damage.title', text: 'damage.text' },
  older: { title: 'doubt.older.title', text: 'doubt.older.text' },
  changed: { title: 'doubt.changed.title', text: 'doubt.changed.text' },
}

/** Said for as long as it is so: something is not shown, or nothing that is done here is kept. */
export function Damage() {
  const app = useApp()
  const words = useWords()
  const readOnly = useStore(app.session, (session) => session.vault?.readOnly ?? null)
  const missing = useStore(app.session, (session) => session.vault?.changesMissing ?? 0)
  const damaged = useStore(app.session, (session) => session.vault?.damagedRecords ?? 0)
  const worry: Worry | null = readOnly ?? (damaged > 0 ? 'records' : null)
  if (worry === null) return null
  const { title, text } = WORDS[worry]
  const count = worry === 'records' ? damaged : missing
  return (
    <div className={s['damage']} role="alert">
      <Icon name="file-warning" size={17} className={s['icon']} />
      <div className={s['what']}>
        <p className={s['title']}>{words.t(title, { count })}</p>
        <p className={s['text']}>{words.t(text, { count })}</p>
        <div className={s['acts']}>
          {(worry === 'older' || worry === 'changed') && (
            <Button size="small" onClick={() => app.act.openOverlay({ name: 'accept' })}>
              {words.t('doubt.accept')}
            </Button>
          )}
          <Button
            size="small"
            icon="history"
            onClick={() => app.act.openOverlay({ name: 'restore' })}
          >
            {words.t('backup.restore')}
          </Button>
          <Button size="small" icon="folder" onClick={() => void app.act.showDataFolder()}>
            {words.t('damage.folder')}
          </Button>
        </div>
      </div>
    </div>
  )
}
