import { useEffect } from 'react'
import { useApp } from '../store/hooks'

/**
 * In the place of an overlay that has nothing to show: it takes itself away. One that stayed
 * would hold back every shortcut of the window with nothing in sight.
 */
export function NothingToShow() {
  const app = useApp()
  useEffect(() => app.act.closeOverlay(), [app])
  return null
}
