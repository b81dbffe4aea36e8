import { DAY } from '../../shared/model/warning'
import type { Words } from './port'
import type { ReachedDue } from './reminder-level'

/** One thing to remind of. */
export interface Reminder {
  readonly label: string
  readonly due: ReachedDue
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
  | 'reminder.body-locked'
  | 'reminder.body-named'
  | 'reminder.body-several-named'

/** `body`: labels may be told; they may not; or nobody here knows them. */
export interface ReminderStyle {
  readonly body: 'named' | 'plain' | 'locked'
  readonly now: number
}

/** Title and body for one or several reminders. */
export function reminderText(
  words: Words,
  reminders: readonly [Reminder, ...Reminder[]],
  { body, now }: ReminderStyle,
): { title: string; body: string } {
  const text = (id: ReminderWord, values?: Record<string, string | number>): string =>
    words.text(id, values)
  const [first, ...others] = reminders
  const named = body === 'named'
  const plain = text(body === 'locked' ? 'reminder.body-locked' : 'reminder.body')
  if (others.length === 0) {
    const { cause, level, at } = first.due
    const days = Math.max(1, Math.ceil((at - now) / DAY))
    return {
      title:
        level === 'over' ? text(`reminder.${cause}-over`) : text(`reminder.${cause}`, { days }),
      body: named ? text('reminder.body-named', { label: first.label }) : plain,
    }
  }
  return {
    title: text('reminder.several', { count: reminders.length }),
    body: named
      ? text('reminder.body-several-named', { first: first.label, more: others.length })
      : plain,
  }
}
