import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { putToken, untilOpen } from '../helper/app/arrange'
import { readClipboard } from '../helper/app/peek'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import type { IssuedToken, Simulators } from '../simulator/index'
import type { SimulatedKind } from '../simulator/types'
import { expect, test } from './fixture'

const DAY = 86_400_000
const ACCOUNT = 'Acme Localization'

interface StateStory {
  readonly kind: SimulatedKind
  /** What happens to the token, or to its platform; the answer undoes it, where that can be. */
  readonly cause: (platforms: Simulators, token: IssuedToken) => (() => void) | null
  readonly verdict: string
  readonly reason: RegExp
  /** In the row, beside or in place of the expiry. */
  readonly row?: string
}

/** Every verdict but 'valid', each on the evidence of what its platform would really answer. */
const STORIES: readonly StateStory[] = [
  {
    kind: 'tolgee/pat',
    cause: (platforms, { secret }) => {
      platforms.tolgee.setExpiry(secret, Date.now() - DAY)
      return null
    },
    verdict: 'Expired',
    reason: /its time is over/,
    row: 'Expired',
  },
  {
    kind: 'transifex/api-token',
    cause: (platforms, { secret }) => {
      platforms.transifex.revoke(secret)
      return null
    },
    verdict: 'Rejected',
    reason: /does not know it|rejects it/,
    row: 'Rejected',
  },
  {
    kind: 'tolgee/pak',
    cause: (platforms) => {
      const user = platforms.tolgee.state.user(ACCOUNT)
      user.emailVerified = false
      return () => (user.emailVerified = true)
    },
    verdict: 'Works, lacks a right',
    reason: /e-mail address verified/,
  },
  {
    kind: 'tolgee/legacy-key',
    cause: (platforms) => {
      const body = '{"message":"rate_limited","retryAfter":3600000,"global":true}'
      const fault = { type: 'status', status: 429, body } as const
      const handle = platforms.tolgee.faults.add({ fault, times: 'all' })
      return () => handle.remove()
    },
    verdict: 'Rate limited',
    reason: /asks to wait/,
  },
  {
    kind: 'lokalise/api-token',
    cause: (platforms) => {
      const fault = { type: 'close-connection' } as const
      const handle = platforms.lokalise.faults.add({ fault, times: 'all' })
      return () => handle.remove()
    },
    verdict: 'Not reached',
    reason: /Nothing is said about the token/,
  },
  {
    kind: 'phrase/strings-token',
    cause: (platforms) => {
      const handle = platforms.phrase.faults.add({ fault: { type: 'html-body' }, times: 'all' })
      return () => handle.remove()
    },
    verdict: 'Unclear',
    reason: /Something else answered/,
  },
]

