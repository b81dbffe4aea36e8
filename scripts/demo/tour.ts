import type { Page } from '@playwright/test'
import { AddDialog } from '../../test/helper/app/screen/add-dialog'
import { DetailsScreen } from '../../test/helper/app/screen/details'
import { GuideDialog } from '../../test/helper/app/screen/guide-dialog'
import { ListScreen } from '../../test/helper/app/screen/list'
import { untilOpen } from '../../test/helper/app/arrange'
import type { IssuedToken } from '../../test/simulator/index'
import { addThroughWindow, untilChecked, type Stage } from './fill'
import type { Camera } from './pictures'
import type { Recorder } from './report'
import { pickWay, press, promote } from './rotate'
import { demoTokens } from './tokens'
import { statusOf, VAULT_STATES, type VaultState } from '../../shared/model/vault'
import { tellVault } from './tell'

export interface Tour extends Stage {
  readonly camera: Camera
  readonly recorder: Recorder
}

/** The name of the token that the guided pictures are about. */
const HERO = 'Release pipeline · web shop'

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** Before there is any token: how to begin, and what the add dialog says on the way. */
export async function beginnings(tour: Tour): Promise<void> {
  const { app, page, platforms, camera, recorder } = tour
  const dialog = new AddDialog(page)
  await recorder.step('empty window', async () => {
    await untilOpen(page)
    await camera.shoot(page, 'empty')
  })
  await recorder.step('paste dialog', async () => {
    await page.keyboard.press('Control+N')
    await dialog.paste.waitFor()
    await camera.shoot(page, 'add-paste')
    await dialog.paste.fill('two words')
    await page.keyboard.press('Enter')
    await dialog.refusal.first().waitFor()
    await camera.shoot(page, 'add-refused')
    await closeDialog(page)
  })
  await recorder.step('a value that fits several kinds', async () => {
    const token = platforms.issue('tolgee/legacy-key')
    await dialog.pasteAnywhere(app, token.secret)
    await dialog.kinds.waitFor()
    await camera.shoot(page, 'add-choose-kind')
    await dialog.giveUp()
  })
  await recorder.step('a recognized and checked value', async () => {
    const token = platforms.issue('tolgee/pak', { project: 'Web shop', label: 'Shop CI' })
    await dialog.pasteAnywhere(app, `export TOLGEE_API_KEY=${token.secret}`)
    await untilChecked(dialog, /Works/)
    await camera.shoot(page, 'add-checked')
    await dialog.giveUp()
  })
}

/** Adds every token of the tour through the window; answers them by label. */
export async function fill(tour: Tour): Promise<Map<string, IssuedToken>> {
  const added = new Map<string, IssuedToken>()
  for (const demo of demoTokens()) {
    const name = `add ${demo.kind.kind}, ${demo.state}`
    const done = await tour.recorder.step(name, async () => {
      added.set(demo.label, await addThroughWindow(tour, demo))
    })
    // a dialog that stayed open would be in the way of all that follows
    if (done) continue
    await tour.camera.shoot(tour.page, 'failed')
    await closeDialog(tour.page)
  }
  return added
}

/** The list from all its sides. */
export async function lists(tour: Tour): Promise<void> {
  const { page, camera, recorder } = tour
  const list = new ListScreen(page)
  const VIEWS = ['All tokens', 'Needs attention', 'Expiring', 'Rejected or expired', 'Tolgee']
  for (const view of VIEWS) {
    await recorder.step(`view ${view}`, async () => {
      await list.view(view).click()
      await list.rows.first().waitFor()
      recorder.tokens[view] = await list.countOf(view)
      await list.grid.focus()
      await page.keyboard.press('Home')
      await list.dismissMessages()
      await camera.shoot(page, `list-${view.toLowerCase().replaceAll(' ', '-')}`)
    })
  }
  await recorder.step('search', async () => {
    await list.view('All tokens').click()
    await list.search.fill('docs tolgee')
    await list.rows.first().waitFor()
    await camera.shoot(page, 'search')
    await list.search.fill('no such token')
    await page.getByText('Nothing found').waitFor()
    await camera.shoot(page, 'search-nothing')
    await list.search.fill('')
  })
}

