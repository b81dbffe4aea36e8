import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repoRoot } from '../../scripts/repo'
import { putToken, untilOpen } from '../helper/app/arrange'
import type { RunningApp } from '../helper/app/launch'
import { pageProcess, readClipboard, writeClipboard } from '../helper/app/peek'
import { processTexts, processTree } from '../helper/app/process-texts'
import { AddDialog } from '../helper/app/screen/add-dialog'
import { DetailsScreen } from '../helper/app/screen/details'
import { GuideDialog } from '../helper/app/screen/guide-dialog'
import { ListScreen } from '../helper/app/screen/list'
import { scanFolder, scanTexts, type CanaryHit } from '../helper/canary'
import { SIMULATED_KINDS, type IssuedToken, type Simulators } from '../simulator/index'
import type { SimulatedKind } from '../simulator/types'
import { expect, test } from './fixture'

/** Names that nothing else has, some of them not ASCII. */
const nameOf = (what: string, kind: SimulatedKind): string =>
  `Kanarienvogel ${what} ${kind.replace('/', ' ')} für Wörlitz`

interface Canaries {
  readonly tokens: readonly (IssuedToken & { readonly name: string })[]
  /** Everything that must be nowhere in clear. */
  readonly all: string[]
}

function issueAll(platforms: Simulators): Canaries {
  const all: string[] = []
  const tokens = SIMULATED_KINDS.map((kind) => {
    const account = nameOf('account', kind)
    const bound = kind !== 'phrase/platform-token' && kind !== 'phrase/strings-token'
    const project = bound ? { project: nameOf('project', kind) } : {}
    const issued = platforms.issue(kind, { account, ...project })
    const name = nameOf('label', kind)
    all.push(issued.secret, name, account, ...(bound ? [nameOf('project', kind)] : []))
    return { ...issued, name }
  })
  return { tokens, all }
}

function fieldsOf({ kind, project }: IssuedToken): Record<string, string> {
  if (kind === 'lokalise/sdk-token' || kind === 'locize/api-key') {
    return { projectId: project?.id ?? '' }
  }
  return kind === 'phrase/platform-token' ? { product: 'Strings' } : {}
}

/** Everything that a user does in a long session, and much of what can go wrong in one. */
async function useEverything(
  { app, page }: RunningApp,
  { tokens, all }: Canaries,
  platforms: Simulators,
): Promise<void> {
  const list = new ListScreen(page)
  const note = 'Kanarienvogel note: the key of the key'
  all.push(note)
  for (const token of tokens) {
    await putToken(page, token, { label: token.name, note, fields: fieldsOf(token) })
  }

  await test.step('copied, revealed, renamed, searched', async () => {
    for (const token of tokens) {
      await list.search.fill(token.name)
      await expect(list.rows).toHaveCount(1)
      await list.open(token.name)
      const details = new DetailsScreen(page, token.name)
      await details.copyButton.click()
      await expect.poll(() => readClipboard(app)).toBe(token.secret)
      await details.revealButton.focus()
      await page.keyboard.down('Space')
      await expect(details.secret).toHaveText(token.secret)
      await page.keyboard.up('Space')
      if (token.kind !== 'phrase/platform-token') continue
      await details.section('Access token (JWT)').getByText('Copy access token').click()
      await expect.poll(() => readClipboard(app)).toMatch(/^eyJ/)
      all.push(await readClipboard(app))
    }
    await list.search.fill('')
  })

  await test.step('servers that repeat the token, in many ways', async () => {
    for (const service of platforms.all) {
      service.faults.add({ fault: { type: 'echo-secret' }, times: 1 })
      service.faults.add({ fault: { type: 'echo-secret', status: 500 }, times: 1 })
      service.faults.add({ fault: { type: 'redirect', status: 307 }, times: 1 })
    }
    await page.getByRole('button', { name: 'Check all' }).click()
    await expect(page.getByText('Checked 10 tokens')).toBeVisible({ timeout: 30_000 })
    for (const service of platforms.all) service.faults.clear()
  })

  await test.step('pastes that are refused, or given up', async () => {
    const dialog = new AddDialog(page)
    const refused = platforms.issue('tolgee/pat', { account: nameOf('refused', 'tolgee/pat') })
    const given = platforms.issue('locize/pat', { account: nameOf('given up', 'locize/pat') })
    all.push(refused.secret, given.secret)
    await dialog.pasteAnywhere(app, `${refused.secret}\n${given.secret}`)
    await expect(dialog.refusal).toContainText('several tokens')
    await page.keyboard.press('Escape')
    await dialog.pasteAnywhere(app, given.secret)
    await expect(dialog.verdict).toContainText('Works')
    await dialog.giveUp()
    // a token that is pasted where one searches
    await writeClipboard(app, refused.secret)
    await list.search.focus()
    await page.keyboard.press('Control+V')
    await expect(dialog.dialog).toBeVisible()
    await expect(dialog.saveButton).toBeVisible()
    await dialog.giveUp()
  })

  await test.step('a rotation to its end, and a token forgotten', async () => {
    const old = tokens.find(({ kind }) => kind === 'tolgee/pak')
    if (!old?.project) throw new Error('No project key')
    const account = nameOf('account', 'tolgee/pak')
    const next = platforms.issue('tolgee/pak', { account, project: Number(old.project.id) })
    all.push(next.secret)
    await list.open(old.name)
    await new DetailsScreen(page, old.name).action('Rotate').click()
    const guide = new GuideDialog(page, /^Rotate/)
    await guide.choose('You do it in the browser')
    await guide.button('Show the steps').click()
    await guide.paste(app, next.secret)
    await guide.button('Make it current').click()
    platforms.tolgee.revoke(old.secret)
    await guide.button('Check the old one').click()
    await guide.button('Done').click()
    const [gone] = tokens
    await list.open(gone?.name ?? '')
    await page.keyboard.press('Delete')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click()
    await expect(list.row(gone?.name ?? '')).toBeHidden()
  })
  expect(await page.title()).toBe('Keyglot')
}

