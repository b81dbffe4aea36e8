import { useEffect, useRef, type ReactNode, type SyntheticEvent } from 'react'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { drain, type InputRef } from '../vault/secret-input'
import g from '../guide/guide.module.css'
import s from './rotation.module.css'

/** What was typed, on its way out. */
export interface Typed {
  readonly username: string
  readonly password: string
  readonly code: string | null
}

interface Shared {
  readonly service: string
  readonly busy: boolean
  /** What the platform said to the last try, or why there was none. */
  readonly error: string | null
  /** That was nobody's fault. */
  readonly calm: boolean
  readonly onByHand: () => void
}

/** The first field takes the focus when it is there, and when a try did not do. */
function useFocus(field: InputRef, { busy, error }: Pick<Shared, 'busy' | 'error'>): void {
  useEffect(() => {
    const input = field.current
    if (busy || input === null) return
    // another form that is in use keeps it
    const { activeElement } = document
    if (activeElement instanceof HTMLInputElement && activeElement.form !== input.form) return
    input.focus({ preventScroll: true })
    // with what was said to the last try, which stands above the field
    input.form?.scrollIntoView({ block: 'nearest' })
  }, [field, busy, error])
}

/** What it is for, and how long what is typed is kept. */
const WHY = {
  rotation: 'rotation.sign-in-why',
  revocation: 'rotation.sign-in-revoke',
  inventory: 'inventory.sign-in-why',
} as const

/** User name and password, and a code where one is asked for with them. */
export function SignInForm({
  service,
  busy,
  error,
  calm,
  what,
  withCode,
  onSend,
  onByHand,
}: Shared & {
  readonly what: keyof typeof WHY
  readonly withCode: boolean
  readonly onSend: (typed: Typed) => void
}) {
  const words = useWords()
  const username = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  useFocus(error === null ? username : password, { busy, error })
  return (
    <Frame
      title={words.t('rotation.sign-in', { service })}
      error={error}
      calm={calm}
      busy={busy}
      onByHand={onByHand}
      action={words.t('rotation.do-sign-in')}
      status={words.t('rotation.signing-in', { service })}
      onSubmit={() =>
        onSend({
          username: username.current?.value.trim() ?? '',
          password: drain(password),
          code: drain(code).trim() || null,
        })
      }
      note={
        <>
          {words.t(WHY[what], { service })} {words.t('rotation.sign-in-cannot')}
        </>
      }
    >
      <TextField
        ref={username}
        label={words.t('rotation.username')}
        required
        maxLength={320}
        readOnly={busy}
        autoCapitalize="off"
        dir="ltr"
      />
      <TextField
        ref={password}
        type="password"
        label={words.t('rotation.password')}
        required
        maxLength={1024}
        readOnly={busy}
        dir="ltr"
      />
      {withCode && <CodeField field={code} busy={busy} service={service} />}
    </Frame>
  )
}

/** One more code for a sign-in that is open. */
export function CodeForm({
  service,
  busy,
  error,
  calm,
  onSend,
  onAnew,
  onByHand,
}: Shared & { readonly onSend: (code: string) => void; readonly onAnew: () => void }) {
  const words = useWords()
  const code = useRef<HTMLInputElement>(null)
  useFocus(code, { busy, error })
  return (
    <Frame
      title={words.t('rotation.sign-in', { service })}
      error={error}
      calm={calm}
      busy={busy}
      onByHand={onByHand}
      action={words.t('rotation.send-code')}
      status={words.t('rotation.signing-in', { service })}
      onSubmit={() => onSend(drain(code).trim())}
      note={words.t('rotation.code-why', { service })}
      more={
        <Button look="link" onClick={onAnew}>
          {words.t('rotation.sign-in-again')}
        </Button>
      }
    >
      <CodeField field={code} busy={busy} service={service} />
    </Frame>
  )
}

function CodeField({
  field,
  busy,
  service,
}: {
  readonly field: InputRef
  readonly busy: boolean
  readonly service: string
}) {
  const words = useWords()
  return (
    <TextField
      ref={field}
      mono
      label={words.t('rotation.code')}
      help={words.t('rotation.code-help', { service })}
      required
      maxLength={64}
      readOnly={busy}
      autoCapitalize="off"
      dir="ltr"
    />
  )
}

function Frame({
  title,
  note,
  error,
  calm,
  busy,
  action,
  status,
  more,
  children,
  onSubmit,
  onByHand,
}: Pick<Shared, 'error' | 'calm' | 'busy' | 'onByHand'> & {
  readonly title: string
  readonly note: ReactNode
  readonly action: string
  readonly status: string
  readonly more?: ReactNode
  readonly children: ReactNode
  readonly onSubmit: () => void
}) {
  const words = useWords()
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form className={s['form']} onSubmit={submit} autoComplete="off" aria-label={title}>
      <p className={s['ask']}>{title}</p>
      {error !== null && !busy && (
        <p className={calm ? s['note'] : g['refused']} role="alert">
          <Icon name={calm ? 'info' : 'triangle'} size={15} />
          {error}
        </p>
      )}
      <div className={s['fields']}>{children}</div>
      <div className={s['row']}>
        <Button type="submit" look="primary" busy={busy}>
          {action}
        </Button>
        <Button look="link" onClick={onByHand}>
          {words.t('rotation.in-browser')}
        </Button>
        {more}
      </div>
      <p className={g['note']} role="status">
        {busy ? status : note}
      </p>
    </form>
  )
}
