import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './crash-screen.module.css'

/** In the place of everything, once something has broken while it was drawn. */
export function CrashScreen() {
  const app = useApp()
  const words = useWords()
  return (
    <main className={s['screen']}>
      <div className={s['card']} role="alert" aria-labelledby="crash-title">
        <Icon name="octagon-alert" size={26} className={s['icon']} />
        <h1 id="crash-title" className={s['title']}>
          {words.t('crash.title')}
        </h1>
        <p className={s['text']}>{words.t('crash.text')}</p>
        <p className={s['text']}>{words.t('crash.report')}</p>
        <div className={s['actions']}>
          <Button look="primary" icon="refresh" autoFocus onClick={app.act.reload}>
            {words.t('crash.reload')}
          </Button>
          <Button icon="folder" onClick={() => void app.act.showDataFolder()}>
            {words.t('damage.folder')}
          </Button>
        </div>
      </div>
    </main>
  )
}
