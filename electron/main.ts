import { join } from 'node:path'
import { app, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { CALL_CHANNEL, HERE_CHANNEL } from '../shared/contract/names'
import { installNavigationRules } from './app/navigation'
import { installProtocol } from './app/protocol'
import { hardenProcess } from './app/process-rules'
import { declareScheme } from './app/scheme'
import { installSessionRules } from './app/session-rules'
import { refuseSwitches } from './app/switch-rules'
import { createWindow, gone, showWindow } from './app/window'

/**
 * The start: only what the first paint needs is in this file's own chunk. Everything else is
 * loaded in parts while the window's process starts, and built by `compose` once the page has its
 * program: until then it waits for this thread again and again, and later only for its answers.
 */
const out = join(import.meta.dirname, '..')
let window: BrowserWindow | null = null

declareScheme()
if (app.isPackaged) refuseSwitches(app.commandLine)
// Chromium refuses its sandbox for root, who has to pass --no-sandbox himself
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.setPath('sessionData', join(app.getPath('userData'), 'window'))

/** Large parts of the program; whoever needs one that cannot be loaded says so itself. */
const PARTS: readonly (() => Promise<unknown>)[] = [
  // before there is anything in this process to look for
  () => hardenProcess(app.isPackaged),
  () => import('./vault/envelope'),
  () => import('./vault/database'),
  () => import('../shared/contract'),
]

/** Loads the program part by part: between two of them this thread serves the page. */
async function loadProgram() {
  for (const load of PARTS) await load().catch(() => undefined)
  return import('./app/compose')
}

function start(): void {
  const composing = app.whenReady().then(async () => {
    installSessionRules()
    installNavigationRules()
    const program = installProtocol(join(out, 'renderer'))
    window = createWindow(out)
    window.on('closed', () => (window = null))
    const here = new Promise((resolve) => ipcMain.once(HERE_CHANNEL, resolve))
    const loading = loadProgram()
    const arriving = Promise.race([Promise.all([program, here]), gone(window)])
    const [{ compose }] = await Promise.all([loading, arriving])
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
