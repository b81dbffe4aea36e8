import { join } from 'node:path'
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import type { BrowserWindow } from 'electron'
import { repoRoot } from '../../../../scripts/repo'
import type { MainFacts } from './facts'

/** Switches of Chromium with which somebody takes away what the window is protected by. */
const DANGEROUS = [
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'unsafely-treat-insecure-origin-as-secure',
]

/** Tries, from the main process, what a page alone cannot show. Comes last: the page may be gone. */
export async function measureMain(
  app: ElectronApplication,
  page: Page,
  foreign: string,
): Promise<MainFacts> {
  const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  const preferences = await app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((each) =>
        (
          each as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences(),
      ),
  )
  const switches = await app.evaluate(
    ({ app: own }, names) => names.filter((name) => own.commandLine.hasSwitch(name)),
    DANGEROUS,
  )
  const channels = await app.evaluate(({ ipcMain }) => {
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, unknown>
    }
    // 'error' is Electron's own
    const listening = ipcMain.eventNames().filter((name) => name !== 'error')
    return [...handlers.keys(), ...listening.map(String)]
  })
  return {
    preferences,
    switches,
    channels,
    windows,
    stranger: await stranger(app),
    foreignPage: await foreignPage(app, foreign),
    webview: await webview(app),
    leaving: await leave(app, page, foreign),
  }
}

/** A window with our own page and our own preload, but not the one that the app made. */
function stranger(app: ElectronApplication): Promise<string> {
  const built = join(repoRoot, 'out', 'preload', 'preload.cjs')
  return app.evaluate(async ({ BrowserWindow }, preload) => {
    const webPreferences = { preload, sandbox: true, contextIsolation: true }
    const other = new BrowserWindow({ show: false, webPreferences })
    await other.loadURL('app://keyglot/index.html')
    const ask = "keyglot.call['vault.status'](null)"
    const answered = (await other.webContents.executeJavaScript(ask)) as {
      ok: boolean
      error?: { code: string }
    }
    other.destroy()
    return answered.error?.code ?? 'answered'
  }, built)
}

function foreignPage(app: ElectronApplication, foreign: string): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }, url) => {
    const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
    const outcome = await other.loadURL(url).then(
      () => 'loaded',
      (error: unknown) => (error as { code?: string }).code ?? 'failed',
    )
    other.destroy()
    return outcome
  }, foreign)
}

/** Whether a page that may have a `<webview>` gets one. */
function webview(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const webPreferences = { webviewTag: true, sandbox: true }
    const other = new BrowserWindow({ show: false, webPreferences })
    // told after the app's own listener, so it sees what that did
    const outcome = new Promise<string>((resolve) =>
      other.webContents.once('will-attach-webview', (event) =>
        resolve(event.defaultPrevented ? 'refused' : 'attached'),
      ),
    )
    await other.loadURL('app://keyglot/index.html')
    await other.webContents.executeJavaScript(`{
      const view = document.createElement('webview')
      view.setAttribute('src', 'app://keyglot/index.html')
      document.body.append(view)
    }`)
    const what = await outcome
    other.destroy()
    return what
  })
}

const WAYS = ['link', 'location', 'refresh'] as const

/** The ways a page has to leave its place: to another one, and to a new document of its own. */
async function leave(app: ElectronApplication, page: Page, foreign: string) {
  const own = await app.browserWindow(page)
  const watched = await own.evaluateHandle(({ webContents }: BrowserWindow) => {
    const seen: { readonly url: string; readonly prevented: boolean }[] = []
    // told after the app's own listener, so it sees what that did; `will-navigate` is not told then
    webContents.on('will-frame-navigate', ({ url, defaultPrevented }) =>
      seen.push({ url, prevented: defaultPrevented }),
    )
    return seen
  })
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  const attempts: Record<string, string> = {}
  for (const to of [foreign, 'app://keyglot/index.html?moved']) {
    for (const way of WAYS) {
      const before = await watched.evaluate((seen) => seen.length)
      await page.evaluate(tryToLeave, { way, to })
      await expect
        .poll(() => watched.evaluate((seen) => seen.length), { message: `${way} to ${to}` })
        .toBeGreaterThan(before)
      const last = await watched.evaluate((seen) => seen.at(-1))
      const where = to === foreign ? 'elsewhere' : 'its own place'
      const refused = last?.prevented === true
      attempts[`${way} to ${where}`] = refused ? 'refused' : 'left'
      // it is on its way now
      if (!refused) return { attempts, url: to, sameDocument: false }
    }
  }
  const stayed = await page.evaluate(() => 'stayed' in window)
  return { attempts, url: page.url(), sameDocument: stayed }
}

/** In the page, a moment later: what asks for it may not be there any more. */
function tryToLeave({ way, to }: { readonly way: (typeof WAYS)[number]; readonly to: string }) {
  setTimeout(() => {
    if (way === 'location') location.href = to
    else if (way === 'link') {
      const link = document.createElement('a')
      link.href = to
      document.body.append(link)
      link.click()
      link.remove()
    } else {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = `0;url=${to}`
      document.head.append(meta)
      meta.remove()
    }
  })
}
