import type { Locator } from '@playwright/test'
import { untilOpen } from '../helper/app/arrange'
import { readClipboard } from '../helper/app/peek'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { ListScreen } from '../helper/app/screen/list'
import type { IssuedToken } from '../simulator/index'
import type { IssueOptions, SimulatedKind } from '../simulator/types'
import { expect, test } from './fixture'

interface KindStory {
  readonly kind: SimulatedKind
  /** As the window names it. */
  readonly name: string
  readonly options?: IssueOptions
  /** The text that is pasted. */
  readonly pasted: (token: IssuedToken) => string
  /** The form fits several kinds, so the window asks. */
  readonly asks?: boolean
  /** What has to be entered before the platform can be asked. */
  readonly enter?: (dialog: AddDialog, token: IssuedToken) => Promise<void>
  /** Known things and who says so, by name. */
  readonly facts: (token: IssuedToken) => Record<string, string>
  /** Read from the value alone, before the platform has answered. */
  readonly offline?: (token: IssuedToken) => Record<string, string>
  /** The one of several that answered. */
  readonly server?: string
  readonly suggested: RegExp
  /** What the row says of its end. */
  readonly due: string | RegExp
}

const DAY = 86_400_000
const inDays = (days: number): number => Date.now() + days * DAY

const STORIES: readonly KindStory[] = [
  {
    kind: 'transifex/api-token',
    name: 'Transifex: API token',
    pasted: ({ secret }) =>
      `curl -s -H "Authorization: Bearer ${secret}" https://rest.api.transifex.com/organizations`,
    facts: () => ({ Account: 'Acme Localization' }),
    suggested: /^API token 1$/,
    due: 'Never expires',
  },
  {
    kind: 'phrase/platform-token',
    name: 'Phrase: Platform API token',
    pasted: ({ secret }) => secret,
    asks: true,
    enter: async (dialog) => {
      await dialog.choose(/Product/, 'strings')
      const madeOn = new Date(inDays(-720)).toISOString().slice(0, 10)
      await dialog.field('Made on').fill(madeOn)
    },
    facts: () => ({ Account: 'Acme Localization' }),
    suggested: /Phrase/,
    due: /Expires in (9|10|11) days/,
  },
  {
    kind: 'phrase/strings-token',
    name: 'Phrase: Strings access token',
    options: { server: 'us' },
    pasted: ({ secret }) => `export PHRASE_ACCESS_TOKEN='${secret}'`,
    facts: () => ({ Account: 'Acme Localization' }),
    // asked in the EU first
    server: 'US data center',
    suggested: /Phrase/,
    due: 'Expiry unknown',
  },
  {
    kind: 'lokalise/api-token',
    name: 'Lokalise: API token',
    pasted: ({ secret }) => JSON.stringify({ lokalise: { api_token: secret } }),
    asks: true,
    facts: () => ({ Account: 'Acme Localization Developer' }),
    suggested: /Lokalise/,
    due: 'Never expires',
  },
  {
    kind: 'lokalise/sdk-token',
    name: 'Lokalise: SDK token (over the air)',
    pasted: ({ secret }) => `'${secret}'`,
    asks: true,
    enter: (dialog, { project }) => dialog.field('Project id').fill(project?.id ?? ''),
    facts: () => ({ 'Newest bundle': '682,463' }),
    suggested: /Lokalise/,
    due: 'Expiry unknown',
  },
  {
    kind: 'tolgee/pat',
    name: 'Tolgee: Personal access token',
    options: { expiresAt: inDays(5.5), label: 'CI of the shop' },
    pasted: ({ secret }) => `X-API-Key: ${secret}`,
    facts: () => ({ Account: 'Acme Localization Developer', 'User name': 'dev@acme' }),
    suggested: /^CI of the shop$/,
    due: /Expires in (5|6) days/,
  },
  {
    kind: 'tolgee/pak',
    name: 'Tolgee: Project API key',
    options: { project: 875 },
    pasted: ({ secret }) => secret,
    offline: () => ({ 'Project id': '875' }),
    facts: () => ({ Project: 'Project 875', 'Project id': '875' }),
    suggested: /^Developer token$/,
    due: 'Never expires',
  },
  {
    kind: 'tolgee/legacy-key',
    name: 'Tolgee: Project API key, older form',
    pasted: ({ secret }) => `TOLGEE_API_KEY=${secret}`,
    asks: true,
    facts: () => ({ Project: 'Website' }),
    suggested: /^Developer token$/,
    due: 'Never expires',
  },
  {
    kind: 'locize/api-key',
    name: 'Locize: API key',
    pasted: ({ secret }) => `apiKey = "${secret}"`,
    enter: (dialog, { project }) => dialog.field('Project id').fill(project?.id ?? ''),
    facts: () => ({ Languages: 'en' }),
    suggested: /Locize/,
    due: 'Expiry unknown',
  },
  {
    kind: 'locize/pat',
    name: 'Locize: Personal access token',
    pasted: ({ secret }) => `Authorization: Bearer ${secret}`,
    facts: () => ({}),
    suggested: /Locize/,
    due: 'Expiry unknown',
  },
]

