import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { homedir, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesktop, type Desktop } from '../../scripts/desktop'
import { run } from '../../scripts/process'
import { packageCommand, repoRoot } from '../../scripts/repo'
import { ensureRuntime } from '../../scripts/setup/index'
import { withLock } from '../../scripts/setup/lock'
import { sandboxArguments } from '../../scripts/setup/sandbox'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyglot-scripts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const gone = (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    () => true,
  )

/** Runs a line of JavaScript beside the project's packages. */
async function inNode(code: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const ran = await run(process.execPath, ['-e', code], { cwd: repoRoot, env })
  if (ran.code !== 0) throw new Error(ran.output)
  return JSON.parse(ran.stdout)
}

describe.skipIf(process.platform !== 'linux')('a desktop of its own', () => {
  let desktop: Desktop
  beforeAll(async () => {
    desktop = await startDesktop({ display: 'own', keyring: 'own' })
  })
  afterAll(() => desktop.stop())

  it('has an unlocked keyring whose files are in its own home', async () => {
    const code =
      "const k = require('keytar'); k.setPassword('s', 'a', 'v')" +
      ".then(() => k.getPassword('s', 'a')).then((v) => console.log(JSON.stringify(v)))"
    expect(await inNode(code, desktop.env)).toBe('v')
    const home = desktop.env['HOME'] ?? ''
    expect(home).not.toBe(homedir())
    expect(await readdir(join(home, '.local', 'share', 'keyrings'))).toContain('login.keyring')
  })

  it('keeps the runtime findable', async () => {
    const cache = desktop.env['KEYGLOT_CACHE_DIR'] ?? ''
    expect(cache.startsWith(desktop.env['HOME'] ?? '/')).toBe(false)
    expect(await gone(cache)).toBe(false)
  })

  it('runs an app given as a folder, with its name, version and path', async () => {
    const app = join(folder, 'app')
    await mkdir(app)
    const manifest = { name: 'probe-app', version: '3.2.1', type: 'module', main: 'main.js' }
    await writeFile(join(app, 'package.json'), JSON.stringify(manifest))
    await writeFile(
      join(app, 'main.js'),
      `import { app, protocol } from 'electron'
      // Throws once the app is ready: shows that this module was waited for.
      protocol.registerSchemesAsPrivileged([{ scheme: 'probe', privileges: { standard: true } }])
      const told = [app.getAppPath(), app.getName(), app.getVersion(), app.isPackaged]
      void app.whenReady().then(() => {
        console.log('told ' + JSON.stringify([...told, app.getPath('userData'), process.argv.at(-1)]))
        app.quit()
      })`,
    )
    const { electronPath } = await ensureRuntime({ say: () => undefined })
    const args = [app, ...sandboxArguments(electronPath), '--own-flag']
    const ran = await run(electronPath, args, { env: desktop.env, timeout: 20_000 })
    const told: unknown = JSON.parse(/^told (.*)$/m.exec(ran.stdout)?.[1] ?? 'null')
    const userData = join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'probe-app')
    expect(told).toEqual([app, 'probe-app', '3.2.1', false, userData, '--own-flag'])
    expect(ran.code).toBe(0)
  })

  it('leaves nothing behind', async () => {
    const second = await startDesktop({ display: 'own', keyring: 'own' })
    expect(second.env['DISPLAY']).not.toBe(desktop.env['DISPLAY'])
    const bus = second.env['DBUS_SESSION_BUS_ADDRESS']?.replace('unix:path=', '') ?? ''
    expect(await gone(bus)).toBe(false)
    await second.stop()
    expect(await gone(bus)).toBe(true)
    expect(await gone(second.env['XAUTHORITY'] ?? '')).toBe(true)
    expect(await gone(`/tmp/.X11-unix/X${second.env['DISPLAY']?.slice(1) ?? ''}`)).toBe(true)
  })

  it('hands the exit code of its program on', async () => {
    const file = join(repoRoot, 'scripts', 'desktop.ts')
    const code =
      `import { runOnDesktop } from ${JSON.stringify(file)}\n` +
      `process.exitCode = await runOnDesktop('sh', ['-c', 'exit 7'], { keyring: 'none' })\n`
    const script = join(folder, 'exit.mts')
    await writeFile(script, code)
    const ran = await run(process.execPath, [packageCommand('tsx'), script], { cwd: repoRoot })
    expect(ran.code).toBe(7)
  })
})

describe('withLock', () => {
  it('lets one in after the other', async () => {
    const file = join(folder, 'one.lock')
    const order: string[] = []
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let second: Promise<unknown> = Promise.resolve()
    const first = async (): Promise<void> => {
      const work = (): Promise<number> => Promise.resolve(order.push('second'))
      second = withLock(file, work, () => release())
      await held
      order.push('first')
    }
    await withLock(file, first, () => undefined)
    await second
    expect(order).toEqual(['first', 'second'])
    expect(await gone(file)).toBe(true)
  })

  it('takes over from a process that ended', async () => {
    const file = join(folder, 'dead.lock')
    const dead = await inNode('console.log(process.pid)', process.env)
    await writeFile(file, JSON.stringify({ pid: dead, host: hostname() }))
    expect(
      await withLock(
        file,
        () => Promise.resolve(42),
        () => undefined,
      ),
    ).toBe(42)
  })

  it('is given back after a failure', async () => {
    const file = join(folder, 'failed.lock')
    const failing = withLock(
      file,
      () => Promise.reject(new Error('no')),
      () => undefined,
    )
    await expect(failing).rejects.toThrow('no')
    expect(await gone(file)).toBe(true)
  })
})
