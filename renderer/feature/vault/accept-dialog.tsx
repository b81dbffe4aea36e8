import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { NothingToShow } from '../nothing-to-show'

/** What it means to go on with a file that is not the one that was seen last. */
export function AcceptDialog() {
  const app = useApp()
  const words = useWords()
  const reason = useStore(app.session, (session) => session.vault?.readOnly ?? null)
  if (reason === null) return <NothingToShow />
  return (
    <Dialog
      alert
      size="small"
      title={words.t('doubt.accept.title')}
      onClose={app.act.closeOverlay}
      footer={
        <>
          <Button autoFocus onClick={app.act.closeOverlay}>
            {words.t('doubt.accept.not')}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              app.act.closeOverlay()
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
