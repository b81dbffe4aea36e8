import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { matchesMedia, watchMedia } from '../bridge'
import type { TokenId, TokenSummary } from '../../shared/model/token'
import { minutesUntil } from '../i18n/time'
import type { App } from './app'

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('No app')
  return app
}

/** One token, told again only when it changes. */
export function useToken(id: TokenId | null): TokenSummary | null {
  return useStore(useApp().tokens, (state) => (id === null ? null : (state.byId.get(id) ?? null)))
}

/** The present, to the minute. */
export function useMinute(): number {
  return useStore(useApp().session, (state) => state.minute)
}

/** The present, looked at again each time that a whole `step` (ms) less is left until a moment. */
function usePresent(until: number | null, step: number): number {
  const { env } = useApp()
  const [now, setNow] = useState(() => env.now())
  useEffect(() => {
    if (until === null) return
    let cancel: () => void = () => undefined
    const look = (): void => {
      const present = env.now()
      setNow(present)
      const rest = until - present
      if (rest > 0) cancel = env.after(rest % step || step, look)
    }
    cancel = env.after(0, look)
    return () => cancel()
  }, [env, until, step])
  return now
}

/** The whole minutes until a moment, told again every minute while there are any. */
export function useMinutesLeft(until: number): number {
  const now = usePresent(until, 60_000)
  return minutesUntil(until, now)
}

/** The whole seconds until a moment, told again every second while there are any. */
export function useSecondsLeft(until: number | null): number {
  const now = usePresent(until, 1000)
  // a time that was set just now may be ahead of the last look
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000))
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => watchMedia(query, changed),
    () => matchesMedia(query),
  )
}

/** Below this the details cover the list. */
export const useNarrow = (): boolean => useMedia('(max-width: 900px)')
/** Below this the side bar is a menu. */
export const useSlim = (): boolean => useMedia('(max-width: 640px)')
