import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDisplay } from './session/display'
import { startKeyring } from './session/keyring'
import { forwardSignals, run, type RunOptions } from './process'
import { CACHE_VARIABLE, cacheDir } from './setup/cache-dir'

export interface DesktopParts {
  /** `own`: a virtual screen; `auto` (the default): one only where there is no screen; `none`. */
  readonly display?: 'own' | 'auto' | 'none'
  /** `own` (the default): a throw-away session bus, unlocked keyring and home; `none`. */
  readonly keyring?: 'own' | 'none'
}

/** A place for programs with a window and a keychain, apart from the user's own. */
export interface Desktop {
  /** Environment for the programs. */
  readonly env: NodeJS.ProcessEnv
  /** Ends everything that was started and removes its files. */
  readonly stop: () => Promise<void>
}

/** Tells programs that the keychain they see is a throw-away one and may be written. */
export const KEYRING_VARIABLE = 'KEYGLOT_THROWAWAY_KEYRING'

/** True if there is a screen to draw on. */
export function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== ''
}

/** Keeps the runtime's cache and npm's settings where they are although HOME moves away. */
function keepFindable(): Record<string, string> {
  const npmrc = process.env['npm_config_userconfig'] ?? join(homedir(), '.npmrc')
  const npmCache = process.env['npm_config_cache'] ?? join(homedir(), '.npm')
  return {
    [CACHE_VARIABLE]: cacheDir(),
    npm_config_userconfig: npmrc,
    npm_config_cache: npmCache,
  }
}

/** Programs on the virtual screen stay off the user's Wayland session and accessibility bus. */
const onVirtualScreen = {
  XDG_SESSION_TYPE: 'x11',
  WAYLAND_DISPLAY: undefined,
  NO_AT_BRIDGE: '1',
  GSETTINGS_BACKEND: 'memory',
  GIO_USE_VFS: 'local',
}

/**
 * Starts the asked parts of a desktop on Linux; elsewhere it hands back the environment as it is,
 * for there the system always has a screen, and no keyring can be put in the place of its own.
 */
export async function startDesktop(parts: DesktopParts = {}): Promise<Desktop> {
  if (process.platform !== 'linux') return { env: process.env, stop: () => Promise.resolve() }
  const { display = 'auto', keyring = 'own' } = parts
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-'))
  await chmod(folder, 0o700)
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part()
  }
  try {
    let env = process.env
    if (display === 'own' || (display === 'auto' && !hasDisplay(process.env))) {
      const screen = await startDisplay(folder)
      stops.push(screen.stop)
      env = { ...env, ...onVirtualScreen, ...screen.env }
    }
    if (keyring === 'own') {
      const ring = await startKeyring(folder)
      stops.push(ring.stop)
      env = { ...env, ...keepFindable(), ...ring.env, [KEYRING_VARIABLE]: '1' }
    }
    return { env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Runs a program on a desktop of its own, hands signals on to it, cleans up behind it, and gives
 * its exit code.
 */
export async function runOnDesktop(
  command: string,
  args: readonly string[],
  options: DesktopParts & Pick<RunOptions, 'cwd' | 'env'> = {},
): Promise<number> {
  forwardSignals()
  const desktop = await startDesktop(options)
  try {
    const ran = await run(command, args, {
      output: 'inherit',
      env: { ...desktop.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    return ran.code
  } finally {
    await desktop.stop()
  }
}