test('What a platform says of a token is said in its words, and harms nothing', async ({
  start,
  platforms,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  for (const story of STORIES) {
    await test.step(`${story.verdict} (${story.kind})`, async () => {
      const token = platforms.issue(story.kind, { account: ACCOUNT })
      const label = `Now ${story.verdict}`
      await putToken(page, token, { label })
      await list.open(label)
      const details = new DetailsScreen(page, label)
      await expect(details.verdict).toContainText('Works')

      const undo = story.cause(platforms, token)
      await details.checkButton.click()
      await expect(details.verdict).toContainText(story.verdict)
      await expect(details.verdict).toContainText(story.reason)
      if (story.row !== undefined) await expect(list.row(label)).toContainText(story.row)
      else await expect(list.row(label)).not.toContainText(/Expired|Rejected/)

      await details.copyButton.click()
      await expect.poll(() => readClipboard(app)).toBe(token.secret)
      if (undo === null) return
      if (story.verdict !== 'Works, lacks a right') {
        await expect(details.verdict).toContainText('Last clear answer: Works')
      }
      undo()
      // a platform that asked to wait is not asked before its time
      if (story.verdict === 'Rate limited') return
      await details.checkButton.click()
      await expect(details.verdict).toContainText('The platform accepted it.')
    })
  }
})

test('A token that is not active yet, and one saved offline, become what they are', async ({
  start,
  platforms,
}) => {
  const { app, page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  const dialog = new AddDialog(page)

  await test.step('an SDK token made a moment ago', async () => {
    const token = platforms.issue('lokalise/sdk-token', { activeAt: Date.now() + 3_600_000 })
    await dialog.pasteAnywhere(app, `lokalise_sdk_token: ${token.secret}`)
    await dialog.kind('Lokalise: SDK token').click({ force: true })
    await dialog.field('Project id').fill(token.project?.id ?? '')
    await dialog.field('Project id').press('Enter')
    await expect(dialog.verdict).toContainText('Not active yet')
    await dialog.label.fill('Made a moment ago')
    await dialog.save()
    await expect(list.row('Made a moment ago')).not.toContainText(/Rejected|Expired/)
  })

  await test.step('saved while its platform cannot be reached, checked later', async () => {
    const fault = { type: 'close-connection' } as const
    const away = platforms.tolgee.faults.add({ fault, times: 'all' })
    const token = platforms.issue('tolgee/pak', { project: 'Storefront' })
    await dialog.pasteAnywhere(app, token.secret)
    await dialog.askButton.click()
    await expect(dialog.verdict).toContainText('Not reached')
    await expect(dialog.standing).toContainText('Can be saved, and checked again later.')
    await dialog.label.fill('Saved on a train')
    await dialog.save()
    await list.open('Saved on a train')
    const details = new DetailsScreen(page, 'Saved on a train')
    await expect(details.verdict).toContainText('Not reached')

    away.remove()
    await details.checkButton.click()
    await expect(details.verdict).toContainText('Works')
    await expect(details.row('Project')).toContainText('Storefront')
  })
})

test('A check of all tokens shows how it goes, and can be stopped', async ({
  start,
  platforms,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const list = new ListScreen(page)
  const kinds = ['transifex/api-token', 'tolgee/pat', 'tolgee/pak', 'phrase/strings-token'] as const
  for (const kind of kinds) {
    await putToken(page, platforms.issue(kind), { label: `All: ${kind}`, check: false })
  }
  await expect(list.view('Not checked')).toHaveAccessibleName('Not checked 4')

  // one platform answers so late that the run cannot end before it is stopped
  const late = platforms.transifex.faults.add({ fault: { type: 'never-answer' }, times: 'all' })
  await page.getByRole('button', { name: 'Check all' }).click()
  await expect(list.progress).toHaveAccessibleName('Checking 3 of 4')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped after 3 of 4')).toBeVisible()
  await expect(list.view('Not checked')).toHaveAccessibleName('Not checked 1')
  late.remove()

  await page.keyboard.press('Control+Shift+R')
  await expect(page.getByText('Checked 4 tokens')).toBeVisible()
  await expect(page.getByText('4 work')).toBeVisible()
  await expect(list.view('Not checked')).toHaveAccessibleName('Not checked')
})

test('A window that breaks says so, is in the log, and can be loaded anew', async ({
  start,
  platforms,
  profile,
}) => {
  const running = await start()
  const { app, page } = running
  await untilOpen(page)
  await putToken(page, platforms.issue('tolgee/pat'), { label: 'Still there' })
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('keyglot:event', 'vault.changed', {
      state: 'a state that no window knows',
      exists: true,
      damagedRecords: 0,
      readOnly: null,
      changesMissing: 0,
      ways: [],
      trouble: null,
      lockedBy: null,
    }),
  )
  const alert = page.getByRole('alert', { name: 'The window broke' })
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: 'Load anew' }).click()
  await expect(new ListScreen(page).row('Still there')).toBeVisible()
  await running.close()
  const log = readFileSync(join(profile, 'logs', 'keyglot.log'), 'utf8')
  expect(log).toMatch(/the window broke id=\w{8} place=TypeError at vault-screen/)
})