test('Nothing of a full session is readable anywhere', async ({
  start,
  platforms,
  profile,
  desktop,
}) => {
  test.slow()
  const canaries = issueAll(platforms)
  const found: CanaryHit[] = []
  const outputs: Record<string, string> = {}
  const look = async (when: string, running: RunningApp): Promise<void> => {
    const texts = { [`output ${when}`]: await running.output() }
    const processes = process.platform === 'linux' ? processTexts(running.pid) : {}
    found.push(...scanFolder(profile, canaries.all))
    found.push(...scanTexts({ ...texts, ...processes }, canaries.all))
    Object.assign(outputs, texts)
  }

  // what the app puts aside for a while stands in the profile, too
  const scratch = join(profile, 'scratch')
  mkdirSync(scratch)
  const env = { ...desktop.env, TMPDIR: scratch }
  const first = await start({ env })
  await untilOpen(first.page)
  await useEverything(first, canaries, platforms)
  if (process.platform === 'linux') expect(processTree(first.pid).length).toBeGreaterThan(2)
  await look('while it runs', first)
  await first.kill()
  await look('after a kill', first)

  const [, token] = canaries.tokens
  if (!token) throw new Error('No token')
  const second = await start({ env })
  await untilOpen(second.page)
  await new ListScreen(second.page).open(token.name)
  const details = new DetailsScreen(second.page, token.name)
  await details.revealButton.focus()
  await second.page.keyboard.down('Space')
  await expect(details.secret).toHaveText(token.secret)
  if (process.platform === 'linux') {
    // the window's process first, while it shows the secret
    process.kill(await pageProcess(second.app), 'SIGSEGV')
    await second.kill('SIGSEGV')
    await look('after a crash', second)
    const names = [profile, repoRoot].flatMap((folder) => readdirSync(folder).map(String))
    const deep = readdirSync(profile, { recursive: true }).map(String)
    expect([...names, ...deep].filter((name) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(name))).toEqual(
      [],
    )
  } else {
    await second.kill()
  }

  const third = await start({ env })
  await untilOpen(third.page)
  await new ListScreen(third.page).open(token.name)
  await expect(new DetailsScreen(third.page, token.name).pane).toBeVisible()
  await third.close()
  await look('after a clean end', third)
  const home = desktop.env['HOME']
  if (process.platform === 'linux' && home) found.push(...scanFolder(home, canaries.all))

  expect(found).toEqual([])
  // it was a real session: there is a vault, a log, and Chromium's own folder to look through
  expect(readdirSync(profile)).toEqual(expect.arrayContaining(['vault.db', 'logs', 'window']))
  expect(Object.values(outputs).join('')).toContain('Debugger listening')
  expect(canaries.all.length).toBeGreaterThan(40)
})

test('The search for canaries finds what is planted', async ({ start, platforms, profile }) => {
  const running = await start()
  await untilOpen(running.page)
  const { secret } = platforms.issue('lokalise/api-token')
  await running.app.evaluate((_electron, text) => {
    process.stdout.write(`a slip: ${text}\n`)
  }, secret)
  await expect.poll(() => running.output()).toContain('a slip')
  await running.close()
  writeFileSync(
    join(profile, 'logs', 'planted.log'),
    Buffer.from(`token=${secret}`).toString('base64'),
  )
  writeFileSync(join(profile, 'window', 'planted'), Buffer.from(secret, 'utf16le'))
  const hits = [
    ...scanFolder(profile, [secret]),
    ...scanTexts({ output: await running.output() }, [secret]),
  ]
  expect(hits.map(({ where }) => where).sort()).toEqual(
    expect.arrayContaining(['logs/planted.log', 'output', 'window/planted']),
  )
})
