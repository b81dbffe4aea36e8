import { untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import {
  copiedFrom,
  expectBooks,
  expectProved,
  openRotation,
  putWhole,
} from '../helper/app/rotating'
import type { GuideDialog } from '../helper/app/screen/guide-dialog'
import type { IssuedToken, SimulatedKind, Simulators } from '../simulator/index'
import { expect, test } from './fixture'

const nameOf = (kind: SimulatedKind): string => `Turn of ${kind}`

/** The end of a rotation, in the window and in the platform's books. */
async function expectOver(
  running: RunningApp,
  guide: GuideDialog,
  { platforms, old, kind = old.kind }: Rotated,
): Promise<string> {
  await expectProved(guide)
  const current = await copiedFrom(running, nameOf(old.kind))
  expectBooks(platforms, { old, current, kind })
  return current
}

interface Rotated {
  readonly platforms: Simulators
  readonly old: IssuedToken
  /** What the new one is, where it is of another kind than the old one. */
  readonly kind?: SimulatedKind
}

test('The kinds that an API manages go from one click or one sign-in to the proof', async ({
  start,
  platforms,
}) => {
  test.slow()
  platforms.lokalise.state.activationMs = 100
  const running = await start()
  const { page } = running
  await untilOpen(page)
  const manager = platforms.issue('lokalise/api-token')
  await putWhole(page, manager, 'Manager')
  const put = async (kind: SimulatedKind): Promise<IssuedToken> => {
    const token = platforms.issue(kind)
    await putWhole(page, token, nameOf(kind))
    return token
  }
  const [sdk, pat, pak, strings] = [
    await put('lokalise/sdk-token'),
    await put('tolgee/pat'),
    await put('tolgee/pak'),
    await put('phrase/strings-token'),
  ]

  await test.step('lokalise/sdk-token, with an API token that is in the vault', async () => {
    const guide = await openRotation(page, nameOf(sdk.kind))
    await expect(guide.ways).toContainText('It makes the new token with ‘⁨Manager⁩’')
    await guide.keepOldFor('No time')
    await guide.button('Rotate').click()
    await expectOver(running, guide, { platforms, old: sdk })
    expect(platforms.live('lokalise/api-token').map((each) => each.secret)).toEqual([
      manager.secret,
    ])
  })

  await test.step('tolgee/pat, with a sign-in that wants a one-time code', async () => {
    const signIn = platforms.tolgee.signIn(undefined, { secondFactor: true })
    const guide = await openRotation(page, nameOf(pat.kind))
    await guide.keepOldFor('No time')
    await guide.button('Rotate').click()
    await guide.signIn(signIn)
    await guide.codeField.fill(signIn.nextCode())
    await guide.button('Send code').click()
    await expectOver(running, guide, { platforms, old: pat })
  })

  await test.step('tolgee/pak, with a sign-in of its own: the one before went with its rotation', async () => {
    const signIn = platforms.tolgee.signIn(undefined, { secondFactor: true })
    const guide = await openRotation(page, nameOf(pak.kind))
    await guide.keepOldFor('No time')
    await guide.button('Rotate').click()
    await guide.signIn(signIn)
    await guide.codeField.fill(signIn.nextCode())
    await guide.button('Send code').click()
    await expectOver(running, guide, { platforms, old: pak })
  })

  await test.step('phrase/strings-token, with a password that is mistyped first', async () => {
    const signIn = platforms.phrase.signIn()
    const guide = await openRotation(page, nameOf(strings.kind))
    await guide.keepOldFor('No time')
    await guide.button('Rotate').click()
    await guide.signIn({ ...signIn, password: 'not it at all' })
    await expect(guide.refusal).toContainText('did not accept the user name and password')
    expect(platforms.live(strings.kind).map((each) => each.secret)).toEqual([strings.secret])
    await guide.signIn(signIn)
    await expectOver(running, guide, { platforms, old: strings })
  })
  expect(platforms.violations).toEqual([])
})

interface ByHand {
  readonly kind: SimulatedKind
  /** What its platform makes in its place today. */
  readonly successor?: SimulatedKind
  /** The window offers to do it itself, too. */
  readonly hasWays?: boolean
  /** The old value is deleted while the window looks by itself. */
  readonly looksByItself?: boolean
}

const BY_HAND: readonly ByHand[] = [
  { kind: 'tolgee/legacy-key', successor: 'tolgee/pak', hasWays: true },
  { kind: 'transifex/api-token', looksByItself: true },
  { kind: 'phrase/platform-token' },
  { kind: 'lokalise/api-token' },
  { kind: 'locize/api-key' },
  { kind: 'locize/pat' },
]

test('The other kinds are made and deleted by hand, and proved dead', async ({
  start,
  platforms,
}) => {
  test.slow()
  const running = await start()
  const { app, page } = running
  await untilOpen(page)
  const tokens = BY_HAND.map((story) => ({ ...story, old: platforms.issue(story.kind) }))
  for (const { old } of tokens) await putWhole(page, old, nameOf(old.kind))

  for (const { old, successor, hasWays, looksByItself } of tokens) {
    await test.step(old.kind, async () => {
      const kind = successor ?? old.kind
      const guide = await openRotation(page, nameOf(old.kind))
      if (hasWays) {
        await guide.choose('You do it in the browser')
        if (!looksByItself) await guide.keepOldFor('No time')
        await guide.button('Show the steps').click()
      } else if (!looksByItself) await guide.keepOldForByOptions('No time')
      const fresh = platforms.issue(kind, {
        ...(old.project && { project: old.project.name }),
        scopes: old.scopes,
      })
      await guide.paste(app, fresh.secret)
      await guide.button('Make it current').click()
      await expect(guide.button('Copy the new token')).toBeVisible()
      expect(platforms.live(old.kind).map((each) => each.secret)).toContain(old.secret)
      await guide.button('Everything uses the new one').click()
      if (looksByItself) {
        await expect(guide.dialog).toContainText('is kept until')
        await guide.button('Delete the old one now').click()
        await expect(guide.dialog).toContainText(/Looks again/)
        platforms.transifex.revoke(old.secret)
      } else {
        platforms.all.find(({ service }) => service === old.service)?.revoke(old.secret)
        await guide.button('Check the old one').click()
      }
      const current = await expectOver(running, guide, { platforms, old, kind })
      expect(current).toBe(fresh.secret)
    })
  }
  expect(platforms.madeByApi()).toEqual([])
})
