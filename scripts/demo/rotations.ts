import { putToken, untilOpen } from '../../test/helper/app/arrange'
import type { RunningApp } from '../../test/helper/app/launch'
import { ActivityDialog } from '../../test/helper/app/screen/activity-dialog'
import { DetailsScreen } from '../../test/helper/app/screen/details'
import { ListScreen } from '../../test/helper/app/screen/list'
import type { IssuedToken } from '../../test/simulator/index'
import { guided, openGuide, shootNarrow } from './rotate'
import { automatic, endsByItself, oneMoreCode, orphan, revokeByApi, signedIn } from './rotate-api'
import type { Tour } from './tour'

const DAY = 86_400_000
/** As long as a new SDK token waits until it is accepted: long enough for a picture, ms. */
const ACTIVATION_MS = 15_000

const LABELS = {
  guided: 'Web shop CI',
  signedIn: 'Release script',
  codes: 'Translation sync',
  limited: 'Docs site sync',
  manager: 'Lokalise admin',
  automatic: 'iOS app',
  orphan: 'Android app',
  leaked: 'Old kiosk app',
  exchange: 'Phrase pipelines',
} as const

/** The tokens that are replaced and revoked here; gives the one that is done by hand. */
async function arrange({ page, platforms }: Tour): Promise<IssuedToken> {
  // what runs in the page is compiled here with a helper that is not there
  await page.evaluate('globalThis.__name = (given) => given')
  const expiresAt = Date.now() + 45 * DAY
  const old = platforms.issue('tolgee/pak', {
    project: 'Web shop',
    label: 'Web shop CI',
    expiresAt,
  })
  await putToken(page, old, { label: LABELS.guided })
  const put = async (
    kind: IssuedToken['kind'],
    label: string,
    options: Parameters<typeof platforms.issue>[1] = {},
  ): Promise<void> => {
    const token = platforms.issue(kind, { label, ...options })
    const fields =
      kind === 'lokalise/sdk-token'
        ? { projectId: token.project?.id ?? '' }
        : kind === 'phrase/platform-token'
          ? { product: 'Strings' }
          : {}
    const server = options.server && { server: { id: options.server, baseUrl: null } }
    await putToken(page, token, { label, fields, ...server })
  }
  await put('tolgee/pat', LABELS.signedIn, { expiresAt })
  await put('phrase/strings-token', LABELS.codes, { expiresAt })
  // one sign-in serves a server, so that another account stands on another one
  const limited = { account: 'Docs team', expiresAt, server: 'us' } as const
  await put('phrase/strings-token', LABELS.limited, limited)
  await put('phrase/platform-token', LABELS.exchange)
  await put('lokalise/api-token', LABELS.manager)
  for (const label of [LABELS.automatic, LABELS.orphan, LABELS.leaked]) {
    await put('lokalise/sdk-token', label, { activeAt: 0 })
  }
  return old
}

/** Short-lived access beside the token that it is exchanged for. */
async function exchange({ page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('access that a token is exchanged for', async () => {
    const list = new ListScreen(page)
    await list.open(LABELS.exchange)
    const strip = new DetailsScreen(page, LABELS.exchange).section('Access token (JWT)')
    await strip.getByRole('button', { name: 'Copy access token' }).click()
    await strip.getByText(/left$/).first().waitFor()
    await list.dismissMessages()
    await camera.shoot(page, 'access-token')
  })
}

/** How rotations begin: period and name, and a name that would not be unique. */
async function settings({ page, camera, recorder }: Tour): Promise<void> {
  await recorder.step('settings of rotations', async () => {
    await page.keyboard.press('Control+,')
    const dialog = page.getByRole('dialog')
    const name = dialog.getByRole('textbox', { name: 'Name of new tokens on their platform' })
    await name.scrollIntoViewIfNeeded()
    await camera.shoot(page, 'settings-rotation')
    const pattern = await name.inputValue()
    await name.fill('{label} by Keyglot')
    await camera.shoot(page, 'settings-name-refused')
    await name.fill(pattern)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
}

/** All that was done, newest first, and that none of it was altered. */
async function activity(tour: Tour): Promise<void> {
  const { page, camera, recorder } = tour
  await recorder.step('activity', async () => {
    await page.keyboard.press('Control+Shift+A')
    const activity = new ActivityDialog(page)
    await activity.lines('Old value').or(activity.grid.getByRole('row')).first().waitFor()
    await camera.shoot(page, 'activity')
    await activity.button('Check the log').click()
    await activity.found.waitFor()
    await camera.shoot(page, 'activity-checked')
    await shootNarrow(tour, 'activity')
    await page.keyboard.press('Escape')
    await activity.dialog.waitFor({ state: 'hidden' })
  })
}

/** What was under way when the app ended is taken up, and says so. */
async function resumed(tour: Tour, again: () => Promise<RunningApp>): Promise<void> {
  const { camera, recorder } = tour
  await recorder.step('a rotation is taken up after a restart', async () => {
    const running = await again()
    try {
      await untilOpen(running.page)
      const now = { ...tour, ...running }
      await new ListScreen(now.page).open(LABELS.orphan)
      await new DetailsScreen(now.page, LABELS.orphan).pane.waitFor()
      await camera.shoot(now.page, 'resumed-details')
      await openGuide(now, LABELS.orphan)
      await camera.shoot(now.page, 'resumed')
    } finally {
      await running.close()
    }
  })
}

/** Every way to replace and to revoke a token, in an app and a vault of its own. */
export async function rotations(
  given: Omit<Tour, 'app' | 'page'>,
  begin: () => Promise<{ running: RunningApp; again: () => Promise<RunningApp> }>,
): Promise<void> {
  const { running, again } = await begin()
  running.page.setDefaultTimeout(15_000)
  const tour: Tour = { ...given, app: running.app, page: running.page }
  given.platforms.lokalise.state.activationMs = ACTIVATION_MS
  try {
    await untilOpen(tour.page)
    const old = await arrange(tour)
    await guided(tour, LABELS.guided, old)
    await clear(tour)
    await signedIn(tour, LABELS.signedIn)
    await clear(tour)
    await oneMoreCode(tour, LABELS.codes)
    await clear(tour)
    await endsByItself(tour, LABELS.limited, 'Docs team')
    await clear(tour)
    await automatic(tour, LABELS.automatic)
    await clear(tour)
    await orphan(tour, LABELS.orphan)
    await clear(tour)
    await revokeByApi(tour, LABELS.leaked)
    await clear(tour)
    await exchange(tour)
    await settings(tour)
    await activity(tour)
  } finally {
    await running.close()
  }
  await resumed(tour, again)
}

/** A dialog that a failed step left open would be in the way of all that follows. */
async function clear({ page, camera }: Tour): Promise<void> {
  const dialog = page.getByRole('dialog')
  if (!(await dialog.isVisible())) return
  await camera.shoot(page, 'failed')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}
