import type { Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { readClipboard, writeClipboard } from '../helper/app/peek'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const DAY = 86_400_000
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10)

test('What the user adds to a token is kept', async ({ start, platforms }) => {
  const first = await start()
  const { page } = first
  await untilOpen(page)
  await putToken(page, platforms.issue('phrase/strings-token'), { label: 'Before' })
  const list = new ListScreen(page)
  await list.open('Before')

  await test.step('a label, with F2', async () => {
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Label' }).fill('After')
    await page.keyboard.press('Enter')
    await expect(list.row('After')).toBeVisible()
    await expect(list.row('Before')).toBeHidden()
  })
  const details = new DetailsScreen(page, 'After')

  await test.step('a note', async () => {
    await details.section('Note').getByRole('button', { name: 'Edit note' }).click()
    await details.section('Note').getByRole('textbox', { name: 'Note' }).fill('In use on\nstaging')
    await details.section('Note').getByRole('button', { name: 'Save note' }).click()
    await expect(details.section('Note')).toContainText('In use on')
  })

  await test.step('an expiry, where the platform tells none', async () => {
    await expect(list.row('After')).toContainText('Expiry unknown')
    const time = details.section('Expiry and rotation')
    await time.getByRole('button', { name: 'Enter' }).click()
    await time.getByText('On a date').click()
    await time.getByRole('textbox', { name: 'Date' }).fill(dayText(Date.now() + 10 * DAY))
    await time.getByRole('button', { name: 'Save' }).click()
    await expect(list.row('After')).toContainText(/Expires in (9|10|11) days/)
    await expect(details.row('Expiry')).toContainText('you')
  })

  await test.step('a rotation policy', async () => {
    const time = details.section('Expiry and rotation')
    await time.getByRole('button', { name: 'Set' }).click()
    await time.getByRole('button', { name: /Replace it every/ }).click()
    await page.getByRole('option', { name: '60 days' }).click()
    await time.getByRole('button', { name: 'Save' }).click()
    await expect(details.row('Rotation')).toContainText('Every 60 days')
  })
  await first.close()

  const second = await start()
  await untilOpen(second.page)
  await new ListScreen(second.page).open('After')
  const again = new DetailsScreen(second.page, 'After')
  await expect(again.section('Note')).toContainText('staging')
  await expect(again.row('Expiry')).toContainText(/in (9|10|11) days/)
  await expect(again.row('Rotation')).toContainText('Every 60 days')
})

test('The editors in the details are worked by keys alone', async ({ start, platforms }) => {
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('phrase/strings-token'), { label: 'Keys' })
  const list = new ListScreen(page)
  await list.open('Keys')
  const details = new DetailsScreen(page, 'Keys')
  const { keyboard } = page

  await test.step('a note', async () => {
    const edit = details.section('Note').getByRole('button', { name: 'Edit note' })
    const field = details.section('Note').getByRole('textbox', { name: 'Note' })
    await edit.press('Enter')
    await expect(field).toBeFocused()
    await expect(details.section('Note').getByRole('button', { name: 'Save note' })).toBeInViewport(
      {
        ratio: 1,
      },
    )
    await keyboard.type('staging')
    await keyboard.press('Control+Enter')
    await expect(edit).toBeFocused()
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    await expect(field).toBeHidden()
    await expect(edit).toBeFocused()
    await keyboard.press('Escape')
    await expect(list.grid).toBeFocused()
  })

  await test.step('a rotation policy of a number of days', async () => {
    const set = details.row('Rotation').getByRole('button')
    const days = details.row('Rotation').getByRole('spinbutton', { name: 'Days' })
    await set.press('Enter')
    await expect(details.row('Rotation').getByRole('button').first()).toBeFocused()
    await keyboard.press('Escape')
    await expect(set).toBeFocused()
    await keyboard.press('Enter')
    await keyboard.press('Enter')
    await page.getByRole('listbox').press('End')
    await keyboard.press('Enter')
    await expect(days).toBeFocused()
    const select = details.row('Rotation').getByRole('button').first()
    const edges = await Promise.all([select, days].map((each) => each.boundingBox()))
    expect((edges[0]?.x ?? 0) + (edges[0]?.width ?? 0)).toBeLessThanOrEqual(edges[1]?.x ?? 0)
    for (const wrong of ['', '0', '4000']) {
      await days.fill(wrong)
      await keyboard.press('Enter')
      await expect(details.row('Rotation').getByRole('alert')).toContainText('1 to 3,650')
      await expect(days).toBeFocused()
    }
    await days.fill('45')
    await expect(details.row('Rotation').getByRole('alert')).toBeHidden()
    await keyboard.press('Enter')
    await expect(details.row('Rotation')).toContainText('Every 45 days')
    await expect(set).toBeFocused()
  })

  await test.step('an expiry', async () => {
    const enter = details.row('Expiry').getByRole('button')
    const date = details.row('Expiry').getByRole('textbox', { name: 'Date' })
    await enter.press('Enter')
    await expect(details.row('Expiry').getByRole('radio', { name: 'I do not know' })).toBeFocused()
    await keyboard.press('ArrowDown')
    await expect(date).toBeVisible()
    const below = await details.row('Expiry').getByText('Never expires').boundingBox()
    expect((await date.boundingBox())?.y).toBeLessThan(below?.y ?? 0)
    await keyboard.press('Enter')
    await expect(details.row('Expiry').getByRole('alert')).toContainText('Enter a day from')
    await expect(date).toBeFocused()
    await date.fill(dayText(Date.now() + 10 * DAY))
    await keyboard.press('Enter')
    await expect(details.row('Expiry')).toContainText(/in (9|10|11) days/)
    await expect(enter).toBeFocused()
  })

  await test.step('the names of variables, which are one stop', async () => {
    const names = details.pane.getByRole('toolbar', { name: 'Variables' }).getByRole('button')
    await names.first().focus()
    await keyboard.press('ArrowRight')
    await expect(names.nth(1)).toBeFocused()
    await keyboard.press('Tab')
    await expect(names.and(page.locator(':focus'))).toHaveCount(0)
    await keyboard.press('Shift+Tab')
    await expect(names.nth(1)).toBeFocused()
  })
})

