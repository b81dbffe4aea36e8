import { putToken, untilOpen } from '../helper/app/arrange'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

test('What is typed after the palette was asked for is the palette’s, even before it is loaded', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'Deploy bot' })
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'Sandbox' })
  const list = new ListScreen(page)
  await page.reload()
  await untilOpen(page)
  await list.grid.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('settinq')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('gs')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list.row('Deploy bot')).toHaveAttribute('aria-selected', 'true')
  await expect(list.row('Sandbox')).toHaveAttribute('aria-selected', 'false')
})

test('Keys behind a question that is not drawn yet do nothing', async ({ start, platforms }) => {
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'Deploy bot' })
  const list = new ListScreen(page)
  await list.open('Deploy bot')
  await page.evaluate(() => {
    const press = (key: string): void => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      document.getElementById('token-list')?.dispatchEvent(event)
    }
    press('Delete')
    press('Enter')
    press('F2')
  })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Label' })).toBeHidden()
})

test('The help fits the window, and ends above the messages', async ({ start, platforms }) => {
  const { page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'Deploy bot' })
  const list = new ListScreen(page)
  await list.open('Deploy bot')
  await page.keyboard.press('Control+c')
  await expect(list.message('Copied')).toBeVisible()
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  const edge = async (): Promise<boolean> => {
    const [dialog, message] = await Promise.all([
      help.boundingBox(),
      list.message('Copied').boundingBox(),
    ])
    return (dialog?.y ?? 0) + (dialog?.height ?? 0) <= (message?.y ?? 0)
  }
  await expect.poll(edge).toBe(true)
  await list.dismissMessages()
  const overflow = (): Promise<number> =>
    help
      .getByRole('group', { name: 'Keyboard shortcuts' })
      .locator('xpath=..')
      .evaluate((body) => body.scrollHeight - body.clientHeight)
  await expect.poll(overflow).toBe(0)
})
