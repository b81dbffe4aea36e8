import { copyFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { violationsOf } from '../helper/app/axe'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const PICTURES = resolve(import.meta.dirname, '../../test-results/backup')
const shot = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) })
const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Your vault' })

async function openCare(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Your vault')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page).getByRole('heading', { name: 'Backups' })).toBeVisible()
  return dialogOf(page)
}

/** What makes a copy of the vault open elsewhere. */
async function makeRecoveryKey(page: Page): Promise<void> {
  const dialog = dialogOf(page)
  await dialog.getByRole('button', { name: 'Make a recovery key…' }).click()
  await dialog.getByRole('button', { name: 'Show the key' }).click()
  const groups = dialog.locator('[data-print] li code')
  await expect(groups).toHaveCount(9)
  const key = await groups.allTextContents()
  await dialog.getByRole('button', { name: 'I have it on paper' }).click()
  await expect(dialog.getByRole('heading', { name: 'Is it really there?' })).toBeVisible()
  for (const [index, group] of key.entries()) {
    const field = dialog.getByLabel(`Group ${index + 1}`)
    if ((await field.count()) > 0) await field.fill(group)
  }
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'Backups' })).toBeVisible()
}

test('A backup is made, the vault changes, and the backup is restored', async ({
  start,
  platforms,
  profile,
}) => {
  // the program starts three times
  test.slow()
  const running = await start()
  const { page } = running
  await untilOpen(page)
  const list = new ListScreen(page)
  await putToken(page, platforms.issue('tolgee/pat'), { label: 'Before the backup' })

  await test.step('without a recovery key there is no backup, and the window says why', async () => {
    const dialog = await openCare(page)
    await expect(dialog.getByText('No backups are made.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Back up now' })).toBeDisabled()
    expect(await violationsOf(page)).toEqual([])
    await shot(page, 'unable')
    await makeRecoveryKey(page)
  })

  await test.step('one is made by hand', async () => {
    const dialog = dialogOf(page)
    await dialog.getByRole('button', { name: 'Back up now' }).press('Enter')
    await expect(dialog.getByText('The backup is made, and was opened')).toBeVisible()
    await expect(dialog.getByText(/The newest of \d backups?:/)).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await shot(page, 'made')
  })

  await test.step('a copy does not take the place of the vault that is open', async () => {
    await running.app.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      },
      join(profile, 'vault.db'),
    )
    const before = statSync(join(profile, 'vault.db')).ino
    await dialogOf(page).getByRole('button', { name: 'Save a copy…' }).press('Enter')
    await expect(
      dialogOf(page).getByText('Keyglot keeps its own files in that folder'),
    ).toBeVisible()
    expect(statSync(join(profile, 'vault.db')).ino).toBe(before)
    await page.keyboard.press('Escape')
  })

  await putToken(page, platforms.issue('tolgee/pat'), { label: 'After the backup' })
  await expect(list.row('After the backup')).toBeVisible()

  await test.step('a preview says what a restore would change, and it is restored', async () => {
    // a colour on its way to another is none that is read
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const dialog = await openCare(page)
    await dialog.getByRole('button', { name: 'Restore a backup…' }).press('Enter')
    await shot(page, 'choose')
    await dialog.getByRole('button', { name: /^Look inside: .*made by you/ }).press('Enter')
    await expect(dialog.getByText('1 token that is here now is not in it:')).toBeVisible()
    await expect(dialog.getByText('After the backup')).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violationsOf(page)).toEqual([])
    await shot(page, 'preview-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    const restore = dialog.getByRole('button', { name: 'Restore', exact: true })
    await expect(restore).toBeDisabled()
    await dialog.getByText('Put this backup in the vault’s place').click()
    await restore.press('Enter')
    await expect(dialog.getByRole('heading', { name: 'The backup is restored' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Show the tokens' }).press('Enter')
    await expect(list.row('Before the backup')).toBeVisible()
    await expect(list.row('After the backup')).toHaveCount(0)
  })

  await running.close()
  const vault = join(profile, 'vault.db')
  copyFileSync(vault, `${vault}.older`)
  await test.step('a damaged vault offers it too', async () => {
    writeFileSync(vault, 'not a vault')
    const damaged = await start()
    const again = damaged.page
    await again.getByRole('button', { name: 'Restore a backup…' }).click()
    const dialog = again.getByRole('dialog', { name: 'Restore a backup' })
    await dialog.getByRole('button', { name: /^Look inside: .*made by you/ }).click()
    await expect(dialog.getByText(/^1 token, as of/)).toBeVisible()
    await shot(again, 'damaged')
    await dialog.getByText('Put this backup in the vault’s place').click()
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(new ListScreen(again).row('Before the backup')).toBeVisible()
    await damaged.close()
  })

  await test.step('and so does one that is only read, for it is not the one seen last', async () => {
    copyFileSync(`${vault}.older`, vault)
    const { page: once } = await start()
    const notice = once.getByRole('alert').filter({ hasText: 'This is an older vault' })
    await expect(notice).toBeVisible()
    expect(await violationsOf(once)).toEqual([])
    await shot(once, 'older')
    const goOn = notice.getByRole('button', { name: 'Go on with this file…' })
    await goOn.press('Enter')
    const question = once.getByRole('alertdialog', { name: 'Go on with this file?' })
    await expect(question).toContainText('gone for good')
    await question.getByRole('button', { name: 'Only look' }).press('Enter')
    await expect(goOn).toBeFocused()
    await notice.getByRole('button', { name: 'Restore a backup…' }).press('Enter')
    const dialog = once.getByRole('dialog', { name: 'Restore a backup' })
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
    await expect(notice.getByRole('button', { name: 'Restore a backup…' })).toBeFocused()
    await once.keyboard.press('Enter')
    await dialog.getByRole('button', { name: /^Look inside: .*made by you/ }).press('Enter')
    await dialog.getByText('Put this backup in the vault’s place').click()
    await dialog.getByRole('button', { name: 'Restore', exact: true }).press('Enter')
    await dialog.getByRole('button', { name: 'Show the tokens' }).press('Enter')
    await expect(new ListScreen(once).row('Before the backup')).toBeVisible()
    await expect(notice).toHaveCount(0)
  })
})
