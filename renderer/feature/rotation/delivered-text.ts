import type { RotationView } from '../../../shared/contract/rotation'
import type { Words } from '../../i18n/intl'

/** How many of the places have the new value; null: none are listed. */
export function deliveredText(words: Words, { destinations }: RotationView): string | null {
  const count = destinations.length
  const done = destinations.filter((each) => each.done).length
  return count === 0 ? null : words.t('used.count', { done, count })
}
