import type { ElectronApplication, Locator } from '@playwright/test'
import { writeClipboard } from '../../test/helper/app/peek'
import { DetailsScreen } from '../../test/helper/app/screen/details'
import { GuideDialog } from '../../test/helper/app/screen/guide-dialog'
import { ListScreen } from '../../test/helper/app/screen/list'
import type { IssuedToken } from '../../test/simulator/index'
import type { Tour } from './tour'

/** Sizes of the window: as it opens, and as narrow as it goes. */
const WIDE = [1180, 760] as const
const NARROW = [480, 760] as const

async function resize(app: ElectronApplication, size: readonly [number, number]): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.setSize(...given),
    [...size] as [number, number],
  )
}

/** The same view in a narrow window. */
export async function shootNarrow({ app, page, camera }: Tour, name: string): Promise<void> {
  await resize(app, NARROW)
  await camera.shoot(page, `${name}-narrow`)
  await resize(app, WIDE)
}

/** Opens the guide of a token from its details. */
export async function openGuide(
  { page }: Tour,
  label: string,
  action: 'Rotate' | 'Revoke' = 'Rotate',
): Promise<GuideDialog> {
  const list = new ListScreen(page)
  await list.dismissMessages()
  await list.search.fill(`label:"${label}"`)
  await list.open(label)
  await list.search.fill('')
  await new DetailsScreen(page, label).action(action).click()
  const guide = new GuideDialog(page, new RegExp(`^${action}`))
  await guide.dialog.waitFor()
  return guide
}

/** Takes a choice by the keyboard: what one sees of it is drawn beside the real control. */
export async function pickWay({ dialog }: GuideDialog, name: string): Promise<void> {
  const radio = dialog.getByRole('radio', { name: new RegExp(`^${name}`) })
  await radio.focus()
  await radio.press('Space')
}

/** Presses a button that leads on, as soon as it is there. */
export async function press(button: Locator): Promise<void> {
  await button.waitFor()
  await button.click()
}

/** The old value is deleted on the platform's page, and that is proved. */
async function toProof(
  { page, platforms, camera }: Tour,
  { guide, old }: { readonly guide: GuideDialog; readonly old: IssuedToken },
): Promise<void> {
  await guide.dialog.getByText('Delete the old one at', { exact: false }).first().waitFor()
  await camera.shoot(page, 'guided-delete')
  await guide.button('Check the old one').click()
  await guide.dialog.getByText('It still works').waitFor()
  await camera.shoot(page, 'guided-still-works')
  platforms.all.find((each) => each.service === old.service)?.revoke(old.secret)
  await guide.button('Check the old one').click()
  await guide.button('Done').waitFor()
  await camera.shoot(page, 'guided-proved')
  await guide.button('Done').click()
}

/** A rotation by hand, over the way back, to the proof. */
export async function guided(tour: Tour, label: string, old: IssuedToken): Promise<void> {
  const { app, page, platforms, camera, recorder } = tour
  await recorder.step('rotate by hand to the proof', async () => {
    const guide = await openGuide(tour, label)
    await pickWay(guide, 'You do it in the browser')
    await camera.shoot(page, 'guided-start')
    await guide.button('Show the steps').click()
    await guide.field.waitFor()
    await camera.shoot(page, 'guided-create')
    const next = platforms.issue(old.kind, {
      project: old.project?.name ?? 'Web shop',
      scopes: ['translations.view', 'keys.view'],
      expiresAt: Date.now() + 90 * 86_400_000,
    })
    await guide.paste(app, old.secret)
    await guide.refusal.waitFor()
    await camera.shoot(page, 'guided-refused')
    await guide.paste(app, next.secret)
    await guide.comparison.waitFor()
    await camera.shoot(page, 'guided-compared')
    await shootNarrow(tour, 'guided-compared')
    await promote(guide, async () => camera.shoot(page, 'guided-promote-asked'))
    await guide.button('Everything uses the new one').waitFor()
    await camera.shoot(page, 'guided-places')
    await guide.button('Everything uses the new one').click()
    await guide.button('Delete the old one now').waitFor()
    await camera.shoot(page, 'guided-grace')
    await guide.button('Back to the old value').click()
    await guide.refusal.waitFor()
    await camera.shoot(page, 'guided-back-asked')
    await guide.button('Back to the old value').click()
    await guide.comparison.waitFor()
    await camera.shoot(page, 'guided-back')
    await promote(guide)
    await press(guide.button('Everything uses the new one'))
    await press(guide.button('Delete the old one now'))
    await toProof(tour, { guide, old })
    await writeClipboard(app, '')
  })
}

/** Makes the new one current, over what is asked about it. */
export async function promote(guide: GuideDialog, asked?: () => Promise<void>): Promise<void> {
  await press(guide.button('Make it current'))
  const anyway = guide.button('Make it current anyway')
  await anyway.or(guide.button('Everything uses the new one')).first().waitFor()
  if (!(await anyway.isVisible())) return
  await asked?.()
  await anyway.click()
}
