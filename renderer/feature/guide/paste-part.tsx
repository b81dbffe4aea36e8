import { useCallback, useEffect, useRef, type ClipboardEvent, type SyntheticEvent } from 'react'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { cx } from '../../ui/cx'
import f from '../../ui/field.module.css'
import s from './guide.module.css'

/**
 * The field for the new value. A paste is taken before it reaches the field, `anywhere` wherever
 * in the guide it happens; what is typed shows as dots. The field is cleared as soon as it is sent, and
 * React never holds what was in it.
 */
export function PastePart({
  service,
  busy,
  error,
  focused,
  anywhere,
  onSend,
}: {
  readonly service: string
  readonly busy: boolean
  readonly error: string | null
  readonly focused: boolean
  /** There is no value yet that a stray paste could take the place of. */
  readonly anywhere: boolean
  readonly onSend: (text: string) => void
}) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const refused = error !== null

  const send = useCallback(
    (text: string): void => {
      if (field.current) field.current.value = ''
      onSend(text)
    },
    [onSend],
  )
  useEffect(() => {
    if (refused || focused) field.current?.focus()
  }, [refused, focused, error])
  useEffect(() => {
    if (busy || !anywhere) return
    const onPaste = (event: globalThis.ClipboardEvent): void => {
      if (event.defaultPrevented) return
      event.preventDefault()
      send(event.clipboardData?.getData('text/plain') ?? '')
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [busy, anywhere, send])

  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault()
    send(event.clipboardData.getData('text/plain'))
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    send(field.current?.value ?? '')
  }
  return (
    <form className={f['field']} onSubmit={onSubmit} autoComplete="off" aria-busy={busy}>
      <label htmlFor="guide-new" className={f['label']}>
        {words.t('guide.field')}
      </label>
      <div className={s['paste']}>
        <input
          ref={field}
          id="guide-new"
          type="text"
          className={cx(f['input'], f['mono'], s['dots'])}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          readOnly={busy}
          aria-invalid={refused ? true : undefined}
          aria-describedby="guide-new-note"
          onPaste={onPaste}
        />
        <Button type="submit" look="primary" busy={busy} aria-disabled={busy || undefined}>
          {words.t('guide.submit')}
        </Button>
      </div>
      {refused && !busy ? (
        <p id="guide-new-note" className={f['error']} role="alert">
          <Icon name="triangle" size={13} />
          {error}
        </p>
      ) : (
        <p id="guide-new-note" className={f['help']} role="status">
          {words.t(busy ? 'guide.submitting' : 'guide.field-help', { service })}
        </p>
      )}
    </form>
  )
}
