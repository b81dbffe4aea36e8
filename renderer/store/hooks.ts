import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { matchesMedia, watchMedia } from '../bridge'
import type { TokenId, TokenSummary } from '../../shared/model/token'
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

/** The whole seconds until a moment, told again every second while there are any. */
export function useSecondsLeft(until: number | null): number {
  const { env } = useApp()
  const [now, setNow] = useState(() => env.now())
  useEffect(() => {
    if (until === null) return
    let cancel: () => void = () => undefined
    const look = (): void => {
      const present = env.now()
      setNow(present)
      const rest = until - present
      if (rest > 0) cancel = env.after(rest % 1000 || 1000, look)
    }
    cancel = env.after(0, look)
    return () => cancel()
  }, [env, until])
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
