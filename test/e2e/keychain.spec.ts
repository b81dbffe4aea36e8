import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { putToken, untilOpen } from '../helper/app/arrange'
import { startKeychainLab, type KeychainLab } from '../helper/app/keychain-lab'
import { keychainServiceOf, type RunningApp } from '../helper/app/launch'
import { ListScreen } from '../helper/app/screen/list'
import { VaultProblem } from '../helper/app/screen/vault-problem'
import { expect, test as base } from './fixture'

/** Pictures of each state, beside those of failed tests. */
const PICTURES = resolve(import.meta.dirname, '../../test-results/keychain')

const test = base.extend<{ lab: KeychainLab; begin: () => Promise<RunningApp> }>({
  /** A keychain of the test's own, which it may break. */
  lab: async ({ desktop }, use) => {
    const lab = await startKeychainLab(desktop.env)
    await use(lab)
    await lab.stop()
  },
  begin: async ({ lab, desktop, start }, use) => {
    await use(() => start({ env: { ...desktop.env, ...lab.env } }))
  },
})

test.skip(process.platform !== 'linux', 'Only on Linux can a keychain be put in another’s place')

/** Everything of the vault that is in the profile, as hashes by name. */
function hashesOf(profile: string): Record<string, string> {
  const names = readdirSync(profile).filter((name) => /^vault\.db/.test(name))
  return Object.fromEntries(names.sort().map((name) => [name, hashOf(join(profile, name))]))
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

const SAFE = 'Nothing was changed. Your tokens are still encrypted in the vault, as they were.'

interface Trouble {
  readonly name: string
  readonly cause: (lab: KeychainLab, profile: string) => Promise<void> | void
  readonly repair: (lab: KeychainLab, profile: string) => Promise<void> | void
  readonly heading: string
  /** Whether a new vault may be started in its place: only where this one cannot come back alone. */
  readonly replaceable: boolean
}

let kept: { account: string; password: string } | undefined

const TROUBLES: readonly Trouble[] = [
  {
    name: 'none',
    cause: (lab) => lab.vanish(),
    repair: (lab) => lab.serve(),
    heading: 'No keychain found',
    replaceable: false,
  },
  {
    name: 'locked',
    cause: (lab) => lab.lock(),
    repair: (lab) => lab.unlock(),
    heading: 'Your keychain is locked',
    replaceable: false,
  },
  {
    name: 'hanging',
    cause: (lab) => lab.hang(),
    repair: (lab) => lab.wake(),
    heading: 'Your keychain does not answer',
    replaceable: false,
  },
  {
    name: 'emptied',
    cause: async (lab, profile) => {
      const service = keychainServiceOf(profile)
      kept = (await lab.entries(service)).find(({ account }) => account.startsWith('vault-'))
      await lab.remove(service, kept?.account ?? '')
    },
    repair: (lab, profile) =>
      lab.write(keychainServiceOf(profile), kept?.account ?? '', kept?.password ?? ''),
    heading: 'The key of your vault is missing',
    replaceable: true,
  },
  {
    name: 'wrong key',
    cause: async (lab, profile) => {
      const service = keychainServiceOf(profile)
      kept = (await lab.entries(service)).find(({ account }) => account.startsWith('vault-'))
      await lab.write(service, kept?.account ?? '', await keyOfAnotherVault(lab))
    },
    repair: (lab, profile) =>
      lab.write(keychainServiceOf(profile), kept?.account ?? '', kept?.password ?? ''),
    heading: 'The key does not fit this vault',
    replaceable: true,
  },
]

const OTHER = 'keyglot-test-other-vault'

/** The entry that the app itself made for another vault: well-formed, and not this one's. */
async function keyOfAnotherVault(lab: KeychainLab): Promise<string> {
  const entries = await lab.entries(OTHER)
  const other = entries.find(({ account }) => account.startsWith('vault-'))
  if (other === undefined) throw new Error('There is no other vault')
  return other.password
}

test('A keychain in trouble has a screen for each, and leaves the vault alone', async ({
  begin,
  start,
  desktop,
  lab,
  platforms,
  profile,
}) => {
  test.slow()
  await lab.serve()
  const before = await begin()
  await untilOpen(before.page)
  await putToken(before.page, platforms.issue('tolgee/pat'), { label: 'Survivor' })
  await before.close()
  const env = { ...desktop.env, ...lab.env }
  const other = { profile: join(profile, 'other'), keychainService: OTHER, env }
  const elsewhere = await start(other)
  await untilOpen(elsewhere.page)
  await elsewhere.close()

  for (const trouble of TROUBLES) {
    await test.step(trouble.name, async () => {
      const whole = hashesOf(profile)
      expect(Object.keys(whole)).toContain('vault.db')
      await trouble.cause(lab, profile)
      const running = await begin()
      const { app, page } = running
      const screen = new VaultProblem(page)
      if (trouble.name === 'hanging') {
        await expect(screen.heading).toHaveText('Waiting for your keychain')
        await page.screenshot({ path: join(PICTURES, 'waiting.png') })
      }
      await expect(screen.heading).toHaveText(trouble.heading, { timeout: 30_000 })
      await expect(screen.says(SAFE)).toBeVisible()
      await expect(page.getByText('Survivor')).toHaveCount(0)
      await expect(screen.startNew).toHaveCount(trouble.replaceable ? 1 : 0)
      await page.screenshot({ path: join(PICTURES, `${trouble.name.replace(' ', '-')}.png`) })
      expect(hashesOf(profile)).toEqual(whole)

      await test.step('a try that changes nothing changes nothing', async () => {
        if (trouble.name === 'hanging') return
        await screen.retry.click()
        await expect(screen.heading).toHaveText(trouble.heading)
        expect(hashesOf(profile)).toEqual(whole)
      })

      await test.step('repaired, the same window goes on', async () => {
        await trouble.repair(lab, profile)
        const list = new ListScreen(page)
        await screen.retry.or(list.row('Survivor')).click()
        await expect(list.row('Survivor')).toBeVisible({ timeout: 30_000 })
      })
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
        1,
      )
      await running.close()
    })
  }
})

