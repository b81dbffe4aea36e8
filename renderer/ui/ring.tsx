import s from './ring.module.css'

const RADIUS = 6.5
const LENGTH = 2 * Math.PI * RADIUS

/** What is left of a time, as a ring that empties. The words beside it say the seconds. */
export function Ring({ left, size = 16 }: { readonly left: number; readonly size?: number }) {
  return (
    <svg className={s['ring']} width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      <circle className={s['track']} cx="8" cy="8" r={RADIUS} />
      <circle
        className={s['rest']}
        cx="8"
        cy="8"
        r={RADIUS}
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - Math.min(1, Math.max(0, left)))}
      />
    </svg>
  )
}
