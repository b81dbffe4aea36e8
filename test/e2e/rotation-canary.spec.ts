import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { untilOpen } from '../helper/app/arrange'
import { catchCrossings } from '../helper/app/crossing'
import type { RunningApp } from '../helper/app/launch'
import { catchNotifications } from '../helper/app/peek'
import { processTexts } from '../helper/app/process-texts'
import {
  copiedFrom,
  expectBooks,
  expectProved,
  openRotation,
  putWhole,
} from '../helper/app/rotating'
import { ActivityDialog } from '../helper/app/screen/activity-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { scanFolder, scanTexts, type CanaryHit } from '../helper/canary'
import { tamper } from '../helper/tamper'
import type { Simulators } from '../simulator/index'
import { createGate } from '../simulator/wire'
import { expect, test } from './fixture'

const BOT = 'Bot of the shop'
const APP = 'App of the shop'

/** Everything that is secret in a session with rotations: values old and new, and ways in. */
function secretsOf({ tolgee, lokalise }: Simulators, typed: readonly string[]): string[] {
  const values = [...tolgee.tokens, ...lokalise.tokens].map(({ secret }) => secret)
  const sessions = [...tolgee.state.sessions.keys(), ...lokalise.state.jwts.keys()]
  return [...values, ...sessions, ...typed]
}

/** The page as it stands, with what is in its fields. */
async function pageText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[]
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n')
  })
}

/** What can be seen of a running app from outside its main process. */
async function watched(running: RunningApp) {
  const { app, page } = running
  const crossings = await catchCrossings(app)
  const notifications = await catchNotifications(app)
  return async (): Promise<Record<string, string | Buffer>> => {
    const titles = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    )
    const crossed = await crossings()
    expect(crossed.length).toBeGreaterThan(3)
    return {
      crossings: crossed.join('\n'),
      notifications: JSON.stringify(await notifications()),
      titles: [...titles, await page.title()].join('\n'),
      page: await pageText(page),
      output: await running.output(),
      ...(process.platform === 'linux' ? processTexts(running.pid) : {}),
    }
  }
}

interface Line {
  readonly act: string
  readonly actor: string
  readonly label: string | null
}

/** The acts of a rotation as the exported log has them, oldest first: `act actor`. */
function actsOf(lines: readonly Line[], label: string): string[] {
  return lines
    .filter((line) => line.act.startsWith('rotation.') && line.label === label)
    .map(({ act, actor }) => `${act} ${actor}`)
}

