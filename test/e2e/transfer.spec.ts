import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { putToken, untilOpen } from '../helper/app/arrange'
import { violationsOf } from '../helper/app/axe'
import { makeProfile, removeProfile } from '../helper/app/launch'
import { readClipboard } from '../helper/app/peek'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const PICTURES = resolve(import.meta.dirname, '../../test-results/transfer')
/** Debian has it; `test/integration/transfer` holds more against it. */
const KEEPASSXC = 'keepassxc-cli'
const PASSPHRASE = 'several words that nobody says'

const importDialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Import/ })
const exportDialog = (page: Page): Locator =>
  page.getByRole('dialog', { name: 'Export all tokens' })

/** What the system's own dialogs answer from now on; null: the user thought better of it. */
async function answerWith(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    const canceled = filePath === null
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: filePath ?? '' })
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled, filePaths: filePath === null ? [] : [filePath] })
  }, path)
}

/** A picture of a step, and what axe finds in it, in light and in dark. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // a colour on its way to another is none that is read
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const what = colorScheme === 'light' ? 'all' : 'colours'
    expect(await violationsOf(page, null, what), `${name}, ${colorScheme}`).toEqual([])
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) })
  }
}

async function openBy(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Command' }).fill(command)
  await page.keyboard.press('Enter')
}

/** Exports into a file with the passphrase, from the format on by the keyboard. */
async function exportTo(app: ElectronApplication, page: Page, path: string): Promise<void> {
  await answerWith(app, path)
  await openBy(page, 'Export all tokens')
  const dialog = exportDialog(page)
  await expect(dialog.getByRole('radio', { name: /Encrypted, age/ })).toBeFocused()
  if (path.endsWith('.kdbx')) await page.keyboard.press('ArrowDown')
  await dialog.getByLabel('Passphrase of the file').fill(PASSPHRASE)
  await dialog.getByLabel('The same once more').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'The export is written' })).toBeVisible({
    timeout: 30_000,
  })
}

/** Chooses a file, by the keyboard alone. */
async function choose(app: ElectronApplication, page: Page, path: string): Promise<void> {
  await answerWith(app, path)
  await openBy(page, 'Import from a file')
  await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeFocused()
  await page.keyboard.press('Enter')
}

