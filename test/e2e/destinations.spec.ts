import { putToken, untilOpen } from '../helper/app/arrange'
import { writeClipboard } from '../helper/app/peek'
import { DetailsScreen } from '../helper/app/screen/details'
import { GuideDialog } from '../helper/app/screen/guide-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

const LABEL = 'Release pipeline'
const PIPELINE = 'GitHub secret TX_TOKEN of acme/app'
const FILE = '~/work/app/.env'

test('The places that use a token outlast a restart, and are ticked off in its rotation', async ({
  start,
  platforms,
}) => {
  const old = platforms.issue('transifex/api-token')
  const replacement = platforms.issue('transifex/api-token')
  const first = await start()
  await untilOpen(first.page)
  await putToken(first.page, old, { label: LABEL })
  await new ListScreen(first.page).open(LABEL)

  await test.step('places are added, said in other words and taken out with the keyboard alone', async () => {
    const { page } = first
    const used = new DetailsScreen(page, LABEL).section('Used in')
    await expect(used).toContainText('so that no place is forgotten')
    await used.getByRole('button', { name: 'Add a place where it is used' }).press('Enter')
    const field = used.getByRole('textbox', { name: 'Add a place where it is used' })
    await expect(field).toBeFocused()
    await page.keyboard.type('Ann’s laptop')
    await page.keyboard.press('Enter')
    await expect(used.getByRole('listitem')).toHaveText(['Ann’s laptop'])
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('')
    // several lines are several places
    await writeClipboard(first.app, `${PIPELINE}\n\n  ~/work/old/.env\n`)
    await page.keyboard.press('Control+V')
    await expect(used.getByRole('listitem')).toHaveCount(3)
    await expect(used).toContainText('Transifex allows several tokens')
    await page.keyboard.press('Escape')
    await expect(field).toBeHidden()
    await used.getByRole('button', { name: 'Edit: ~/work/old/.env' }).press('Enter')
    await page.keyboard.press('Control+A')
    await page.keyboard.type(FILE)
    await page.keyboard.press('Enter')
    await expect(used.getByRole('listitem')).toHaveText(['Ann’s laptop', PIPELINE, FILE])
    await used.getByRole('button', { name: 'Remove: Ann’s laptop' }).press('Enter')
    await expect(used.getByRole('listitem')).toHaveText([PIPELINE, FILE])
    await expect(used.getByRole('button', { name: `Remove: ${PIPELINE}` })).toBeFocused()
  })

  await test.step('the token’s value is no place, and does not stay in the field', async () => {
    const used = new DetailsScreen(first.page, LABEL).section('Used in')
    await used.getByRole('button', { name: 'Add a place where it is used' }).click()
    await writeClipboard(first.app, `TX_TOKEN=${old.secret}`)
    await first.page.keyboard.press('Control+V')
    await first.page.keyboard.press('Enter')
    await expect(used.getByRole('alert')).toContainText('a value of the token itself')
    await expect(used.getByRole('textbox')).toHaveValue('')
    await expect(used.getByRole('listitem')).toHaveCount(2)
  })
  await first.close()

  const second = await start()
  const { page } = second
  await untilOpen(page)
  await new ListScreen(page).open(LABEL)
  const details = new DetailsScreen(page, LABEL)
  const used = details.section('Used in')
  await test.step('they are there after a restart', async () => {
    await expect(used.getByRole('listitem')).toHaveText([PIPELINE, FILE])
  })

  const guide = new GuideDialog(page, /^Rotate/)
  const places = guide.dialog.getByRole('list', { name: /updated$/ })
  const box = (text: string) => guide.dialog.getByRole('checkbox', { name: text })
  await test.step('the rotation lists them once the new value is the current one', async () => {
    await details.action('Rotate').click()
    await guide.paste(second.app, replacement.secret)
    await expect(guide.comparison).toBeVisible()
    await expect(places).toBeHidden()
    await guide.button('Make it current').click()
    await expect(places.getByRole('listitem')).toHaveText([PIPELINE, FILE])
    await expect(guide.dialog).toContainText('0 of 2 updated')
  })
  await test.step('each is ticked off, and one that comes to mind is noted', async () => {
    await box(PIPELINE).press('Space')
    await expect(guide.dialog).toContainText('1 of 2 updated')
    await guide.button('Add another place').click()
    await page.keyboard.type('Zendesk')
    await page.keyboard.press('Enter')
    await expect(guide.dialog).toContainText('1 of 3 updated')
    await page.keyboard.press('Escape')
    await guide.button('Everything uses the new one').click()
    await expect(guide.refusal).toContainText('2 places are not ticked off')
    await guide.button('Leave it as it is').click()
    await box(FILE).click()
    await box('Zendesk').click()
    await expect(guide.dialog).toContainText('3 of 3 updated')
    await expect(box(PIPELINE)).toBeChecked()
  })
  await test.step('then the old one goes, and the places know when they were updated', async () => {
    await guide.button('Everything uses the new one').click()
    await expect(places).toBeHidden()
    await expect(guide.dialog).toContainText('3 of 3 updated')
    platforms.transifex.revoke(old.secret)
    await guide.button('Check the old one').click()
    await expect(guide.dialog).toContainText(/Proved on .*Transifex.* refuses it/)
    await guide.button('Done').click()
    await expect(used.getByRole('listitem')).toHaveText([
      `${PIPELINE}Updated just now`,
      `${FILE}Updated just now`,
      'ZendeskUpdated just now',
    ])
  })
})
