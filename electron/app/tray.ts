import { app, Menu, nativeImage, nativeTheme, Tray, type BrowserWindow } from 'electron'
import type { Words } from '../service/port'
import { ICON_DARK, ICON_LIGHT, ICON_TEMPLATE, iconBitmap } from './tray-icon'
import { showWindow } from './window'

const SIZE = 16
const SCALES = [1, 2] as const

export interface AppTrayOptions {
  readonly window: () => BrowserWindow | null
  readonly words: Words
  readonly lock: () => void
  /** The window was closed, and is hidden instead. */
  readonly onHidden: () => void
}

/** Lives on in the tray when the window is closed, where the user wants it and there is a tray. */
export class AppTray {
  readonly #options: AppTrayOptions
  #tray: Tray | null = null
  #wanted = false
  #hasHost: (() => Promise<boolean>) | null = null
  #quitting = false

  constructor(options: AppTrayOptions) {
    this.#options = options
    app.on('before-quit', () => (this.#quitting = true))
    nativeTheme.on('updated', () => this.#tray?.setImage(iconOf()))
  }

  /** From now on it can be known whether anything shows icons: `hasHost`. */
  async begin(hasHost: () => Promise<boolean>): Promise<void> {
    this.#hasHost = hasHost
    const window = this.#options.window()
    window?.on('close', (event) => this.#onClose(window, event))
    // the page asks about something unsaved, and the quit may come to nothing
    window?.webContents.on('will-prevent-unload', () => (this.#quitting = false))
    await this.#adapt()
  }

  able(): Promise<boolean> {
    return this.#hasHost?.() ?? Promise.resolve(false)
  }

  /** What the user chose; answers once it is so, with whether there is an icon now. */
  async want(on: boolean): Promise<boolean> {
    this.#wanted = on
    await this.#adapt()
    return this.#tray !== null
  }

  async #adapt(): Promise<void> {
    const shown = this.#wanted && (await this.able())
    if (shown && this.#wanted) this.#tray ??= this.#make()
    else {
      this.#tray?.destroy()
      this.#tray = null
    }
  }

  #make(): Tray {
    const { words, lock } = this.#options
    const tray = new Tray(iconOf())
    const show = (): void => this.#show()
    tray.setToolTip('Keyglot')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.text('tray.open'), click: show },
        { label: words.text('tray.lock'), click: lock },
        { type: 'separator' },
        { label: words.text('tray.quit'), click: () => app.quit() },
      ]),
    )
    // on macOS a click opens the menu
    if (process.platform !== 'darwin') tray.on('click', show)
    return tray
  }

  #onClose(window: BrowserWindow, event: { preventDefault(): void }): void {
    if (this.#quitting || this.#tray === null) return
    event.preventDefault()
    window.hide()
    this.#options.onHidden()
    // whatever showed the icon may be gone: then the window is the only way back
    void this.able().then((able) => {
      if (!able) this.#show()
    })
  }

  #show(): void {
    const window = this.#options.window()
    if (window) showWindow(window)
  }
}

function iconOf(): Electron.NativeImage {
  const template = process.platform === 'darwin'
  const dark = nativeTheme.shouldUseDarkColors
  const colour = template ? ICON_TEMPLATE : dark ? ICON_LIGHT : ICON_DARK
  const image = nativeImage.createEmpty()
  for (const scaleFactor of SCALES) {
    const width = SIZE * scaleFactor
    image.addRepresentation({
      ...{ scaleFactor, width, height: width },
      buffer: nativeImage
        .createFromBitmap(iconBitmap(width, colour), { width, height: width })
        .toPNG(),
    })
  }
  image.setTemplateImage(template)
  return image
}
