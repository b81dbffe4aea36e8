import { useId } from 'react'
import s from './check-list.module.css'

/** Any of a few values. */
export function CheckList({
  label,
  help,
  options,
  value,
  onChange,
}: {
  readonly label: string
  readonly help?: string | null
  readonly options: readonly string[]
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}) {
  const id = useId()
  return (
    <fieldset className={s['list']} aria-describedby={help ? id : undefined}>
      <legend className={s['name']}>{label}</legend>
      <div className={s['options']}>
        {options.map((option) => (
          <label key={option} className={s['option']}>
            <input
              type="checkbox"
              checked={value.includes(option)}
              onChange={(event) =>
                onChange(
                  options.filter((each) =>
                    each === option ? event.target.checked : value.includes(each),
                  ),
                )
              }
            />
            {option}
          </label>
        ))}
      </div>
      {help && (
        <p id={id} className={s['help']}>
          {help}
        </p>
      )}
    </fieldset>
  )
}
