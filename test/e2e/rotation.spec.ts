import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { catchLinks, readClipboard, writeClipboard } from '../helper/app/peek'
import { DetailsScreen } from '../helper/app/screen/details'
import { GuideDialog } from '../helper/app/screen/guide-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { hintOf } from '../../shared/redact'
import { expect, test } from './fixture'

const LABEL = 'Release pipeline'

/** Shows the token and opens its guide from the details. */
async function openGuide(
  { page }: RunningApp,
  action: 'Rotate' | 'Revoke' | 'Continue',
): Promise<GuideDialog> {
  await untilOpen(page)
  await new ListScreen(page).open(LABEL)
  const details = new DetailsScreen(page, LABEL)
  const banner = details.pane.getByRole('note').getByRole('button', { name: 'Continue' })
  await (action === 'Continue' ? banner : details.action(action)).click()
  const guide = new GuideDialog(page, action === 'Revoke' ? /^Revoke/ : /^(Rotate|Revoke)/)
  await expect(guide.dialog).toBeVisible()
  return guide
}

async function copied({ app, page }: RunningApp): Promise<string> {
  await new DetailsScreen(page, LABEL).copyButton.click()
  await expect(new ListScreen(page).message(/^Copied/)).toBeVisible()
  return readClipboard(app)
}

test('A rotation goes from a new token to the proof that the old is dead, over three starts', async ({
  start,
  platforms,
}) => {
  const old = platforms.issue('tolgee/pak', { project: 'Storefront' })
  const replacement = platforms.issue('tolgee/pak', {
    project: 'Storefront',
    scopes: ['translations.view'],
  })
  const first = await start()
  await untilOpen(first.page)
  await putToken(first.page, old, { label: LABEL })
  const opened = await catchLinks(first.app)

  await test.step('it begins with the page where the new one is made', async () => {
    const guide = await openGuide(first, 'Rotate')
    await guide.choose('You do it in the browser')
    await guide.button('Show the steps').click()
    await expect(guide.dialog.getByText('Nothing has changed yet')).toBeVisible()
    await guide.openPage.first().click()
    await expect.poll(opened).toEqual(['https://app.tolgee.io/account/apiKeys/generate'])
  })

  const guide = new GuideDialog(first.page, /^Rotate/)
  await test.step('the value that is there already, and one of another kind, are refused', async () => {
    await guide.paste(first.app, old.secret)
    await expect(guide.refusal).toContainText('This is the current value.')
    await guide.paste(first.app, platforms.issue('transifex/api-token').secret)
    await expect(guide.refusal).toContainText('This is another kind of token')
  })

  await test.step('the new one is stored, checked and compared; the old one stays current', async () => {
    await guide.paste(first.app, `TOLGEE_API_KEY=${replacement.secret}`)
    await expect(guide.comparison).toContainText('Fewer rights')
    await expect(guide.dialog).not.toContainText(replacement.secret)
    await guide.button('Continue later').click()
    expect(await copied(first)).toBe(old.secret)
  })

  // the process ends as in a crash: nothing of it may be lost
  await first.kill()
  const second = await start()
  await test.step('after a crash it goes on where it was', async () => {
    const guide = await openGuide(second, 'Continue')
    await expect(guide.comparison).toContainText('Fewer rights')
    await guide.button('Make it current').click()
    await expect(guide.refusal).toContainText('it may do less')
    await guide.button('Make it current anyway').click()
    await expect(guide.button('Everything uses the new one')).toBeVisible()
    await expect(guide.button('Check the old one')).toBeVisible()
  })
  await test.step('while the old one lives, that is said, and nothing is dropped', async () => {
    const guide = new GuideDialog(second.page, /^Rotate/)
    await guide.button('Check the old one').click()
    await expect(guide.dialog).toContainText('It still works')
    await guide.button('Continue later').click()
    expect(await copied(second)).toBe(replacement.secret)
  })
  await test.step('forgetting it then would delete both, and says so', async () => {
    await new DetailsScreen(second.page, LABEL).action('Forget').click()
    const question = second.page.getByRole('alertdialog')
    await expect(question).toContainText(
      `The value before this one, ${hintOf(old.secret, 'tgpak_')}`,
    )
    await expect(question).toContainText('still honour it')
    await question.getByRole('button', { name: 'Cancel' }).click()
  })
  await second.close()

  const third = await start()
  await test.step('proof is the platform’s refusal of the old value', async () => {
    const guide = await openGuide(third, 'Continue')
    platforms.tolgee.revoke(old.secret)
    await guide.button('Check the old one').click()
    await expect(guide.dialog).toContainText(/Proved on .*Tolgee.* refuses it/)
    await guide.button('Done').click()
    await expect(guide.dialog).toBeHidden()
    const details = new DetailsScreen(third.page, LABEL)
    await expect(details.pane.getByText('Rotation under way')).toBeHidden()
    await expect(details.verdict).toContainText('Works')
    expect(await copied(third)).toBe(replacement.secret)
  })
})

