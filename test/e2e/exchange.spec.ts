import type { Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { violationsOf } from '../helper/app/axe'
import { readClipboard } from '../helper/app/peek'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { scanFolder, scanTexts } from '../helper/canary'
import type { Simulators } from '../simulator/index'
import { expect, test } from './fixture'

const KIND = 'phrase/platform-token'
const STRINGS = { eu: 'https://api.phrase.com', us: 'https://api.us.app.phrase.com' } as const

/** Whether Strings of a data center takes what was copied. */
async function statusOf(platforms: Simulators, at: keyof typeof STRINGS, value: string) {
  const endpoint = platforms.endpoints()[STRINGS[at]] ?? ''
  const headers = { authorization: `Bearer ${value}`, 'user-agent': 'Keyglot tests' }
  return (await fetch(`${endpoint}/v2/user`, { headers })).status
}

const stripOf = (page: Page, label: string) =>
  new DetailsScreen(page, label).section('Access token (JWT)')

for (const server of ['eu', 'us'] as const) {
  test(`Access that a token of ${server} is exchanged for is copied like a token`, async ({
    start,
    platforms,
    profile,
  }) => {
    const first = await start()
    const { app, page } = first
    await untilOpen(page)
    const token = platforms.issue(KIND, { server })
    await putToken(page, token, { label: 'Sync', fields: { product: 'Strings' } })
    const list = new ListScreen(page)
    await list.open('Sync')
    const strip = stripOf(page, 'Sync')
    await expect(strip).toContainText(`Strings, ${server.toUpperCase()} data center`)
    await expect(strip).not.toContainText('left')

    await strip.getByRole('button', { name: 'Copy access token' }).click()
    await expect(list.message(/^Copied the access token of/)).toBeVisible()
    await expect(strip.getByText('3 h 59 min left')).toBeVisible()
    const access = await readClipboard(app)
    expect(access).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(await statusOf(platforms, server, access)).toBe(200)
    const asked = platforms.phrase.requests.filter(({ path }) => path === '/idm/oauth/token').length

    // the row's own button and the strip above are about the token
    await list.copyButton('Sync').click()
    await expect(list.message(/^Copied ‘/)).toBeVisible()
    expect(await readClipboard(app)).toBe(token.secret)

    // it is held: the shortcut copies the same one, and nothing is asked
    await list.row('Sync').focus()
    await page.keyboard.press('Control+Shift+C')
    await expect.poll(() => readClipboard(app)).toBe(access)
    const again = platforms.phrase.requests.filter(({ path }) => path === '/idm/oauth/token').length
    expect(again).toBe(asked)

    expect(await page.content()).not.toContain(access)
    expect(await first.close()).toBe('quit')
    const output = await first.output()
    expect(scanFolder(profile, [access])).toEqual([])
    expect(scanTexts({ output }, [access])).toEqual([])

    const second = await start()
    await untilOpen(second.page)
    await new ListScreen(second.page).open('Sync')
    const later = stripOf(second.page, 'Sync')
    await expect(later.getByRole('button', { name: 'Copy access token' })).toBeVisible()
    await expect(later).not.toContainText('left')
    await expect(later.getByRole('button', { name: 'Drop now' })).toBeHidden()
  })
}

test('Access is dropped on request, and goes with its token', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  await putToken(page, platforms.issue(KIND), { label: 'Drop me' })
  const list = new ListScreen(page)
  await list.open('Drop me')
  const strip = stripOf(page, 'Drop me')
  await strip.getByRole('button', { name: 'Copy access token' }).click()
  await expect.poll(() => readClipboard(app)).toMatch(/^eyJ/)
  await expect(strip.getByRole('button', { name: 'Drop now' })).toBeVisible()
  expect(await violationsOf(page)).toEqual([])

  await strip.getByRole('button', { name: 'Drop now' }).click()
  await expect(strip).not.toContainText('left')
  await expect.poll(() => readClipboard(app)).toBe('')

  await list.row('Drop me').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy access token' }).click()
  await expect.poll(() => readClipboard(app)).toMatch(/^eyJ/)
  await page.keyboard.press('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click()
  await expect.poll(() => readClipboard(app)).toBe('')
})

test('Why there is no access is said, and only the platform’s own word is a verdict', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const token = platforms.issue(KIND)
  await putToken(page, token, { label: 'Refused' })
  await putToken(page, platforms.issue('tolgee/pat'), { label: 'Other kind' })
  const list = new ListScreen(page)
  await list.open('Refused')
  const strip = stripOf(page, 'Refused')
  const details = new DetailsScreen(page, 'Refused')
  const copy = strip.getByRole('button', { name: 'Copy access token' })

  const down = platforms.phrase.faults.add({ fault: { type: 'status', status: 503 }, times: 'all' })
  await copy.click()
  await expect(strip).toContainText('No access token. The platform has a fault of its own.')
  await expect(list.message(/^No access token for ‘/)).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await expect(details.verdict).toContainText('Works')
  down.remove()

  platforms.phrase.revoke(token.secret)
  await copy.click()
  await expect(strip).toContainText('No access token. The platform accepted it before')
  await expect(details.verdict).toContainText('Rejected')

  await list.open('Other kind')
  await expect(stripOf(page, 'Other kind')).toBeHidden()
})
