import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { catchNotifications } from '../helper/app/peek'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const DAY = 86_400_000
const LABEL = 'Storefront pipeline'

async function openSettings({ page }: RunningApp): Promise<void> {
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
}

test('A date that comes near is told once a level, without a name unless that is allowed', async ({
  start,
  platforms,
}) => {
  const token = platforms.issue('tolgee/pak', { expiresAt: Date.now() + 13 * DAY })
  const first = await start()
  await untilOpen(first.page)
  const told = await catchNotifications(first.app)
  const list = new ListScreen(first.page)

  await test.step('the first level', async () => {
    await putToken(first.page, token, { label: LABEL })
    await expect.poll(async () => (await told()).length).toBe(1)
    const text = JSON.stringify(await told())
    expect(text).not.toContain(LABEL)
    expect(text).not.toContain(token.secret)
    expect(text).toContain('13 days')
    await expect(list.message('1 token expires or is due soon')).toBeVisible()
    await expect(list.view('Needs attention')).toHaveAccessibleName('Needs attention 1')
  })

  await test.step('its message leads to what it is about', async () => {
    await list.messages.getByRole('button', { name: 'Show' }).click()
    await expect(list.view('Expiring')).toHaveAttribute('aria-current', 'page')
    await expect(list.row(LABEL)).toContainText('Expires in 13 days')
  })
  await first.close()

  const second = await start()
  await untilOpen(second.page)
  const again = await catchNotifications(second.app)
  const later = new ListScreen(second.page)

  await test.step('not again after a restart', async () => {
    await expect(later.view('Needs attention')).toHaveAccessibleName('Needs attention 1')
    // a change of another token makes the app look at all dates anew
    await putToken(second.page, platforms.issue('tolgee/pat', { expiresAt: null }), {
      label: 'Quiet',
    })
    await putToken(
      second.page,
      platforms.issue('tolgee/pak', { project: 2, expiresAt: Date.now() + 20 * DAY }),
      { label: 'Another' },
    )
    await expect.poll(async () => (await again()).length).toBe(1)
    expect(JSON.stringify(await again())).toContain('20 days')
  })

  await test.step('what is further away than it needs attention is found from its message too', async () => {
    await later.messages.getByRole('button', { name: 'Show' }).click()
    await expect(later.row('Another')).toContainText('Expires in 20 days')
    await expect(later.view('Needs attention')).toHaveAccessibleName('Needs attention 1')
  })

  await test.step('the next level, with its name once that is allowed', async () => {
    await openSettings(second)
    await second.page.getByText('Name tokens in notifications').click()
    await second.page.keyboard.press('Escape')
    platforms.tolgee.setExpiry(token.secret, Date.now() + 6 * DAY)
    await later.open(LABEL)
    await new DetailsScreen(second.page, LABEL).checkButton.click()
    await expect(later.row(LABEL)).toContainText('Expires in 6 days')
    await expect.poll(async () => (await again()).length).toBe(2)
    expect(JSON.stringify((await again())[1])).toContain(LABEL)
  })

  await test.step('not at all once they are switched off', async () => {
    await openSettings(second)
    await second.page.getByText('Desktop notifications').click()
    await second.page.keyboard.press('Escape')
    platforms.tolgee.setExpiry(token.secret, Date.now() + DAY / 2)
    // what the window says of the next level must not be taken for what it said before
    await later.dismissMessages()
    await expect(later.message(/due soon/)).toBeHidden()
    await new DetailsScreen(second.page, LABEL).checkButton.click()
    await expect(later.row(LABEL)).toContainText(/Expires in (11|12) hours/)
    await expect(later.message(/due soon/)).toBeVisible()
    expect(await again()).toHaveLength(2)
  })
})

test('A rotation that is due is told apart from an expiry', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const told = await catchNotifications(app)
  const list = new ListScreen(page)
  const token = platforms.issue('transifex/api-token')
  await putToken(page, token, { label: 'Yearly', rotateEveryDays: 1 })
  await expect.poll(async () => (await told()).length).toBe(1)
  await expect(list.row('Yearly')).toContainText(/Rotate in (1 day|2[34] hours)/)
  await list.open('Yearly')
  const details = new DetailsScreen(page, 'Yearly')
  await expect(details.pane.getByRole('note')).toContainText('It does not stop working then.')
  await expect(details.row('Expiry')).toContainText('Never expires')
})
