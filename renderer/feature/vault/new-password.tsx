import { useEffect, useRef, useState } from 'react'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../../shared/model/proof'
import type { MessageId } from '../../i18n/messages'
import { useWords, type Words } from '../../i18n/intl'
import { TextField } from '../../ui/field'
import { loadEstimate, type Quality } from './quality'
import { drain, type InputRef } from './secret-input'
import s from './new-password.module.css'

/** What a password is for: the vault on this computer, or a file that may go anywhere. */
type Use = 'vault' | 'file'

const EASY: readonly MessageId[] = ['password.quality.0', 'password.quality.1']
const WORDS: Readonly<Record<Use, readonly MessageId[]>> = {
  vault: [...EASY, 'password.quality.2', 'password.quality.3', 'password.quality.4'],
  file: [...EASY, 'password.file.2', 'password.file.3', 'password.file.4'],
}

/** The two fields of a new password. */
export interface NewPasswordRefs {
  readonly first: InputRef
  readonly second: InputRef
}

/** Reads both: the password, if it is long enough and the same twice; both are empty then. */
export function takeNewPassword(words: Words, refs: NewPasswordRefs): Taken {
  const seen = seeNewPassword(words, refs)
  if (seen.password !== null) [refs.first, refs.second].forEach(drain)
  return seen
}

/** Reads both and leaves them as they are. Or what is wrong, with the focus where it is. */
export function seeNewPassword(
  words: Words,
  { first, second }: NewPasswordRefs,
  least = PASSWORD_MIN,
): Taken {
  const password = first.current?.value ?? ''
  if (password.length < least) {
    first.current?.focus()
    const text = words.t('password.short', { count: least })
    return { password: null, wrong: { at: 'first', text } }
  }
  if (password !== second.current?.value) {
    second.current?.select()
    return { password: null, wrong: { at: 'second', text: words.t('password.differ') } }
  }
  return { password, wrong: null }
}

/** What is wrong, and in which of the two fields. */
export interface Wrong {
  readonly at: 'first' | 'second'
  readonly text: string
}

type Taken =
  | { readonly password: string; readonly wrong: null }
  | { readonly password: null; readonly wrong: Wrong }

/** A new password, typed twice, with what it is worth. */
export function NewPasswordFields({
  first,
  second,
  busy,
  label,
  wrong,
  use = 'vault',
  onEdit,
}: NewPasswordRefs & {
  readonly busy: boolean
  readonly label: string
  readonly wrong: Wrong | null
  readonly use?: Use
  readonly onEdit: () => void
}) {
  const words = useWords()
  const [quality, setQuality] = useState<Quality | null>(null)
  const latest = useRef('')
  useEffect(() => void loadEstimate(), [])
  useEffect(() => {
    // it was refused, and its fields were emptied
    if (!busy && first.current?.value === '') setQuality(null)
  }, [busy, first])

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
        error={wrong?.at === 'first' ? wrong.text : null}
        onChange={(event) => {
          onEdit()
          void judge(event.target.value)
        }}
      />
      <Meter quality={quality} use={use} />
      <TextField
        {...same}
        ref={second}
        label={words.t('password.repeat')}
        error={wrong?.at === 'second' ? wrong.text : null}
        onChange={onEdit}
      />
    </div>
  )
}

/** In words, with a bar beside them; not by colour alone. */
function Meter({ quality, use }: { readonly quality: Quality | null; readonly use: Use }) {
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
          : words.t(WORDS[use][score] ?? 'password.quality.0', { power: quality.power })}
      </p>
    </div>
  )
}
