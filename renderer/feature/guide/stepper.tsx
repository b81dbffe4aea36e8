import { useEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../../i18n/intl'
import { cx } from '../../ui/cx'
import { Icon } from '../../ui/icon'
import type { StageState } from './rules'
import s from './stepper.module.css'

/** The steps of a guide under each other: those that are done, the one to do, those to come. */
export function Stepper({ children }: { readonly children: ReactNode }) {
  const words = useWords()
  return (
    <ol className={s['stepper']} aria-label={words.t('guide.stages')}>
      {children}
    </ol>
  )
}

/** One step. When it becomes the one to do, while the guide is open, it takes the focus. */
export function Stage({
  number,
  title,
  state,
  summary,
  open = false,
  focused = false,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly state: StageState
  /** What came of it, once it is done. */
  readonly summary?: ReactNode
  /** Show what is in it although it is done. */
  readonly open?: boolean
  /** Take the focus on arriving here. */
  readonly focused?: boolean
  readonly children?: ReactNode
}) {
  const words = useWords()
  const item = useRef<HTMLLIElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!focused) return
    // a field in it that asks for something has the focus already
    const within = item.current?.contains(document.activeElement) === true
    if (!within) heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [focused])
  return (
    <li
      ref={item}
      className={cx(s['stage'], s[state])}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <span className={s['mark']} aria-hidden>
        {state === 'done' ? <Icon name="check" size={14} /> : words.number(number)}
      </span>
      <div className={s['what']}>
        <h3 ref={heading} className={s['title']} tabIndex={-1}>
          {title}
          <span className="visually-hidden"> ({words.t(`guide.state-${state}`)})</span>
        </h3>
        {state === 'done' && summary !== undefined && <div className={s['summary']}>{summary}</div>}
        {(state === 'now' || open) && <div className={s['content']}>{children}</div>}
      </div>
    </li>
  )
}
