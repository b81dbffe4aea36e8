import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { APP_ORIGIN } from './scheme'

/**
 * Whether a call comes from the main frame of our own window at our own origin. The frame's
 * `origin` is compared, since `new URL('app://…').origin` is the text "null" in Node.
 */
export function trustedSender(
  window: () => BrowserWindow | null,
): (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>) => boolean {
  return (event) => {
    const own = window()
    const frame = event.senderFrame
    if (!own || own.isDestroyed() || !frame) return false
    if (event.sender !== own.webContents || frame !== own.webContents.mainFrame) return false
    return frame.origin === APP_ORIGIN
  }
}
