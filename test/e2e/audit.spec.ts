import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putToken, untilOpen } from '../helper/app/arrange'
import { ActivityDialog } from '../helper/app/screen/activity-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { scanFolder } from '../helper/canary'
import { tamper } from '../helper/tamper'
import { expect, test } from './fixture'

test('What is done stands in the log, is filtered, checked and exported', async ({
  start,
  platforms,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const bot = platforms.issue('transifex/api-token')
  const other = platforms.issue('lokalise/api-token')
  await putToken(page, bot, { label: 'Deploy bot' })
  await putToken(page, other, { label: '=Sandbox()' })
  const list = new ListScreen(page)
  const activity = new ActivityDialog(page)
  await list.open('Deploy bot')
  await new DetailsScreen(page, 'Deploy bot').copyButton.click()
  await expect(list.message('Copied')).toBeVisible()

  await page.keyboard.press('Control+Shift+A')
  await expect(activity.lines('Added')).toHaveCount(2)
  await expect(activity.lines('Copied')).toContainText('Deploy bot')
  await expect(activity.lines('Copied')).toContainText('You')
  await expect(activity.lines('Made the vault')).toContainText('Done')

  await test.step('by keys', async () => {
    await activity.grid.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await expect(activity.lines('Made the vault')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('/')
    await expect(activity.text).toBeFocused()
    await page.keyboard.type('sandbox')
    await expect(activity.grid.getByRole('row')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(activity.text).toHaveValue('')
    await expect(activity.lines('Added')).toHaveCount(2)
  })
  await activity.choose('What', 'Copied and revealed')
  await expect(activity.grid.getByRole('row')).toHaveCount(1)
  await activity.choose('Outcome', 'Failed')
  await expect(activity.dialog.getByRole('heading', { name: 'No line fits' })).toBeVisible()
  await activity.button('Show everything').click()
  await expect(activity.lines('Added')).toHaveCount(2)

  await activity.button('Check the log').click()
  await expect(activity.found).toContainText(/^Intact: \d+ lines since /)
  await expect(activity.lines('Checked this log')).toContainText('Done')

  const folder = await mkdtemp(join(tmpdir(), 'keyglot-export-'))
  try {
    const path = join(folder, 'out.csv')
    await activity.exportTo(app, path, 'As a table (CSV)…')
    await expect(list.message(/^Wrote \d+ lines to .*out\.csv/)).toBeVisible()
    const table = readFileSync(path, 'utf8')
    expect(table).toContain(',"token.copy","done",')
    expect(table).toContain(`,"'=Sandbox()",`)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    await activity.exportTo(app, join(folder, 'out.jsonl'), 'As JSON Lines…')
    await expect(list.message(/out\.jsonl/)).toBeVisible()
    const lines = readFileSync(join(folder, 'out.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { act: string }).act)).toContain(
      'audit.exported',
    )
    await activity.exportTo(app, null, 'As JSON Lines…')
    await expect(activity.button('Export…')).not.toHaveAttribute('aria-busy')
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'out.jsonl'])
    expect(scanFolder(folder, [bot.secret, other.secret])).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('The activity of one token is reached from its details, and leads back to it', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'Deploy bot' })
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'Sandbox' })
  const list = new ListScreen(page)
  const activity = new ActivityDialog(page)
  await list.open('Sandbox')
  const details = new DetailsScreen(page, 'Sandbox')
  await details.pane.getByRole('button', { name: 'All activity of this token' }).click()
  await expect(activity.grid.getByRole('row')).toHaveCount(1)
  await expect(activity.lines('Added')).toContainText('Sandbox')
  await activity.button('Show all tokens').click()
  await expect(activity.lines('Added')).toHaveCount(2)
  await activity.lines('Deploy bot').click()
  await activity.grid.focus()
  await page.keyboard.press('Enter')
  await expect(activity.dialog).toHaveCount(0)
  await expect(new DetailsScreen(page, 'Deploy bot').pane).toBeVisible()

  await list.views.getByRole('button', { name: 'Activity' }).click()
  await expect(activity.lines('Made the vault')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(activity.dialog).toHaveCount(0)
})

test('A line that was altered behind the program’s back is found', async ({
  start,
  platforms,
  profile,
}) => {
  const first = await start()
  await untilOpen(first.page)
  await putToken(first.page, platforms.issue('transifex/api-token'), { label: 'Deploy bot' })
  expect(await first.close()).toBe('quit')
  tamper(join(profile, 'vault.db'), (db) => {
    const sealed = db.prepare('SELECT sealed FROM audit WHERE seq = 2').pluck().get() as Buffer
    sealed[40] = sealed[40]! ^ 1
    db.prepare('UPDATE audit SET sealed = ? WHERE seq = 2').run(sealed)
  })
  const { page } = await start()
  await untilOpen(page)
  const activity = new ActivityDialog(page)
  await page.keyboard.press('Control+Shift+A')
  await expect(activity.lines('Line 2 was altered')).toBeVisible()
  await activity.button('Check the log').click()
  await expect(activity.found).toContainText('Line 2 was altered.')
  await expect(activity.lines('Checked this log')).toContainText('Failed')
})
