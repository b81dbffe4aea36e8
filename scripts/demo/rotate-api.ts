import type { Locator } from '@playwright/test'
import type { GuideDialog } from '../../test/helper/app/screen/guide-dialog'
import type { Fault, SignIn } from '../../test/simulator/index'
import { openGuide, shootNarrow } from './rotate'
import type { Tour } from './tour'

/** Longer than a new token takes until it is accepted, and the pause before it is asked again, ms. */
const ACTIVATION_LIMIT_MS = 120_000
const TOKENS = /\/tokens$/

/** Answers of a platform are kept back until the picture is taken. */
async function holding(
  add: (fault: Fault) => { remove(): void },
  shoot: () => Promise<void>,
): Promise<void> {
  let go: () => void = () => undefined
  const until = new Promise<void>((done) => (go = done))
  const rule = add({ type: 'wait', until })
  try {
    await shoot()
  } finally {
    rule.remove()
    go()
  }
}

const acting = ({ dialog }: GuideDialog, text: string): Locator =>
  dialog.getByText(text, { exact: false }).first()

/** A rotation that needs nobody's hands: another token of the account makes and deletes. */
export async function automatic(tour: Tour, label: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  const { faults } = platforms.lokalise
  await recorder.step('rotate by itself to the proof', async () => {
    const guide = await openGuide(tour, label)
    await guide.button('Rotate').waitFor()
    await camera.shoot(page, 'automatic-start')
    await shootNarrow(tour, 'automatic-start')
    const down = faults.add({
      fault: { type: 'status', status: 503 },
      match: { method: 'GET', path: TOKENS },
      times: 'all',
    })
    await guide.button('Rotate').click()
    await guide.button('Try again').waitFor()
    await camera.shoot(page, 'automatic-patience')
    down.remove()
    await holding(
      (fault) => faults.add({ fault, match: { method: 'POST', path: /\/teams\/.*\/tokens$/ } }),
      async () => {
        await guide.button('Try again').click()
        await acting(guide, 'Making the new token').waitFor()
        await camera.shoot(page, 'automatic-creating')
      },
    )
    await acting(guide, 'does not accept the new token yet').waitFor()
    await camera.shoot(page, 'automatic-activation')
    await guide.button('Delete the old one now').waitFor({ timeout: ACTIVATION_LIMIT_MS })
    await camera.shoot(page, 'automatic-grace')
    await shootNarrow(tour, 'automatic-grace')
    await holding(
      (fault) => faults.add({ fault, match: { method: 'DELETE' } }),
      async () => {
        await guide.button('Delete the old one now').click()
        await acting(guide, 'Deleting the old token').waitFor()
        await camera.shoot(page, 'automatic-deleting')
      },
    )
    await guide.button('Done').waitFor({ timeout: ACTIVATION_LIMIT_MS })
    await camera.shoot(page, 'automatic-proved')
    await guide.button('Done').click()
  })
}

/** The answer that tells the new value gets lost: what it may have left is asked about. */
export async function orphan(tour: Tour, label: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  await recorder.step('a possible leftover of a lost answer', async () => {
    const guide = await openGuide(tour, label)
    platforms.lokalise.faults.add({
      fault: { type: 'close-connection' },
      match: { method: 'POST', path: /\/teams\/.*\/tokens$/ },
      afterAct: true,
    })
    await guide.button('Rotate').click()
    const use = guide.button('Use it as the new token')
    await use.waitFor()
    await camera.shoot(page, 'leftover')
    await shootNarrow(tour, 'leftover')
    await use.click()
    await guide.button('Delete the old one now').waitFor({ timeout: ACTIVATION_LIMIT_MS })
    await guide.button('Close').last().click()
  })
}

async function signIn(
  guide: GuideDialog,
  { username, password }: Pick<SignIn, 'username' | 'password'>,
): Promise<void> {
  await guide.dialog.getByRole('textbox', { name: 'User name or e-mail' }).fill(username)
  await guide.dialog.getByLabel('Password').fill(password)
  await guide.button('Sign in').click()
}

async function sendCode(guide: GuideDialog, code: string): Promise<void> {
  await guide.dialog.getByRole('textbox', { name: 'One-time code' }).fill(code)
  await guide.button('Send code').click()
}

