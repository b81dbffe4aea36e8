import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

async function resize({ app, page }: RunningApp, width: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size, 600),
    width,
  )
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
}

test('In a narrow window the details cover the list, and go back to it', async ({
  start,
  platforms,
}) => {
  const running = await start()
  const { page } = running
  await untilOpen(page)
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'Deploy bot' })
  const list = new ListScreen(page)
  const details = new DetailsScreen(page, 'Deploy bot')
  /** What is painted on top in the middle of the details. */
  const onTop = (): Promise<boolean> =>
    page.evaluate(() => {
      const box = document.getElementById('details')?.getBoundingClientRect()
      const x = (box?.left ?? 0) + (box?.width ?? 0) / 2
      const y = (box?.top ?? 0) + (box?.height ?? 0) / 2
      return document.elementFromPoint(x, y)?.closest('#details') !== null
    })
  for (const width of [480, 560, 640, 641, 720, 900]) {
    await test.step(`${width} px`, async () => {
      await resize(running, width)
      await list.open('Deploy bot')
      await expect(details.pane).toBeVisible()
      expect(await onTop()).toBe(true)
      await details.pane.getByRole('button', { name: 'Back' }).click()
      await expect(details.pane).toBeHidden()
      await expect(list.grid).toBeFocused()
      await expect(list.row('Deploy bot')).toHaveAttribute('aria-selected', 'true')
    })
  }
})
