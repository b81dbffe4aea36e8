import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { endOfDay } from '../../../shared/day'
import { useWords } from '../../i18n/intl'
import { day, dayText } from '../../i18n/time'
import { useApp } from '../../store/hooks'
import { TextField } from '../../ui/field'
import { Choices } from '../../ui/radio'
import { Select } from '../../ui/select'
import s from './time-fields.module.css'

/** What the user says about a token's end: a moment, never, or nothing (null). */
export type Entered = number | 'never' | null

/** Asks for the end of a token where its platform does not tell it. */
export function ExpiryField({
  value,
  onChange,
  hideLabel = false,
}: {
  readonly value: Entered
  readonly onChange: (value: Entered) => void
  readonly hideLabel?: boolean
}) {
  const words = useWords()
  const [picked, setPicked] = useState<'date' | 'never' | 'unknown'>(
    value === null ? 'unknown' : value === 'never' ? 'never' : 'date',
  )
  const pick = (next: 'date' | 'never' | 'unknown'): void => {
    setPicked(next)
    onChange(
      next === 'never' ? 'never' : next === 'date' && typeof value === 'number' ? value : null,
    )
  }
  return (
    <Choices
      label={words.t('time.expiry')}
      hideLabel={hideLabel}
      value={picked}
      onChange={pick}
      choices={[
        {
          id: 'date',
          label: words.t('time.on-date'),
          more: picked === 'date' && <DateField value={value} onChange={onChange} />,
        },
        { id: 'never', label: words.t('time.is-never') },
        { id: 'unknown', label: words.t('time.is-unknown') },
      ]}
    />
  )
}

/** One day, from today on. */
export function DateField({
  value,
  onChange,
}: {
  readonly value: Entered
  readonly onChange: (value: Entered) => void
}) {
  const { env } = useApp()
  const words = useWords()
  const today = env.now()
  const { error, refuse, clear } = useRefusal(
    words.t('time.date-wrong', { day: day(words, today) }),
  )
  return (
    <div className={s['date']}>
      <TextField
        type="date"
        label={words.t('time.date')}
        required
        min={dayText(today)}
        max="9999-12-31"
        defaultValue={typeof value === 'number' ? dayText(value) : ''}
        error={error}
        onInvalid={refuse}
        onChange={(event) => {
          clear()
          onChange(endOfDay(event.target.value))
        }}
      />
    </div>
  )
}

/** Says in our own words, beside the field, why a form with it is not sent. */
function useRefusal(text: string) {
  const [refused, setRefused] = useState(false)
  return {
    error: refused ? text : null,
    clear: () => setRefused(false),
    refuse: (event: SyntheticEvent<HTMLInputElement>): void => {
      // Chromium's own bubble
      event.preventDefault()
      event.currentTarget.focus()
      setRefused(true)
    },
  }
}

const PRESETS = [30, 60, 90, 180, 365] as const
const MOST = 3650

/** Asks how often a token is to be replaced, whether or not it expires. */
export function RotationField({
  days,
  onChange,
}: {
  readonly days: number | null
  readonly onChange: (days: number | null) => void
}) {
  const { env } = useApp()
  const words = useWords()
  const preset = days === null || PRESETS.some((each) => each === days)
  const [custom, setCustom] = useState(!preset)
  const [asked, setAsked] = useState(false)
  const { error, refuse, clear } = useRefusal(words.t('time.days-wrong', { most: MOST }))
  const field = useRef<HTMLInputElement>(null)
  // who asks for another number goes on by typing it; the list that was picked from closes first
  useEffect(() => (asked ? env.after(0, () => field.current?.focus()) : undefined), [env, asked])
  return (
    <div className={s['pair']}>
      <Select
        label={words.t('time.every')}
        value={custom ? 'custom' : String(days ?? 'none')}
        onChange={(id) => {
          setCustom(id === 'custom')
          setAsked(id === 'custom')
          if (id !== 'custom') onChange(id === 'none' ? null : Number(id))
        }}
        options={[
          { id: 'none', label: words.t('time.policy-none') },
          ...PRESETS.map((each) => ({
            id: String(each),
            label: words.t('time.days', { days: each }),
          })),
          { id: 'custom', label: words.t('time.custom') },
        ]}
      />
      {custom && (
        <TextField
          ref={field}
          type="number"
          inputMode="numeric"
          label={words.t('time.custom-days')}
          required
          min={1}
          max={MOST}
          defaultValue={days ?? ''}
          error={error}
          onInvalid={refuse}
          onChange={(event) => {
            clear()
            const next = Math.round(event.target.valueAsNumber)
            if (next >= 1 && next <= MOST) onChange(next)
          }}
        />
      )}
    </div>
  )
}
