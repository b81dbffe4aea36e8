import type { ElectronApplication } from '@playwright/test'

/** What is on the system's clipboard. */
export async function readClipboard(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ clipboard }) => await clipboard.readText())
}

/** Puts a text on the clipboard, as another program would. */
export async function writeClipboard(app: ElectronApplication, text: string): Promise<void> {
  await app.evaluate(async ({ clipboard }, given) => {
    await clipboard.writeText(given)
  }, text)
}

/** The process that draws the window. */
export function pageProcess(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return window?.webContents.getOSProcessId() ?? 0
  })
}

/** From now on pages are not opened in a browser; answers the addresses so far. */
export async function catchLinks(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const kept: string[] = []
    Object.assign(globalThis, { keptLinks: kept })
    shell.openExternal = (url) => {
      kept.push(url)
      return Promise.resolve()
    }
  })
  return () => app.evaluate(() => [...(globalThis as unknown as { keptLinks: string[] }).keptLinks])
}

export interface Shown {
  readonly title: string
  readonly body: string
}

/** From now on notifications are not shown but kept; answers those so far. */
export async function catchNotifications(
  app: ElectronApplication,
): Promise<() => Promise<Shown[]>> {
  await app.evaluate(({ Notification }) => {
    const kept: { title: string; body: string }[] = []
    Object.assign(globalThis, { keptNotifications: kept })
    Notification.prototype.show = function show(this: { title: string; body: string }) {
      kept.push({ title: this.title, body: this.body })
    }
  })
  return () =>
    app.evaluate(() => [
      ...(globalThis as unknown as { keptNotifications: Shown[] }).keptNotifications,
    ])
}