test('An expiry that the platform sets cannot be entered, and an old edit changes nothing', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const expiresAt = Date.now() + 40 * DAY
  const id = await putToken(page, platforms.issue('tolgee/pat', { expiresAt }), { label: 'Fixed' })
  await new ListScreen(page).open('Fixed')
  const details = new DetailsScreen(page, 'Fixed')
  await expect(details.row('Expiry')).toContainText('platform')
  await expect(details.row('Expiry').getByRole('button')).toHaveCount(0)
  expect(await edit(page, { id, version: 1, expiry: 'never' })).toBe('expiry.set-by-platform')
  // two edits that both saw the same version: the second one is refused
  expect(await edit(page, { id, version: 1, label: 'First' })).toBe('done')
  expect(await edit(page, { id, version: 1, label: 'Second' })).toBe('token.changed-elsewhere')
  await expect(new ListScreen(page).row('First')).toBeVisible()
})

/** An edit as the window sends it, with a version of the test's choice. */
async function edit(page: Page, input: Readonly<Record<string, unknown>>): Promise<string> {
  return page.evaluate(async (given) => {
    type Call = (input: unknown) => Promise<{ error?: { code: string } }>
    const { call } = (window as unknown as { keyglot: { call: Record<string, Call> } }).keyglot
    const answer = await call['token.edit']?.(given)
    return answer?.error?.code ?? 'done'
  }, input)
}

test('Everything can be done with the keyboard alone', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  const dialog = new AddDialog(page)
  const one = platforms.issue('tolgee/pak', { project: 'Storefront' })
  const two = platforms.issue('transifex/api-token')
  const { keyboard } = page

  await test.step('add by paste', async () => {
    await writeClipboard(app, one.secret)
    await keyboard.press('Control+V')
    await expect(dialog.askButton).toBeFocused()
    await keyboard.press('Enter')
    await expect(dialog.verdict).toContainText('Works')
    await expect(dialog.label).toBeFocused()
    await keyboard.press('Control+A')
    await keyboard.type('Storefront CI')
    await keyboard.press('Enter')
    await expect(dialog.dialog).toBeHidden()
    await expect(list.row('Storefront CI')).toBeVisible()
  })

  await test.step('add by the dialog, typing', async () => {
    await keyboard.press('Control+N')
    await expect(dialog.paste).toBeFocused()
    await keyboard.insertText(`TX_TOKEN=${two.secret}`)
    await keyboard.press('Enter')
    await expect(dialog.verdict).toContainText('Works')
    await keyboard.press('Control+A')
    await keyboard.type('Deploy bot')
    await keyboard.press('Enter')
    await expect(list.row('Deploy bot')).toBeVisible()
  })

  await test.step('find and copy', async () => {
    await keyboard.press('/')
    await keyboard.type('store')
    await expect(list.rows).toHaveCount(1)
    await keyboard.press('Enter')
    await expect(list.grid).toBeFocused()
    await expect(list.row('Storefront CI')).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('Control+C')
    await expect.poll(() => readClipboard(app)).toBe(one.secret)
  })

  await test.step('check', async () => {
    platforms.tolgee.revoke(one.secret)
    await keyboard.press('F5')
    await expect(list.row('Storefront CI')).toContainText('Rejected')
  })

  await test.step('rename', async () => {
    await keyboard.press('F2')
    await keyboard.press('Control+A')
    await keyboard.type('Storefront CI, old')
    await keyboard.press('Enter')
    await expect(list.row('Storefront CI, old')).toBeVisible()
    await expect(list.grid).toBeFocused()
  })

  await test.step('reveal while held', async () => {
    const details = new DetailsScreen(page, 'Storefront CI, old')
    await details.revealButton.focus()
    await keyboard.down('Space')
    await expect(details.secret).toHaveText(one.secret)
    await keyboard.up('Space')
    await expect(details.pane).not.toContainText(one.secret)
    await keyboard.press('Escape')
    await expect(list.grid).toBeFocused()
  })

  await test.step('forget and undo', async () => {
    await keyboard.press('Delete')
    const question = page.getByRole('alertdialog')
    await expect(question).toBeVisible()
    await expect(question.getByRole('button', { name: 'Forget', exact: true })).toBeFocused()
    await keyboard.press('Enter')
    await expect(list.row('Storefront CI, old')).toBeHidden()
    await keyboard.press('Control+Z')
    await expect(list.row('Storefront CI, old')).toBeVisible()
  })

  await test.step('go through the views and the commands', async () => {
    await list.grid.focus()
    await keyboard.press('/')
    await keyboard.press('Escape')
    await keyboard.press('Control+2')
    await expect(list.view('Needs attention')).toHaveAttribute('aria-current', 'page')
    await expect(list.rows).toHaveCount(1)
    await keyboard.press('Control+1')
    await expect(list.rows).toHaveCount(2)
    await keyboard.press('Control+K')
    await expect(page.getByRole('dialog')).toBeVisible()
    await keyboard.type('deploy')
    await keyboard.press('Enter')
    await expect(list.row('Deploy bot')).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('F1')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    await keyboard.press('Escape')
  })
})