test('A rotation that is given up leaves everything as it was', async ({ start, platforms }) => {
  const old = platforms.issue('lokalise/api-token')
  const running = await start()
  await untilOpen(running.page)
  await putToken(running.page, old, { label: LABEL })
  const guide = await openGuide(running, 'Rotate')
  const other = platforms.issue('lokalise/api-token', { account: 'Somebody else' })
  await guide.paste(running.app, other.secret)
  await expect(guide.comparison).toContainText('Another account')
  // a stray paste, and then one into the field that is thought better of
  const third = platforms.issue('lokalise/api-token', { account: 'Ann' })
  await writeClipboard(running.app, third.secret)
  await guide.button('Continue later').focus()
  await running.page.keyboard.press('Control+V')
  await guide.button('Paste another value').click()
  await expect(guide.field).toBeFocused()
  await guide.paste(running.app, third.secret)
  await expect(guide.refusal).toContainText(hintOf(other.secret))
  await expect(guide.button('Keep it')).toBeFocused()
  await guide.button('Keep it').click()
  await expect(guide.comparison).toContainText('Somebody else')
  await guide.button('Make it current').click()
  await guide.button('Make it current anyway').click()
  await guide.button('Back to the old value').click()
  await expect(guide.refusal).toContainText('becomes the current value again')
  await guide.button('Back to the old value').click()
  await expect(guide.comparison).toContainText('Somebody else')
  await guide.button('Cancel rotation').click()
  await guide.button('Remove it and cancel').click()
  await expect(guide.dialog).toBeHidden()
  expect(await copied(running)).toBe(old.secret)
})

test('A revocation ends with proof, and the record stays', async ({ start, platforms }) => {
  const token = platforms.issue('phrase/strings-token')
  const first = await start()
  await untilOpen(first.page)
  await putToken(first.page, token, { label: LABEL })
  const opened = await catchLinks(first.app)

  const guide = await openGuide(first, 'Revoke')
  await expect(guide.button('Sign in and delete it')).toBeVisible()
  await guide.choose('You do it in the browser')
  await guide.openPage.click()
  await expect.poll(async () => (await opened()).length).toBe(1)
  expect((await opened())[0]).toMatch(/^https:\/\/app\.phrase\.com\//)
  await guide.button('Check that it is dead').click()
  await expect(guide.dialog).toContainText('It still works')

  platforms.phrase.revoke(token.secret)
  await guide.button('Check that it is dead').click()
  await expect(guide.dialog).toContainText(/Proved on .*Phrase.* refuses it/)
  await guide.button('Done').click()
  const list = new ListScreen(first.page)
  await expect(list.row(LABEL)).toContainText('Revoked')
  await first.close()

  const second = await start()
  await untilOpen(second.page)
  const again = new ListScreen(second.page)
  await expect(again.row(LABEL)).toContainText('Revoked')
  await expect(again.view('Needs attention')).toHaveAccessibleName('Needs attention')
})