async function unlockFile(page: Page, password: string): Promise<void> {
  await expect(page.getByLabel('Password of the file')).toBeFocused()
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

const gridOf = (page: Page): Locator => page.getByRole('grid', { name: 'What is in the file' })

/** Goes on by Tab until a button has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name })
  const focused = (): Promise<boolean> => button.evaluate((each) => each === document.activeElement)
  for (let tabs = 0; tabs < 20 && !(await focused()); tabs++) await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
}

async function addAll(page: Page, count: number): Promise<void> {
  await expect(gridOf(page)).toBeFocused({ timeout: 30_000 })
  await page
    .getByRole('button', { name: count === 1 ? 'Add 1 token' : `Add ${count} tokens` })
    .click()
  await expect(importDialog(page).getByRole('heading', { name: /added$/ })).toBeVisible()
}

async function valueOf(app: ElectronApplication, page: Page, label: string): Promise<string> {
  await new ListScreen(page).open(label)
  await page.keyboard.press('Control+C')
  await expect(page.getByText('Copied').first()).toBeVisible()
  return readClipboard(app)
}

test('Tokens leave one vault in an encrypted file, and come into another one as they were', async ({
  start,
  platforms,
}) => {
  test.slow()
  mkdirSync(PICTURES, { recursive: true })
  const [from, to] = [await makeProfile(), await makeProfile()]
  const pat = platforms.issue('tolgee/pat')
  const locize = platforms.issue('locize/api-key')
  // not in a data folder: nothing is saved there
  const at = (name: string): string => test.info().outputPath(name)
  const files = { age: at('out.age'), kdbx: at('out.kdbx') }

  const first = await start({ profile: from })
  await untilOpen(first.page)
  await test.step('an empty vault has nothing to export', async () => {
    await openBy(first.page, 'Export all tokens')
    await expect(exportDialog(first.page).getByText('There is no token')).toBeVisible()
    await first.page.keyboard.press('Escape')
  })
  const projectId = locize.project?.id ?? ''
  await putToken(first.page, pat, { label: 'Release bot', note: 'two\nlines' })
  await putToken(first.page, locize, { label: 'Web shop', fields: { projectId } })
  await test.step('into an age file and a KDBX file', async () => {
    const { app, page } = first
    await openBy(page, 'Export all tokens')
    await look(page, 'export')
    await page.keyboard.press('Escape')
    await exportTo(app, page, files.age)
    await expect(exportDialog(page).getByText('age -d out.age')).toBeVisible()
    await look(page, 'exported')
    await page.keyboard.press('Escape')
    await exportTo(app, page, files.kdbx)
    await page.keyboard.press('Escape')
    for (const file of Object.values(files)) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const text = readFileSync(file, 'latin1')
      for (const secret of [pat.secret, locize.secret, 'Release bot'])
        expect(text).not.toContain(secret)
    }
  })
  await test.step('in clear only after a word and a proof', async () => {
    const { app, page } = first
    const path = at('out.json')
    await answerWith(app, path)
    await openBy(page, 'Export all tokens')
    const dialog = exportDialog(page)
    await expect(dialog.getByRole('radio', { name: /Encrypted, age/ })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await dialog.getByLabel('Type ‘⁨unencrypted⁩’ to go on').fill('yes')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Type the word as it stands above.')).toBeVisible()
    await look(page, 'export-plain')
    expect(existsSync(path)).toBe(false)
    await dialog.getByLabel('Type ‘⁨unencrypted⁩’ to go on').fill('unencrypted')
    await answerWith(app, null)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Choose a place…' })).toBeEnabled()
    expect(existsSync(path)).toBe(false)
    await answerWith(app, path)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('It is not encrypted. Delete it')).toBeVisible()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toContain(pat.secret)
    await page.keyboard.press('Escape')
  })
  await first.close()

  const second = await start({ profile: to })
  const { app, page } = second
  await untilOpen(page)
  const list = new ListScreen(page)
  await test.step('from the age file, by the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Import from another manager…' }).press('Enter')
    await look(page, 'choose')
    await answerWith(app, files.age)
    await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeFocused()
    await page.keyboard.press('Enter')
    await unlockFile(page, PASSPHRASE)
    await expect(gridOf(page)).toBeFocused({ timeout: 30_000 })
    const row = gridOf(page).getByRole('row', { name: /^Web shop/ })
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await look(page, 'preview')
    await page.keyboard.press('Home')
    await page.keyboard.press(' ')
    await expect(page.getByText('1 of 2 ticked')).toBeVisible()
    await page.keyboard.press(' ')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /Kind$/ })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('First of the file')
    await tabTo(page, 'Add 2 tokens')
    await page.keyboard.press('Enter')
    await expect(importDialog(page).getByText('2 tokens were added')).toBeVisible()
    await look(page, 'added')
    await expect(page.getByRole('button', { name: 'Show them' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
  await test.step('they are the same, but for what was written', async () => {
    await expect(list.rows).toHaveCount(2)
    const renamed = await valueOf(app, page, 'First of the file')
    const other = renamed === pat.secret ? 'Web shop' : 'Release bot'
    expect([renamed, await valueOf(app, page, other)].toSorted()).toEqual(
      [pat.secret, locize.secret].toSorted(),
    )
  })
  await test.step('the same tokens in the KDBX file are known already', async () => {
    await choose(app, page, files.kdbx)
    await unlockFile(page, 'a wrong one')
    await expect(page.getByText('The file does not open with this password.')).toBeVisible()
    await look(page, 'wrong-password')
    await unlockFile(page, PASSPHRASE)
    await expect(gridOf(page)).toBeFocused({ timeout: 30_000 })
    await expect(gridOf(page).getByRole('row', { name: /In the vault/ })).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
  await second.close()

  for (const profile of [from, to]) await removeProfile(profile)
})

/** Runs KeePassXC's command with lines for what it asks. */
function keepassxc(args: readonly string[], lines: readonly string[]): void {
  const input = lines.map((line) => `${line}\n`).join('')
  const env = { ...process.env, LC_ALL: 'C.UTF-8', QT_QPA_PLATFORM: 'offscreen' }
  execFileSync(KEEPASSXC, args, { input, env, stdio: 'pipe' })
}

test('Files of other programs are read, mapped, completed and refused with words', async ({
  start,
  platforms,
  profile,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const pak = platforms.issue('tolgee/pak')
  const open = platforms.issue('lokalise/api-token')
  const at = (name: string): string => join(profile, name)

  await test.step('a database that KeePassXC wrote', async () => {
    test.skip(process.platform !== 'linux', 'the program is installed on Linux only')
    const file = at('made.kdbx')
    keepassxc(['db-create', '-q', '-p', file], [PASSPHRASE, PASSPHRASE])
    const url = ['--url', 'https://app.tolgee.io', '-u', 'robot']
    keepassxc(['add', '-q', ...url, '-p', file, '/Shop CI'], [PASSPHRASE, pak.secret, pak.secret])
    await choose(app, page, file)
    await unlockFile(page, PASSPHRASE)
    await addAll(page, 1)
    await expect(importDialog(page).getByText('encrypted with its own password')).toBeVisible()
    await page.keyboard.press('Enter')
    expect(await valueOf(app, page, 'Shop CI')).toBe(pak.secret)
  })

  await test.step('a table whose columns only the user knows', async () => {
    const file = at('table.csv')
    const rows = [
      ['What', 'Where', 'Geheimnis'],
      ['A bot', 'Work', open.secret],
      ['Again', 'Work', open.secret],
      ['Mail', 'Home', 'two words'],
    ]
    writeFileSync(file, rows.map((row) => row.join(',')).join('\n'))
    await choose(app, page, file)
    await expect(page.getByRole('button', { name: 'Read the file' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Choose the column that holds the tokens.')).toBeVisible()
    await look(page, 'columns')
    await page.getByRole('button', { name: /Token$/ }).click()
    await page.getByRole('option', { name: '3: Geheimnis' }).click()
    await page.getByRole('button', { name: /Title$/ }).click()
    await page.getByRole('option', { name: '1: What' }).click()
    await page.getByRole('button', { name: 'Read the file' }).click()
    await expect(gridOf(page)).toBeVisible()
    await expect(gridOf(page).getByRole('row')).toHaveCount(3)
    await expect(gridOf(page).getByRole('row', { name: /^Again.*Twice in the file/ })).toBeVisible()
    await expect(gridOf(page).getByRole('row', { name: /^Mail.*No token/ })).toBeVisible()
    const row = gridOf(page).getByRole('row', { name: /^A bot/ })
    await expect(row).toHaveAttribute('aria-selected', 'false')
    await row.click()
    await page.getByRole('button', { name: /Kind$/ }).click()
    await page.getByRole('option', { name: /Lokalise: API token/ }).click()
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await look(page, 'table')
    await page.keyboard.press('Escape')
    await expect(page.getByText('Nothing was added yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: 'Add 1 token' }).click()
    await expect(importDialog(page).getByText('still holds your tokens in clear')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('what cannot be read is said', async () => {
    const refused: readonly (readonly [string, string, RegExp])[] = [
      ['empty.csv', '', /nothing in this file/],
      ['unknown.bin', '\u0000\u0001\u0002', /does not know this sort of file/],
      ['cut.csv', 'Title,Token\nA,b\n"C,d', /Line 3 of this file cannot be read/],
    ]
    await openBy(page, 'Import from a file')
    const dialog = importDialog(page)
    for (const [name, text, said] of refused) {
      writeFileSync(at(name), text)
      await answerWith(app, at(name))
      await dialog.getByRole('button', { name: /^Choose a(nother)? file…$/ }).click()
      const read = dialog.getByRole('button', { name: 'Read the file' })
      await expect(dialog.getByRole('alert').or(read).first()).toBeVisible()
      if (await read.isVisible()) await read.click()
      await expect(dialog.getByRole('alert')).toHaveText(said)
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })

  await test.step('a lock takes the dialog and the file', async () => {
    await choose(app, page, at('table.csv'))
    await page.getByRole('button', { name: 'Read the file' }).waitFor()
    await page.keyboard.press('Control+Shift+L')
    await expect(page.locator('[data-vault-state="locked"]')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})
