import { spawnSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { readClipboard, writeClipboard } from '../helper/app/peek'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

/** The shortest time that the settings offer. */
async function clearSoon(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('button', { name: /Clear/ }).click()
  await page.getByRole('option', { name: '10 seconds' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

test('A copied secret leaves the clipboard by itself', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const issued = platforms.issue('tolgee/pat')
  await putToken(page, issued, { label: 'Copied' })
  await clearSoon(page)
  const list = new ListScreen(page)

  await list.copyButton('Copied').click()
  await expect(list.message(/^Copied/)).toContainText(/clears in \d+ s/)
  expect(await readClipboard(app)).toBe(issued.secret)
  await expect.poll(() => readClipboard(app), { timeout: 20_000 }).toBe('')
  await expect(list.message(/^Copied/)).toBeHidden()
})

test('What somebody else put on the clipboard stays there', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const issued = platforms.issue('transifex/api-token')
  await putToken(page, issued, { label: 'Copied' })
  await clearSoon(page)
  const list = new ListScreen(page)

  await list.copyButton('Copied').click()
  await expect(list.message(/^Copied/)).toBeVisible()
  await writeClipboard(app, 'a shopping list')
  await expect(list.message(/^Copied/)).toBeHidden({ timeout: 20_000 })
  expect(await readClipboard(app)).toBe('a shopping list')
})

test('A copied secret is cleared on request, on forgetting, and on quitting', async ({
  start,
  platforms,
}) => {
  const first = await start()
  const { app, page } = first
  await untilOpen(page)
  const tokens = ['One', 'Two', 'Three'].map((name) => ({
    ...platforms.issue('lokalise/api-token', { account: name }),
    label: `Clip ${name}`,
  }))
  for (const token of tokens) await putToken(page, token, { label: token.label })
  const list = new ListScreen(page)

  await list.copyButton('Clip One').click()
  await expect.poll(() => readClipboard(app)).toBe(tokens[0]?.secret)
  await list.messages.getByRole('button', { name: 'Clear now' }).click()
  await expect.poll(() => readClipboard(app)).toBe('')

  await list.copyButton('Clip Two').click()
  await expect.poll(() => readClipboard(app)).toBe(tokens[1]?.secret)
  await list.open('Clip Two')
  await page.keyboard.press('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click()
  await expect.poll(() => readClipboard(app)).toBe('')

  await list.copyButton('Clip Three').click()
  await expect.poll(() => readClipboard(app)).toBe(tokens[2]?.secret)
  // on this system the clipboard would be gone with its owner anyway: what counts is the act
  await app.evaluate(({ clipboard }) => {
    const clear = clipboard.clear.bind(clipboard)
    clipboard.clear = () => {
      process.stdout.write('[clipboard cleared]\n')
      clear()
    }
  })
  expect(await first.close()).toBe('quit')
  expect(await first.output()).toContain('[clipboard cleared]')
})

/** What other programs see on the screen's clipboard and selection, by a tool of their own. */
function xclip(env: NodeJS.ProcessEnv, place: 'clipboard' | 'primary') {
  const options = { env, encoding: 'utf8' } as const
  return {
    // it fails where nothing is
    read: () => spawnSync('xclip', ['-selection', place, '-o'], options).stdout,
    write(input: string) {
      // it stays behind to hand the text out, and goes when somebody else has the place
      spawnSync('xclip', ['-selection', place], { env, input, stdio: ['pipe', 'ignore', 'ignore'] })
    },
  }
}

test('The screen’s own clipboard and selection are cleared when the machine falls asleep', async ({
  start,
  platforms,
  desktop,
}) => {
  test.skip(spawnSync('xclip', ['-version']).error !== undefined, 'no xclip')
  const { app, page } = await start()
  await untilOpen(page)
  const issued = platforms.issue('tolgee/pat')
  await putToken(page, issued, { label: 'Copied' })
  const list = new ListScreen(page)
  const clipboard = xclip(desktop.env, 'clipboard')
  const primary = xclip(desktop.env, 'primary')
  const sleep = () => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'))

  await list.copyButton('Copied').click()
  await expect.poll(clipboard.read).toBe(issued.secret)
  primary.write(issued.secret)
  await sleep()
  await expect.poll(clipboard.read).toBe('')
  await expect.poll(primary.read).toBe('')

  await list.copyButton('Copied').click()
  await expect.poll(clipboard.read).toBe(issued.secret)
  primary.write('a word')
  clipboard.write('a shopping list')
  await sleep()
  await expect(list.message(/^Copied/)).toBeHidden()
  expect(clipboard.read()).toBe('a shopping list')
  expect(primary.read()).toBe('a word')
})

test('The settings tell the truth about histories of the clipboard', async ({ start }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const markable = await app.evaluate((electron) => 'ClipboardItem' in electron)
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog.getByText(/Keyglot cannot ask clipboard histories/)).toHaveCount(
    markable ? 0 : 1,
  )
})
