import { spawn } from 'node:child_process'
import { chownSync, readdirSync } from 'node:fs'
import { chmod, copyFile, link, mkdir, mkdtemp, readlink, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readManifest, stageApp, writeAsar } from '../../../../scripts/pack/stage'

/** A user with no rights at all, for what root may do anyway; Debian calls him nobody. */
export const NOBODY = 65534

/** A program that was started and is watched. */
export interface Watched {
  readonly pid: number
  /** What it has written to stdout and stderr so far. */
  readonly output: () => string
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  /** Asks it to end, and sees that it does. */
  readonly stop: () => Promise<void>
}

const STOP_LIMIT_MS = 10_000

/** Starts a program of the packed folder; with `asNobody` root lets that user run it. */
export function watch(
  command: readonly [string, ...string[]],
  { env, asNobody = false }: { readonly env: NodeJS.ProcessEnv; readonly asNobody?: boolean },
  heard: (output: string) => void = () => undefined,
): Watched {
  const other = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']
  const [program = '', ...args] = asNobody ? [...other, ...command] : command
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      heard(output)
    })
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal))
    child.once('error', () => resolve(127))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await ended
    clearTimeout(timer)
  }
  return { pid: child.pid ?? 0, output: () => output, ended, stop }
}

interface ToEnd {
  readonly env: NodeJS.ProcessEnv
  readonly asNobody?: boolean
  /** What it need not go on after. */
  readonly until?: string
}

/** Runs a program to its end: its output and exit code. */
export async function runToEnd(
  command: readonly [string, ...string[]],
  { env, asNobody, until }: ToEnd,
): Promise<{ readonly output: string; readonly code: number | NodeJS.Signals | null }> {
  const run = watch(command, { env, ...(asNobody === undefined ? {} : { asNobody }) }, (output) => {
    if (until !== undefined && output.includes(until)) void run.stop()
  })
  const timer = setTimeout(() => void run.stop(), 2 * STOP_LIMIT_MS)
  const code = await run.ended
  clearTimeout(timer)
  return { output: run.output(), code }
}

/** A folder that everybody may enter: `mkdtemp` makes one for its owner only. */
export async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `keyglot-${name}-`))
  await chmod(folder, 0o755)
  return folder
}

/** A folder of that user's own. */
export async function folderOfNobody(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `keyglot-${name}-`))
  chownSync(folder, NOBODY, NOBODY)
  return folder
}

/** Copies a tree without copying what is in its files, where the file system can. */
export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkTree(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else await link(source, target).catch(() => copyFile(source, target))
  }
}

/** Told by the packed app itself: what cannot be seen from outside, as it has no debugger. */
export interface Told {
  readonly packaged: boolean
  readonly path: string
  readonly visible: boolean
  readonly title: string
  readonly sandbox: unknown
  /** Pid of the window's process. */
  readonly renderer: number
  readonly crashReports: string
}

const PROBE = `
import { app, BrowserWindow, crashReporter } from 'electron'
const USABLE = \`new Promise((resolve) => {
  const look = () => performance.getEntriesByName('keyglot:usable').length > 0
    ? resolve(document.title) : requestAnimationFrame(look)
  look()
})\`
app.on('web-contents-created', (_event, contents) => {
  contents.once('did-finish-load', async () => {
    const title = await contents.executeJavaScript(USABLE)
    contents.once('devtools-opened', () => process.stdout.write('its DevTools opened\\n'))
    contents.openDevTools({ mode: 'detach' })
    const { sandbox } = contents.getLastWebPreferences()
    let crashReports = 'not started'
    try {
      crashReports = crashReporter.getParameters() && crashReporter.getUploadToServer() ? 'sent' : crashReports
    } catch {}
    process.stdout.write('told ' + JSON.stringify({
      packaged: app.isPackaged, path: app.getAppPath(), sandbox, crashReports, title,
      visible: BrowserWindow.fromWebContents(contents).isVisible(),
      renderer: contents.getOSProcessId(),
    }) + '\\n')
  })
})
await import('./main.js')
`

/**
 * A packed copy that tells of itself: its archive holds a few lines more, which nothing on Linux
 * keeps anybody from. The program and its fuses are those of the release folder.
 */
export async function makeTelling(packed: string, to: string): Promise<void> {
  await linkTree(packed, to)
  const staged = join(to, 'staged')
  await stageApp(staged, { main: 'out/main/probe.js', files: { 'out/main/probe.js': PROBE } })
  for (const part of ['app', 'app.asar', 'app.asar.unpacked']) {
    await rm(join(to, 'resources', part), { recursive: true, force: true })
  }
  await writeAsar(staged, join(to, 'resources'))
  await rm(staged, { recursive: true })
}

/** What the app has told of itself so far. */
export function toldIn(output: string): Told | undefined {
  const line = /^told (.*)$/m.exec(output)?.[1]
  return line === undefined ? undefined : (JSON.parse(line) as Told)
}

/** Where the app keeps its things by itself. */
export async function defaultProfile(env: NodeJS.ProcessEnv): Promise<string> {
  return join(env['XDG_CONFIG_HOME'] ?? '', (await readManifest()).productName)
}
