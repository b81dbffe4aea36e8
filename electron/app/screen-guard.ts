import type { BrowserWindow } from 'electron'

/**
 * Keeps the window out of what others record of the screen, or lets them see it. Windows takes it
 * out of the picture, macOS asks recorders to leave it out; on Linux this does nothing, and the
 * settings say so. Electron, "win.setContentProtection",
 * https://www.electronjs.org/docs/latest/api/browser-window#winsetcontentprotectionenable-macos-windows
 * From macOS 15 on ScreenCaptureKit does not listen: https://github.com/electron/electron/issues/48258
 */
export function guardScreen(
  window: Pick<BrowserWindow, 'isDestroyed' | 'setContentProtection'> | null,
  mayBeSeen: boolean,
): void {
  if (window && !window.isDestroyed()) window.setContentProtection(!mayBeSeen)
}
