import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Tour } from './tour'

const PASSPHRASE = 'quiet copper lantern meadow'

/** What the system's own dialogs answer from now on. */
async function answerWith(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, path)
}

async function openBy(page: Page, command: string, title: RegExp): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Command' }).fill(command)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: title }).waitFor()
}

/** Tokens on their way out into files, and in from those of others. */
export async function movingInAndOut(tour: Tour): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-demo-'))
  try {
    await out(tour, folder)
    await inFromSealed(tour, folder)
    await inFromTable(tour, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function out({ app, page, camera, recorder }: Tour, folder: string): Promise<void> {
  await recorder.step('an export of all tokens', async () => {
    await openBy(page, 'Export all tokens', /^Export/)
    await camera.shoot(page, 'export')
    const json = page.getByRole('radio', { name: /Not encrypted, JSON/ })
    await json.press('Space')
    await camera.shoot(page, 'export-in-clear')
    await page.getByRole('radio', { name: /Encrypted, KDBX/ }).press('Space')
    await page.getByLabel('Passphrase of the file').fill(PASSPHRASE)
    await page.getByLabel('The same once more').fill(PASSPHRASE)
    await answerWith(app, join(folder, 'all-tokens.kdbx'))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The export is written' }).waitFor()
    await camera.shoot(page, 'export-written')
    await page.keyboard.press('Enter')
  })
}

async function inFromSealed({ app, page, camera, recorder }: Tour, folder: string): Promise<void> {
  await recorder.step('an import of what is there already', async () => {
    await openBy(page, 'Import from a file', /^Import/)
    await camera.shoot(page, 'import')
    await answerWith(app, join(folder, 'all-tokens.kdbx'))
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByLabel('Password of the file').fill('not this one')
    await page.keyboard.press('Enter')
    await page.getByText('The file does not open with this password.').waitFor()
    await camera.shoot(page, 'import-password')
    await page.getByLabel('Password of the file').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: 'What is in the file' }).waitFor()
    await camera.shoot(page, 'import-known')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })
}

async function inFromTable(tour: Tour, folder: string): Promise<void> {
  const { app, page, platforms, camera, recorder } = tour
  const rows = [
    ['Title', 'Token', 'Folder', 'Notes'],
    ['Docs, machine translation', platforms.issue('tolgee/pak').secret, 'Docs', 'read only'],
    ['Shop', platforms.issue('lokalise/api-token').secret, 'Web', ''],
    ['Handbook', platforms.issue('locize/api-key').secret, 'Docs', ''],
    ['Mail', 'two words', 'Private', ''],
    ['Deploy', `ghp_${'x'.repeat(36)}`, 'Web', ''],
  ]
  await recorder.step('an import of a table', async () => {
    const file = join(folder, 'tokens.csv')
    await writeFile(file, rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'))
    await openBy(page, 'Import from a file', /^Import/)
    await answerWith(app, file)
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByRole('button', { name: 'Read the file' }).waitFor()
    await camera.shoot(page, 'import-columns')
    await page.getByRole('button', { name: 'Read the file' }).click()
    const grid = page.getByRole('grid', { name: 'What is in the file' })
    await grid.waitFor()
    await grid.getByRole('row', { name: /^Shop/ }).click()
    await camera.shoot(page, 'import-preview')
    await grid.getByRole('row', { name: /^Deploy/ }).click()
    await camera.shoot(page, 'import-not-recognized')
    await page.getByRole('button', { name: /^Add \d+ token/ }).click()
    const anyway = page.getByRole('button', { name: 'Add as they are' })
    const added = page.getByRole('heading', { name: /added$/ })
    await anyway.or(added).first().waitFor()
    if (await anyway.isVisible()) {
      await camera.shoot(page, 'import-incomplete')
      await anyway.click()
    }
    await added.waitFor()
    await camera.shoot(page, 'import-done')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })
}
