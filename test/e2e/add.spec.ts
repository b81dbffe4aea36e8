import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { putToken, untilLogged, untilOpen } from '../helper/app/arrange'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import { makeSecret, NASTY_NAMES } from '../simulator/index'
import type { FaultRule } from '../simulator/faults'
import { expect, test } from './fixture'

/** The vault as it lies on the disk, with what is not yet in its main file. */
function stateOf(profile: string): string {
  const hash = createHash('sha256')
  for (const name of ['vault.db', 'vault.db-wal']) {
    const file = join(profile, name)
    if (existsSync(file)) hash.update(name).update(readFileSync(file))
  }
  return hash.digest('hex')
}

interface Watch {
  readonly dialogs: string[]
  /** Nothing of a foreign text became part of the page or of the window. */
  readonly calm: () => Promise<void>
}

/** Looks for what a text must never cause. */
function watch(page: Page): Watch {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    // Electron has answered a question about leaving by itself
    void dialog.dismiss().catch(() => undefined)
  })
  return {
    dialogs,
    calm: async () => {
      expect(dialogs).toEqual([])
      expect(await page.title()).toBe('Keyglot')
      await expect(page.locator('img[src="x"], script:not([src]), body b')).toHaveCount(0)
      expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
    },
  }
}

const pat = makeSecret('tolgee/pat')
const half = Math.floor(pat.length / 2)

const PASTES: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /no text on the clipboard/],
  ['white space', ' \t\n ', /no text on the clipboard/],
  ['a control character', `${pat.slice(0, half)}\u0007${pat.slice(half)}`, /control characters/],
  ['NUL', `${pat.slice(0, half)}\0${pat.slice(half)}`, /control characters/],
  ['a line break inside', `${pat.slice(0, -7)}\n${pat.slice(-7)}`, /control characters/],
  ['a token in two halves', `${pat.slice(0, half)}\n${pat.slice(half)}`, /several tokens/],
  ['1 MB', 'a'.repeat(1024 * 1024), /too long/],
  ['non-Latin letters', `пароль${pat}`, /letters that no token has/],
  ['several tokens', `${pat}\n${makeSecret('tolgee/pat')}`, /several tokens/],
  ['HTML', NASTY_NAMES.html, /no token in this text/],
  ['a sentence', 'please use the token from the wiki', /white space/],
]

test('A paste that is no token is refused with its reason', async ({ start, profile }) => {
  const { page } = await start()
  await untilOpen(page)
  const { calm } = watch(page)
  const dialog = new AddDialog(page)
  await untilLogged(page)
  const before = stateOf(profile)
  await page.keyboard.press('Control+N')
  await expect(dialog.paste).toBeFocused()
  for (const [name, text, message] of PASTES) {
    await test.step(name, async () => {
      // by an event of the page's own: not every clipboard keeps NUL
      await dialog.paste.evaluate((field, given) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', given)
        const init = { clipboardData, bubbles: true, cancelable: true }
        field.dispatchEvent(new ClipboardEvent('paste', init))
      }, text)
      await expect(dialog.refusal).toContainText(message)
      await expect(dialog.paste).toHaveValue('')
      await expect(dialog.dialog).not.toContainText(pat.slice(0, half))
      await calm()
    })
  }
  expect(stateOf(profile)).toBe(before)
})

test('Names from users and servers are text and nothing else', async ({
  start,
  platforms,
  profile,
}) => {
  const first = await start()
  const { app, page } = first
  await untilOpen(page)
  const { calm } = watch(page)
  const list = new ListScreen(page)
  const dialog = new AddDialog(page)

  for (const [name, text] of Object.entries(NASTY_NAMES)) {
    await test.step(`a server that answers ${name}`, async () => {
      const token = platforms.issue('tolgee/pak', { account: `Owner ${name}` })
      const rule: FaultRule = { fault: { type: 'names', text }, times: 'all' }
      const fault = platforms.tolgee.faults.add(rule)
      await dialog.pasteAnywhere(app, token.secret)
      // one that has worked there tells the server of the others
      if (name === Object.keys(NASTY_NAMES)[0]) await dialog.askButton.click()
      await expect(dialog.verdict).toContainText('Works')
      await expect(dialog.fact('Account').first()).not.toBeEmpty()
      await dialog.label.fill(`Says ${name}`)
      await dialog.save()
      fault.remove()
      await expect(list.row(`Says ${name}`)).toBeVisible()
      await calm()
    })
    await test.step(`a label of ${name}`, async () => {
      const token = platforms.issue('transifex/api-token', { account: `Label ${name}` })
      await dialog.pasteAnywhere(app, `TX_TOKEN=${token.secret}`)
      await expect(dialog.verdict).toContainText('Works')
      await dialog.label.fill('')
      await page.keyboard.insertText(text)
      await dialog.save()
      await list.search.fill('service:transifex')
      await expect(list.rows.filter({ hasText: visible(text) }).first()).toBeVisible()
      await list.search.fill('')
      await calm()
    })
  }
  await list.open('Says html')
  await expect(new DetailsScreen(page, 'Says html').row('Account')).toContainText('<img src=x')
  await first.close()

  const second = await start()
  const again = new ListScreen(second.page)
  await expect(again.view('All tokens')).toHaveAccessibleName('All tokens 10')
  await watch(second.page).calm()
  expect(existsSync(join(profile, 'vault.db'))).toBe(true)
})

