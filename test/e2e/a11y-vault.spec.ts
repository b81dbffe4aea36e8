import type { Locator, Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { lookAt } from '../helper/app/look'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const PASSWORD = 'several words that nobody says'
const PIN = '314159'
const SLOW = { timeout: 30_000 }

/** Types the groups that are asked for. */
async function giveGroups(dialog: Locator, groups: readonly string[]): Promise<void> {
  for (const [index, group] of groups.entries()) {
    const field = dialog.getByLabel(`Group ${index + 1}`)
    if ((await field.count()) > 0) await field.fill(group)
  }
}

async function openCare(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Your vault' })
  await expect(dialog.getByRole('heading', { name: 'What opens it' })).toBeVisible()
  return dialog
}

test('Your vault, each of its steps and the lock have no accessibility violation', async ({
  start,
  platforms,
}) => {
  // each of some fifteen views is measured twice
  test.setTimeout(180_000)
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('tolgee/pat'), { label: 'Before the backup' })
  const look = lookAt(page)
  const seen = (view: string) => look.at(view, '[role="dialog"]')
  const dialog = await openCare(page)
  const button = (name: string) => dialog.getByRole('button', { name })
  const cancel = async (): Promise<void> => {
    await button('Cancel').click()
    await expect(dialog.getByRole('heading', { name: 'What opens it' })).toBeVisible()
  }
  await seen('keychain alone')

  await test.step('password, PIN and keychain', async () => {
    await button('Set…: Password').click()
    await dialog.getByLabel('New password').fill(PASSWORD)
    await expect(dialog.getByText(/^(Good|Very good)/)).toBeVisible()
    await dialog.getByLabel('The same once more').fill('another')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The two are not the same.')).toBeVisible()
    await seen('password, not the same')
    await dialog.getByLabel('The same once more').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The password is set.')).toBeVisible(SLOW)
    await button('Set…: PIN').click()
    await dialog.getByLabel('Your password').fill('a wrong one')
    await dialog.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('That is not the password')).toBeVisible(SLOW)
    await seen('PIN, wrong password')
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await dialog.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The PIN is set.')).toBeVisible(SLOW)
    await button('Renew…: Keychain').click()
    await seen('keychain')
    await cancel()
    await button('Remove…: Keychain').click()
    await seen('keychain, taken away')
    await cancel()
    await button('Replace…: Vault key').click()
    await seen('another vault key')
    await cancel()
    await expect(button('Replace…: Vault key')).toBeFocused()
  })

  await test.step('a recovery key', async () => {
    await button('Make…: Recovery key').click()
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    const codes = dialog.locator('[data-print] li code')
    await expect(codes).toHaveCount(9, SLOW)
    await seen('recovery key')
    const groups = await codes.allTextContents()
    await button('I have it on paper').click()
    await dialog.getByRole('textbox').first().fill('0000')
    await dialog.getByRole('textbox').last().fill('0000')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The groups do not match')).toBeVisible()
    await seen('recovery key, asked for')
    await giveGroups(dialog, groups)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The recovery key opens the vault')).toBeVisible(SLOW)
  })

  await test.step('backups', async () => {
    await button('Back up now').click()
    await expect(dialog.getByText('The backup is made')).toBeVisible(SLOW)
    await seen('all ways, and backups')
    await button('Restore a backup…').click()
    await expect(dialog.getByText(/made by you/)).toBeVisible()
    await seen('which backup')
    await dialog.getByRole('button', { name: /^Look inside: .*made by you/ }).click()
    await dialog.getByText('Put this backup in the vault’s place').click()
    await button('Use the PIN').click()
    await expect(dialog.getByLabel('Your PIN')).toBeFocused()
    await button('Use the password').click()
    await page.keyboard.type('a wrong one')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('That is not the password')).toBeVisible(SLOW)
    await expect(dialog.getByLabel('Your password')).toBeFocused()
    await seen('what a backup holds')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('heading', { name: 'The backup is restored' })).toBeVisible(SLOW)
    await seen('restored')
    await button('Show the tokens').click()
    await expect(new ListScreen(page).row('Before the backup')).toBeVisible(SLOW)
  })

  await test.step('locked', async () => {
    await page.keyboard.press('Control+Shift+L')
    const password = page.getByLabel('Password', { exact: true })
    await expect(password).toBeFocused()
    await look.at('locked')
    await page.keyboard.type('a wrong one')
    await page.keyboard.press('Enter')
    await expect(page.getByText('That is not the password of this vault.')).toBeVisible(SLOW)
    await look.at('locked, wrong password')
    await page.getByRole('button', { name: 'Use the recovery key' }).click()
    await look.at('locked, recovery key')
  })
  expect(look.found).toEqual([])
})
