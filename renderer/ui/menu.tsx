import { useEffect, useState, type RefObject } from 'react'
import { Menu, MenuItem, MenuSection, Popover } from 'react-aria-components'
import { useWords } from '../i18n/intl'
import { cx } from './cx'
import { Icon, type IconName } from './icon'
import s from './menu.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly keys?: string | undefined
  /** Given for entries that are on or off. */
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly danger?: boolean
  readonly run: () => void
}

interface Props {
  readonly label: string
  readonly sections: readonly (readonly MenuEntry[])[]
  readonly onClose: () => void
  /** An element, or a point of the window. */
  readonly anchor: RefObject<HTMLElement | null> | { readonly x: number; readonly y: number }
}

/** An open menu. It is mounted to open and unmounted to close. */
export function PopupMenu({ label, sections, onClose, anchor }: Props) {
  const [spot, setSpot] = useState<HTMLElement | null>(null)
  const atPoint = 'x' in anchor
  const trigger = useAnchor(anchor, spot)
  const entries = sections.flat()
  return (
    <>
      {atPoint && (
        <span
          ref={setSpot}
          aria-hidden
          style={{ position: 'fixed', top: anchor.y, left: anchor.x, inlineSize: 1, blockSize: 1 }}
        />
      )}
      {trigger && (
        <Popover
          isOpen
          triggerRef={trigger}
          placement={atPoint ? 'bottom start' : 'bottom end'}
          offset={atPoint ? 0 : 4}
          onOpenChange={(open) => !open && onClose()}
          className={s['popover'] ?? ''}
          aria-label={label}
        >
          <Menu
            aria-label={label}
            autoFocus="first"
            className={s['menu'] ?? ''}
            onAction={(key) => {
              onClose()
              entries.find((entry) => entry.id === key)?.run()
            }}
          >
            {sections.map((section, index) => (
              <MenuSection key={index} className={s['section'] ?? ''} aria-label={label}>
                {section.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </MenuSection>
            ))}
          </Menu>
        </Popover>
      )}
    </>
  )
}

function useAnchor(
  anchor: Props['anchor'],
  spot: HTMLElement | null,
): RefObject<HTMLElement | null> | null {
  const [made, setMade] = useState<RefObject<HTMLElement | null> | null>(null)
  useEffect(() => {
    if (spot) queueMicrotask(() => setMade({ current: spot }))
  }, [spot])
  return 'x' in anchor ? made : anchor
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  const words = useWords()
  const icon = entry.checked === undefined ? entry.icon : entry.checked ? 'check' : undefined
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.disabled ?? false}
      className={cx(s['item'], entry.danger && s['danger'])}
    >
      <span className={s['icon']}>{icon && <Icon name={icon} size={15} />}</span>
      <span className={s['label']}>
        {entry.label}
        {entry.checked === true && (
          <span className="visually-hidden"> {words.t('menu.chosen')}</span>
        )}
      </span>
      {entry.keys !== undefined && <kbd className={s['keys']}>{entry.keys}</kbd>}
    </MenuItem>
  )
}
