import { useEffect, useRef, useState } from 'react'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../../shared/model/proof'
import type { MessageId } from '../../i18n/messages'
import { useWords } from '../../i18n/intl'
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

const LAST_POWER = 12

/** At most this: whoever has the file need not even be patient. */
const EASY_SCORE = EASY.length - 1

/** What is wrong, and in which of the two fields. */
export interface Wrong {
  readonly at: 'first' | 'second'
  readonly text: string
}

/** A new password while it is typed, twice. */
export interface NewPassword {
  readonly first: InputRef
  readonly second: InputRef
  readonly wrong: Wrong | null
  readonly quality: Quality | null
  readonly setQuality: (quality: Quality | null) => void
  /** Something was typed, or something else is asked for: what was wrong is so no more. */
  readonly edited: () => void
  /** Reads both and leaves them as they are. null: what is wrong is said, with the focus there. */
  readonly see: () => string | null
  /** The same, and both are empty then. */
  readonly take: () => string | null
}

/** `least`: how long it has to be. One that is found easily is taken when it is asked for again. */
export function useNewPassword(least = PASSWORD_MIN): NewPassword {
  const words = useWords()
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const [quality, setQuality] = useState<Quality | null>(null)
  const [warned, setWarned] = useState(false)

  const refuse = (field: InputRef, at: Wrong['at'], text: string): null => {
    field.current?.select()
    setWrong({ at, text })
    return null
  }
  const see = (): string | null => {
    const password = first.current?.value ?? ''
    if (password.length < least) {
      return refuse(first, 'first', words.t('password.short', { count: least }))
    }
    if (password !== second.current?.value) {
      return refuse(second, 'second', words.t('password.differ'))
    }
    if (quality !== null && quality.score <= EASY_SCORE && !warned) {
      setWarned(true)
      return refuse(first, 'first', words.t('password.easy'))
    }
    setWrong(null)
    return password
  }
  const edited = (): void => {
    setWrong(null)
    setWarned(false)
  }
  const take = (): string | null => {
    const password = see()
    if (password !== null) [first, second].forEach(drain)
    return password
  }
  return { first, second, wrong, quality, setQuality, edited, see, take }
}

/** A new password, typed twice, with what it is worth. */
export function NewPasswordFields({
  of,
  busy,
  label,
  use = 'vault',
}: {
  readonly of: NewPassword
  readonly busy: boolean
  readonly label: string
  readonly use?: Use
}) {
  const words = useWords()
  const { first, second, wrong, quality, setQuality, edited } = of
  const latest = useRef('')
  useEffect(() => void loadEstimate(), [])
  useEffect(() => {
    // it was refused, and its fields were emptied
    if (!busy && first.current?.value === '') setQuality(null)
  }, [busy, first, setQuality])

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
          edited()
          void judge(event.target.value)
        }}
      />
      <Meter quality={quality} use={use} />
      <TextField
        {...same}
        ref={second}
        label={words.t('password.repeat')}
        error={wrong?.at === 'second' ? wrong.text : null}
        onChange={edited}
      />
    </div>
  )
}

/** A number that can be read; beyond a trillion it is the same to everybody. */
function guessesOf({ power }: Quality): { guesses: number; more: string } {
  return { guesses: 10 ** Math.min(power, LAST_POWER), more: String(power > LAST_POWER) }
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
          : words.t(WORDS[use][score] ?? 'password.quality.0', guessesOf(quality))}
      </p>
    </div>
  )
}
