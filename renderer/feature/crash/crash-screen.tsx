import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { NoticeScreen } from '../../ui/notice-screen'

/** In the place of everything, once something has broken while it was drawn. */
export function CrashScreen() {
  const app = useApp()
  const words = useWords()
  return (
    <NoticeScreen
      icon="octagon-alert"
      loud="bad"
      title={words.t('crash.title')}
      texts={[words.t('crash.text'), words.t('crash.report')]}
      actions={
        <>
          <Button look="primary" icon="refresh" autoFocus onClick={app.act.reload}>
            {words.t('crash.reload')}
          </Button>
          <Button icon="folder" onClick={() => void app.act.showDataFolder()}>
            {words.t('damage.folder')}
          </Button>
        </>
      }
    />
  )
}
