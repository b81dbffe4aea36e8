import { useEffect, useRef, type RefObject } from 'react'
import type { Wish } from './ways-section'

/** The name of a step, as the button that begins it bears it in `data-step`. */
export function nameOf(wish: Wish): string {
  return wish.step === 'remove' ? `remove-${wish.way}` : wish.step
}

/**
 * Where the focus goes after a step: to the line that says what came of it, or, if nothing did, to
 * the button that it began from. Left to itself it would end on the dialog's own button. The answer
 * is for what holds both.
 */
export function useWayBack(wish: Wish | null): RefObject<HTMLDivElement | null> {
  const sections = useRef<HTMLDivElement>(null)
  const before = useRef<Wish | null>(null)
  useEffect(() => {
    const from = before.current
    before.current = wish
    if (wish !== null || from === null) return
    const find = (what: string) => sections.current?.querySelector<HTMLElement>(what)
    const said = find(':scope > [role="status"]')
    if (said?.textContent) said.focus()
    else find(`[data-step="${nameOf(from)}"]`)?.focus()
  }, [wish])
  return sections
}