test('A first start without a keychain makes no vault, and makes one once there is one', async ({
  begin,
  lab,
  profile,
}) => {
  const { page } = await begin()
  const screen = new VaultProblem(page)
  await expect(screen.heading).toHaveText('No keychain found')
  await expect(
    screen.says('There is no vault on this computer yet, and none was made.'),
  ).toBeVisible()
  await page.screenshot({ path: join(PICTURES, 'none-at-first-start.png') })
  expect(hashesOf(profile)).toEqual({})
  await lab.serve()
  // it may have tried again by itself just then
  const empty = page.getByRole('heading', { name: 'No tokens yet' })
  await screen.retry.or(empty).click()
  await expect(empty).toBeVisible()
  expect(Object.keys(hashesOf(profile))).toContain('vault.db')
})

test('A vault without its key is set aside only when that is confirmed, and is kept', async ({
  begin,
  lab,
  platforms,
  profile,
}) => {
  await lab.serve()
  const before = await begin()
  await untilOpen(before.page)
  await putToken(before.page, platforms.issue('tolgee/pat'), { label: 'Left behind' })
  await before.close()
  const whole = hashesOf(profile)
  const service = keychainServiceOf(profile)
  const entry = (await lab.entries(service)).find(({ account }) => account.startsWith('vault-'))
  await lab.remove(service, entry?.account ?? '')

  const { page } = await begin()
  const screen = new VaultProblem(page)
  await screen.startNew.click()
  const question = page.getByRole('alertdialog', { name: 'Start a new vault?' })
  const go = question.getByRole('button', { name: 'Keep the old one aside and start' })
  await expect(go).toBeDisabled()
  await page.screenshot({ path: join(PICTURES, 'set-aside.png') })
  await question.getByText('I have understood that the new vault is empty').click()
  await go.click()
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()

  const files = readdirSync(profile, { withFileTypes: true }).filter((entry) => entry.isFile())
  const others = files.filter(({ name }) => name !== 'vault.db')
  const contents = others.map(({ name }) => hashOf(join(profile, name)))
  expect(contents).toContain(whole['vault.db'])
})