test('Rotations by API leave no secret anywhere, and their story in the log', async ({
  start,
  platforms,
  profile,
  desktop,
}) => {
  test.setTimeout(180_000)
  const { tolgee, lokalise } = platforms
  lokalise.state.activationMs = 0
  const sdk = platforms.issue('lokalise/sdk-token')
  const pat = platforms.issue('tolgee/pat')
  const signIn = tolgee.signIn(undefined, { secondFactor: true })
  const codes = [signIn.nextCode(), signIn.nextCode()] as const
  const typed = [
    signIn.password,
    ...codes.flatMap((code) => [
      `${signIn.password}${code}`,
      `"otp":"${code}"`,
      `"code":"${code}"`,
    ]),
  ]
  const found: CanaryHit[] = []
  const look = (texts: Readonly<Record<string, string | Buffer>>): void => {
    const secrets = secretsOf(platforms, typed)
    found.push(...scanFolder(profile, secrets), ...scanTexts(texts, secrets))
  }

  const first = await start()
  await untilOpen(first.page)
  const lookAtFirst = await watched(first)
  await putWhole(first.page, platforms.issue('lokalise/api-token'), 'Manager')
  await putWhole(first.page, sdk, APP)
  await putWhole(first.page, pat, BOT)

  await test.step('one that needs nobody, and one that ends with the process', async () => {
    const guide = await openRotation(first.page, APP)
    await guide.keepOldFor('No time')
    await guide.button('Rotate').click()
    await expectProved(guide)

    const gate = createGate()
    const fault = { type: 'wait', until: gate.until } as const
    tolgee.faults.add({ fault, match: { method: 'POST', path: '/v2/pats' } })
    const second = await openRotation(first.page, BOT)
    await second.keepOldFor('No time')
    await second.button('Rotate').click()
    await second.signIn(signIn)
    await second.codeField.fill(codes[0])
    await second.button('Send code').click()
    await expect.poll(() => tolgee.madeByApi('tolgee/pat').length).toBe(1)
    look(await lookAtFirst())
    await first.kill()
    gate.open()
    look({ output: await first.output() })
  })

  const second = await start()
  const { app, page } = second
  await untilOpen(page)
  const lookAtSecond = await watched(second)
  await test.step('taken up again, to the end', async () => {
    const guide = await openRotation(page, BOT)
    await expect(guide.dialog).toContainText('Taken up again after Keyglot was closed.')
    await guide.signIn(signIn)
    await guide.codeField.fill(codes[1])
    await guide.button('Send code').click()
    await expectProved(guide)
    const current = await copiedFrom(second, BOT)
    expectBooks(platforms, { old: pat, current, kind: pat.kind })
  })

  const folder = await mkdtemp(join(tmpdir(), 'keyglot-export-'))
  const activity = new ActivityDialog(page)
  await test.step('the log has the story, and who did what', async () => {
    await page.keyboard.press('Control+Shift+A')
    await activity.button('Check the log').click()
    await expect(activity.found).toContainText(/^Intact/)
    await activity.exportTo(app, join(folder, 'log.jsonl'), 'As JSON Lines…')
    await expect(new ListScreen(page).message(/log\.jsonl/)).toBeVisible()
    const text = readFileSync(join(folder, 'log.jsonl'), 'utf8')
    look({ log: text })
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    expect(actsOf(lines, APP).sort()).toEqual(
      [
        'rotation.begin user',
        'rotation.intent engine',
        'rotation.created engine',
        'rotation.tested engine',
        'rotation.promoted engine',
        'rotation.delivered engine',
        'rotation.revoking engine',
        'rotation.done engine',
      ].sort(),
    )
    const resumed = actsOf(lines, BOT)
    expect(resumed).toContain('rotation.intent engine')
    expect(resumed).toContain('rotation.created resume')
    expect(resumed).toContain('rotation.done resume')
    expect(resumed).not.toContain('rotation.created engine')
    await page.keyboard.press('Escape')
    await expect(activity.dialog).toBeHidden()
  })
  await rm(folder, { recursive: true })

  look(await lookAtSecond())
  expect(found).toEqual([])
  expect(secretsOf(platforms, []).length).toBeGreaterThan(8)

  await test.step('the search finds what is planted in each of these places', async () => {
    const fresh = tolgee.live('tolgee/pat')[0]?.secret ?? ''
    const [jwt = ''] = tolgee.state.sessions.keys()
    await page.evaluate((text) => {
      document.body.dataset['slip'] = text
    }, fresh)
    await app.evaluate(
      ({ BrowserWindow, Notification }, [value, password]) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.webContents.send('keyglot:event', 'nothing', { value })
        new Notification({ title: 'A slip', body: password ?? '' }).show()
        process.stdout.write(`a slip: ${password ?? ''}\n`)
      },
      [fresh, signIn.password],
    )
    await expect.poll(() => second.output()).toContain('a slip')
    const planted = join(profile, 'logs', 'planted.log')
    writeFileSync(planted, Buffer.from(`bearer ${jwt}`).toString('base64'))
    const secrets = secretsOf(platforms, typed)
    const hits = [...scanFolder(profile, secrets), ...scanTexts(await lookAtSecond(), secrets)]
    rmSync(planted)
    expect(hits.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['logs/planted.log', 'page', 'crossings', 'notifications', 'output']),
    )
  })

  expect(await second.close()).toBe('quit')
  look({})
  const home = desktop.env['HOME']
  if (process.platform === 'linux' && home) {
    found.push(...scanFolder(home, secretsOf(platforms, typed)))
  }
  expect(found).toEqual([])

  await test.step('one byte of one line of the rotation is changed, and found', async () => {
    tamper(join(profile, 'vault.db'), (db) => {
      const row = db.prepare('SELECT sealed FROM audit WHERE seq = 9').pluck()
      const sealed = row.get() as Buffer
      sealed[40] = sealed[40]! ^ 1
      db.prepare('UPDATE audit SET sealed = ? WHERE seq = 9').run(sealed)
    })
    const third = await start()
    await untilOpen(third.page)
    await third.page.keyboard.press('Control+Shift+A')
    const again = new ActivityDialog(third.page)
    await again.button('Check the log').click()
    await expect(again.found).toContainText('Line 9 was altered.')
  })
})
