import type { ReactNode, RefObject } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import s from './panel.module.css'

/** Content that opens beside a button. It is mounted to open and unmounted to close. */
export function PopupPanel({
  anchor,
  label,
  onClose,
  children,
}: {
  readonly anchor: RefObject<HTMLElement | null>
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <Popover
      isOpen
      triggerRef={anchor}
      placement="bottom start"
      offset={4}
      onOpenChange={(open) => !open && onClose()}
      className={s['panel'] ?? ''}
    >
      <Dialog aria-label={label} className={s['content'] ?? ''}>
        {children}
      </Dialog>
    </Popover>
  )
}
