import { useEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../../i18n/intl'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import s from './guide.module.css'

/** Stands in the place of a guide's buttons and asks before something that has a price. */
export function Confirm({
  children,
  action,
  back: backText,
  danger = false,
  busy,
  onBack,
  onConfirm,
}: {
  readonly children: ReactNode
  readonly action: string
  /** What the safe choice is called, if not 'Leave it as it is'. */
  readonly back?: string
  readonly danger?: boolean
  readonly busy: boolean
  readonly onBack: () => void
  readonly onConfirm: () => void
}) {
  const words = useWords()
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <div
      className={s['confirm']}
      role="group"
      aria-labelledby="guide-confirm"
      // Escape answers the question, and leaves what is behind it
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onBack()
      }}
    >
      <div className={s['question']}>
        <Icon name="triangle" size={16} />
        <div id="guide-confirm" role="alert">
          {children}
        </div>
      </div>
      <div className={s['buttons']}>
        <Button ref={back} onClick={onBack}>
          {backText ?? words.t('guide.back')}
        </Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </div>
  )
}
