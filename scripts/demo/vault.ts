import type { Locator, Page } from '@playwright/test'
import { statusOf, type VaultStatus } from '../../shared/model/vault'
import { tellVault } from './tell'
import type { Tour } from './tour'

const PASSWORD = 'quiet copper lantern meadow'
const PIN = '271828'

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Your vault' })

async function openCare(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  const dialog = dialogOf(page)
  await dialog.getByRole('heading', { name: 'What opens it' }).waitFor()
  return dialog
}

/** What opens the vault: a password, a PIN, a recovery key; and the lock. */
export async function vaultCare(tour: Tour): Promise<void> {
  await ways(tour)
  await locked(tour)
  await backups(tour)
  await doubts(tour)
}

async function ways({ page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('what opens the vault', async () => {
    const dialog = await openCare(page)
    await camera.shoot(page, 'vault-keychain-only')
    await dialog.getByRole('button', { name: 'Set…: Password' }).click()
    await dialog.getByLabel('New password').fill(PASSWORD)
    await dialog.getByText(/^(Good|Very good)/).waitFor()
    await dialog.getByLabel('The same once more').fill(PASSWORD)
    await camera.shoot(page, 'vault-set-password')
    await page.keyboard.press('Enter')
    await dialog.getByText('The password is set.').waitFor({ timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Set…: PIN' }).click()
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await dialog.getByLabel('PIN', { exact: true }).fill(PIN)
    await camera.shoot(page, 'vault-set-pin')
    await page.keyboard.press('Enter')
    await dialog.getByText('The PIN is set.').waitFor({ timeout: 30_000 })
  })
  await recorder.step('a recovery key', async () => {
    const dialog = dialogOf(page)
    await dialog.getByRole('button', { name: 'Make…: Recovery key' }).click()
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await camera.shoot(page, 'vault-recovery-proof')
    await page.keyboard.press('Enter')
    const groups = await groupsOf(dialog)
    await camera.shoot(page, 'vault-recovery-kit')
    await typeAsked(dialog, groups)
    await camera.shoot(page, 'vault-recovery-check')
    await page.keyboard.press('Enter')
    await dialog.getByText('The recovery key opens the vault from now on.').waitFor()
    await camera.shoot(page, 'vault-all-ways')
  })
  await recorder.step('another vault key', async () => {
    const dialog = dialogOf(page)
    await dialog.getByRole('button', { name: 'Replace…: Vault key' }).click()
    await dialog.getByLabel('Your password').fill(PASSWORD)
    await camera.shoot(page, 'vault-replace-key')
    await page.keyboard.press('Enter')
    await typeAsked(dialog, await groupsOf(dialog))
    await page.keyboard.press('Enter')
    await dialog.getByText('The vault key is replaced.').waitFor()
    await camera.shoot(page, 'vault-key-replaced')
    await page.keyboard.press('Escape')
  })
}

/** The recovery key that is shown, once it is. */
async function groupsOf(dialog: Locator): Promise<readonly string[]> {
  const codes = dialog.locator('[data-print] li code')
  await codes.first().waitFor({ timeout: 30_000 })
  return codes.allInnerTexts()
}

/** Goes on to what is asked for of it, and types that. */
async function typeAsked(dialog: Locator, groups: readonly string[]): Promise<void> {
  await dialog.getByRole('button', { name: 'I have it on paper' }).click()
  for (const field of await dialog.getByRole('textbox').all()) {
    const label = await field.evaluate((each: HTMLInputElement) => each.labels?.[0]?.innerText)
    await field.fill(groups[Number(label?.replace(/\D/g, '')) - 1] ?? '')
  }
}

async function locked({ page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('locked, and opened again', async () => {
    await page.keyboard.press('Control+Shift+L')
    const pin = page.getByLabel('PIN')
    await pin.waitFor()
    await camera.shoot(page, 'locked-pin')
    await pin.fill('000000')
    await page.keyboard.press('Enter')
    await page.getByText('4 tries are left').waitFor()
    await camera.shoot(page, 'locked-wrong-pin')
    await page.getByRole('button', { name: 'Use the recovery key' }).click()
    await page.getByLabel('Recovery key').waitFor()
    await camera.shoot(page, 'locked-recovery')
    await page.getByRole('button', { name: 'Use the password' }).click()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('grid').waitFor({ timeout: 30_000 })
  })
}

async function backups({ page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('backups', async () => {
    const dialog = await openCare(page)
    await dialog.getByRole('button', { name: 'Back up now' }).click()
    await dialog.getByText(/^The backup is made/).waitFor({ timeout: 30_000 })
    await camera.shoot(page, 'vault-backups')
    await dialog.getByRole('button', { name: 'Restore a backup…' }).click()
    await dialog.getByRole('heading', { name: 'Choose a backup' }).waitFor()
    await camera.shoot(page, 'vault-choose-backup')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
}

/** The window is only told of these; the tests bring the real ones about. */
async function doubts({ app, page, camera, recorder }: Tour): Promise<void> {
  const tell = (status: VaultStatus): Promise<void> => tellVault(app, status)
  await recorder.step('a vault that is not the one seen last', async () => {
    await tell(statusOf('open', { readOnly: 'older', changesMissing: 12 }))
    await page.getByText('This is an older vault').waitFor()
    await camera.shoot(page, 'vault-older')
    await page.getByRole('button', { name: 'Go on with this file…' }).click()
    await page.getByRole('alertdialog').waitFor()
    await camera.shoot(page, 'vault-older-question')
    await page.keyboard.press('Escape')
    await tell(statusOf('open', { readOnly: 'changed' }))
    await page.getByText('Something else has changed this vault').waitFor()
    await camera.shoot(page, 'vault-changed')
    await tell(statusOf('open', { damagedRecords: 2 }))
    await page.getByText('2 records do not open').first().waitFor()
    await camera.shoot(page, 'vault-records')
    await tell(statusOf('locked', { ways: ['password', 'recovery'], trouble: 'key-missing' }))
    await page.getByText('The keychain would open it by itself').waitFor()
    await camera.shoot(page, 'locked-keychain-trouble')
    await tell(statusOf('open'))
    await page.getByRole('grid').waitFor()
  })
}
