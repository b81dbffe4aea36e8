import { useState } from 'react'
import { useStore } from 'zustand'
import type { ReadOnlyReason } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
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
  const [asking, setAsking] = useState(false)
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
            <Button size="small" onClick={() => setAsking(true)}>
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
      {asking && <AcceptDialog reason={reason} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** What it means to go on with this file. */
function AcceptDialog({
  reason,
  onClose,
}: {
  readonly reason: ReadOnlyReason
  readonly onClose: () => void
}) {
  const app = useApp()
  const words = useWords()
  return (
    <Dialog
      alert
      size="small"
      title={words.t('doubt.accept.title')}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {words.t('doubt.accept.not')}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onClose()
              void app.act.acceptVault()
            }}
          >
            {words.t('doubt.accept.do')}
          </Button>
        </>
      }
    >
      <p>{words.t(reason === 'older' ? 'doubt.accept.older' : 'doubt.accept.changed')}</p>
    </Dialog>
  )
}
