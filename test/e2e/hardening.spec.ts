/* eslint no-empty-pattern: ["error", { "allowObjectPatternsAsParameters": true }] -- Playwright reads what a test needs from its pattern */
import { join } from 'node:path'
import { repoRoot } from '../../scripts/repo'
import { putToken, untilOpen } from '../helper/app/arrange'
import type { Facts } from '../helper/app/hardening/facts'
import { leftovers, readLeftovers } from '../helper/app/hardening/leftovers'
import { LINE, report } from '../helper/app/hardening/line'
import { ELECTRON_LIST } from '../helper/app/hardening/list'
import { measure } from '../helper/app/hardening/measure'
import { launchApp, makeProfile, removeProfile } from '../helper/app/launch'
import { ListScreen } from '../helper/app/screen/list'
import { expect, test } from './fixture'

/** Facts of one launch, which all lines of the list are judged by. */
let facts: Facts
const stops: (() => Promise<unknown>)[] = []

test.describe('Electron’s list', () => {
  test.beforeAll(async ({ electronPath, desktop, servers }) => {
    // what others asked before is theirs
    servers.reset()
    const profile = await makeProfile()
    stops.push(() => removeProfile(profile))
    const [endpoints, env] = [servers.endpoints(), desktop.env]
    const running = await launchApp({ electronPath, env, profile, endpoints })
    stops.push(() => running.close())
    await untilOpen(running.page)
    const foreign = servers.tolgee.origins['https://app.tolgee.io'] ?? ''
    facts = await measure({ ...running, folder: repoRoot, foreign })
    // nothing that was tried came there
    expect(servers.tolgee.requests).toEqual([])
  })
  test.afterAll(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  for (const [number, item] of ELECTRON_LIST) {
    test(`${String(number).padStart(2)} ${item.name}`, { tag: LINE }, ({}, info) => {
      report(info, item.judge(facts))
    })
  }
})

test('Nothing wants a style that the policy forbids', async ({ start }) => {
  const { page } = await start()
  await untilOpen(page)
  // react-aria's rule for pressable elements is in the window's own style sheet
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button').first()).toBeVisible()
  // no system but macOS and Windows keeps a window out of recordings, and the words say so
  const captures = dialog.getByRole('switch', { name: /Let screen captures show the window/ })
  await expect(captures).toBeChecked()
  await expect(captures).toBeEnabled({ enabled: process.platform !== 'linux' })
  const styles = await page.evaluate(() => ({
    elements: document.querySelectorAll('style').length,
    pressable: [...document.querySelectorAll('[data-react-aria-pressable]')].map(
      (each) => getComputedStyle(each).touchAction,
    ),
  }))
  expect(styles.elements).toBe(0)
  expect(styles.pressable.length).toBeGreaterThan(0)
  expect(styles.pressable).not.toContain('auto')
})

test(leftovers.name, { tag: LINE }, async ({ start, platforms, profile }, info) => {
  const running = await start()
  const { app, page } = running
  await untilOpen(page)
  const token = platforms.issue('tolgee/pat', { account: 'Somebody' })
  await putToken(page, token, { label: 'Of a session' })
  await new ListScreen(page).open('Of a session')
  const major = await app.evaluate(() => Number.parseInt(process.versions.electron, 10))
  await running.close()
  const files = readLeftovers(join(profile, 'window'))
  report(info, leftovers.judge({ files, major }))
})

test('The main process answers its own window only, and only what the contract has', async ({
  start,
}) => {
  const { page } = await start()
  await untilOpen(page)
  const answers = await page.evaluate(async () => {
    type Call = (input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>
    const { call } = (window as unknown as { keyglot: { call: Record<string, Call> } }).keyglot
    const code = async (name: string, input: unknown): Promise<string> =>
      (await call[name]?.(input))?.error?.code ?? 'answered'
    const polluting: unknown = JSON.parse('{"id":"x","__proto__":{"polluted":true}}')
    return {
      badId: await code('token.reveal', { id: '../../vault.db' }),
      more: await code('token.reveal', { id: 'A'.repeat(22), path: '/etc' }),
      array: await code('settings.set', ['x']),
      proto: await code('token.copy', polluting),
      huge: await code('draft.open', { text: 'a'.repeat(8 * 1024 * 1024) }),
      polluted: 'polluted' in {},
    }
  })
  expect(answers).toEqual({
    badId: 'call.invalid',
    more: 'call.invalid',
    array: 'call.invalid',
    proto: 'call.invalid',
    huge: 'call.invalid',
    polluted: false,
  })
})

test('A second start opens no second window', async ({ start, electronPath, desktop, profile }) => {
  const first = await start()
  await untilOpen(first.page)
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const { run } = await import('../../scripts/process')
  const { sandboxArguments } = await import('../../scripts/setup/sandbox')
  const args = [repoRoot, `--user-data-dir=${profile}`, ...sandboxArguments(electronPath)]
  const second = await run(electronPath, args, { env: desktop.env, timeout: 20_000 })
  expect(second.code).toBe(0)
  const windows = await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
  )
  expect(windows).toEqual([false])
})
