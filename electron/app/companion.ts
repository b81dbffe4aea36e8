import { screen, type BrowserWindow } from 'electron'
import { besideWork, SMALLEST, SMALLEST_BESIDE, type Place } from './window-place'

/** Where a window that stands beside the page was before. */
const kept = new WeakMap<BrowserWindow, Place>()

/** Where the window is when it is not beside the page: what is remembered of it. */
export function fullPlace(window: BrowserWindow): Place {
  return kept.get(window) ?? { ...window.getNormalBounds(), maximized: window.isMaximized() }
}

/**
 * Makes the window a small one at the right edge of its screen that stays above all others, or
 * brings it back. Where a system does not let a window stay above, it is only small.
 */
export function setCompanion(window: BrowserWindow, on: boolean): void {
  if (window.isDestroyed() || on === kept.has(window)) return
  if (on) shrink(window)
  else restore(window)
}

function shrink(window: BrowserWindow): void {
  const place = fullPlace(window)
  kept.set(window, place)
  if (window.isFullScreen()) window.setFullScreen(false)
  if (window.isMaximized()) window.unmaximize()
  window.setMinimumSize(SMALLEST_BESIDE, SMALLEST_BESIDE)
  window.setBounds(besideWork(screen.getDisplayMatching(place).workArea))
  window.setAlwaysOnTop(true, 'floating')
}

function restore(window: BrowserWindow): void {
  const place = kept.get(window)
  kept.delete(window)
  window.setAlwaysOnTop(false)
  if (place !== undefined) {
    const { maximized, ...bounds } = place
    window.setBounds(bounds)
    if (maximized) window.maximize()
  }
  window.setMinimumSize(SMALLEST, SMALLEST)
}
