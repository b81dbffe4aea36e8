import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { fullPlace } from './companion'
import { APP_ORIGIN, AWAY } from './scheme'
import { onScreen, readPlace, SMALLEST, writePlace, type Place } from './window-place'

/** The colours of style/tokens.css behind the page, so that nothing flashes before it paints. */
const BACKGROUND = { light: '#ffffff', dark: '#17181c' }
const SIZE = { width: 1180, height: 760 }
/** After what time without another move the place is written, ms. */
const STILL_MS = 500
/** A file with more in it is not ours, bytes. */
const FILE_MAX = 1000

/** Started at the login, say: nothing is to be seen unless there is no other way to it. */
export function startsHidden(): boolean {
  return app.commandLine.hasSwitch('hidden')
}

export function createWindow(out: string): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const place = lastPlace(file)
  const { width, height } = place ?? SIZE
  const window = new BrowserWindow({
    ...(place === null ? {} : { x: place.x, y: place.y }),
    width,
    height,
    minWidth: SMALLEST,
    minHeight: SMALLEST,
    title: 'Keyglot',
    show: !startsHidden(),
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
  // maximizing shows it
  if (place?.maximized === true && !startsHidden()) window.maximize()
  rememberPlace(window, file)
  // a title never names a token: the page cannot change it
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}

/** Comes back when the window is closed, or has no page. */
export function gone(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.webContents.once('did-fail-load', () => resolve())
    window.once('closed', () => resolve())
  })
}

/** Where the window was when it was last seen, if that is a place to be now. */
function lastPlace(file: string): Place | null {
  try {
    if (statSync(file).size > FILE_MAX) return null
    const place = readPlace(readFileSync(file, 'utf8'))
    const areas = screen.getAllDisplays().map((display) => display.workArea)
    return place && onScreen(place, areas)
  } catch {
    return null
  }
}

/** Once it is still, and once more when it closes. */
function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined
  let written = ''
  const write = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    const text = writePlace(fullPlace(window))
    if (text === written) return
    try {
      writeFileSync(file, text, { mode: 0o600 })
      written = text
    } catch {
      // a window that comes up where it always does is no reason to say anything
    }
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, STILL_MS)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', write)
}

/** Brings the window to the user, also from behind and from the dock. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/**
 * Gives the page a new process: the old one, with all it has ever shown, goes back to the system.
 * A page of another origin in between makes Chromium change the process.
 */
export function forget(window: BrowserWindow | null): void {
  if (!window || window.isDestroyed()) return
  const contents = window.webContents
  // a page that asks before something unsaved is lost would stay, with all it holds
  const leave = (event: Electron.Event): void => event.preventDefault()
  contents.on('will-prevent-unload', leave)
  void contents
    .loadURL(AWAY)
    .catch(() => undefined)
    .then(async () => {
      if (window.isDestroyed()) return
      contents.off('will-prevent-unload', leave)
      await window.loadURL(`${APP_ORIGIN}/index.html`)
    })
}
