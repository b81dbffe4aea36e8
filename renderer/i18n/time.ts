import type { Words } from './intl'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year'

/** How many calendar days lie between two moments, as people count them. */
function calendarDays(at: number, now: number): number {
  const noon = (value: number): number => new Date(value).setHours(12, 0, 0, 0)
  return Math.round((noon(at) - noon(now)) / DAY)
}

/**
 * The unit that says a distance best. Days are counted up to 90, since 'in 40 days' says more to
 * somebody who plans a rotation than 'in 1 month'.
 */
export function distance(at: number, now: number): { value: number; unit: Unit } {
  const span = at - now
  const size = Math.abs(span)
  const toward = span < 0 ? -1 : 1
  if (size < HOUR) return { value: toward * Math.floor(size / MINUTE), unit: 'minute' }
  if (size < 23.5 * HOUR) return { value: Math.round(span / HOUR), unit: 'hour' }
  const days = calendarDays(at, now) || toward
  // by the days that are told, so that it does not change over within a day
  if (Math.abs(days) <= 90) return { value: days, unit: 'day' }
  if (Math.abs(days) < 700) return { value: Math.round(days / 30.44), unit: 'month' }
  return { value: Math.round(days / 365.25), unit: 'year' }
}

const formats = new Map<string, Intl.RelativeTimeFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const known = formats.get(locale)
  if (known) return known
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  formats.set(locale, made)
  return made
}

function dateFormat(locale: string, style: 'day' | 'minute'): Intl.DateTimeFormat {
  const key = `${locale} ${style}`
  const known = dates.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(
    locale,
    style === 'day' ? { dateStyle: 'long' } : { dateStyle: 'long', timeStyle: 'short' },
  )
  dates.set(key, made)
  return made
}

/** 'in 5 days', '3 hours ago'. */
export function relative(words: Words, at: number, now: number): string {
  const { value, unit } = distance(at, now)
  if (unit === 'minute' && value === 0) return words.t('time.now')
  return relativeFormat(words.locale).format(value, unit)
}

/** Whole minutes until a moment; a minute that is just beginning to run counts as over. */
export function minutesUntil(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / MINUTE) - 1)
}

/** '3 h 58 min left', of whole minutes. */
export function timeLeft(words: Words, left: number): string {
  const hours = Math.floor(left / 60)
  const minutes = left % 60
  if (hours > 0) return words.t('time.left-hours', { hours, minutes })
  return minutes > 0 ? words.t('time.left-minutes', { minutes }) : words.t('time.left-soon')
}

/** '14 March 2027'. */
export function day(words: Words, at: number): string {
  return dateFormat(words.locale, 'day').format(at)
}

/** '14 March 2027 at 09:30'. */
export function moment(words: Words, at: number): string {
  return dateFormat(words.locale, 'minute').format(at)
}

/** The day of a moment in the user's own calendar, as a date field wants it: `YYYY-MM-DD`. */
export function dayText(at: number): string {
  const date = new Date(at)
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0')
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
