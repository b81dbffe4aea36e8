import { useRef, useState, type ClipboardEvent } from 'react'
import type { AppError } from '../../../shared/error'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { paramsOf } from '../../store/params'
import s from './used.module.css'

/**
 * A line for a place, kept with Enter. Where several lines are pasted, each is sent as one of its
 * own; `several` false: it is one place, and they become one line.
 */
export function PlaceField({
  label,
  action,
  text = '',
  autoFocus = false,
  several = false,
  onSave,
  onCancel,
}: {
  readonly label: string
  readonly action: string
  readonly text?: string
  readonly autoFocus?: boolean
  readonly several?: boolean
  /** null: kept. */
  readonly onSave: (text: string) => Promise<AppError | null>
  /** Absent: it stays. */
  readonly onCancel?: () => void
}) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState(text)
  const [refused, setRefused] = useState<AppError | null>(null)
  const save = async (wanted: string): Promise<void> => {
    const error = await onSave(wanted)
    setRefused(error)
    // what must not be shown is not left standing in the field
    if (error?.code === 'destination.is-secret') setValue(text)
    else if (error === null) setValue('')
    field.current?.focus()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData.getData('text/plain').trim()
    if (!several || !/[\r\n]/.test(pasted)) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    const [from, to] = [selectionStart ?? value.length, selectionEnd ?? value.length]
    void save(`${value.slice(0, from)}${pasted}${value.slice(to)}`)
  }
  return (
    <form
      className={s['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void save(value)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !onCancel) return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
    >
      <div className={s['input']}>
        <TextField
          ref={field}
          hideLabel
          label={label}
          placeholder={words.t('used.example')}
          value={value}
          autoFocus={autoFocus}
          error={refused && words.t(`error.${refused.code}`, paramsOf(refused))}
          onPaste={onPaste}
          onChange={(event) => {
            setValue(event.target.value)
            setRefused(null)
          }}
        />
      </div>
      <Button type="submit">{action}</Button>
      {onCancel && (
        <Button look="quiet" onClick={onCancel}>
          {words.t(text === '' ? 'action.close' : 'action.cancel')}
        </Button>
      )}
    </form>
  )
}
