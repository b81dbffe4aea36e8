import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorCode } from '../../shared/error'
import type { Values } from '../i18n/intl'
import type { MessageId } from '../i18n/messages'
import type { Env } from './env'

export interface ToastAction {
  readonly label: MessageId
  readonly run: () => void
}

export interface Toast {
  readonly key: string
  readonly tone: 'plain' | 'good' | 'bad'
  readonly message: MessageId
  readonly values: Values
  readonly action: ToastAction | null
  /** Epoch ms at which it leaves by itself; null: it stays until it is closed. */
  readonly until: number | null
  /** Show the seconds that are left. */
  readonly countdown: boolean
}

export type NewToast = Pick<Toast, 'message'> & Partial<Toast>
export type ToastsStore = StoreApi<{ readonly toasts: readonly Toast[] }>

export interface Toaster {
  readonly store: ToastsStore
  show(toast: NewToast): void
  error(code: ErrorCode, params?: Values): void
  drop(key: string): void
  /** A pointer or the focus is on the toasts: none leaves meanwhile. */
  readonly hold: (held: boolean) => void
}

const STAY = 6_000
const MOST = 4

export function createToaster(env: Env): Toaster {
  const store: ToastsStore = createStore(() => ({ toasts: [] }))
  let held = false
  let serial = 0
  let cancel: () => void = () => undefined

  const drop = (key: string): void =>
    store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.key !== key) }))

  const schedule = (): void => {
    cancel()
    const ends = store.getState().toasts.flatMap((toast) => toast.until ?? [])
    if (ends.length === 0) return
    cancel = env.after(Math.max(50, Math.min(...ends) - env.now()), () => {
      // a countdown is a promise of the main process; it runs out whoever looks at it
      const stays = (toast: Toast): boolean =>
        toast.until === null || toast.until > env.now() || (held && !toast.countdown)
      store.setState(({ toasts }) => ({ toasts: toasts.filter(stays) }))
      if (!held) schedule()
    })
  }

  const show = (toast: NewToast): void => {
    serial += 1
    const made: Toast = {
      key: `toast-${serial}`,
      tone: 'plain',
      values: {},
      action: null,
      until: env.now() + STAY,
      countdown: false,
      ...toast,
    }
    store.setState(({ toasts }) => ({
      toasts: [...toasts.filter((each) => each.key !== made.key), made].slice(-MOST),
    }))
    schedule()
  }

  return {
    store,
    show,
    drop,
    error: (code, params = {}) =>
      show({
        key: `error-${code}`,
        tone: 'bad',
        message: `error.${code}`,
        values: params,
        until: env.now() + 12_000,
      }),
    hold(value) {
      held = value
      if (!held) schedule()
    },
  }
}
