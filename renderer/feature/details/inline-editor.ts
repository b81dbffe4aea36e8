import { useEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

interface InlineEditor {
  readonly editing: boolean
  readonly open: () => void
  readonly close: () => void
  /** The button that opens it, which the editor takes the place of. */
  readonly opener: RefObject<HTMLButtonElement | null>
}

/** An editor in the place of what it edits; the focus comes back to the button that opened it. */
export function useInlineEditor(): InlineEditor {
  const [editing, setEditing] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  return {
    editing,
    opener,
    open: () => setEditing(true),
    close: () => {
      flushSync(() => setEditing(false))
      // only what was taken away with the editor: not from where the user has gone meanwhile
      if (document.activeElement === document.body) opener.current?.focus()
    },
  }
}

/** For an editor's form: once it is there its first control has the focus, and all of it is in view. */
export function useEditorForm(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const controls = form.current?.querySelectorAll<HTMLElement>('input, textarea, button')
    const first = [...(controls ?? [])].find((each) => each.matches(':checked')) ?? controls?.[0]
    first?.focus({ preventScroll: true })
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return form
}
