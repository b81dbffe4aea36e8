import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from '../process'
import { packageFolder, packageVersion } from '../repo'

const DOWNLOAD_LIMIT_MS = 10 * 60_000

/** Path of the executable inside an Electron distribution, as electron/install.js has it. */
export function executableIn(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** First line of a small file, or undefined if there is none. */
function readLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Electron's version as the `version` file of a distribution tells it. */
export function versionOfDist(folder: string): string | undefined {
  return readLine(join(folder, 'version'))?.replace(/^v/, '')
}

/** Node-API of an Electron: 10 came with Electron 35. */
export function nodeApiOfElectron(version: string): number {
  return Number.parseInt(version, 10) >= 35 ? 10 : 9
}

/** The downloaded official executable, or undefined. */
export function installedOfficial(): string | undefined {
  const folder = packageFolder('electron')
  const dist = join(folder, 'dist')
  if (versionOfDist(dist) !== packageVersion('electron')) return undefined
  // Written last by the download: without it the archive was not unpacked to its end.
  const relative = readLine(join(folder, 'path.txt'))
  const executable = relative === undefined ? undefined : join(dist, relative)
  return executable !== undefined && existsSync(executable) ? executable : undefined
}

/** Where the official download starts, with the mirror settings that Electron documents. */
export function downloadUrl(env: NodeJS.ProcessEnv, file: string): string {
  const read = (name: string): string | undefined =>
    env[`npm_config_electron_${name}`] ?? env[`ELECTRON_${name.toUpperCase()}`]
  const version = /-v([^-]+)-/.exec(file)?.[1] ?? ''
  const mirror = read('mirror') ?? 'https://github.com/electron/electron/releases/download/'
  const folder = (read('custom_dir') ?? `v${version}`).replace('{{ version }}', version)
  return `${mirror}${folder}/${file}`
}

/** Name of the archive for this machine. */
export function archiveName(): string {
  return `electron-v${packageVersion('electron')}-${process.platform}-${process.arch}.zip`
}

/** Folder in which Electron's downloader keeps its archives. */
function archiveCache(): string {
  const configured = process.env['electron_config_cache']
  if (configured !== undefined) return configured
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'electron')
  if (process.platform === 'win32') {
    return join(process.env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'electron', 'Cache')
  }
  return join(process.env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'electron')
}

/** Folder below the downloader's cache for archives from that URL, as @electron/get names it. */
export function archiveFolderName(url: string): string {
  const parent = new URL('.', url).href.replace(/\/$/, '')
  return createHash('sha256').update(parent).digest('hex')
}

/** True if the archive was downloaded before: then no network is needed to unpack it again. */
export function archiveIsCached(url: string): boolean {
  return existsSync(join(archiveCache(), archiveFolderName(url), archiveName()))
}

/** Runs Electron's own installer, which `npm ci` leaves out (ignore-scripts). */
export async function installOfficial(): Promise<
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly why: string }
> {
  const script = join(packageFolder('electron'), 'install.js')
  const ran = await run(process.execPath, [script], { timeout: DOWNLOAD_LIMIT_MS })
  const path = installedOfficial()
  if (ran.code === 0 && path !== undefined) return { ok: true, path }
  const line = ran.output.split('\n').find((text) => /error/i.test(text))
  return { ok: false, why: line?.trim() ?? `its installer ended with ${ran.code}` }
}
