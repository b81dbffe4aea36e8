import { useEffect, useRef, useState } from 'react'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../../shared/model/proof'
import type { MessageId } from '../../i18n/messages'
import { useWords, type Words } from '../../i18n/intl'
import { TextField } from '../../ui/field'
import { loadEstimate, type Quality } from './quality'
import { drain, type InputRef } from './secret-input'
import s from './new-password.module.css'

const WORDS: readonly MessageId[] = [
  'password.quality.0',
  'password.quality.1',
  'password.quality.2',
  'password.quality.3',
  'password.quality.4',
]

/** The two fields of a new password. */
export interface NewPasswordRefs {
  readonly first: InputRef
  readonly second: InputRef
}

/**
 * Reads both: the password, if it is long enough and the same twice; both are empty then. Or what
 * is wrong, with the focus where it is.
 */
export function takeNewPassword(words: Words, { first, second }: NewPasswordRefs): Taken {
  const password = first.current?.value ?? ''
  if (password.length < PASSWORD_MIN) {
    first.current?.focus()
    return { password: null, wrong: words.t('password.short', { count: PASSWORD_MIN }) }
  }
  if (password !== second.current?.value) {
    second.current?.select()
    return { password: null, wrong: words.t('password.differ') }
  }
  drain(second)
  return { password: drain(first), wrong: null }
}
type Taken =
  | { readonly password: string; readonly wrong: null }
  | { readonly password: null; readonly wrong: string }

/** A new password, typed twice, with what it is worth. */
export function NewPasswordFields({
  first,
  second,
  busy,
  label,
  wrong,
  onEdit,
}: NewPasswordRefs & {
  readonly busy: boolean
  readonly label: string
  readonly wrong: string | null
  readonly onEdit: () => void
}) {
  const words = useWords()
  const [quality, setQuality] = useState<Quality | null>(null)
  const latest = useRef('')
  useEffect(() => void loadEstimate(), [])

  const judge = async (password: string): Promise<void> => {
    latest.current = password
    const estimate = await loadEstimate()
    // a later key has its own answer
    if (latest.current !== password) return
    latest.current = ''
    setQuality(password === '' ? null : estimate(password))
  }
  const same = {
    type: 'password',
    required: true,
    maxLength: PASSWORD_MAX,
    readOnly: busy,
    dir: 'ltr',
  }
  return (
    <div className={s['fields']}>
      <TextField
        {...same}
        ref={first}
        label={label}
        help={words.t('password.help')}
        onChange={(event) => {
          onEdit()
          void judge(event.target.value)
        }}
      />
      <Meter quality={quality} />
      <TextField
        {...same}
        ref={second}
        label={words.t('password.repeat')}
        error={wrong}
        onChange={onEdit}
      />
    </div>
  )
}

/** In words, with a bar beside them; not by colour alone. */
function Meter({ quality }: { readonly quality: Quality | null }) {
  const words = useWords()
  const score = quality?.score ?? 0
  return (
    <div className={s['meter']} data-score={quality === null ? undefined : score}>
      <div className={s['bar']} aria-hidden>
        {[0, 1, 2, 3].map((step) => (
          <span key={step} className={s['step']} data-on={quality !== null && score > step} />
        ))}
      </div>
      <p className={s['words']} role="status">
        {quality === null
          ? words.t('password.quality.none')
          : words.t(WORDS[score] ?? 'password.quality.0', { power: quality.power })}
      </p>
    </div>
  )
}
