import { Fragment, type KeyboardEvent, type ReactNode } from 'react'
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'
import s from './radio.module.css'

export interface Choice<T extends string> {
  readonly id: T
  readonly label: ReactNode
  readonly note?: ReactNode
  readonly lead?: ReactNode
  /** What the choice asks for further, below it. */
  readonly more?: ReactNode
}

/** Arrow keys choose among the radios, but in what is below one they are its own. */
function keepArrows(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow')) event.stopPropagation()
}

/** One of several, all in view. */
export function Choices<T extends string>({
  label,
  value,
  choices,
  onChange,
  hideLabel = false,
}: {
  readonly label: string
  readonly value: T | null
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
  readonly hideLabel?: boolean
}) {
  return (
    <RadioGroup
      className={s['group'] ?? ''}
      value={value}
      onChange={(next) => {
        const choice = choices.find((each) => each.id === next)
        if (choice) onChange(choice.id)
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : (s['name'] ?? '')}>{label}</Label>
      {choices.map((choice) => (
        <Fragment key={choice.id}>
          <RadioField value={choice.id}>
            <RadioButton className={s['choice'] ?? ''}>
              <span className={s['dot']} aria-hidden />
              {choice.lead}
              <span className={s['text']}>
                <span>{choice.label}</span>
                {choice.note !== undefined && <span className={s['note']}>{choice.note}</span>}
              </span>
            </RadioButton>
          </RadioField>
          {choice.more !== undefined && choice.more !== null && (
            <div className={s['more']} onKeyDown={keepArrows}>
              {choice.more}
            </div>
          )}
        </Fragment>
      ))}
    </RadioGroup>
  )
}
