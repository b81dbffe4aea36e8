import type { ReactNode } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import s from './spotlight.module.css'

/** A dialog without a head, for a field and what it finds: modal, closes with Escape or a click beside it. */
export function Spotlight({
  label,
  onClose,
  children,
}: {
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className={s['overlay'] ?? ''}
    >
      <Modal className={s['modal'] ?? ''}>
        <Dialog aria-label={label} className={s['dialog'] ?? ''}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
