import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { putToken, untilOpen } from '../helper/app/arrange'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const SCHEMES = ['light', 'dark'] as const

/** What axe finds against WCAG 2.2 AA, as `rule: place` lines, in both colour schemes. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const scheme of SCHEMES) {
    const results = await page.evaluate(async (theme) => {
      document.documentElement.dataset['theme'] = theme
      // a colour on its way to another is neither
      await Promise.all(document.getAnimations().map((animation) => animation.finished))
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } }
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      return axe.run({ runOnly: { type: 'tag', values: tags } })
    }, scheme)
    for (const { id, nodes } of results.violations) {
      found.push(
        ...nodes.map(
          ({ target, any }) => `${scheme} ${id}: ${String(target)} (${any[0]?.message ?? ''})`,
        ),
      )
    }
  }
  return found
}

test('axe finds nothing in any view, light or dark', async ({ start, platforms }) => {
  test.setTimeout(180_000)
  const { app, page } = await start()
  await untilOpen(page)
  await page.evaluate(await readFile(axeFile, 'utf8'))
  const list = new ListScreen(page)
  const dialog = new AddDialog(page)
  const look = async (view: string): Promise<void> => {
    await test.step(view, async () => expect(await violations(page), view).toEqual([]))
  }
  const closed = async (): Promise<void> => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }

  await look('no tokens')
  await page.keyboard.press('Control+N')
  await dialog.paste.waitFor()
  await look('add, empty')
  await closed()
  await dialog.pasteAnywhere(app, platforms.issue('tolgee/pak').secret)
  await expect(dialog.verdict).toContainText('Works')
  await look('add, checked')
  await closed()

  const token = platforms.issue('tolgee/pat', { expiresAt: Date.now() + 3 * 86_400_000 })
  await putToken(page, token, { label: 'Axe' })
  await putToken(page, platforms.issue('transifex/api-token'), { label: 'Other' })
  await list.open('Axe')
  await page.getByRole('region', { name: 'Details of Axe', exact: true }).waitFor()
  await look('list and details')
  await list.search.fill('no such thing')
  await look('nothing found')
  await list.search.fill('')

  const OPENED = [
    ['settings', 'Control+,'],
    ['commands', 'Control+K'],
    ['keyboard help', 'F1'],
  ] as const
  for (const [name, keys] of OPENED) {
    await page.keyboard.press(keys)
    await page.getByRole('dialog').waitFor()
    await look(name)
    await closed()
  }
  for (const [action, role] of [
    ['Rotate', 'dialog'],
    ['Revoke', 'dialog'],
    ['Forget', 'alertdialog'],
  ] as const) {
    await page
      .getByRole('toolbar', { name: 'Token actions' })
      .getByRole('button', { name: action })
      .click()
    await page.getByRole(role).waitFor()
    await look(action)
    await page.keyboard.press('Escape')
    await expect(page.getByRole(role)).toBeHidden()
  }

  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('keyglot:event', 'vault.changed', {
      state: 'key-missing',
      exists: true,
      damagedRecords: 0,
    }),
  )
  await page.locator('[data-vault-state="key-missing"]').waitFor()
  await look('vault not open')
})
