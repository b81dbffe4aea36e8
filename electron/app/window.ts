import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import { APP_ORIGIN } from './scheme'

/** The colours of style/tokens.css behind the page, so that nothing flashes before it paints. */
const BACKGROUND = { light: '#ffffff', dark: '#17181c' }

export function createWindow(out: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 420,
    minHeight: 420,
    title: 'Keyglot',
    show: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(out, 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  // a title never names a token: the page cannot change it
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}

/** Comes back when the window's page has arrived, or will not any more. */
export function pageArrived(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.webContents.once('did-navigate', () => resolve())
    window.webContents.once('did-fail-load', () => resolve())
    window.once('closed', () => resolve())
  })
}

/** Brings the window to the user, also from behind and from the dock. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
