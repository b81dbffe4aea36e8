import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { repoRoot } from '../../../scripts/repo'
import { sandboxArguments } from '../../../scripts/setup/sandbox'

const CLOSE_LIMIT_MS = 10_000

export interface LaunchOptions {
  /** The Electron to run. */
  readonly electronPath: string
  /** A screen, a keychain: what the app finds around it. */
  readonly env: NodeJS.ProcessEnv
  /** Folder of the vault, the logs and Chromium's files. */
  readonly profile: string
  /** Real origin to simulator, see `endpoints()` of the simulators. */
  readonly endpoints: Readonly<Record<string, string>>
  /** Under which name the app keeps its key in the keychain. */
  readonly keychainService?: string
  readonly args?: readonly string[]
  /** The folder with the built app; default: this checkout. */
  readonly folder?: string
}

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly pid: number
  /** Everything the app has written to stdout and stderr so far, from its first byte on. */
  output(): Promise<string>
  /** Quits as a user would, waits for the end, and uses force only if it does not come. */
  close(): Promise<'quit' | 'killed'>
  /** Ends the process at once, as a power cut would, or as a fault of the program itself. */
  kill(signal?: 'SIGKILL' | 'SIGSEGV'): Promise<void>
}

/** A name of its own per profile, so that no two vaults share a key. */
export function keychainServiceOf(profile: string): string {
  return `keyglot-test-${profile.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

export async function makeProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'keyglot-profile-'))
}

/**
 * The profile, and the key of its vault. On Linux the key was in a keyring that goes with the
 * desktop; elsewhere nothing can stand in for the user's own keychain, so the entry is taken out.
 */
export async function removeProfile(profile: string): Promise<void> {
  if (process.platform !== 'linux') await forgetKeys(keychainServiceOf(profile))
  await rm(profile, { recursive: true, force: true, maxRetries: 3 })
}

async function forgetKeys(service: string): Promise<void> {
  const { default: keytar } = await import('keytar')
  for (const { account } of await keytar.findCredentials(service)) {
    await keytar.deletePassword(service, account)
  }
}

interface Listening {
  readonly executable: string
  text(): Promise<string>
  remove(): Promise<void>
}

/**
 * Playwright hands the process over only after it has written its first lines, so on Linux a
 * wrapper keeps a copy of both streams from the start.
 */
async function listening(electronPath: string): Promise<Listening> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-output-'))
  const file = join(folder, 'output.txt')
  const executable = join(folder, 'electron')
  const script = `#!/bin/bash\nexport PATH=${folder}:"$PATH"\nexec ${JSON.stringify(electronPath)} "$@" > >(tee -a ${file}) 2> >(tee -a ${file} >&2)\n`
  await writeFile(file, '')
  // pages are opened by nothing real
  await writeFile(join(folder, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 })
  await writeFile(executable, script)
  await chmod(executable, 0o755)
  return {
    executable,
    text: () => readFile(file, 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function argumentsOf(options: LaunchOptions): string[] {
  const sandbox = sandboxArguments(options.electronPath)
  const folder = options.folder ?? repoRoot
  return [folder, `--user-data-dir=${options.profile}`, ...sandbox, ...(options.args ?? [])]
}

function environmentOf(options: LaunchOptions): Record<string, string> {
  const env = {
    ...options.env,
    KEYGLOT_ENDPOINTS: JSON.stringify(options.endpoints),
    KEYGLOT_KEYCHAIN_SERVICE: options.keychainService ?? keychainServiceOf(options.profile),
  }
  const entries = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1])
  return Object.fromEntries(entries)
}

/** What a test leaves unsaved is not asked about. */
function leave(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.on('will-prevent-unload', (event) => event.preventDefault())
    }
  })
}

/** Starts the built app in a real window and waits until that is there. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const wrapped = process.platform === 'linux' ? await listening(options.electronPath) : null
  const app = await _electron.launch({
    executablePath: wrapped?.executable ?? options.electronPath,
    args: argumentsOf(options),
    env: environmentOf(options),
    cwd: repoRoot,
    timeout: 30_000,
  })
  const child = app.process()
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  let last = ''
  const clean = async (): Promise<void> => {
    last = (await wrapped?.text()) ?? ''
    await wrapped?.remove()
  }
  let closing: Promise<'quit' | 'killed'> | undefined
  const close = async (): Promise<'quit' | 'killed'> => {
    let how: 'quit' | 'killed' = 'quit'
    const timer = setTimeout(() => {
      how = 'killed'
      child.kill('SIGKILL')
    }, CLOSE_LIMIT_MS)
    await leave(app).catch(() => undefined)
    await app.close().catch(() => undefined)
    await ended
    clearTimeout(timer)
    await clean()
    return how
  }
  const page = await app.firstWindow()
  return {
    app,
    page,
    pid: child.pid ?? 0,
    output: async () => (closing === undefined ? ((await wrapped?.text()) ?? '') : last),
    close: () => (closing ??= close()),
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await ended
      await (closing ??= clean().then(() => 'killed' as const))
    },
  }
}
