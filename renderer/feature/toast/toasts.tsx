import { useEffect, useRef, useState } from 'react'
import { watchHeight } from '../../bridge'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp, useSecondsLeft } from '../../store/hooks'
import type { Toast } from '../../store/toasts'
import { Button, IconButton } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Icon, type IconName } from '../../ui/icon'
import { Ring } from '../../ui/ring'
import s from './toasts.module.css'

const ICONS: Readonly<Record<Toast['tone'], IconName>> = {
  plain: 'info',
  good: 'circle-check',
  bad: 'triangle',
}

/** Short messages about what just happened, with the way back or on. */
export function Toasts() {
  const app = useApp()
  const words = useWords()
  const toasts = useStore(app.toaster.store, (state) => state.toasts)
  const { hold } = app.toaster
  const region = useRef<HTMLElement>(null)
  const overlaid = useStore(app.overlay, ({ name }) => name !== 'none' && name !== 'menu')
  // dialogs end above what is said meanwhile
  useEffect(() => {
    if (region.current === null) return undefined
    const { style } = document.documentElement
    return watchHeight(region.current, (height) =>
      style.setProperty(
        '--toast-room',
        height === 0 ? '0px' : `calc(${height}px + var(--space-7))`,
      ),
    )
  }, [])
  return (
    <section
      ref={region}
      className={cx(s['region'], overlaid && s['low'])}
      aria-label={words.t('toast.region')}
      data-react-aria-top-layer="true"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <div role="status" aria-live="polite" aria-atomic={false}>
        {toasts.map((toast) => (
          <ToastBox key={toast.key} toast={toast} />
        ))}
      </div>
    </section>
  )
}

function ToastBox({ toast }: { readonly toast: Toast }) {
  const { toaster } = useApp()
  const words = useWords()
  const { action } = toast
  return (
    <div className={cx(s['toast'], s[toast.tone])}>
      {toast.countdown && toast.until !== null ? (
        <Countdown until={toast.until} />
      ) : (
        <Icon name={ICONS[toast.tone]} size={16} className={s['icon']} />
      )}
      <p className={s['text']}>
        {words.t(toast.message, toast.values)}
        {toast.key === 'clip' && toast.until !== null && <Seconds until={toast.until} />}
      </p>
      {action && (
        <Button
          look="quiet"
          size="small"
          className={s['action']}
          onClick={() => {
            toaster.drop(toast.key)
            action.run()
          }}
        >
          {words.t(action.label)}
        </Button>
      )}
      <IconButton
        icon="x"
        size="small"
        label={words.t('action.close')}
        onClick={() => toaster.drop(toast.key)}
      />
    </div>
  )
}

function Countdown({ until }: { readonly until: number }) {
  const { env } = useApp()
  const left = useSecondsLeft(until)
  // the first look is the whole time: a toast lives from now on
  const [whole] = useState(() => Math.max(1000, until - env.now()))
  return (
    <span className={s['icon']}>
      <Ring left={(left * 1000) / whole} />
    </span>
  )
}

/** Changes every second, which nobody wants read out. */
function Seconds({ until }: { readonly until: number }) {
  const words = useWords()
  const seconds = useSecondsLeft(until)
  return (
    <span className={s['seconds']} aria-hidden>
      {words.t('toast.seconds', { seconds })}
    </span>
  )
}
