import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { AddDialog } from '../../test/helper/app/screen/add-dialog'
import { DetailsScreen } from '../../test/helper/app/screen/details'
import { ListScreen } from '../../test/helper/app/screen/list'
import type { IssuedToken, Simulators } from '../../test/simulator/index'
import type { DemoState, DemoToken } from './tokens'

const DAY = 86_400_000

/** The app with its window, and the platforms it talks to. */
export interface Stage {
  readonly app: ElectronApplication
  readonly page: Page
  readonly platforms: Simulators
}

/** Days from now at which a token of a state ends; a little more, so that the words are round. */
const ENDS: Readonly<Partial<Record<DemoState, number>>> = {
  fine: 200.5,
  'in 20 days': 20.4,
  'in 5 days': 5.4,
  'in 1 day': 0.9,
  expired: 3.5,
  rejected: 120.5,
  offline: 90.5,
  'rotation due': 300.5,
}
const PHRASE_DAYS = 730

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

function issue({ platforms }: Stage, { kind, state, label }: DemoToken): IssuedToken {
  const days = ENDS[state]
  return platforms.issue(kind.kind, {
    ...kind.options,
    label,
    ...(kind.end === 'platform' && days !== undefined
      ? { expiresAt: Date.now() + days * DAY }
      : {}),
  })
}

/** Takes a choice by the keyboard: what one sees of it is drawn beside the real control. */
async function pick(radio: Locator): Promise<void> {
  await radio.focus()
  await radio.press('Space')
}

/** Enters what only the user can know. */
async function enterFields(dialog: AddDialog, token: IssuedToken, demo: DemoToken): Promise<void> {
  const { kind, state } = demo
  if (kind.kind === 'phrase/platform-token') {
    await dialog.choose(/Product/, 'strings')
    const left = state === 'expired' ? -1 : (ENDS[state] ?? 0)
    const made = Math.min(Date.now(), Date.now() - (PHRASE_DAYS - left) * DAY)
    await dialog.field('Made on').fill(dayOf(made))
  }
  if (kind.projectField === true) {
    await dialog.field('Project id').fill(token.project?.id ?? token.projects[0]?.id ?? '')
  }
}

/** Enters the end of a token whose platform tells none. */
async function enterEnd(dialog: AddDialog, { kind, state }: DemoToken): Promise<void> {
  const days = ENDS[state]
  if (kind.end !== 'entered' || days === undefined) return
  await pick(dialog.dialog.getByRole('radio', { name: 'On a date' }))
  await dialog.field('Date').fill(dayOf(Date.now() + days * DAY))
}

/** Enters how often it is to be replaced: every day means that it is due at once. */
async function enterPolicy(dialog: AddDialog, { state }: DemoToken): Promise<void> {
  if (state === 'rotation due') {
    await dialog.choose(/Replace it every/, 'Other…')
    await dialog.dialog.getByRole('spinbutton', { name: 'Days' }).fill('1')
  } else {
    await dialog.choose(/Replace it every/, 'No policy')
  }
}

/** Waits for the verdict; where the server is only a guess, it is asked by hand. */
export async function untilChecked(dialog: AddDialog, verdict: RegExp): Promise<void> {
  const answer = dialog.verdict.filter({ hasText: verdict }).first()
  await dialog.askButton.or(answer).first().waitFor()
  if (await dialog.askButton.isVisible()) await dialog.askButton.click()
  await answer.waitFor()
}

/** Pastes, recognizes, checks, labels and saves one token as a user would. */
export async function addThroughWindow(stage: Stage, demo: DemoToken): Promise<IssuedToken> {
  const { app, page, platforms } = stage
  const token = issue(stage, demo)
  const away = platforms.all.map((each) =>
    demo.state === 'offline'
      ? each.faults.add({ fault: { type: 'close-connection' }, times: 'all' })
      : null,
  )
  try {
    const dialog = new AddDialog(page)
    await dialog.pasteAnywhere(app, demo.kind.pasted(token.secret))
    const recognized = dialog.recognized(demo.kind.name)
    const choice = dialog.kind(demo.kind.name)
    await recognized.or(choice).first().waitFor()
    if ((await choice.count()) > 0) await pick(choice)
    await enterFields(dialog, token, demo)
    await untilChecked(dialog, demo.state === 'offline' ? /reach/i : /Works/)
    await dialog.label.fill(demo.label)
    await enterEnd(dialog, demo)
    await enterPolicy(dialog, demo)
    await dialog.save()
    await settle(stage, demo, token)
  } finally {
    for (const fault of away) fault?.remove()
  }
  return token
}

/** What happens at the platform after the token was saved. */
async function settle(stage: Stage, demo: DemoToken, token: IssuedToken): Promise<void> {
  if (demo.state !== 'rejected' && demo.state !== 'expired') return
  const simulator = stage.platforms.all.find((each) => demo.kind.kind.startsWith(each.service))
  if (demo.state === 'rejected' || demo.kind.end !== 'platform') simulator?.revoke(token.secret)
  else simulator?.setExpiry(token.secret, Date.now() - DAY)
  await checkNow(stage, demo.label)
}

/**
 * Finds the token in the list and asks its platform once more. Lokalise refuses an SDK token that
 * is not active yet in the same words as a deleted one, and a fresh one counts as the former.
 */
async function checkNow({ page }: Stage, label: string): Promise<void> {
  const list = new ListScreen(page)
  await list.search.fill(`label:"${label}"`)
  await list.open(label)
  const details = new DetailsScreen(page, label)
  await details.checkButton.click()
  await details.verdict
    .filter({ hasText: /Rejected|Expired|Not active yet/ })
    .first()
    .waitFor()
  await list.search.fill('')
}
