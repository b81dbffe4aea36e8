import { untilOpen } from '../../test/helper/app/arrange'
import { AddDialog } from '../../test/helper/app/screen/add-dialog'
import { DetailsScreen } from '../../test/helper/app/screen/details'
import { ListScreen } from '../../test/helper/app/screen/list'
import type { RunningApp } from '../../test/helper/app/launch'
import type { IssuedToken } from '../../test/simulator/index'
import type { Tour } from './tour'
import { statusOf } from '../../shared/model/vault'
import { tellVault } from './tell'

/** Views that are seen now and then: menus, editors, a value that is there already. */
export async function odds(tour: Tour, added: ReadonlyMap<string, IssuedToken>): Promise<void> {
  const { app, page, camera, recorder } = tour
  const list = new ListScreen(page)
  const [label, token] = [...added][0] ?? []
  await recorder.step('a value that is there already', async () => {
    const dialog = new AddDialog(page)
    await dialog.pasteAnywhere(app, `TX_TOKEN=${token?.secret ?? ''}`)
    await dialog.refusal.waitFor()
    await camera.shoot(page, 'add-duplicate')
    await page.keyboard.press('Escape')
    await dialog.dialog.waitFor({ state: 'hidden' })
  })
  await recorder.step('menus', async () => {
    const menu = page.getByRole('menu')
    await select(list, label ?? '')
    await list.row(label ?? '').click({ button: 'right' })
    await menu.waitFor()
    await camera.shoot(page, 'menu-of-a-token')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sort and group' }).click()
    await menu.waitFor()
    await camera.shoot(page, 'menu-sort')
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
  })
  await recorder.step('entering an expiry', async () => {
    await select(list, 'Support desk · Strings')
    const details = new DetailsScreen(page, 'Support desk · Strings')
    const time = details.section('Expiry and rotation')
    await time.getByRole('button', { name: 'Enter' }).click()
    await time.getByRole('button', { name: 'Save' }).waitFor()
    await camera.shoot(page, 'details-enter-expiry')
    await time.getByRole('button', { name: 'Cancel' }).click()
  })
}

/** Chooses a token wherever it stands: a row that is out of view is not in the document. */
async function select(list: ListScreen, label: string): Promise<void> {
  await list.search.fill(`label:"${label}"`)
  await list.open(label)
  await list.search.fill('')
}

/** A check of everything: while it runs, and what it found. */
export async function checkAll({ page, platforms, camera, recorder }: Tour): Promise<void> {
  const list = new ListScreen(page)
  await recorder.step('check all, and stop', async () => {
    const fault = { type: 'latency', ms: 700 } as const
    const slow = platforms.all.map((each) => each.faults.add({ fault, times: 'all' }))
    await page.getByRole('button', { name: 'Check all' }).click()
    await list.progress.waitFor()
    await page.getByText(/^\d+ work$/).waitFor()
    await camera.shoot(page, 'checking')
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText(/^Stopped after/).waitFor()
    for (const each of slow) each.remove()
  })
  await recorder.step('check all', async () => {
    await page.getByRole('button', { name: 'Check all' }).click()
    await page.getByText(/^Checked \d+ tokens/).waitFor({ timeout: 60_000 })
    await camera.shoot(page, 'checked')
  })
}

/** The question before a vault without its key is set aside; the window is only told of it. */
export async function settingAside({ app, page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('vault: setting it aside', async () => {
    await tellVault(app, statusOf('key-missing'))
    await page.getByRole('button', { name: 'Start a new vault…' }).click()
    await page.getByRole('alertdialog').waitFor()
    await camera.shoot(page, 'vault-set-aside')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await tellVault(app, statusOf('open'))
    await untilOpen(page)
  })
}

/** A vault with many tokens, in an app of its own. */
export async function many(
  { camera, recorder }: Pick<Tour, 'camera' | 'recorder'>,
  begin: () => Promise<RunningApp>,
): Promise<void> {
  await recorder.step('ten thousand tokens', async () => {
    const running = await begin()
    try {
      const list = new ListScreen(running.page)
      await untilOpen(running.page)
      recorder.tokens['All tokens of the large vault'] = await list.countOf('All tokens')
      await camera.shoot(running.page, 'many')
      await list.search.fill('web shop is:expiring')
      await list.rows.first().waitFor()
      await camera.shoot(running.page, 'many-search')
    } finally {
      await running.close()
    }
  })
}
