import { useWords } from '../../i18n/intl'
import { Dialog } from '../../ui/dialog'
import { RestoreStep } from '../vault-care/restore-step'

/** Restoring where the vault does not open, is only read, or has records that do not open. */
export function RestoreDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog title={words.t('restore.title')} onClose={onClose} dismissable={false}>
      <RestoreStep onBack={onClose} />
    </Dialog>
  )
}
