import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { copiedFrom, expectBooks, openRotation } from '../helper/app/rotating'
import { ActivityDialog } from '../helper/app/screen/activity-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import type { GuideDialog } from '../helper/app/screen/guide-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { json } from '../simulator/types'
import { createGate } from '../simulator/wire'
import { hintOf } from '../../shared/redact'
import { expect, test } from './fixture'

const KIND = 'tolgee/pak'
const LABEL = 'Pipeline of the shop'
/** What a value is asked about with. */
const CURRENT = { path: '/v2/api-keys/current' }
const RESUMED = 'Taken up again after Keyglot was closed.'

interface Exposed {
  readonly call: Readonly<Record<string, (input: unknown) => Promise<{ readonly ok: boolean }>>>
}

/** The rest by hand, by the call that the window makes where a form offers that. */
async function goByHand({ page }: RunningApp, id: string): Promise<void> {
  const done = await page.evaluate(async (given) => {
    const { call } = (window as unknown as { keyglot: Exposed }).keyglot
    return call['rotation.setMode']?.({ id: given, mode: 'guided' })
  }, id)
  expect(done?.ok).toBe(true)
}

test('A rotation survives the death of the process at every stage', async ({
  start,
  platforms,
}) => {
  test.setTimeout(240_000)
  const { tolgee } = platforms
  const old = platforms.issue(KIND)
  const signIn = tolgee.signIn()
  const live = (): string[] => tolgee.live(KIND).map(({ secret }) => secret)
  const made = (): string[] => tolgee.madeByApi(KIND).map(({ secret }) => secret)

  /** Ends the process as a power cut would, starts again, and looks what is handed out. */
  const again = async (running: RunningApp): Promise<RunningApp> => {
    await running.kill()
    const next = await start()
    await untilOpen(next.page)
    await new ListScreen(next.page).open(LABEL)
    const handedOut = await copiedFrom(next, LABEL)
    expect(live(), 'what is handed out works').toContain(handedOut)
    return next
  }
  const resumed = async ({ page }: RunningApp): Promise<GuideDialog> => {
    const guide = await openRotation(page, LABEL)
    await expect(guide.dialog).toContainText(RESUMED)
    return guide
  }

  let running = await start()
  await untilOpen(running.page)
  const id = await putToken(running.page, old, { label: LABEL })

  await test.step('planned', async () => {
    const guide = await openRotation(running.page, LABEL)
    await guide.button('Rotate').click()
    await expect(guide.signInForm).toBeVisible()
    await expect(guide.dialog).not.toContainText(RESUMED)
    running = await again(running)
    expect([live(), made()]).toEqual([[old.secret], []])
  })

  await test.step('creating: the token was made, and its value is lost', async () => {
    const gate = createGate()
    const fault = { type: 'wait', until: gate.until } as const
    const post = { method: 'POST', path: '/v2/api-keys' }
    const held = tolgee.faults.add({ fault, match: post })
    const guide = await resumed(running)
    await guide.signIn(signIn)
    await expect.poll(() => held.hits).toBe(1)
    await expect.poll(() => made().length).toBe(1)
    running = await again(running)
    gate.open()
    expect(made()).toHaveLength(1)
    expect(await copiedFrom(running, LABEL)).toBe(old.secret)
  })

  await test.step('created: the new value is stored and not accepted yet', async () => {
    const [lost] = made()
    const reply = json(401, { code: 'invalid_project_api_key' })
    // the old one stands in the list by its id, so that only the new one is asked about
    tolgee.faults.add({ fault: { type: 'reply', reply }, match: CURRENT, times: 'all' })
    const guide = await resumed(running)
    await guide.signIn(signIn)
    await expect(guide.dialog).toContainText('does not accept the new token yet')
    expect(made(), 'the lost one is gone').not.toContain(lost)
    const [fresh = ''] = made()
    expect(made()).toEqual([fresh])
    await expect(guide.dialog).toContainText(hintOf(fresh, 'tgpak_'))
    running = await again(running)
    expect(await copiedFrom(running, LABEL)).toBe(old.secret)
    expect(live()).toContain(fresh)
  })

  await test.step('tested: it differs, so it waits for a word', async () => {
    tolgee.faults.clear()
    const fault = { type: 'names', text: 'Another project' } as const
    const other = tolgee.faults.add({ fault, match: CURRENT, times: 'all' })
    const guide = await resumed(running)
    await expect(guide.comparison).toContainText('Another project')
    other.remove()
    running = await again(running)
    expect(await copiedFrom(running, LABEL)).toBe(old.secret)
  })

  await test.step('promoted: the new one is handed out, the places wait', async () => {
    await goByHand(running, id)
    const guide = await resumed(running)
    await guide.button('Make it current').click()
    await guide.button('Make it current anyway').click()
    await expect(guide.button('Everything uses the new one')).toBeVisible()
    running = await again(running)
    expect(await copiedFrom(running, LABEL)).toBe(made()[0])
    expect(live()).toContain(old.secret)
  })

  await test.step('delivered: the old one lives on for its time', async () => {
    const guide = await resumed(running)
    await guide.button('Options').click()
    await guide.button('Let Keyglot do the rest, with your sign-in').click()
    await expect(guide.dialog).toContainText('is kept until')
    running = await again(running)
    expect(live()).toContain(old.secret)
  })

  await test.step('revoking: the old one is dead, and the answer is lost', async () => {
    const gate = createGate()
    const fault = { type: 'wait', until: gate.until } as const
    const held = tolgee.faults.add({ fault, match: { method: 'DELETE' } })
    const guide = await resumed(running)
    await guide.button('Delete the old one now').click()
    await guide.signIn(signIn)
    await expect.poll(() => held.hits).toBe(1)
    await expect.poll(live).not.toContain(old.secret)
    running = await again(running)
    gate.open()
  })

  const { page } = running
  const details = new DetailsScreen(page, LABEL)
  await expect(details.pane.getByText('Rotation under way')).toBeHidden({ timeout: 20_000 })
  const current = await copiedFrom(running, LABEL)
  expectBooks(platforms, { old, current, kind: KIND })
  await page.keyboard.press('Control+Shift+A')
  const activity = new ActivityDialog(page)
  await expect(activity.lines('Ended the rotation')).toContainText('Keyglot, resuming')
  await expect(activity.lines('Ended the rotation')).toContainText('Done')
  await activity.button('Check the log').click()
  await expect(activity.found).toContainText(/^Intact/)
})
