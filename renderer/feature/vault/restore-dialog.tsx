import { useWords } from '../../i18n/intl'
import { Dialog } from '../../ui/dialog'
import { Leaving, useLeaving } from '../vault-care/leave'
import { RestoreStep } from '../vault-care/restore-step'

/** Restoring where the vault does not open, is only read, or has records that do not open. */
export function RestoreDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const leaving = useLeaving(onClose)
  return (
    <Dialog title={words.t('restore.title')} onClose={leaving.onClose} dismissable={false}>
      <Leaving value={leaving.hold}>
        <RestoreStep onBack={onClose} />
      </Leaving>
    </Dialog>
  )
}
