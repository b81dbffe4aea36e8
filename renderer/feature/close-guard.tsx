import { useEffect } from 'react'
import { useStore } from 'zustand'
import { keepOpen } from '../bridge'
import { useApp } from '../store/hooks'

/** Keeps the window open while a value is stored nowhere, and brings up what asks about it. */
export function CloseGuard() {
  const app = useApp()
  const held = useStore(app.closing, ({ unsaved }) => unsaved.length > 0)
  useEffect(() => {
    if (!held) return
    return keepOpen(() => {
      const { unsaved } = app.closing.getState()
      const [first] = unsaved
      // let go of a moment ago
      if (first === undefined) return false
      // the dialog of a draft is open as long as there is one
      if (!unsaved.includes('draft') && first !== 'draft') {
        const overlay = app.overlay.getState()
        const there = overlay.name === 'rotate' && unsaved.includes(overlay.id)
        if (!there) app.act.openOverlay({ name: 'rotate', id: first })
      }
      app.closing.setState({ asked: true })
      return true
    })
  }, [app, held])
  return null
}
