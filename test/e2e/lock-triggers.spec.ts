import { join, resolve } from 'node:path'
import { Variant } from '@jellybrick/dbus-next'
import type { ElectronApplication, Page } from '@playwright/test'
import { settingsOf, untilOpen } from '../helper/app/arrange'
import { violationsOf } from '../helper/app/axe'
import { ownName } from '../helper/desk'
import { expect, test } from './fixture'

const PICTURES = resolve(import.meta.dirname, '../../test-results/vault')
const SAVER = 'org.gnome.ScreenSaver'
const PASSWORD = 'several words that nobody says'
const WATCHER = 'org.kde.StatusNotifierWatcher'

async function openCare(page: Page) {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Your vault' })
  await expect(dialog.getByRole('heading', { name: 'Locking' })).toBeVisible()
  return dialog
}

const lockedScreen = (page: Page) => page.locator('[data-vault-state="locked"]')
const isShown = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

test.skip(process.platform !== 'linux', 'the buses are those of Linux')

test('The vault locks with the screen, and with sleep', async ({ start, desktop }) => {
  const address = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? ''
  const saver = await ownName(address, SAVER)
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = await openCare(page)
  await expect(dialog.getByText('Keyglot notices it on this machine.')).toBeVisible()
  await dialog.getByText('Lock when the screen locks').click()
  await dialog.getByText('Lock when the machine goes to sleep').click()
  await page.keyboard.press('Escape')

  saver.signal(['/org/gnome/ScreenSaver', SAVER, 'ActiveChanged'], ['b', [true]])
  await expect(lockedScreen(page)).toBeVisible()
  await page.keyboard.press('Enter')
  await untilOpen(page)

  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'))
  await expect(lockedScreen(page)).toBeVisible()
  saver.bus.disconnect()
})

test('What this machine cannot notice or show is said', async ({ start }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = await openCare(page)
  await expect(dialog.getByText(/It cannot be noticed on this machine/)).toBeVisible()
  await expect(dialog.getByText(/closing the window quits Keyglot/)).toBeVisible()
  await expect(dialog.getByRole('switch', { name: /in the tray/ })).toBeDisabled()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('heading', { name: 'Locking' }).scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(PICTURES, `locking-${colorScheme}.png`) })
  }
  await page.keyboard.press('Escape')
  const closed = app.waitForEvent('close')
  await closeWindow(app)
  await closed
})

/** What shows the icons of programs, on a bus where nothing else does. */
const trayOn = (env: NodeJS.ProcessEnv) =>
  ownName(env['DBUS_SESSION_BUS_ADDRESS'] ?? '', WATCHER, {
    'org.freedesktop.DBus.Properties.Get': ['v', [new Variant('b', true)]],
    [`${WATCHER}.RegisterStatusNotifierItem`]: ['', []],
  })

test('Closing to the tray locks a vault that has a password', async ({ start, desktop }) => {
  const watcher = await trayOn(desktop.env)
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = await openCare(page)
  await dialog.getByRole('button', { name: 'Set…: Password' }).click()
  await dialog.getByLabel('New password').fill(PASSWORD)
  await dialog.getByLabel('The same once more').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The password is set.')).toBeVisible({ timeout: 30_000 })
  await dialog.getByText('Keep Keyglot in the tray').click()
  await expect(dialog.getByText('The vault locks, and reminders go on')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await closeWindow(app)
  await expect.poll(() => isShown(app)).toBe(false)
  await expect(lockedScreen(page)).toBeVisible()
  await app.evaluate(({ app }) => void app.emit('second-instance'))
  await expect.poll(() => isShown(app)).toBe(true)
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  watcher.bus.disconnect()
})

test('Closing leaves the program in the tray, and a second start shows it', async ({
  start,
  desktop,
}) => {
  const watcher = await trayOn(desktop.env)
  const first = await start()
  const { app, page } = first
  await untilOpen(page)
  const dialog = await openCare(page)
  await dialog.getByText('Keep Keyglot in the tray').click()
  // stored, and not only on its way: until then, closing the window quits
  await expect.poll(async () => (await settingsOf(page)).closeToTray).toBe(true)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await closeWindow(app)
  await expect.poll(() => isShown(app)).toBe(false)
  await app.evaluate(({ app }) => void app.emit('second-instance'))
  await expect.poll(() => isShown(app)).toBe(true)
  expect(await first.close()).toBe('quit')

  const hidden = await start({ args: ['--hidden'] })
  await untilOpen(hidden.page)
  await expect.poll(() => isShown(hidden.app)).toBe(false)
  expect(await hidden.close()).toBe('quit')
  watcher.bus.disconnect()

  const alone = await start({ args: ['--hidden'] })
  await untilOpen(alone.page)
  await expect.poll(() => isShown(alone.app), { timeout: 15_000 }).toBe(true)
})