/** A rotation with a sign-in: a wrong password, a code, and on to the proof. */
export async function signedIn(tour: Tour, label: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  const account = platforms.tolgee.signIn(undefined, { secondFactor: true })
  await recorder.step('rotate with a sign-in to the proof', async () => {
    const guide = await openGuide(tour, label)
    await guide.button('Rotate').waitFor()
    await camera.shoot(page, 'signed-in-start')
    await guide.button('Rotate').click()
    await guide.button('Sign in').waitFor()
    await camera.shoot(page, 'signed-in-form')
    await shootNarrow(tour, 'signed-in-form')
    await signIn(guide, { ...account, password: `not-${account.password}` })
    await guide.refusal.waitFor()
    await camera.shoot(page, 'signed-in-refused')
    await signIn(guide, account)
    await guide.button('Send code').waitFor()
    await camera.shoot(page, 'signed-in-code')
    await sendCode(guide, '000000')
    await guide.dialog.getByText('did not accept the code').waitFor()
    await camera.shoot(page, 'signed-in-code-refused')
    await holding(
      (fault) =>
        platforms.tolgee.faults.add({ fault, match: { method: 'POST', path: '/v2/pats' } }),
      async () => {
        await sendCode(guide, account.nextCode())
        await acting(guide, 'Making the new token').waitFor()
        await camera.shoot(page, 'signed-in-creating')
      },
    )
    await guide.button('Delete the old one now').waitFor()
    await camera.shoot(page, 'signed-in-grace')
    await guide.button('Delete the old one now').click()
    await guide.button('Done').waitFor()
    await camera.shoot(page, 'signed-in-proved')
    await guide.button('Done').click()
  })
}

/** An account whose codes work once: a fresh one is asked for between two acts. */
export async function oneMoreCode(tour: Tour, label: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  const account = platforms.phrase.signIn(undefined, { secondFactor: true })
  await recorder.step('one more code in the middle', async () => {
    const guide = await openGuide(tour, label)
    await guide.button('Rotate').click()
    await guide.button('Sign in').waitFor()
    await signIn(guide, account)
    // each call uses up its code, and the first one only looks for the token
    for (let code = 0; code < 6; code++) {
      const send = guide.button('Send code')
      const grace = guide.button('Delete the old one now')
      await send.or(grace).first().waitFor()
      if (code === 1) await camera.shoot(page, 'signed-in-one-more-code')
      if (await grace.isVisible()) break
      await sendCode(guide, account.nextCode())
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
    }
    await camera.shoot(page, 'signed-in-grace-of-codes')
    await guide.button('Close').last().click()
  })
}

/** The platform is told while the sign-in is open, so that it ends the old one by itself. */
export async function endsByItself(tour: Tour, label: string, account: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  await recorder.step('the platform ends the old one by itself', async () => {
    const guide = await openGuide(tour, label)
    await guide.button('Rotate').click()
    await guide.button('Sign in').waitFor()
    await signIn(guide, platforms.phrase.signIn(account))
    await acting(guide, 'ends it by itself').waitFor()
    await camera.shoot(page, 'signed-in-ends-by-itself')
    await guide.button('Close').last().click()
  })
}

/** A leaked token is deleted by API, with proof. */
export async function revokeByApi(tour: Tour, label: string): Promise<void> {
  const { page, platforms, camera, recorder } = tour
  await recorder.step('revoke by API', async () => {
    const guide = await openGuide(tour, label, 'Revoke')
    const go = guide.dialog.getByRole('button', { name: /^Delete it at .* now$/ })
    await go.waitFor()
    await camera.shoot(page, 'revoke-by-api')
    await shootNarrow(tour, 'revoke-by-api')
    await holding(
      (fault) => platforms.lokalise.faults.add({ fault, match: { method: 'DELETE' } }),
      async () => {
        await go.click()
        await acting(guide, 'Deleting it at').waitFor()
        await camera.shoot(page, 'revoke-deleting')
      },
    )
    await guide.button('Done').waitFor()
    await camera.shoot(page, 'revoke-proved')
    await guide.button('Done').click()
  })
}
