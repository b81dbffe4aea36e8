import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../i18n/intl'
import { moment } from '../i18n/time'
import s from './tip.module.css'

interface Shown {
  readonly text: string
  /** A moment that is written out when it is shown, not for every row. */
  readonly time: number | null
  readonly keys: string | null
  readonly anchor: HTMLElement
}

const WAIT = 450

/** `data-tip` and `data-tip-time` (epoch ms) count; `data-tip-clipped` only while the element's own text does not fit. */
function tipOf(target: EventTarget | null): Shown | null {
  const anchor =
    target instanceof Element
      ? target.closest<HTMLElement>('[data-tip], [data-tip-clipped], [data-tip-time]')
      : null
  if (!anchor) return null
  const { tip = '', tipClipped = '', tipTime, tipKeys = null } = anchor.dataset
  const time = tipTime === undefined ? null : Number(tipTime)
  if (tip !== '' || time !== null) return { text: tip, time, keys: tipKeys, anchor }
  const clipped = anchor.scrollWidth > anchor.clientWidth + 1
  if (tipClipped !== '' && clipped) return { text: tipClipped, time, keys: tipKeys, anchor }
  return null
}

/**
 * The one tooltip of the window. Elements name their tip in `data-tip`: ten thousand rows need no
 * component each. It says nothing that is not said elsewhere, so it is hidden from screen readers.
 */
export function TipLayer() {
  const words = useWords()
  const [tip, setTip] = useState<Shown | null>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = (): void => {
      clearTimeout(timer)
      setTip(null)
    }
    const over = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target)) return
      const next = tipOf(event.target)
      clearTimeout(timer)
      setTip((now) => (now && next?.anchor !== now.anchor ? null : now))
      if (next) timer = setTimeout(() => setTip(next), WAIT)
    }
    const focus = (event: FocusEvent): void => {
      const visible = event.target instanceof Element && event.target.matches(':focus-visible')
      const next = visible ? tipOf(event.target) : null
      if (next) setTip(next)
    }
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Shift' && event.key !== 'Control') hide()
    }
    document.addEventListener('pointerover', over)
    document.addEventListener('pointerdown', hide, true)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', hide)
    document.addEventListener('keydown', key, true)
    document.addEventListener('scroll', hide, true)
    return () => {
      hide()
      document.removeEventListener('pointerover', over)
      document.removeEventListener('pointerdown', hide, true)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('keydown', key, true)
      document.removeEventListener('scroll', hide, true)
    }
  }, [])

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !tip) return
    element.showPopover()
    place(element, tip.anchor.getBoundingClientRect())
  }, [tip])

  if (!tip) return null
  return (
    <div
      ref={box}
      popover="manual"
      className={s['tip']}
      aria-hidden
      data-react-aria-top-layer="true"
    >
      {tip.text !== '' && <bdi>{tip.text}</bdi>}
      {tip.text !== '' && tip.time !== null && ' · '}
      {tip.time !== null && moment(words, tip.time)}
      {tip.keys && <kbd className={s['keys']}>{tip.keys}</kbd>}
    </div>
  )
}

/** Below the element, or above where there is no room; never over the edge of the window. */
function place(element: HTMLElement, anchor: DOMRect): void {
  const { width, height } = element.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const below = anchor.bottom + 6
  const top = below + height < clientHeight - 4 ? below : anchor.top - height - 6
  const left = anchor.left + anchor.width / 2 - width / 2
  element.style.top = `${Math.max(4, top)}px`
  element.style.left = `${Math.max(6, Math.min(left, clientWidth - width - 6))}px`
}
