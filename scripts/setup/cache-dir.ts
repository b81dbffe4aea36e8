import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { messageOf, UserError } from '../user-error'

/** What decides where the cache is. */
export interface CachePlace {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly home: string
}

/** Names the cache folder outright; also keeps it findable where HOME and XDG_* are replaced. */
export const CACHE_VARIABLE = 'KEYGLOT_CACHE_DIR'

/** Folder of the per-user cache, by each system's convention. */
export function cacheDirOf({ env, platform, home }: CachePlace): string {
  const named = env[CACHE_VARIABLE]
  if (named !== undefined && named !== '') return named
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'keyglot', 'Cache')
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'keyglot')
  const xdg = env['XDG_CACHE_HOME']
  // The XDG base directory specification says that a relative path is to be ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'keyglot')
}

/** Folder of the per-user cache of whoever runs this. */
export function cacheDir(): string {
  return cacheDirOf({ env: process.env, platform: process.platform, home: homedir() })
}

const LEFT_BEHIND_MS = 24 * 60 * 60_000

/** Prefix of folders in which something is made before it is renamed to its place. */
export const WORK_PREFIX = 'tmp-'

/** Removes what a killed set-up left behind. */
export function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.startsWith(WORK_PREFIX) || now - statSync(path).mtimeMs < LEFT_BEHIND_MS) continue
    rmSync(path, { recursive: true, force: true })
  }
}

/** The same, made and proved to be writable. */
export function openCacheDir(): string {
  const folder = cacheDir()
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new UserError(
      `The cache folder ${folder} cannot be written (${messageOf(error)}).\n` +
        `Name one that can: ${CACHE_VARIABLE}=/some/folder npm …`,
    )
  }
  return folder
}
