import { putToken, untilOpen } from '../helper/app/arrange'
import { ListScreen } from '../helper/app/screen/list'
import { seedVault } from '../helper/app/seed'
import { expect, test } from './fixture'

const DAY = 86_400_000

test('Tokens are found by words, by fields and by views', async ({ start, platforms }) => {
  const { page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()

  const soon = Date.now() + 5 * DAY
  const dying = platforms.issue('tolgee/pat', { account: 'Northwind' })
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'Deploy bot' })
  await putToken(page, platforms.issue('lokalise/api-token'), { label: 'App release' })
  await putToken(page, platforms.issue('tolgee/pak', { project: 'Storefront', expiresAt: soon }), {
    label: 'Storefront CI',
  })
  await putToken(page, dying, { label: 'Old laptop' })
  await putToken(page, platforms.issue('phrase/strings-token'), {
    label: 'Nightly export',
    check: false,
  })
  platforms.tolgee.revoke(dying.secret)
  await list.open('Old laptop')
  await page.keyboard.press('F5')
  await expect(list.row('Old laptop')).toContainText('Rejected')

  await test.step('search narrows the list while typing, and gives it back', async () => {
    await page.keyboard.press('/')
    await expect(list.search).toBeFocused()
    await page.keyboard.type('store')
    await expect(list.rows).toHaveCount(1)
    await expect(list.row('Storefront CI')).toBeVisible()
    await page.keyboard.type('xyz')
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear search' }).last().click()
    await expect(list.rows).toHaveCount(5)
    await expect(list.search).toHaveValue('')
  })

  await test.step('an account, a field, a state and their opposite can be asked for', async () => {
    await list.search.fill('northwind')
    await expect(list.rows).toHaveCount(1)
    await expect(list.row('Old laptop')).toBeVisible()
    await list.search.fill('service:tolgee')
    await expect(list.rows).toHaveCount(2)
    await list.search.fill('service:tolgee -is:rejected')
    await expect(list.rows).toHaveCount(1)
    await list.search.fill('is:unchecked')
    await expect(list.rows).toHaveCount(1)
    await expect(list.row('Nightly export')).toBeVisible()
    await list.search.press('Escape')
    await expect(list.rows).toHaveCount(5)
  })

  await test.step('views show platforms and states, each with its number', async () => {
    await list.view('Tolgee').click()
    await expect(list.rows).toHaveCount(2)
    await expect(list.view('Tolgee')).toHaveAccessibleName('Tolgee 2')
    await list.view('Needs attention').click()
    await expect(list.rows).toHaveCount(2)
    await list.view('Rejected or expired').click()
    await expect(list.rows).toHaveCount(1)
    await list.view('Not checked').click()
    await expect(list.row('Nightly export')).toBeVisible()
    await list.view('Expiring').click()
    await expect(list.row('Storefront CI')).toContainText('Expires in 5 days')
    await list.view('Locize').click()
    await expect(page.getByRole('heading', { name: 'No tokens of this platform' })).toBeVisible()
    await list.view('All tokens').click()
    await expect(list.rows).toHaveCount(5)
  })

  await test.step('sorting and grouping change the order', async () => {
    const menu = page.getByRole('menu', { name: 'Sort and group' })
    await page.getByRole('button', { name: 'Sort and group' }).click()
    await menu.getByRole('menuitem', { name: 'Group by platform' }).click()
    await expect(list.grid.getByRole('rowheader')).toHaveCount(0)
    await expect(list.rows.first()).toContainText('App release')
    await page.getByRole('button', { name: 'Sort and group' }).click()
    await menu.getByRole('menuitem', { name: 'Due first' }).click()
    await expect(list.rows.first()).toContainText('Storefront CI')
  })
})

test('Ten thousand tokens scroll, jump and are searched', async ({ start, profile, desktop }) => {
  await seedVault(profile, 10_000, desktop.env)
  const { page } = await start()
  const list = new ListScreen(page)
  await expect(list.view('All tokens')).toHaveAccessibleName('All tokens 10,000')
  await expect(list.rows.first()).toBeVisible()
  // ten kinds in turn, five platforms: each has a heading
  await expect(list.grid).toHaveAttribute('aria-rowcount', '10005')
  expect(await list.rows.count()).toBeLessThan(60)

  await list.grid.focus()
  await page.keyboard.press('End')
  const last = list.grid.locator('[aria-rowindex="10005"]')
  await expect(last).toBeInViewport()
  await expect(last).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Home')
  await expect(list.grid.locator('[aria-rowindex="2"]')).toBeInViewport()
  await page.mouse.move(400, 400)
  await page.mouse.wheel(0, 200_000)
  await expect(list.grid.locator('[aria-rowindex="2"]')).not.toBeInViewport()
  const under = (): Promise<string | null | undefined> =>
    page.evaluate(() => {
      const row = document.elementFromPoint(400, 400)?.closest('[data-token]')
      return row?.getAttribute('aria-label')
    })
  await expect.poll(under).toMatch(/: /)

  await list.search.fill('backend label:4242')
  await expect(list.rows).toHaveCount(1)
  await expect(list.rows.first()).toContainText('4242')
})

test('The chosen row stays in view when the window gets lower, and when a search ends', async ({
  start,
  profile,
  desktop,
}) => {
  await seedVault(profile, 100, desktop.env)
  const { app, page } = await start()
  const list = new ListScreen(page)
  const resize = (height: number): Promise<void> =>
    app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(1180, size),
      height,
    )
  await untilOpen(page)
  await resize(760)
  await list.rows.nth(9).click()
  const chosen = list.grid.locator('[aria-selected="true"]')
  await expect(chosen).toBeInViewport({ ratio: 1 })
  await resize(500)
  await expect.poll(() => page.evaluate(() => window.innerHeight)).toBe(500)
  await expect(chosen).toBeInViewport({ ratio: 1 })
  await expect.poll(() => list.grid.evaluate((grid) => grid.scrollTop)).toBeGreaterThan(0)

  // and when a search around it begins and ends
  await page.keyboard.press('End')
  await expect(chosen).toBeInViewport({ ratio: 1 })
  await list.search.fill('locize')
  await expect(chosen).toBeInViewport({ ratio: 1 })
  await list.search.fill('')
  await expect(chosen).toBeInViewport({ ratio: 1 })
})
