import type { Page } from '@playwright/test'
import { untilOpen } from '../helper/app/arrange'
import { mainHeap, WHOLE_TEXTS_ARGUMENT, windowHeap } from '../helper/app/heap'
import { pageProcess, readClipboard } from '../helper/app/peek'
import { processTexts } from '../helper/app/process-texts'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { scanFolder, scanTexts } from '../helper/canary'
import { expect, test } from './fixture'

const PASSWORD = 'canary words that nobody says'
const LABEL = 'Kanarienvogel für Wörlitz'

async function openCare(page: Page) {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Your vault' })
  await expect(dialog.getByRole('heading', { name: 'What opens it' })).toBeVisible()
  return dialog
}

async function setPassword(page: Page): Promise<void> {
  const dialog = await openCare(page)
  await dialog.getByRole('button', { name: 'Set…: Password' }).press('Enter')
  await page.keyboard.press('Tab')
  await dialog.getByLabel('New password').fill(PASSWORD)
  await dialog.getByLabel('The same once more').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The password is set.')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Escape')
}

/** As it is shown: nine groups, which are not adopted. */
async function showRecoveryKey(page: Page): Promise<string> {
  const dialog = await openCare(page)
  await dialog.getByRole('button', { name: 'Make…: Recovery key' }).click()
  await dialog.getByLabel('Your password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Show the key' }).click()
  const codes = dialog.locator('[data-print] li code')
  await expect(codes).toHaveCount(9, { timeout: 30_000 })
  return (await codes.allInnerTexts()).join('-')
}

test('After a lock, neither process holds what went through it', async ({
  start,
  platforms,
  profile,
}) => {
  test.slow()
  const running = await start({ args: [WHOLE_TEXTS_ARGUMENT] })
  const { app, page } = running
  await untilOpen(page)
  const list = new ListScreen(page)
  const add = new AddDialog(page)
  const saved = platforms.issue('tolgee/pat')
  const unsaved = platforms.issue('lokalise/api-token')
  const searched = platforms.issue('locize/pat')

  await setPassword(page)
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByLabel('Password')).toBeFocused()
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await untilOpen(page)

  await add.pasteAnywhere(app, saved.secret)
  await add.askButton.click()
  await expect(add.verdict).toContainText('Works')
  await add.label.fill(LABEL)
  await add.save()
  await list.open(LABEL)
  const details = new DetailsScreen(page, LABEL)
  await details.copyButton.click()
  await expect.poll(() => readClipboard(app)).toBe(saved.secret)
  await details.revealButton.focus()
  await page.keyboard.down('Space')
  await expect(details.secret).toHaveText(saved.secret)
  // while it is shown it is there: one does look, and would find it
  const shown = scanTexts({ window: await windowHeap(app) }, [saved.secret])
  expect(shown.map(({ encoding }) => encoding)).toContain('utf-8')
  await page.keyboard.up('Space')

  const recovery = await showRecoveryKey(page)
  // it counts only once it was typed, so leaving it is asked about
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Leave without it' }).press('Enter')
  await page.keyboard.press('Escape')
  await list.search.fill(searched.secret)
  await add.pasteAnywhere(app, unsaved.secret)
  await expect(add.saveButton).toBeVisible()
  // the main process knows the labels as long as the vault is open
  expect(scanTexts({ main: await mainHeap(app) }, [LABEL])).not.toEqual([])

  const before = await pageProcess(app)
  await page.keyboard.press('Control+Shift+L')
  await expect.poll(() => pageProcess(app)).not.toBe(before)
  await expect(page.getByLabel('Password')).toBeFocused()
  const processes = process.platform === 'linux' ? processTexts(running.pid) : {}
  const heaps = { window: await windowHeap(app), main: await mainHeap(app) }
  const texts = { ...heaps, ...processes, output: await running.output() }
  const secrets = [saved.secret, unsaved.secret, searched.secret, PASSWORD, recovery]
  expect(scanTexts(texts, [...secrets, LABEL])).toEqual([])
  expect(scanFolder(profile, [...secrets, LABEL])).toEqual([])
})
