import { flushSync } from 'react-dom'
import { typeStroke, type TypedStroke } from '../bridge'
import type { App } from '../store/app'
import { isStroke } from './keys'

export interface HeldStroke extends TypedStroke {
  readonly isComposing: boolean
  readonly target: EventTarget | null
  preventDefault(): void
  stopPropagation(): void
}

/** What lies behind an overlay; messages lie above it. */
function isBehind(target: EventTarget | null): boolean {
  return (
    target !== null &&
    target instanceof Element &&
    target.closest('#root') !== null &&
    target.closest('[data-react-aria-top-layer]') === null
  )
}

const copyOf = (event: HeldStroke): TypedStroke => ({
  key: event.key,
  code: event.code,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  altKey: event.altKey,
  shiftKey: event.shiftKey,
})

/**
 * Keys that are pressed after something was opened and before it is drawn: they are not the list's.
 * The palette gets them, in order, as soon as it is there. Every other dialog asks or shows
 * something that nobody has read yet, so there they are dropped; Escape takes the dialog back.
 */
export function createHold(
  app: App,
  send: (stroke: TypedStroke) => void = (stroke) => flushSync(() => typeStroke(stroke)),
): { take: (event: HeldStroke) => void; end: () => void } {
  let held: TypedStroke[] = []
  const isDrawn = (): boolean => app.arrival.getState().overlay === app.overlay.getState()

  const play = (): void => {
    const strokes = held
    held = []
    for (const stroke of strokes) {
      if (app.overlay.getState().name !== 'palette') return
      send(stroke)
    }
  }
  const ends = [
    app.overlay.subscribe((overlay) => {
      if (overlay.name !== 'palette') held = []
    }),
    // not before the focus is where the keys belong
    app.arrival.subscribe(() => {
      if (held.length > 0) app.env.after(0, play)
    }),
  ]

  const take = (event: HeldStroke): void => {
    const overlay = app.overlay.getState()
    // a paste has its own way into the dialog, see `listen`
    if (overlay.name === 'none' || event.isComposing || isStroke('Mod+V', event)) return
    const waiting = !isDrawn()
    if (!waiting && held.length === 0 && !isBehind(event.target)) return
    event.preventDefault()
    event.stopPropagation()
    if (waiting && event.key === 'Escape') app.act.closeOverlay()
    else if (overlay.name === 'palette' && (waiting || held.length > 0)) held.push(copyOf(event))
  }
  return { take, end: () => ends.forEach((end) => end()) }
}
