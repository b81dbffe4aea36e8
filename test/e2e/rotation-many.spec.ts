import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

interface Shape {
  readonly top: boolean
  readonly bounds: { x: number; y: number; width: number; height: number }
}

const shapeOf = ({ app }: RunningApp): Promise<Shape> =>
  app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (!window) throw new Error('no window')
    return { top: window.isAlwaysOnTop(), bounds: window.getBounds() }
  })

test('Several tokens are chosen by keys, planned, begun, stopped and gone on with', async ({
  start,
  platforms,
}) => {
  const first = await start()
  const { page } = first
  await untilOpen(page)
  for (let i = 0; i < 2; i++) {
    await putToken(page, platforms.issue('tolgee/pat', { account: 'Tina' }), { label: `T ${i}` })
    await putToken(page, platforms.issue('transifex/api-token'), { label: `X ${i}` })
  }
  const list = new ListScreen(page)
  await test.step('chosen by keys, and planned by what is needed', async () => {
    await list.grid.focus()
    await page.keyboard.press('Control+A')
    await expect(page.getByText('4 selected')).toBeVisible()
    await page.getByRole('button', { name: 'Rotate…' }).click()
    const plan = page.getByRole('dialog', { name: 'Rotate 4 tokens' })
    await expect(plan.getByRole('region', { name: /^One sign-in at/ })).toContainText('T 1')
    await expect(plan.getByRole('region', { name: /^In the browser/ })).toContainText('X 1')
    await plan.getByRole('button', { name: 'Start 4 rotations' }).click()
  })
  const view = page.getByRole('dialog', { name: 'Rotations and revocations' })
  await test.step('one sign-in serves both, and the next guide comes back', async () => {
    const { username, password } = platforms.tolgee.signIn('Tina')
    await view.getByRole('textbox', { name: 'User name or e-mail' }).fill(username)
    await view.getByLabel('Password').fill(password)
    await view.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(view.getByRole('region', { name: /^One sign-in at/ })).toBeHidden()
    await view.getByRole('button', { name: 'Next in the browser' }).click()
    const guide = page.getByRole('dialog', { name: /^Rotate X/ })
    const before = await shapeOf(first)
    await guide.getByRole('button', { name: 'Keep beside the page' }).click()
    await expect.poll(() => shapeOf(first)).toMatchObject({ top: true, bounds: { width: 400 } })
    await guide.getByRole('button', { name: 'Back to full size' }).click()
    await expect.poll(() => shapeOf(first)).toEqual({ ...before, top: false })
    await guide.getByRole('button', { name: 'Continue later' }).click()
    await expect(view).toBeVisible()
  })
  await test.step('left by Escape, the window is a whole one again, and keys go on in the list', async () => {
    const before = await shapeOf(first)
    await view.getByRole('button', { name: 'Keep beside the page' }).click()
    await expect.poll(async () => (await shapeOf(first)).top).toBe(true)
    await page.keyboard.press('Escape')
    await expect(view).toBeHidden()
    await expect.poll(() => shapeOf(first)).toEqual({ ...before, top: false })
    await expect(list.grid).toBeFocused()
  })
  await first.close()

  const second = await start()
  await untilOpen(second.page)
  await new ListScreen(second.page).view('Rotations').click()
  const again = second.page.getByRole('dialog', { name: 'Rotations and revocations' })
  await expect(again.getByRole('region', { name: /^In the browser/ })).toContainText('X 1')
})
