import { join } from 'node:path'
import { app, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { CALL_CHANNEL } from '../shared/contract/names'
import { installNavigationRules } from './app/navigation'
import { installProtocol } from './app/protocol'
import { declareScheme } from './app/scheme'
import { installSessionRules } from './app/session-rules'
import { createWindow, gone, showWindow } from './app/window'

/**
 * The start: only what the first paint needs is in this file's own chunk. Everything else is
 * built by `compose` as soon as the page has its program, while the window's process compiles it.
 * Before, that process and the one that draws need all the processor there is, and the page waits
 * for this thread to hand it the preload script.
 */
const out = join(import.meta.dirname, '..')
let window: BrowserWindow | null = null

declareScheme()
// Chromium refuses its sandbox for root, who has to pass --no-sandbox himself
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.setPath('sessionData', join(app.getPath('userData'), 'window'))

function start(): void {
  const composing = app.whenReady().then(async () => {
    installSessionRules()
    installNavigationRules()
    const program = installProtocol(join(out, 'renderer'))
    window = createWindow(out)
    window.on('closed', () => (window = null))
    await Promise.race([program, gone(window)])
    const { compose } = await import('./app/compose')
    const parts = compose(() => window)
    parts.afterWindow()
    return parts
  })

  // calls of the window wait until there is somebody to answer them
  ipcMain.handle(CALL_CHANNEL, async (event: IpcMainInvokeEvent, ...args: unknown[]) =>
    (await composing).answer(event, ...args),
  )
  app.on('second-instance', () => window && showWindow(window))
  app.on('activate', () => window && showWindow(window))
  app.on('window-all-closed', () => app.quit())

  let ending = false
  app.on('will-quit', (event) => {
    if (ending || !app.isReady()) return
    ending = true
    event.preventDefault()
    void composing
      .then((parts) => parts.end())
      .catch(() => undefined)
      // not within this event: Electron would take it for a part of the quit that was prevented
      .finally(() => setImmediate(() => app.quit()))
  })
}

if (app.requestSingleInstanceLock()) start()
else app.quit()
