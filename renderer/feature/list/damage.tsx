import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './damage.module.css'

/** Said for as long as it is so: nothing that is done here is kept any more. */
export function Damage() {
  const app = useApp()
  const words = useWords()
  const found = useStore(app.session, (session) => session.vault?.readOnly ?? null)
  if (!found) return null
  return (
    <div className={s['damage']} role="alert">
      <Icon name="file-warning" size={17} className={s['icon']} />
      <div className={s['what']}>
        <p className={s['title']}>{words.t('damage.title')}</p>
        <p className={s['text']}>{words.t('damage.text')}</p>
      </div>
      <Button size="small" icon="folder" onClick={() => void app.act.showDataFolder()}>
        {words.t('damage.folder')}
      </Button>
    </div>
  )
}