/** One token's details, in several states and widths. */
export async function details(tour: Tour): Promise<void> {
  const { app, page, camera, recorder } = tour
  const list = new ListScreen(page)
  const SHOWN = [
    ['details-two-layers', 'Release pipeline · my PAT'],
    ['details-rejected', 'Former contractor · TX'],
    ['details-expiring', 'Nightly export · Phrase'],
    ['details', HERO],
  ] as const
  for (const [name, label] of SHOWN) {
    await recorder.step(name, async () => {
      await list.search.fill(`label:"${label}"`)
      await list.open(label)
      await new DetailsScreen(page, label).pane.waitFor()
      await list.search.fill('')
      await list.dismissMessages()
      await camera.shoot(page, name)
    })
  }
  await recorder.step('copy with countdown', async () => {
    await new DetailsScreen(page, HERO).copyButton.click()
    await page
      .getByText(/Clears in/)
      .first()
      .waitFor()
    await camera.shoot(page, 'copied')
    await list.dismissMessages()
  })
  await recorder.step('narrow window', async () => {
    const resize = (width: number, height: number): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(...size),
        [width, height] as [number, number],
      )
    await resize(720, 760)
    await camera.shoot(page, 'narrow-details')
    await page.keyboard.press('Escape')
    await resize(480, 760)
    await camera.shoot(page, 'narrow-list')
    await resize(1180, 760)
  })
}

/** Rotation from the first step to the proof, a revocation, forgetting and undoing it. */
export async function guides(tour: Tour, added: Map<string, IssuedToken>): Promise<void> {
  const { app, page, platforms, camera, recorder } = tour
  const list = new ListScreen(page)
  const open = async (label: string): Promise<DetailsScreen> => {
    await list.search.fill(`label:"${label}"`)
    await list.open(label)
    await list.search.fill('')
    return new DetailsScreen(page, label)
  }
  await recorder.step('rotate to the proof', async () => {
    const old = added.get(HERO)
    if (!old) throw new Error('The token to rotate was not added')
    await (await open(HERO)).action('Rotate').click()
    const guide = new GuideDialog(page, /^Rotate/)
    await guide.dialog.waitFor()
    await pickWay(guide, 'You do it in the browser')
    await guide.button('Show the steps').click()
    await guide.field.waitFor()
    const next = platforms.issue(old.kind, {
      project: old.project?.name ?? 'Web shop',
      expiresAt: Date.now() + 365 * 86_400_000,
    })
    await guide.paste(app, next.secret)
    await promote(guide)
    await press(guide.button('Everything uses the new one'))
    await press(guide.button('Delete the old one now'))
    platforms.all.find((each) => each.service === old.service)?.revoke(old.secret)
    await press(guide.button('Check the old one'))
    await press(guide.button('Done'))
  })
  await recorder.step('revoke', async () => {
    await (await open('Mobile app · web shop')).action('Revoke').click()
    await page.getByRole('dialog', { name: /^Revoke/ }).waitFor()
    await camera.shoot(page, 'revoke')
    await closeDialog(page)
  })
  await recorder.step('forget and undo', async () => {
    await (await open('Old landing page · web shop')).action('Forget').click()
    const question = page.getByRole('alertdialog')
    await question.waitFor()
    await camera.shoot(page, 'forget')
    await question.getByRole('button', { name: 'Forget', exact: true }).click()
    const undo = list.messages.getByRole('button', { name: 'Undo' })
    await undo.waitFor()
    await camera.shoot(page, 'forgotten')
    await undo.click()
    await list.row('Old landing page · web shop').first().waitFor()
  })
}

/** Settings, commands, keys. */
export async function extras(tour: Tour): Promise<void> {
  const { page, camera, recorder } = tour
  const OPENED = [
    ['settings', 'Control+,'],
    ['commands', 'Control+K'],
    ['keyboard-help', 'F1'],
  ] as const
  for (const [name, keys] of OPENED) {
    await recorder.step(name, async () => {
      await page.keyboard.press(keys)
      await page.getByRole('dialog').waitFor()
      await camera.shoot(page, name)
      await closeDialog(page)
    })
  }
}

/** The others have pictures of their own. */
const ELSEWHERE: readonly VaultState[] = ['opening', 'open', 'locked']
const TROUBLES = VAULT_STATES.filter((state) => !ELSEWHERE.includes(state))
const NONE_THERE: readonly VaultState[] = ['no-keychain', 'missing']

/**
 * The screen of each way in which the vault can fail to open. Here the window is only told of it;
 * the end-to-end tests bring the real troubles about.
 */
export async function troubles(tour: Tour): Promise<void> {
  const { app, page, camera, recorder } = tour
  for (const state of TROUBLES) {
    await recorder.step(`vault: ${state}`, async () => {
      await tellVault(app, statusOf(state, { exists: !NONE_THERE.includes(state) }))
      await page.locator(`[data-vault-state="${state}"]`).waitFor()
      await camera.shoot(page, `vault-${state}`)
    })
  }
  await tellVault(app, statusOf('open'))
  await untilOpen(page)
}
