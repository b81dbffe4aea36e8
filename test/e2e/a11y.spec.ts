import type { ElectronApplication, Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { lookAt } from '../helper/app/look'
import { openRotation } from '../helper/app/rotating'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { GuideDialog } from '../helper/app/screen/guide-dialog'
import { ListScreen } from '../helper/app/screen/list'
import type { Simulators } from '../simulator/index'
import { statusOf, VAULT_STATES, type VaultStatus } from '../../shared/model/vault'
import { expect, test } from './fixture'

const DAY = 86_400_000

/** Tokens in every state that looks different. */
async function fill(page: Page, platforms: Simulators): Promise<void> {
  const soon = (days: number): number => Date.now() + days * DAY
  const ends = { 'in 20 days': 20.5, 'in 10 days': 10.5, 'in 5 days': 5.5, 'in 1 day': 0.9 }
  for (const [label, days] of Object.entries(ends)) {
    await putToken(page, platforms.issue('tolgee/pak', { expiresAt: soon(days) }), { label })
  }
  const dead = platforms.issue('tolgee/pat')
  const gone = platforms.issue('tolgee/legacy-key')
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'fine' })
  await putToken(page, platforms.issue('phrase/strings-token'), { label: 'offline', check: false })
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'due', rotateEveryDays: 1 })
  const two = { projectId: platforms.issue('locize/api-key').project?.id ?? '', role: 'user' }
  await putToken(page, platforms.issue('locize/pat'), {
    label: 'layers',
    fields: { ...two, scopes: ['read', 'write'] },
  })
  await putToken(page, dead, { label: 'expired' })
  await putToken(page, gone, { label: 'rejected' })
  platforms.tolgee.setExpiry(dead.secret, soon(-1))
  platforms.tolgee.revoke(gone.secret)
  await page.getByRole('button', { name: 'Check all' }).click()
  await expect(page.getByText('Checked 10 tokens')).toBeVisible()
}

async function resize(app: ElectronApplication, width: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size, 760),
    width,
  )
}

test('The list, the details and every dialog have no accessibility violation', async ({
  start,
  platforms,
}) => {
  // each of some thirty views is measured twice
  test.setTimeout(300_000)
  const { app, page } = await start()
  await untilOpen(page)
  const look = lookAt(page)
  const list = new ListScreen(page)
  const dialog = new AddDialog(page)
  const shut = async (): Promise<void> => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('menu')).toHaveCount(0)
  }

  await look.at('empty')
  await page.keyboard.press('Control+N')
  await expect(dialog.paste).toBeFocused()
  await look.at('add: paste')
  await dialog.paste.fill('two words')
  await page.keyboard.press('Enter')
  await expect(dialog.refusal).toBeVisible()
  await look.at('add: refused')
  await shut()
  await dialog.pasteAnywhere(app, platforms.issue('tolgee/legacy-key').secret)
  await expect(dialog.kinds).toBeVisible()
  await look.at('add: which kind')
  await dialog.giveUp()
  await dialog.pasteAnywhere(app, platforms.issue('locize/pat').secret)
  await expect(dialog.verdict).toContainText('Works')
  await look.at('add: checked')
  await dialog.giveUp()

  await fill(page, platforms)
  await look.at('list, run finished')
  for (const label of ['in 1 day', 'in 10 days', 'rejected', 'layers', 'due']) {
    await list.open(label)
    await expect(new DetailsScreen(page, label).section('Checks')).toBeVisible()
    await look.at(`details: ${label}`)
  }
  await new DetailsScreen(page, 'due').copyButton.click()
  await expect(list.message(/^Copied/)).toBeVisible()
  await look.at('copied')
  await list.search.fill('nothing like this')
  await look.at('search: nothing')
  await list.search.fill('')

  const keys = [
    ['commands', 'Control+K'],
    ['settings', 'Control+,'],
    ['activity', 'Control+Shift+A'],
    ['shortcuts', 'F1'],
  ] as const
  for (const [view, key] of keys) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    await look.at(view)
    await shut()
  }
  await list.row('fine').click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await look.at('menu of a row')
  await shut()

  const byApi = await openRotation(page, 'in 20 days')
  await expect(byApi.ways).toBeVisible()
  await look.at('rotate: ways')
  await byApi.button('Rotate').click()
  await expect(byApi.signInForm).toBeVisible()
  await look.at('rotate: sign-in')
  await byApi.signIn(platforms.tolgee.signIn())
  await expect(byApi.dialog).toContainText('is kept until')
  await look.at('rotate: grace')
  await shut()

  await list.open('fine')
  const details = new DetailsScreen(page, 'fine')
  await details.action('Forget').click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await look.at('forget')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await details.action('Revoke').click()
  await expect(new GuideDialog(page, /^Revoke/).dialog).toBeVisible()
  await look.at('revoke')
  await shut()
  await details.action('Rotate').click()
  const guide = new GuideDialog(page, /^Rotate/)
  await expect(guide.field).toBeVisible()
  await look.at('rotate: create')
  await guide.paste(app, platforms.issue('transifex/api-token').secret)
  await expect(guide.comparison).toBeVisible()
  await look.at('rotate: compare')
  await guide.button('Continue later').click()

  await resize(app, 800)
  await expect(details.pane.getByRole('button', { name: 'Back' })).toBeVisible()
  await look.at('narrow: details')
  await details.pane.getByRole('button', { name: 'Back' }).click()
  await resize(app, 480)
  const menu = page.getByRole('button', { name: 'Views menu' })
  await expect(menu).toBeVisible()
  await look.at('slim: list')
  await menu.click()
  await expect(list.views).toBeVisible()
  await look.at('slim: views')

  expect(look.found).toEqual([])
})

/** Tells the window of a state; the tests of the keychain bring the real ones about. */
async function tell(app: ElectronApplication, status: Partial<VaultStatus>): Promise<void> {
  const whole = statusOf('open', status)
  await app.evaluate(
    ({ BrowserWindow }, given) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('keyglot:event', 'vault.changed', given),
    whole,
  )
}

test('The screens of a shut or damaged vault have no accessibility violation', async ({
  start,
}) => {
  test.slow()
  const { app, page } = await start()
  await untilOpen(page)
  const look = lookAt(page)
  const shut = VAULT_STATES.filter((state) => state !== 'open' && state !== 'opening')
  for (const state of shut) {
    await tell(app, { state, exists: state !== 'no-keychain' && state !== 'missing' })
    await expect(page.locator(`[data-vault-state="${state}"]`)).toBeVisible()
    await look.at(state)
  }
  await tell(app, { state: 'open', readOnly: 'damage' })
  const damage = page.getByRole('alert').filter({ hasText: 'The vault’s file is damaged' })
  await expect(damage.getByRole('button', { name: 'Show data folder' })).toBeVisible()
  await look.at('open, damaged')
  await tell(app, { state: 'open', damagedRecords: 2 })
  const records = page.getByRole('alert').filter({ hasText: '2 records do not open' })
  await expect(records.getByRole('button', { name: 'Restore a backup…' })).toBeVisible()
  await look.at('open, records damaged')
  await page.getByRole('button', { name: '2 records do not open' }).press('Enter')
  await expect(page.getByRole('dialog', { name: 'Your vault' })).toBeVisible()
  expect(look.found).toEqual([])
})
