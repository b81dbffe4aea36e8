import { GRACE_MS } from '../../../shared/model/stage'
import { useWords, type Words } from '../../i18n/intl'
import { Select } from '../../ui/select'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** 'No time', '1 hour', '7 days', 'Until I say so'. */
export function graceText(words: Words, ms: number | null): string {
  if (ms === null) return words.t('rotation.grace-open')
  if (ms === 0) return words.t('rotation.grace-none')
  return ms % DAY === 0
    ? words.t('rotation.grace-days', { days: ms / DAY })
    : words.t('rotation.grace-hours', { hours: Math.round(ms / HOUR) })
}

/** How long the old value stays once the new one is in use. */
export function GraceField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number | null
  readonly onChange: (ms: number | null) => void
}) {
  const words = useWords()
  // a period that is set and not among those offered is offered too
  const periods = [...new Set([...GRACE_MS, ...(value === null ? [] : [value])])]
    .sort((a, b) => a - b)
    .map((ms): number | null => ms)
  return (
    <Select
      label={label}
      value={String(value)}
      options={[...periods, null].map((ms) => ({ id: String(ms), label: graceText(words, ms) }))}
      onChange={(id) => onChange(id === 'null' ? null : Number(id))}
    />
  )
}
