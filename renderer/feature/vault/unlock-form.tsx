import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { PASSWORD_MAX, PIN_MAX, type Proof } from '../../../shared/model/proof'
import type { Way } from '../../../shared/model/vault'
import type { AppError } from '../../../shared/error'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { drain } from './secret-input'
import s from './unlock.module.css'

/** The ways that ask for something to be typed. */
export type TypedWay = Exclude<Way, 'keychain'>

const LABELS: Readonly<Record<TypedWay, MessageId>> = {
  password: 'unlock.password',
  pin: 'unlock.pin',
  recovery: 'unlock.recovery',
}
const SWITCHES: Readonly<Record<TypedWay, MessageId>> = {
  password: 'unlock.use-password',
  pin: 'unlock.use-pin',
  recovery: 'unlock.use-recovery',
}
const LENGTHS: Readonly<Record<TypedWay, number>> = {
  password: PASSWORD_MAX,
  pin: PIN_MAX,
  recovery: 200,
}

/** What was typed, as what it is. */
export function proofOf(by: TypedWay, text: string): Proof {
  switch (by) {
    case 'password':
      return { by, password: text }
    case 'pin':
      return { by, pin: text }
    case 'recovery':
      return { by, key: text }
  }
}

const isTyped = (way: Way): way is TypedWay => way !== 'keychain'

/** One field for what opens the vault, and the other ways below it. */
export function UnlockForm({ ways }: { readonly ways: readonly Way[] }) {
  const app = useApp()
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const typed = ways.filter(isTyped)
  const [wanted, setWanted] = useState<TypedWay | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  // a PIN that was wrong too often is a way no more
  const by = wanted !== null && typed.includes(wanted) ? wanted : typed[0]

  useEffect(() => {
    if (!busy) field.current?.focus()
  }, [by, busy])

  if (by === undefined) return null
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const text = drain(field)
    if (text === '') return
    setBusy(true)
    setError(null)
    const refused = await app.act.unlock(proofOf(by, text))
    setBusy(false)
    setError(refused)
    if (refused?.code === 'vault.wrong-pin' && refused.params['left'] === 0) setWanted(null)
  }
  return (
    <form className={s['form']} onSubmit={(event) => void submit(event)}>
      <div className={s['line']}>
        <div className={s['field']}>
          <TextField
            key={by}
            ref={field}
            type={by === 'recovery' ? 'text' : 'password'}
            mono={by === 'recovery'}
            label={words.t(LABELS[by])}
            maxLength={LENGTHS[by]}
            required
            readOnly={busy}
            dir="ltr"
            autoCapitalize="off"
            error={error && words.t(`error.${error.code}`, paramsOf(error))}
            help={by === 'recovery' ? words.t('unlock.recovery-help') : undefined}
          />
        </div>
        <Button look="primary" type="submit" busy={busy} icon="lock-open" className={s['go']}>
          {words.t(busy ? 'unlock.opening' : 'unlock.do')}
        </Button>
      </div>
      {typed.length > 1 && (
        <div className={s['others']}>
          {typed
            .filter((way) => way !== by)
            .map((way) => (
              <Button
                key={way}
                look="link"
                disabled={busy}
                onClick={() => {
                  setError(null)
                  setWanted(way)
                }}
              >
                {words.t(SWITCHES[way])}
              </Button>
            ))}
        </div>
      )}
    </form>
  )
}
