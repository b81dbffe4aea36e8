import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { AppError } from '../../../shared/error'
import type { Output } from '../../../shared/contract/index'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { drain } from '../vault/secret-input'
import { Kit } from './kit'
import { useLeave } from './leave'
import s from './vault-care.module.css'

export type Made = Output<'recovery.make'>

/** A recovery key that counts once it is on paper: shown, and asked for. */
export function KitStep({
  made,
  onDone,
  onBack,
}: {
  readonly made: Made
  readonly onDone: () => void
  readonly onBack: () => void
}) {
  const app = useApp()
  const [asking, setAsking] = useState(false)
  const [leaving, setLeaving] = useState(false)
  useEffect(() => () => app.act.dropRecovery(), [app])
  useLeave(() => setLeaving(!leaving))
  if (leaving) return <Leave onStay={() => setLeaving(false)} onLeave={onBack} />
  return asking ? (
    <Confirm made={made} onDone={onDone} onBack={() => setAsking(false)} />
  ) : (
    <Show made={made} onNext={() => setAsking(true)} onBack={() => setLeaving(true)} />
  )
}

/** Asked before a key is given up that may be on paper already, and opens nothing. */
function Leave({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  const words = useWords()
  return (
    <div className={s['change']}>
      <h3 className={s['title']}>{words.t('care.recovery.leave')}</h3>
      <p role="alert" className={s['text']}>
        {words.t('care.recovery.leave-why')}
      </p>
      <div className={s['buttons']}>
        <Button autoFocus onClick={onStay}>
          {words.t('care.recovery.leave-no')}
        </Button>
        <Button look="danger" onClick={onLeave}>
          {words.t('care.recovery.leave-yes')}
        </Button>
      </div>
    </div>
  )
}

/** The kit, and the ways to paper. */
function Show({
  made,
  onNext,
  onBack,
}: {
  readonly made: Made
  readonly onNext: () => void
  readonly onBack: () => void
}) {
  const app = useApp()
  const words = useWords()
  const [said, setSaid] = useState<string | null>(null)
  const failed = (error: AppError): void => setSaid(words.t(`error.${error.code}`, paramsOf(error)))
  return (
    <div className={s['change']}>
      <Kit secret={made.secret} vault={made.vault} />
      <p className={s['text']}>{words.t('care.recovery.paper')}</p>
      <div className={s['others']}>
        <Button
          icon="file"
          onClick={() => {
            setSaid(null)
            void app.act.printKit().then((answer) => !answer.ok && failed(answer.error))
          }}
        >
          {words.t('care.recovery.print')}
        </Button>
        <Button
          icon="file-down"
          onClick={() => {
            setSaid(null)
            void app.act.saveKit().then((answer) => {
              if (!answer.ok) failed(answer.error)
              else if (answer.value.file !== null) {
                setSaid(words.t('care.recovery.saved', { file: answer.value.file }))
              }
            })
          }}
        >
          {words.t('care.recovery.save')}
        </Button>
      </div>
      <p role="status" className={s['said']}>
        {said}
      </p>
      <div className={s['buttons']}>
        <Button onClick={onBack}>{words.t('action.cancel')}</Button>
        <Button look="primary" onClick={onNext}>
          {words.t('care.recovery.next')}
        </Button>
      </div>
    </div>
  )
}

/** Asks for two of the groups: a kit that nobody has is no way back. */
function Confirm({
  made,
  onDone,
  onBack,
}: {
  readonly made: Made
  readonly onDone: () => void
  readonly onBack: () => void
}) {
  const app = useApp()
  const words = useWords()
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => first.current?.focus(), [])
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    const answer = await app.act.confirmRecovery([drain(first), drain(second)])
    if (answer.ok) {
      onDone()
      return
    }
    setError(answer.error)
    first.current?.focus()
  }
  const fields = [first, second]
  return (
    <form className={s['change']} onSubmit={(event) => void submit(event)}>
      <h3 className={s['title']}>{words.t('care.recovery.check')}</h3>
      <p className={s['text']}>{words.t('care.recovery.check-why')}</p>
      <div className={s['groups']}>
        {made.ask.map((at, index) => (
          <TextField
            key={at}
            ref={fields[index] ?? first}
            mono
            required
            maxLength={16}
            dir="ltr"
            autoCapitalize="characters"
            label={words.t('care.recovery.group', { number: at + 1 })}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className={s['refused']}>
          <Icon name="triangle" size={14} />
          {words.t(`error.${error.code}`, paramsOf(error))}
        </p>
      )}
      <div className={s['buttons']}>
        <Button onClick={onBack}>{words.t('care.recovery.look-again')}</Button>
        <Button look="primary" type="submit">
          {words.t('care.recovery.check-do')}
        </Button>
      </div>
    </form>
  )
}
