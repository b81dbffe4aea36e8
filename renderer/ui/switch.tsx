import type { ReactNode } from 'react'
import { SwitchButton, SwitchField } from 'react-aria-components'
import s from './switch.module.css'

/** On or off, at once. */
export function Switch({
  on,
  onChange,
  children,
  note,
  disabled = false,
}: {
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  readonly children: ReactNode
  readonly note?: ReactNode
  readonly disabled?: boolean
}) {
  return (
    <SwitchField isSelected={on} onChange={onChange} isDisabled={disabled}>
      <SwitchButton className={s['switch'] ?? ''}>
        <span className={s['text']}>
          <span>{children}</span>
          {note !== undefined && <span className={s['note']}>{note}</span>}
        </span>
        <span className={s['track']} aria-hidden>
          <span className={s['knob']} />
        </span>
      </SwitchButton>
    </SwitchField>
  )
}
