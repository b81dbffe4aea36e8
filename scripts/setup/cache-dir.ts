import { accessSync, constants, mkdirSync } from 'node:fs'
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
