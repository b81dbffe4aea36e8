import { useWords } from '../../i18n/intl'
import { relative } from '../../i18n/time'
import { useMinute, useSecondsLeft } from '../../store/hooks'

/** Beyond this the seconds say nothing. */
const SECONDS = 120

/** When something is done again by itself. Not announced: it changes every second. */
export function Countdown({
  until,
  what,
}: {
  readonly until: number | null
  /** An act is tried again, or a look is taken again. */
  readonly what: 'again' | 'looks'
}) {
  const words = useWords()
  const now = useMinute()
  const seconds = useSecondsLeft(until)
  if (until === null) return null
  if (seconds <= 0) return <span>{words.t(`rotation.${what}-now`)}</span>
  if (seconds <= SECONDS) return <span>{words.t(`rotation.${what}-seconds`, { seconds })}</span>
  return <span>{words.t(`rotation.${what}-later`, { when: relative(words, until, now) })}</span>
}
