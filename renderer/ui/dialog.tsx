import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useWords } from '../i18n/intl'
import { IconButton } from './button'
import { cx } from './cx'
import s from './dialog.module.css'

export interface DialogProps {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** Stays in view below the scrolling body. */
  readonly footer?: ReactNode
  readonly size?: 'small' | 'medium' | 'large' | 'page'
  /** A question that has to be answered, rather than a place to work in. */
  readonly alert?: boolean
  /** Whether a click beside it closes it: not where something could be lost. */
  readonly dismissable?: boolean
}

/** The one dialog: keeps the focus inside, gives it back, closes with Escape. */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  size = 'medium',
  alert = false,
  dismissable = true,
}: DialogProps) {
  const words = useWords()
  return (
    <ModalOverlay
      isOpen
      isDismissable={dismissable}
      onOpenChange={(open) => !open && onClose()}
      className={s['overlay'] ?? ''}
    >
      <Modal className={cx(s['modal'], s[size])}>
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className={s['dialog'] ?? ''}>
          <header className={s['head']}>
            <Heading slot="title" level={2} className={s['title'] ?? ''}>
              {title}
            </Heading>
            <IconButton icon="x" label={words.t('action.close-escape')} onClick={onClose} />
          </header>
          <div className={s['body']}>{children}</div>
          {footer !== undefined && <footer className={s['foot']}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
