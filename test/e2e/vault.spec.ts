import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { pageProcess, readClipboard } from '../helper/app/peek'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const PICTURES = resolve(import.meta.dirname, '../../test-results/vault')
const PASSWORD = 'several words that nobody says'
const PIN = '314159'

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Your vault' })
const screenOf = (page: Page): Locator => page.locator('[data-vault-state="locked"]')
const shot = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) })

async function openCare(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page).getByRole('heading', { name: 'What opens it' })).toBeVisible()
  return dialogOf(page)
}

async function setPassword(page: Page): Promise<void> {
  const dialog = await openCare(page)
  await shot(page, 'care')
  const begin = dialog.getByRole('button', { name: 'Set…: Password' })
  await begin.press('Enter')
  await expect(dialog.getByLabel('New password')).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect(begin).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Nothing is entered here yet.')).toHaveCount(2)
  await expect(dialog.getByLabel('New password')).toBeFocused()
  await dialog.getByLabel('New password').fill('passwort')
  await expect(dialog.getByText(/Far too easy|Too easy/)).toBeVisible()
  await dialog.getByLabel('The same once more').fill('passwort')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('This one is found quickly.')).toBeVisible()
  await expect(dialog.getByLabel('New password')).toBeFocused()
  await dialog.getByLabel('New password').fill(PASSWORD)
  await expect(dialog.getByText(/^(Good|Very good)/)).toBeVisible()
  await dialog.getByLabel('The same once more').fill('something else')
  await dialog.getByRole('button', { name: 'Set the password' }).click()
  await expect(dialog.getByText('The two are not the same.')).toBeVisible()
  await dialog.getByLabel('The same once more').fill(PASSWORD)
  await shot(page, 'set-password')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The password is set.')).toBeFocused({ timeout: 30_000 })
  await expect(page.locator('[popover]')).toHaveCount(0)
  await page.keyboard.press('Escape')
}

test('A password locks the vault, and opens it again', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  const token = platforms.issue('tolgee/pat')
  await putToken(page, token, { label: 'Behind the lock' })
  await setPassword(page)

  await test.step('a lock takes the list, and the process that showed it', async () => {
    const before = await pageProcess(app)
    await page.keyboard.press('Control+Shift+L')
    await expect(screenOf(page)).toBeVisible()
    await expect(page.getByText('You locked it.')).toBeVisible()
    await expect(page.getByText('Behind the lock')).toHaveCount(0)
    await shot(page, 'locked')
    await expect.poll(() => pageProcess(app)).not.toBe(before)
    expect(() => process.kill(before, 0)).toThrow('ESRCH')
  })

  await test.step('a wrong password is said to be one, and the right one opens it', async () => {
    await expect(page.getByLabel('Password')).toBeFocused()
    await page.keyboard.type('a wrong one')
    await page.keyboard.press('Enter')
    await expect(page.getByText('That is not the password of this vault.')).toBeVisible()
    await shot(page, 'wrong-password')
    await expect(page.getByLabel('Password')).toBeFocused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await list.open('Behind the lock')
    await page.keyboard.press('Control+C')
    await expect.poll(() => readClipboard(app)).toBe(token.secret)
  })

  await test.step('a PIN opens it quicker, five wrong ones close that way', async () => {
    const dialog = await openCare(page)
    await dialog.getByRole('button', { name: 'Set…: PIN' }).click()
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await dialog.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The PIN is set.')).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+L')
    await expect(page.getByLabel('PIN')).toBeFocused()
    await expect(page.getByText('sealed under your PIN')).toBeVisible()
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await expect(list.row('Behind the lock')).toBeVisible()
    // nothing has the focus in a new window: an arrow key is for the list
    await page.keyboard.press('ArrowDown')
    await expect(list.grid).toBeFocused()
    await page.keyboard.press('Control+Shift+L')
    for (const left of [4, 3, 2, 1]) {
      await page.getByLabel('PIN').fill('000000')
      await page.keyboard.press('Enter')
      await expect(
        page.getByText(left === 1 ? '1 try is left' : `${left} tries are left`),
      ).toBeVisible()
    }
    await page.getByLabel('PIN').fill('000000')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Password')).toBeFocused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(list.row('Behind the lock')).toBeVisible()
  })
})

