import { useStore } from 'zustand'
import type { ReadOnlyReason } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './damage.module.css'

const WORDS: Readonly<Record<ReadOnlyReason, { title: MessageId; text: MessageId }>> = {
  damage: { title: 'damage.title', text: 'damage.text' },
  older: { title: 'doubt.older.title', text: 'doubt.older.text' },
  changed: { title: 'doubt.changed.title', text: 'doubt.changed.text' },
}

/** Said for as long as it is so: nothing that is done here is kept any more. */
export function Damage() {
  const app = useApp()
  const words = useWords()
  const reason = useStore(app.session, (session) => session.vault?.readOnly ?? null)
  const count = useStore(app.session, (session) => session.vault?.changesMissing ?? 0)
  if (reason === null) return null
  const { title, text } = WORDS[reason]
  return (
    <div className={s['damage']} role="alert">
      <Icon name="file-warning" size={17} className={s['icon']} />
      <div className={s['what']}>
        <p className={s['title']}>{words.t(title)}</p>
        <p className={s['text']}>{words.t(text, { count })}</p>
        <div className={s['acts']}>
          {reason !== 'damage' && (
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
