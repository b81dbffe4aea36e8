import type { RevocationView, RotationView } from '../../../shared/contract/rotation'
import type { Words } from '../../i18n/intl'
import { relative } from '../../i18n/time'

interface Context {
  readonly words: Words
  readonly now: number
}

/** What a rotation or revocation waits for, as a part of a sentence; null: it is being done. */
export function needText(
  { waiting, mode }: Pick<RotationView | RevocationView, 'waiting' | 'mode'>,
  { words, now }: Context,
): string | null {
  if (waiting === null) return null
  const { need, until } = waiting
  return words.t(`need.${need}`, {
    timed: until === null ? 'no' : 'yes',
    byHand: mode === 'guided' ? 'yes' : 'no',
    when: until === null ? '' : relative(words, Math.max(until, now), now),
  })
}
