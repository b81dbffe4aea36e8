import { createContext, use, useCallback, useEffect, useRef } from 'react'

type Leave = () => void
type Hold = (instead: Leave | null) => void

/** Takes what the step in view does when its dialog is to be closed; null: it may go. */
export const Leaving = createContext<Hold | null>(null)

/** For the dialog: what it gives its steps, and how it closes. */
export function useLeaving(close: Leave) {
  const instead = useRef<Leave | null>(null)
  const hold = useCallback<Hold>((next) => {
    instead.current = next
  }, [])
  const onClose = (): void => (instead.current ?? close)()
  return { hold, onClose }
}

/** For a step that must not go unasked: while it is set, this is done in place of closing. */
export function useLeave(instead: Leave | null): void {
  const hold = use(Leaving)
  useEffect(() => {
    hold?.(instead)
    return () => hold?.(null)
  }, [hold, instead])
}

/** What has begun is seen to its end: nobody would learn what came of it. */
export const stay: Leave = () => undefined