test('A lock does not wait for what is not saved', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const { secret } = platforms.issue('lokalise/api-token')
  await new AddDialog(page).pasteAnywhere(app, secret)
  await expect(page.getByRole('dialog')).toBeVisible()
  const before = await pageProcess(app)
  await page.keyboard.press('Control+Shift+L')
  await expect(screenOf(page)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(() => pageProcess(app)).not.toBe(before)
  await page.keyboard.press('Enter')
  await untilOpen(page)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

/** Types the groups of a recovery key that are asked for. */
async function typeAsked(dialog: Locator, groups: readonly string[]): Promise<void> {
  for (const field of await dialog.getByRole('textbox').all()) {
    const label = await field.evaluate(
      (each: HTMLInputElement) => each.labels?.[0]?.innerText ?? '',
    )
    await field.fill((groups[Number(label.replace(/\D/g, '')) - 1] ?? '').toLowerCase())
  }
}

test('A recovery key is made, put on paper, checked, and opens the vault when all else is lost', async ({
  start,
  platforms,
}) => {
  const running = await start()
  const { app, page } = running
  await untilOpen(page)
  await putToken(page, platforms.issue('tolgee/pat'), { label: 'Saved by paper' })
  const dialog = await openCare(page)
  await dialog.getByRole('button', { name: 'Make…: Recovery key' }).click()
  await expect(dialog.getByRole('button', { name: 'Show the key' })).toBeFocused()
  await page.keyboard.press('Enter')
  const codes = dialog.locator('[data-print] li code')
  await expect(codes).toHaveCount(9)
  let groups = await codes.allInnerTexts()
  await shot(page, 'kit')

  await test.step('as a PDF of the kit alone', async () => {
    // not in the data folder: nothing is saved there
    const file = test.info().outputPath('kit.pdf')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await dialog.getByRole('button', { name: 'Save as PDF…' }).click()
    await expect(dialog.getByText('Written to ‘kit.pdf’.')).toBeVisible()
    expect(statSync(file).size).toBeGreaterThan(1000)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  await test.step('which is not left unasked before it counts', async () => {
    await page.keyboard.press('Escape')
    await expect(dialog.getByRole('heading', { name: 'Leave without this key?' })).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Stay here' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(codes).toHaveCount(9)
    await expect(dialog.getByRole('heading', { name: 'Keyglot recovery kit' })).toBeFocused()
  })

  await dialog.getByRole('button', { name: 'I have it on paper' }).click()
  const asked = dialog.getByRole('textbox')
  await asked.first().fill('0000')
  await asked.last().fill('0000')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The groups do not match')).toBeVisible()
  await typeAsked(dialog, groups)
  await shot(page, 'kit-check')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The recovery key opens the vault from now on.')).toBeVisible()

  await test.step('and gives way to another one, with another vault key', async () => {
    await dialog.getByRole('button', { name: 'Replace…: Vault key' }).click()
    await shot(page, 'replace-key')
    await dialog.getByRole('button', { name: 'Replace the key' }).click()
    await expect(codes).toHaveCount(9)
    const before = groups.join()
    groups = await codes.allInnerTexts()
    expect(groups.join()).not.toBe(before)
    await dialog.getByRole('button', { name: 'I have it on paper' }).click()
    await typeAsked(dialog, groups)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The vault key is replaced.')).toBeVisible()
    const again = dialog.getByRole('button', { name: 'Replace…: Vault key' })
    await expect(again).toBeVisible()
    await shot(page, 'key-replaced')
  })
  await running.close()

  const second = await start({ keychainService: 'keyglot-test-nothing-in-it' })
  const problem = second.page.locator('[data-vault-state="key-missing"]')
  await expect(problem).toBeVisible()
  await second.page.getByRole('button', { name: 'Use the recovery key…' }).click()
  await second.page.getByLabel('Recovery key').fill(groups.join(' '))
  await shot(second.page, 'use-recovery')
  await second.page.keyboard.press('Enter')
  await expect(new ListScreen(second.page).row('Saved by paper')).toBeVisible()
})
