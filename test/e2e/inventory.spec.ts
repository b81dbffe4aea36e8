import type { Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { violationsOf } from '../helper/app/axe'
import { scanFolder, scanTexts } from '../helper/canary'
import { expect, test } from './fixture'

const project = 'App'
const account = 'Acme'

async function openInventory(page: Page) {
  await page.getByRole('button', { name: 'On the platforms' }).click()
  const dialog = page.getByRole('dialog', { name: 'On the platforms' })
  await expect(dialog).toBeVisible()
  return dialog
}

test('A Lokalise token that the vault does not have is taken over without showing it', async ({
  start,
  platforms,
  profile,
}) => {
  const first = await start()
  const { page } = first
  await untilOpen(page)
  await putToken(page, platforms.issue('lokalise/api-token', { account }), { label: 'Manager' })
  const known = platforms.issue('lokalise/sdk-token', { account, project, activeAt: 0 })
  const fields = { projectId: known.project?.id ?? '' }
  await putToken(page, known, { label: 'Known', fields })
  const other = platforms.issue('lokalise/sdk-token', { account, project, activeAt: 0 })

  const dialog = await openInventory(page)
  await expect(dialog.getByText(/^In the vault as .*Known/)).toBeVisible()
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  expect(await violationsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: /^Add to the vault: / }).click()
  await expect(dialog.getByText(/^In the vault as/)).toHaveCount(2)
  await expect(dialog.getByRole('button', { name: /^Not in the vault 0$/ })).toBeVisible()
  expect(await page.content()).not.toContain(other.secret)

  await page.keyboard.press('Escape')
  await expect(page.getByRole('row', { name: /^Lokalise SDK/ })).toBeVisible()
  expect(await first.close()).toBe('quit')
  const output = await first.output()
  expect(scanFolder(profile, [other.secret, known.secret])).toEqual([])
  expect(scanTexts({ output }, [other.secret])).toEqual([])
})

test('A Tolgee token is revoked after a sign-in, and what is in the vault is not', async ({
  start,
  platforms,
  profile,
}) => {
  const first = await start()
  const { page } = first
  await untilOpen(page)
  const known = platforms.issue('tolgee/pat', { label: 'known one' })
  platforms.issue('tolgee/pat', { label: 'old laptop' })
  await putToken(page, known, { label: 'Known' })

  const dialog = await openInventory(page)
  const signIn = platforms.tolgee.signIn(known.account.name)
  await dialog.getByLabel('User name or e-mail').fill(signIn.username)
  await dialog.getByLabel('Password').fill(signIn.password)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await expect(dialog.getByRole('checkbox', { name: /known one/ })).toBeDisabled()

  await dialog.getByRole('button', { name: /^Revoke… .*old laptop/ }).click()
  await dialog.getByRole('button', { name: 'Revoke it' }).click()
  await expect(dialog.getByText('One token is gone at')).toBeVisible()
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  expect(platforms.tolgee.live('tolgee/pat').map(({ secret }) => secret)).toEqual([known.secret])

  await dialog.getByRole('button', { name: /^Revoke… .*Known/ }).click()
  await expect(page.getByRole('dialog', { name: /Revoke/ })).toBeVisible()
  expect(await page.content()).not.toContain(signIn.password)
  await page.keyboard.press('Escape')
  expect(await first.close()).toBe('quit')
  expect(scanFolder(profile, [signIn.password])).toEqual([])
})
