import s from './text.module.css'
import { cx } from './cx'

/**
 * A text that somebody else wrote, on one line: its direction is its own, and what does not fit
 * is cut and shown in full on hover.
 */
export function Clip({
  text,
  className,
}: {
  readonly text: string
  readonly className?: string | undefined
}) {
  return (
    <bdi className={cx(s['clip'], className)} data-tip-clipped={text}>
      {text}
    </bdi>
  )
}