async function expectFacts(
  facts: Record<string, string>,
  find: (name: string) => Locator,
): Promise<void> {
  for (const [name, value] of Object.entries(facts)) {
    await expect(find(name).first(), name).toContainText(value)
  }
}

/** What no kind changes is seen through one of them: each start takes seconds. */
const TO_THE_END: SimulatedKind = 'tolgee/pat'

for (const story of STORIES) {
  test(`${story.kind}: from paste to copy, through a restart`, async ({ start, platforms }) => {
    const token = platforms.issue(story.kind, story.options)
    const label = `Story of ${story.kind}`
    const first = await start()
    await untilOpen(first.page)

    await test.step('pasted anywhere, recognized, checked and saved', async () => {
      const dialog = new AddDialog(first.page)
      await dialog.pasteAnywhere(first.app, story.pasted(token))
      await expect(dialog.dialog).toBeVisible()
      await expect(dialog.dialog).not.toContainText(token.secret)
      if (story.asks) await dialog.kind(story.name).click({ force: true })
      else await expect(dialog.recognized(story.name)).toBeVisible()
      if (story.kind.startsWith('tolgee/')) {
        await expect(dialog.askButton).toHaveText(/Check at .*app\.tolgee\.io/)
        await expect(dialog.verdict).toContainText('Nothing was sent yet')
        expect(platforms.all.some((service) => service.saw(token.secret))).toBe(false)
        await dialog.askButton.press('Enter')
        await expect(dialog.label).toBeFocused()
      }
      if (story.offline) await expectFacts(story.offline(token), (name) => dialog.fact(name))
      await story.enter?.(dialog, token)
      if (story.asks || story.enter) {
        if (!story.kind.startsWith('tolgee/')) {
          await expect(dialog.verdict).toContainText('Nothing was sent yet')
          expect(platforms.all.some((service) => service.saw(token.secret))).toBe(false)
          await dialog.askButton.press('Enter')
        }
      }
      await expect(dialog.verdict).toContainText('Works')
      await expectFacts(story.facts(token), (name) => dialog.fact(name))
      await expect(dialog.label).toHaveValue(story.suggested)
      await dialog.label.fill(label)
      await dialog.save()
      const row = new ListScreen(first.page).row(label)
      await expect(row).toBeVisible()
      await expect(row).toContainText(story.due)
      expect(platforms.all.some((service) => service.saw(token.secret))).toBe(true)
    })

    await first.close()
    const second = await start()
    const list = new ListScreen(second.page)
    const details = new DetailsScreen(second.page, label)

    await test.step('found again, with everything that was known', async () => {
      await list.search.fill(`label:"${label}"`)
      await expect(list.rows).toHaveCount(1)
      await list.open(label)
      await expect(details.verdict).toContainText('Works')
      await expectFacts(story.facts(token), (name) => details.row(name))
      if (story.server) await expect(details.row('Server')).toContainText(story.server)
    })

    await test.step('copied with one click', async () => {
      await list.row(label).hover()
      await list.copyButton(label).click()
      await expect.poll(() => readClipboard(second.app)).toBe(token.secret)
    })

    await test.step('revealed while held, and masked again', async () => {
      await expect(details.secret).toBeVisible()
      await expect(details.pane).not.toContainText(token.secret)
      await details.revealButton.hover()
      await second.page.mouse.down()
      await expect(details.secret).toHaveText(token.secret)
      await second.page.mouse.up()
      await expect(details.pane).not.toContainText(token.secret)
    })

    const forget = async (): Promise<void> => {
      await details.action('Forget').click()
      const question = second.page.getByRole('alertdialog')
      await expect(question).toContainText('still honours it')
      await question.getByRole('button', { name: 'Forget', exact: true }).click()
      await expect(list.row(label)).toBeHidden()
    }
    await test.step('forgotten, brought back, and forgotten for good', async () => {
      await forget()
      await list.messages.getByRole('button', { name: 'Undo' }).click()
      await expect(list.row(label)).toBeVisible()
      await forget()
    })

    if (story.kind !== TO_THE_END) return
    await second.close()
    const third = await start()
    await untilOpen(third.page)
    await expect(third.page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
  })
}
