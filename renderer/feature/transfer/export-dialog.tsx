import { useState } from 'react'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ExportDone, type Written } from './export-done'
import { EXPORT_FORM, ExportForm } from './export-form'
import { FirstButton } from './first-button'

/** Writes all tokens into one file: encrypted, or after a proof and a word in clear. */
export function ExportDialog() {
  const app = useApp()
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const [written, setWritten] = useState<Written | null>(null)
  const none = app.tokens.getState().list.length === 0
  return (
    <Dialog
      title={words.t('transfer.export-title')}
      dismissable={written !== null || none}
      onClose={() => {
        if (!busy) app.act.closeOverlay()
      }}
      footer={
        written !== null || none ? (
          <FirstButton look="primary" onClick={app.act.closeOverlay}>
            {words.t(none ? 'action.close' : 'action.done')}
          </FirstButton>
        ) : (
          <>
            <Button disabled={busy} onClick={app.act.closeOverlay}>
              {words.t('action.cancel')}
            </Button>
            <Button look="primary" icon="file-out" type="submit" form={EXPORT_FORM} busy={busy}>
              {words.t('transfer.export-do')}
            </Button>
          </>
        )
      }
    >
      {written !== null ? (
        <ExportDone written={written} />
      ) : none ? (
        <p>{words.t('transfer.export-none')}</p>
      ) : (
        <ExportForm busy={busy} onBusy={setBusy} onDone={setWritten} />
      )}
    </Dialog>
  )
}
