import {
  useId,
  useState,
  type InputHTMLAttributes,
  type InvalidEvent,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
} from 'react'
import { useWords } from '../i18n/intl'
import { cx } from './cx'
import { Icon } from './icon'
import s from './field.module.css'

interface Around {
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string | null | undefined
  readonly hideLabel?: boolean
}

function Frame({
  id,
  label,
  help,
  error,
  hideLabel,
  children,
}: Around & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={s['field']}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : s['label']}>
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} className={s['error']} role="alert">
          <Icon name="triangle" size={13} />
          {error}
        </p>
      ) : (
        help !== undefined &&
        help !== null && (
          <p id={`${id}-note`} className={s['help']}>
            {help}
          </p>
        )
      )}
    </div>
  )
}

const noteOf = (id: string, { help, error }: Around): string | undefined =>
  error || (help !== undefined && help !== null) ? `${id}-note` : undefined

/** Said in the field and not in a bubble of the browser's, which not every system draws. */
function toFirst(event: InvalidEvent<HTMLInputElement>): void {
  event.preventDefault()
  const field = event.currentTarget
  if (field.form?.querySelector('input:invalid') === field) field.focus()
}

/** A line of text with its name, what to write into it, and what is wrong with it. */
export function TextField({
  label,
  help,
  error,
  hideLabel,
  mono = false,
  onInput,
  onInvalid,
  ...rest
}: Around &
  InputHTMLAttributes<HTMLInputElement> & {
    readonly mono?: boolean
    readonly ref?: Ref<HTMLInputElement>
  }) {
  const id = useId()
  const words = useWords()
  const [missing, setMissing] = useState(false)
  const wrong = missing ? words.t('field.missing') : error
  const around = { label, help, error: wrong, hideLabel: hideLabel ?? false }
  return (
    <Frame id={id} {...around}>
      <input
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        {...rest}
        id={id}
        className={cx(s['input'], mono && s['mono'])}
        onInvalid={(event) => {
          // some say more exactly what is wrong
          if (onInvalid) onInvalid(event)
          if (onInvalid || !event.currentTarget.validity.valueMissing) return
          setMissing(true)
          toFirst(event)
        }}
        onInput={(event) => {
          setMissing(false)
          onInput?.(event)
        }}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={noteOf(id, around)}
      />
    </Frame>
  )
}

/** Several lines of text. */
export function TextArea({
  label,
  help,
  error,
  hideLabel,
  ...rest
}: Around &
  TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  const id = useId()
  const around = { label, help, error, hideLabel: hideLabel ?? false }
  return (
    <Frame id={id} {...around}>
      <textarea
        dir="auto"
        rows={3}
        {...rest}
        id={id}
        className={cx(s['input'], s['area'], rest.className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={noteOf(id, around)}
      />
    </Frame>
  )
}
