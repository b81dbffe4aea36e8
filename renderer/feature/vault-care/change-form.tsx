import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import type { AppError } from '../../../shared/error'
import type { Proof } from '../../../shared/model/proof'
import type { Result } from '../../../shared/result'
import type { Way } from '../../../shared/model/vault'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { stay, useLeave } from './leave'
import { isAboutProof, ProofField, takeProof, useProof } from './proof-field'
import s from './vault-care.module.css'

interface Props<T> {
  readonly title: string
  readonly text: ReactNode
  readonly action: string
  readonly danger?: boolean
  readonly usable: readonly Way[]
  /** Further fields, and what they hold; null: something in them is wrong, and they say so. */
  readonly fields?: (busy: boolean) => ReactNode
  readonly take: () => T | null
  readonly run: (proof: Proof, taken: T) => Promise<Result<unknown>>
  readonly onDone: () => void
  readonly onBack: () => void
}

/** One change of what opens the vault: what it means, the proof that it is the user, and the deed. */
export function ChangeForm<T>(props: Props<T>) {
  const words = useWords()
  const choice = useProof(props.usable)
  const field = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const { by } = choice
  useLeave(busy ? stay : null)
  useEffect(() => {
    if (busy) return
    // where nothing is to be typed: the way on, or out of what takes something away
    const first = field.current ?? form.current?.querySelector('input')
    ;(first ?? form.current?.querySelector<HTMLElement>('[data-first="true"]'))?.focus()
  }, [field, form, by, busy])

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const taken = props.take()
    if (taken === null) return
    const shown = takeProof(choice, field)
    if (shown === null) return
    setBusy(true)
    setError(null)
    const done = await props.run(shown, taken)
    setBusy(false)
    if (done.ok) {
      props.onDone()
      return
    }
    setError(done.error)
    // a keychain that has lost its key answers for nobody: then it is asked for something else
    const [other] = choice.others
    const gone = done.error.code === 'vault.no-such-way' && by === null
    if (gone && other !== undefined) choice.choose(other)
  }
  return (
    <form ref={form} className={s['change']} onSubmit={(event) => void submit(event)}>
      <h3 className={s['title']}>{props.title}</h3>
      <div className={s['text']}>{props.text}</div>
      <ProofField choice={choice} field={field} busy={busy} error={error} />
      {props.fields?.(busy)}
      {error && !isAboutProof(error) && (
        <p role="alert" className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t(`error.${error.code}`, paramsOf(error))}
        </p>
      )}
      <div className={s['buttons']}>
        <Button disabled={busy} data-first={props.danger === true} onClick={props.onBack}>
          {words.t('action.cancel')}
        </Button>
        <Button
          look={props.danger ? 'danger' : 'primary'}
          type="submit"
          busy={busy}
          data-first={props.danger !== true}
        >
          {props.action}
        </Button>
      </div>
    </form>
  )
}
