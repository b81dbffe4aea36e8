import { expect, type Page } from '@playwright/test'
import type { IssuedToken, SimulatedKind, Simulators } from '../../simulator/index'
import { putToken } from './arrange'
import type { RunningApp } from './launch'
import { readClipboard, writeClipboard } from './peek'
import { DetailsScreen } from './screen/details'
import { GuideDialog } from './screen/guide-dialog'
import { ListScreen } from './screen/list'

/** What a kind's form asks for beside the value. */
export function fieldsOf({ kind, project }: IssuedToken): Record<string, string> {
  if (kind === 'lokalise/sdk-token' || kind === 'locize/api-key') {
    return { projectId: project?.id ?? '' }
  }
  return kind === 'phrase/platform-token' ? { product: 'Strings' } : {}
}

/** Puts a token into the vault, with what its kind asks for. */
export async function putWhole(page: Page, token: IssuedToken, label: string): Promise<string> {
  return putToken(page, token, { label, fields: fieldsOf(token) })
}

/** Shows the token and opens its rotation. */
export async function openRotation(page: Page, label: string): Promise<GuideDialog> {
  await new ListScreen(page).open(label)
  const details = new DetailsScreen(page, label)
  const going = details.pane.getByRole('note').getByRole('button', { name: 'Continue' })
  await details.action('Rotate').or(going).first().click()
  const guide = new GuideDialog(page, /^Rotate/)
  await expect(guide.dialog).toBeVisible()
  return guide
}

/** Waits for the proof, and shuts the dialog. */
export async function expectProved(guide: GuideDialog): Promise<void> {
  await expect(guide.dialog).toContainText(/Proved on .* refuses it/, { timeout: 20_000 })
  await expect(guide.dialog).toContainText('The rotation is complete')
  await guide.button('Done').click()
  await expect(guide.dialog).toBeHidden()
}

/** What the app hands out for the token that is shown. */
export async function copiedFrom({ app, page }: RunningApp, label: string): Promise<string> {
  const before = 'nothing was copied'
  await writeClipboard(app, before)
  await new DetailsScreen(page, label).copyButton.click()
  await expect.poll(() => readClipboard(app)).not.toBe(before)
  return readClipboard(app)
}

/**
 * A rotation that is over, by the platform's own books: the old value is dead, the one that the
 * app hands out is the only live one of its kind, and nothing made by API is left beside it.
 */
export function expectBooks(
  platforms: Simulators,
  { old, current, kind }: { old: IssuedToken; current: string; kind: SimulatedKind },
): void {
  expect(current).not.toBe(old.secret)
  expect(platforms.live(old.kind).map((each) => each.secret)).not.toContain(old.secret)
  expect(platforms.live(kind).map((each) => each.secret)).toEqual([current])
  const left = platforms.madeByApi().filter((each) => each.kind === kind)
  expect(left.filter((each) => each.secret !== current).map((each) => each.id)).toEqual([])
}