/** The beginning of a text as it can be seen: without signs that only direct it. */
function visible(text: string): string {
  return text
    .slice(0, 20)
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .slice(0, 8)
}

const ADDRESSES: readonly (readonly [string, RegExp])[] = [
  ['http://tolgee.example', /https only/],
  ['https://user:word@tolgee.example', /user name and password/],
  ['file:///etc/passwd', /begin with https/],
  ['javascript:alert(1)', /begin with https/],
  ['tolgee', /not a web address|complete/],
]

test('A token goes to an address only if that is one for tokens', async ({
  start,
  platforms,
  profile,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const { calm } = watch(page)
  await untilLogged(page)
  const before = stateOf(profile)
  const dialog = new AddDialog(page)
  const token = platforms.issue('tolgee/pat')
  await dialog.pasteAnywhere(app, token.secret)
  await dialog.askButton.click()
  await expect(dialog.verdict).toContainText('Works')
  const asked = platforms.tolgee.requests.length
  await dialog.choose(/Server$/, 'Own server')
  for (const [address, message] of ADDRESSES) {
    await test.step(address, async () => {
      await dialog.address.fill(address)
      await dialog.address.press('Enter')
      await dialog.saveButton.click()
      await expect(dialog.dialog.getByText(message).first()).toBeVisible()
      await expect(dialog.dialog).toBeVisible()
      await calm()
    })
  }
  expect(platforms.tolgee.requests.length).toBe(asked)
  expect(stateOf(profile)).toBe(before)
})

const SERVERS: readonly (readonly [string, FaultRule, RegExp])[] = [
  ['redirects', { fault: { type: 'redirect', status: 307 } }, /pointed to another address/],
  ['sends a bomb', { fault: { type: 'gzip-bomb' } }, /too large/],
  ['sends garbage', { fault: { type: 'garbage' } }, /Nothing is said|Something else/],
  ['sends deep JSON', { fault: { type: 'deep-json' } }, /Nothing is said|Something else/],
  ['sends a login page', { fault: { type: 'html-body' } }, /Something else answered/],
  ['repeats the token', { fault: { type: 'echo-secret' } }, /Nothing is said|Something else/],
]

test('A hostile server learns nothing, and nothing of it gets far', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const { calm } = watch(page)
  const token = platforms.issue('tolgee/pat')
  await putToken(page, token, { label: 'Among wolves' })
  await new ListScreen(page).open('Among wolves')
  const details = new DetailsScreen(page, 'Among wolves')
  for (const [name, rule, message] of SERVERS) {
    await test.step(`one that ${name}`, async () => {
      const fault = platforms.tolgee.faults.add({ ...rule, times: 'all' })
      const asked = platforms.tolgee.requests.length
      await details.checkButton.click()
      // while it is asked, what was said before stays on view
      await expect.poll(() => platforms.tolgee.requests.length).toBeGreaterThan(asked)
      await expect(details.verdict).toHaveAttribute('aria-busy', 'false')
      await expect(details.verdict).toContainText(message)
      await expect(details.verdict).toHaveText(/^(Unclear|Not reached)/)
      await expect(page.locator('body')).not.toContainText(token.secret)
      await calm()
      fault.remove()
    })
  }
  expect(platforms.trap.requests).toEqual([])
  await details.checkButton.click()
  await expect(details.verdict).toContainText('The platform accepted it.')
})

test('A value that is there already is pointed out, not added twice', async ({
  start,
  platforms,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const token = platforms.issue('locize/pat')
  await putToken(page, token, { label: 'The first' })
  const dialog = new AddDialog(page)
  await dialog.pasteAnywhere(app, `LOCIZE_API_KEY=${token.secret}`)
  await expect(dialog.refusal).toContainText('in the vault already')
  await expect(dialog.saveButton).toBeDisabled()
  const open = dialog.dialog.getByRole('button', { name: 'Open it' })
  await expect(open).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog.dialog).toBeHidden()
  await dialog.pasteAnywhere(app, token.secret)
  await open.click()
  await expect(new DetailsScreen(page, 'The first').pane).toBeVisible()
  await expect(new ListScreen(page).rows).toHaveCount(1)
})

test('The documented project key says offline that it is of project 875', async ({
  start,
  platforms,
}) => {
  const away = { fault: { type: 'close-connection' }, times: 'all' } as const
  platforms.tolgee.faults.add(away)
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = new AddDialog(page)
  await dialog.pasteAnywhere(app, 'tgpak_ha3tkxzton2wm4twmrsgkmtgmnsgw4bqgvttemttnrwwoyld')
  await expect(dialog.recognized('Tolgee: Project API key')).toBeVisible()
  await expect(dialog.fact('Project id')).toContainText('875')
  await dialog.askButton.click()
  await expect(dialog.verdict).toContainText('Not reached')
  await expect(dialog.fact('Project id')).toContainText('875')
})

