import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components'
import { Icon } from './icon'
import f from './field.module.css'
import s from './select.module.css'

export interface Option<T extends string> {
  readonly id: T
  readonly label: string
  /** A second line. */
  readonly note?: string
}

/** One of a few values. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
  placeholder = '',
}: {
  readonly label: string
  /** One of the options; where it is none, none is chosen yet. */
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
  readonly hideLabel?: boolean
  /** Stands there while none is chosen. */
  readonly placeholder?: string
}) {
  const chosen = options.find((option) => option.id === value)
  return (
    <AriaSelect
      className={f['field'] ?? ''}
      value={chosen?.id ?? null}
      onChange={(key) => {
        const option = options.find((each) => each.id === key)
        if (option) onChange(option.id)
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : (f['label'] ?? '')}>{label}</Label>
      <Button className={s['button'] ?? ''}>
        <SelectValue className={s['value'] ?? ''}>{chosen?.label ?? placeholder}</SelectValue>
        <Icon name="chevron-down" size={14} className={s['arrow']} />
      </Button>
      <Popover className={s['popover'] ?? ''} offset={4}>
        <ListBox className={s['list'] ?? ''}>
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className={s['option'] ?? ''}
            >
              <span className={s['tick']} aria-hidden>
                {option.id === value && <Icon name="check" size={14} />}
              </span>
              <span className={s['text']}>
                <bdi>{option.label}</bdi>
                {option.note !== undefined && <bdi className={s['note']}>{option.note}</bdi>}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
