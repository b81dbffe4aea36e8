import { useEffect, useState, type SyntheticEvent } from 'react'
import type { AppError } from '../../../shared/error'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { NewPasswordFields, useNewPassword } from './new-password'
import s from './unlock.module.css'

/** The first vault, where no keychain can keep its key. */
export function CreateForm() {
  const app = useApp()
  const words = useWords()
  const typed = useNewPassword()
  const { first } = typed
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => first.current?.focus(), [first])

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const password = typed.take()
    if (password === null) return
    setBusy(true)
    setError(await app.act.createVault(password))
    setBusy(false)
  }
  return (
    <form className={s['form']} onSubmit={(event) => void submit(event)}>
      <p>{words.t('vault.create-why')}</p>
      <NewPasswordFields of={typed} busy={busy} label={words.t('password.new')} />
      {error && (
        <p role="alert" className={s['refused']}>
          {words.t(`error.${error.code}`, paramsOf(error))}
        </p>
      )}
      <div>
        <Button look="primary" type="submit" busy={busy}>
          {words.t('vault.create-do')}
        </Button>
      </div>
    </form>
  )
}
