import { useEffect, useRef, type ClipboardEvent, type SyntheticEvent } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import type { AddFlow } from './flow'
import s from './paste-form.module.css'

/**
 * The one field a clear secret enters by. A paste is taken before it reaches the field, what is
 * typed is shown as dots and cleared as soon as it is sent; React never holds either.
 */
export function PasteForm({ flow }: { readonly flow: AddFlow }) {
  const words = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const stage = useStore(flow.store, (state) => state.stage)
  const refused = useStore(flow.store, (state) => state.refused)
  const reading = stage === 'reading'

  useEffect(() => {
    if (!reading) field.current?.focus()
  }, [reading])

  const send = (text: string): void => {
    if (field.current) field.current.value = ''
    void flow.open(text)
  }
  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault()
    send(event.clipboardData.getData('text/plain'))
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    send(field.current?.value ?? '')
  }
  return (
    <form onSubmit={onSubmit} className={s['form']}>
      <div className={s['zone']} aria-busy={reading}>
        <Icon name={reading ? 'loader' : 'paste'} size={22} className={s['icon']} />
        <label htmlFor="paste" className={s['name']}>
          {words.t('add.paste')}
        </label>
        <textarea
          ref={field}
          id="paste"
          className={s['field']}
          aria-describedby={refused ? 'paste-refused' : 'paste-help'}
          aria-invalid={refused ? true : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          disabled={reading}
          rows={2}
          onPaste={onPaste}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            send(event.currentTarget.value)
          }}
        />
        <p id="paste-help" className={s['help']}>
          {words.t('add.paste-help')}
        </p>
      </div>
      {refused && (
        <p id="paste-refused" role="alert" className={s['refused']}>
          <Icon name="triangle" size={15} />
          {words.t(`error.${refused.code}`, paramsOf(refused))}
        </p>
      )}
      <div className={s['foot']}>
        <p className={s['promise']}>
          <Icon name="lock" size={13} />
          {words.t('add.promise')}
        </p>
        <Button type="submit" disabled={reading}>
          {words.t('add.continue')}
        </Button>
      </div>
    </form>
  )
}
