import { useEffect, type RefObject } from 'react'

/** Where the control that had the focus went away, the step that is to be done takes it. */
export function useKeptFocus(box: RefObject<HTMLElement | null>, control: string): void {
  useEffect(() => {
    const { activeElement } = document
    if (activeElement !== null && activeElement !== document.body) return
    box.current
      ?.querySelector<HTMLElement>('[aria-current="step"] h3')
      ?.focus({ preventScroll: true })
  }, [box, control])
}