test('A token of a server of one’s own is sent to that server only', async ({
  start,
  platforms,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = new AddDialog(page)
  const { keyboard } = page
  await dialog.pasteAnywhere(app, makeSecret('tolgee/pat'))
  await expect(dialog.askButton).toBeFocused()
  await dialog.choose(/Server$/, 'Own server')
  await expect(dialog.verdict).toContainText('can be asked once the fields are complete')
  await dialog.address.fill('https://tolgee.invalid')
  await expect(dialog.askButton).toHaveText(/Check at .*tolgee\.invalid/)
  await expect(dialog.verdict).toContainText('to this server only')
  await dialog.address.press('Enter')
  await expect(dialog.verdict).toContainText('Not reached')
  expect(platforms.tolgee.requests).toEqual([])

  await test.step('and what the cloud says of it is not said of the token', async () => {
    await dialog.choose(/Server$/, 'Tolgee Cloud')
    expect(platforms.tolgee.requests).toEqual([])
    await dialog.askButton.focus()
    await keyboard.press('Enter')
    await expect(dialog.verdict).toContainText('Rejected')
    await expect(dialog.found).toContainText(/the answer of .*app\.tolgee\.io.* alone/)
    await expect(dialog.standing).toContainText('will not work at this server')
  })
})

test('Going through the kinds sends the token nowhere', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = new AddDialog(page)
  const token = platforms.issue('lokalise/api-token')
  const asked = (): number => platforms.all.reduce((sum, { requests }) => sum + requests.length, 0)
  await dialog.pasteAnywhere(app, token.secret)
  await expect(dialog.kinds.getByRole('radio', { checked: true })).toBeFocused()
  await dialog.dialog.getByRole('button', { name: 'It is another kind' }).click()
  await dialog.kinds.getByRole('radio', { checked: true }).focus()
  const kinds = await dialog.kinds.getByRole('radio').count()
  expect(kinds).toBe(10)
  for (let each = 0; each <= kinds; each += 1) {
    await page.keyboard.press('ArrowDown')
    await expect(dialog.verdict).toContainText('Nothing was sent yet')
  }
  expect(asked()).toBe(0)

  await dialog.kind('Lokalise: API token').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(dialog.verdict).toContainText('Works')
  expect(platforms.all.filter((each) => each.requests.length > 0)).toEqual([platforms.lokalise])

  await page.keyboard.press('ArrowDown')
  await expect(dialog.verdict).toContainText(/It was sent to .*Lokalise.* before/)
  await dialog.giveUp()
})

test('A value that is not saved is asked about before it is lost', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  const dialog = new AddDialog(page)
  const { keyboard } = page
  const goOn = dialog.dialog.getByRole('button', { name: 'Keep editing' })
  await dialog.pasteAnywhere(app, platforms.issue('locize/pat').secret)
  await expect(dialog.verdict).toContainText('Works')
  await expect(dialog.label).toBeFocused()
  await keyboard.press('Control+A')
  await keyboard.type('Shown only once')
  await keyboard.press('Escape')
  await expect(dialog.refusal).toContainText('The token is not saved.')
  await expect(goOn).toBeFocused()
  await keyboard.press('Enter')
  await expect(dialog.label).toBeFocused()
  await expect(dialog.label).toHaveValue('Shown only once')

  await keyboard.press('Escape')
  await expect(goOn).toBeFocused()
  await keyboard.press('Escape')
  await expect(goOn).toBeHidden()
  await expect(dialog.label).toBeFocused()
  await dialog.giveUp()
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
})

test('Closing the window asks before a value is lost', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  // Electron lets the page keep its window by itself, which Playwright does not expect
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  const dialog = new AddDialog(page)
  const closeIt = (): Promise<void> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await dialog.pasteAnywhere(app, platforms.issue('locize/pat').secret)
  await expect(dialog.verdict).toContainText('Works')
  await closeIt()
  await expect(dialog.refusal).toContainText('The token is not saved.')
  await dialog.dialog.getByRole('button', { name: 'Keep editing' }).press('Enter')
  await expect(dialog.refusal).toBeHidden()
  await expect(dialog.verdict).toContainText('Works')

  await app.evaluate(({ app: shell }) => shell.quit())
  await expect(dialog.refusal).toContainText('The token is not saved.')
  const closed = page.waitForEvent('close')
  const discard = dialog.dialog.getByRole('button', { name: 'Discard' })
  // the page may be gone before the key is up again
  void discard.press('Enter').catch(() => undefined)
  await closed
})

test('A window without anything unsaved closes unasked', async ({ start, platforms }) => {
  const { app, page } = await start()
  await untilOpen(page)
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  const dialog = new AddDialog(page)
  await dialog.pasteAnywhere(app, platforms.issue('locize/pat').secret)
  await expect(dialog.verdict).toContainText('Works')
  await dialog.save()
  const closed = page.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
})
