import { DAY, type Due } from '../../shared/model/warning'
import type { Words } from './port'

/** One thing to remind of. */
export interface Reminder {
  readonly label: string
  readonly due: Due & { readonly level: NonNullable<Due['level']> }
}

/**
 * The messages that a notification is made of, in `shared/i18n/<language>/shell.json`. `{days}`:
 * whole days left, at least 1; `{count}`, `{more}`: how many tokens. Those with `{label}` or
 * `{first}` are used only if the user allows names in notifications.
 */
export type ReminderWord =
  | 'reminder.expiry'
  | 'reminder.expiry-over'
  | 'reminder.rotation'
  | 'reminder.rotation-over'
  | 'reminder.several'
  | 'reminder.body'
  | 'reminder.body-named'
  | 'reminder.body-several-named'

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
