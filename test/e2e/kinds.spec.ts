import type { Locator } from '@playwright/test'
import { untilOpen } from '../helper/app/arrange'
import { readClipboard } from '../helper/app/peek'
import type { RunningApp } from '../helper/app/launch'
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

interface Saved {
  readonly story: KindStory
  readonly token: IssuedToken
  readonly label: string
}

type Saw = (secret: string) => boolean

/** Gives what is missing, and lets the window ask the platform; before that, nothing is sent. */
async function letItAsk(dialog: AddDialog, { story, token }: Saved, saw: Saw): Promise<void> {
  const ask = async (): Promise<void> => {
    await expect(dialog.verdict).toContainText('Nothing was sent yet')
    expect(saw(token.secret)).toBe(false)
    await dialog.askButton.press('Enter')
  }
  // whose server could be anyone's, until the vault holds a token of it
  const guessed = story.kind === 'tolgee/pat'
  if (guessed) {
    await expect(dialog.askButton).toHaveText(/Check at .*app\.tolgee\.io/)
    await ask()
    await expect(dialog.label).toBeFocused()
  }
  if (story.offline) await expectFacts(story.offline(token), (name) => dialog.fact(name))
  await story.enter?.(dialog, token)
  if (!guessed && (story.asks || story.enter)) await ask()
}

async function paste({ app, page }: RunningApp, saved: Saved, saw: Saw): Promise<void> {
  const { story, token, label } = saved
  const dialog = new AddDialog(page)
  await dialog.pasteAnywhere(app, story.pasted(token))
  await expect(dialog.dialog).toBeVisible()
  await expect(dialog.dialog).not.toContainText(token.secret)
  if (story.asks) await dialog.kind(story.name).click({ force: true })
  else await expect(dialog.recognized(story.name)).toBeVisible()
  await letItAsk(dialog, saved, saw)
  await expect(dialog.verdict).toContainText('Works')
  await expectFacts(story.facts(token), (name) => dialog.fact(name))
  await expect(dialog.label).toHaveValue(story.suggested)
  await dialog.label.fill(label)
  await dialog.save()
  const row = new ListScreen(page).row(label)
  await expect(row).toBeVisible()
  await expect(row).toContainText(story.due)
  expect(saw(token.secret)).toBe(true)
}

async function findAgain({ page }: RunningApp, { story, token, label }: Saved): Promise<void> {
  const list = new ListScreen(page)
  const details = new DetailsScreen(page, label)
  await list.search.fill(`label:"${label}"`)
  await expect(list.rows).toHaveCount(1)
  await list.open(label)
  await expect(details.verdict).toContainText('Works')
  await expectFacts(story.facts(token), (name) => details.row(name))
  if (story.server) await expect(details.row('Server')).toContainText(story.server)
}

async function copyAndReveal({ app, page }: RunningApp, { token, label }: Saved): Promise<void> {
  const list = new ListScreen(page)
  const details = new DetailsScreen(page, label)
  await list.row(label).hover()
  await list.copyButton(label).click()
  await expect.poll(() => readClipboard(app)).toBe(token.secret)

  await expect(details.secret).toBeVisible()
  await expect(details.pane).not.toContainText(token.secret)
  await details.revealButton.hover()
  await page.mouse.down()
  await expect(details.secret).toHaveText(token.secret)
  await page.mouse.up()
  await expect(details.pane).not.toContainText(token.secret)
}

async function forget({ page }: RunningApp, { label }: Saved): Promise<void> {
  const list = new ListScreen(page)
  const details = new DetailsScreen(page, label)
  const once = async (): Promise<void> => {
    await details.action('Forget').click()
    const question = page.getByRole('alertdialog')
    await expect(question).toContainText('still honours it')
    await question.getByRole('button', { name: 'Forget', exact: true }).click()
    await expect(list.row(label)).toBeHidden()
  }
  await once()
  await list.messages.getByRole('button', { name: 'Undo' }).click()
  await expect(list.row(label)).toBeVisible()
  await once()
  await list.dismissMessages()
}

/** Each start takes seconds, so several platforms share theirs. */
const TOGETHER = { 'Transifex, Phrase and Lokalise': 5, 'Tolgee and Locize': 5 }

for (const [names, count] of Object.entries(TOGETHER)) {
  const stories = STORIES.filter(({ name }) => names.includes(name.slice(0, name.indexOf(':'))))
  test(`The kinds of ${names}: from paste to copy, through a restart`, async ({
    start,
    platforms,
  }) => {
    test.slow()
    expect(stories).toHaveLength(count)
    const saw: Saw = (secret) => platforms.all.some((service) => service.saw(secret))
    const all = stories.map((story): Saved => {
      const token = platforms.issue(story.kind, story.options)
      return { story, token, label: `Story of ${story.kind}` }
    })

    const first = await start()
    await untilOpen(first.page)
    for (const each of all) {
      await test.step(`${each.story.kind}: pasted, recognized, checked and saved`, () =>
        paste(first, each, saw))
    }
    await first.close()

    const second = await start()
    for (const each of all) {
      await test.step(`${each.story.kind}: found again, with everything that was known`, () =>
        findAgain(second, each))
      await test.step(`${each.story.kind}: copied, revealed while held, and masked again`, () =>
        copyAndReveal(second, each))
      await test.step(`${each.story.kind}: forgotten, brought back, forgotten for good`, () =>
        forget(second, each))
    }
    await second.close()

    const third = await start()
    await untilOpen(third.page)
    await expect(third.page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
  })
}
