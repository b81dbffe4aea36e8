import { DAY, type Due } from '../../shared/model/warning'
import type { Words } from './port'

/** One thing to remind of. */
export interface Reminder {
  readonly label: string
  readonly due: Due & { readonly level: NonNullable<Due['level']> }
}

/**
 * The messages that a notification is made of (`shared/i18n/<language>/shell.json`). Those with
 * `{label}` or `{first}` are used only if the user allows names in notifications.
 */
export const REMINDER_WORDS = {
  /** {days}: whole days left, at least 1. */
  'reminder.expiry': '{days}',
  'reminder.expiry-over': '',
  'reminder.rotation': '{days}',
  'reminder.rotation-over': '',
  /** {count}: how many tokens. */
  'reminder.several': '{count}',
  'reminder.body': '',
  'reminder.body-named': '{label}',
  /** {first}: one label; {more}: how many others. */
  'reminder.body-several-named': '{first} {more}',
} as const

export type ReminderWord = keyof typeof REMINDER_WORDS

/** Title and body for one or several reminders; `named`: labels may be told. */
export function reminderText(
  words: Words,
  reminders: readonly [Reminder, ...Reminder[]],
  { named, now }: { named: boolean; now: number },
): { title: string; body: string } {
  const text = (id: ReminderWord, values?: Record<string, string | number>): string =>
    words.text(id, values)
  const [first, ...others] = reminders
  if (others.length === 0) {
    const { cause, level, at } = first.due
    const days = Math.max(1, Math.ceil((at - now) / DAY))
    return {
      title:
        level === 'over' ? text(`reminder.${cause}-over`) : text(`reminder.${cause}`, { days }),
      body: named ? text('reminder.body-named', { label: first.label }) : text('reminder.body'),
    }
  }
  return {
    title: text('reminder.several', { count: reminders.length }),
    body: named
      ? text('reminder.body-several-named', { first: first.label, more: others.length })
      : text('reminder.body'),
  }
}
