import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keychainKey, writeEntry } from '../../../electron/vault/keychain-entry'
import { startKeychainLab, type KeychainLab } from '../../helper/app/keychain-lab'
import { startChild, type Child } from '../../helper/child'
import { digests } from '../../helper/vault'

const needed = ['gnome-keyring-daemon', 'dbus-daemon', 'dbus-send']
const path = (process.env['PATH'] ?? '').split(delimiter)
const missing = needed.filter((name) => !path.some((folder) => existsSync(join(folder, name))))
const WHY =
  process.platform === 'linux' ? missing.map((name) => `no ${name}`).join(', ') : 'not Linux'

interface Answer {
  readonly state: string
  readonly exists?: boolean
  readonly created?: boolean
  readonly tokens?: readonly string[]
  readonly waited: boolean
  readonly ms: number
}

const TITLE = `the system’s keychain${WHY && ` (skipped: ${WHY})`}`

// each test starts several processes
describe.skipIf(WHY !== '')(TITLE, { timeout: 60_000 }, () => {
  let lab: KeychainLab
  let root: string
  let folder: string
  let service: string
  let children: Child[]

  beforeAll(async () => {
    lab = await startKeychainLab(process.env)
    await lab.serve()
  })
  afterAll(() => lab.stop())

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'keyglot-keychain-'))
    folder = join(root, 'vault')
    service = `Keyglot test ${randomBytes(4).toString('hex')}`
    children = []
  })
  afterEach(async () => {
    for (const child of children) child.kill()
    await Promise.all(children.map((child) => child.ended))
    lab.wake()
    await lab.serve()
    await lab.unlock()
    rmSync(root, { recursive: true })
  })

  function start(change: NodeJS.ProcessEnv = {}): Child {
    const args = [folder, service, '2500']
    const env = { ...process.env, ...lab.env, ...change }
    const child = startChild('integration/keychain/opener.child.ts', args, env)
    children.push(child)
    return child
  }

  async function ask<T = Answer>(child: Child, command: string): Promise<T> {
    child.say(command)
    return JSON.parse((await child.line())!) as T
  }

  /** A vault with one token; answers the token's id. */
  async function makeVault(): Promise<string> {
    const child = start()
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', created: true, tokens: [] })
    const id = await ask<string>(child, 'add')
    await ask(child, 'close')
    child.kill()
    await child.ended
    return id
  }

  /** The entries with the keys of vaults, apart from those that remember what was seen last. */
  async function keys(): Promise<readonly { account: string; password: string }[]> {
    return (await lab.entries(service)).filter(({ account }) => account.startsWith('vault-'))
  }

  const account = async () => (await keys())[0]!.account

  /** In a process of its own: `trouble`, an attempt, `repair`, and an attempt that must succeed. */
  async function through(
    state: string,
    trouble: () => unknown,
    repair: () => unknown,
  ): Promise<Answer> {
    const id = await makeVault()
    const before = digests(folder)
    const child = start()
    await trouble()
    const answer = await ask(child, 'open')
    expect(answer).toMatchObject({ state, exists: true })
    expect(digests(folder)).toEqual(before)
    await repair()
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', created: false, tokens: [id] })
    await ask(child, 'close')
    return answer
  }

  it('keeps two short entries a vault, its key and what was seen last, and gives them back', async () => {
    const id = await makeVault()
    const entries = [...(await lab.entries(service))]
    entries.sort((a, b) => b.account.localeCompare(a.account))
    expect(entries).toHaveLength(2)
    expect(entries[0]!.account).toMatch(/^vault-[0-9a-f]{32}$/)
    expect(entries[0]!.password).toMatch(/^keyglot1:[0-9a-f]{32}:[A-Za-z0-9+/]{43}=$/)
    expect(entries[1]!.account).toMatch(/^seen-[0-9a-f]{32}$/)
    expect(entries[1]!.password).toMatch(/^keyglot1:[1-9]\d*:[0-9a-f]{32}$/)
    const child = start()
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', tokens: [id] })
  })

  it('none: there is no bus', async () => {
    const id = await makeVault()
    const before = digests(folder)
    const without = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }
    expect(await ask(start(without), 'open')).toMatchObject({ state: 'no-keychain', exists: true })
    expect(digests(folder)).toEqual(before)
    expect(await ask(start(), 'open')).toMatchObject({ state: 'open', tokens: [id] })
  })

  it('none: the bus has no keychain service', async () => {
    await through(
      'no-keychain',
      () => lab.vanish(),
      () => lab.serve(),
    )
  })

  it('locked', async () => {
    const answer = await through(
      'keychain-locked',
      () => lab.lock(),
      () => lab.unlock(),
    )
    expect(answer.waited).toBe(false)
  })

  it('hanging: given up in time, not asked again before it has come back', async () => {
    const id = await makeVault()
    const before = digests(folder)
    const child = start()
    lab.hang()
    const first = await ask(child, 'open')
    expect(first).toMatchObject({ state: 'keychain-timeout', exists: true, waited: true })
    expect(first.ms).toBeLessThan(8000)
    expect(await ask<boolean>(child, 'held')).toBe(true)
    const second = await ask(child, 'open')
    expect(second).toMatchObject({ state: 'keychain-timeout', waited: false })
    expect(digests(folder)).toEqual(before)

    lab.wake()
    while (await ask<boolean>(child, 'held'));
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', tokens: [id] })
  })

  it('emptied: no second key is made', async () => {
    let kept = { account: '', password: '' }
    await through(
      'key-missing',
      async () => {
        kept = (await keys())[0]!
        await lab.remove(service, kept.account)
      },
      async () => {
        // neither a new key nor what was needed to find out that there is none
        expect(await keys()).toEqual([])
        await lab.write(service, kept.account, kept.password)
      },
    )
  })

  it('with another key, or something else', async () => {
    const id = await makeVault()
    const before = digests(folder)
    const { password } = (await keys())[0]!
    const child = start()
    for (const wrong of [
      writeEntry(keychainKey(randomBytes(32))),
      password.slice(0, -4),
      'something else',
    ]) {
      await lab.write(service, await account(), wrong)
      expect(await ask(child, 'open')).toMatchObject({ state: 'wrong-key', exists: true })
      expect(await keys()).toMatchObject([{ password: wrong }])
    }
    expect(digests(folder)).toEqual(before)
    await lab.write(service, await account(), password)
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', tokens: [id] })
  })

  it.each([
    ['missing', 'no-keychain', () => lab.vanish(), () => lab.serve()],
    ['locked', 'keychain-locked', () => lab.lock(), () => lab.unlock()],
    ['hanging', 'keychain-timeout', () => lab.hang(), () => lab.wake()],
  ] as const)('%s at the first start: no vault is made, and no entry', async (...parts) => {
    const [, state, trouble, repair] = parts
    const child = start()
    expect(await ask<boolean>(child, 'held')).toBe(false)
    await trouble()
    expect(await ask(child, 'open')).toMatchObject({ state, exists: false })
    expect(Object.keys(digests(folder))).toEqual(['vault.lock'])
    await repair()
    while (await ask<boolean>(child, 'held'));
    expect(await ask(child, 'open')).toMatchObject({ state: 'open', created: true })
  })
})
