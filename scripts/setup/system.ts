import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from '../process'
import { UserError } from '../user-error'
import type { Setting } from './choose'
import { withLock } from './lock'
import {
  missingMessage,
  missingNeeds,
  needsFor,
  notFoundBy,
  packagesFor,
  sonamesOf,
  type Need,
  type Purpose,
  type SystemView,
} from './needs'

/** True if a program of that name can be run. */
export function hasCommand(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** True for the user that may do everything (and whom Chromium refuses a sandbox). */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

async function viewSystem(): Promise<SystemView> {
  // Not on the search path of ordinary users on Debian.
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file))
  const listed = ldconfig === undefined ? undefined : await run(ldconfig, ['-p'])
  const sonames = listed?.code === 0 ? sonamesOf(listed.stdout) : undefined
  return {
    hasCommand,
    // A system without ldconfig's list is judged by ldd alone, once the runtime is there.
    hasLibrary: (soname) => sonames === undefined || sonames.has(soname),
  }
}

async function knownPackages(needs: readonly Need[]): Promise<(name: string) => boolean> {
  const names = needs.flatMap(({ packages }) => packages)
  const listed = await run('apt-cache', ['pkgnames'])
  const known = new Set(listed.stdout.split('\n'))
  return (name) => names.includes(name) && known.has(name)
}

async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const ran = await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env })
  if (ran.code !== 0) {
    throw new UserError(`apt-get ${args.join(' ')} ended with ${ran.code}:\n${ran.output}`)
  }
}

/** Installs what is missing; the lock is for apt-get, which does not wait for another `update`. */
async function install(needs: readonly Need[], { cache, say }: Setting): Promise<void> {
  const work = async (): Promise<void> => {
    const missing = missingNeeds(needs, await viewSystem())
    if (missing.length === 0) return
    await aptGet(['update', '-q'])
    const packages = packagesFor(missing, await knownPackages(missing))
    say(`Installing Debian packages as root: ${packages.join(' ')}`)
    await aptGet(['install', '-q', '-y', '--no-install-recommends', ...packages])
  }
  await withLock(join(cache, 'system.lock'), work, () =>
    say('Another set-up is installing packages; waiting for it.'),
  )
}

/**
 * Looks for what the system has to have. Where something is missing, root on Debian or Ubuntu gets
 * it installed; everybody else is told what to type.
 */
export async function ensureSystem(purpose: Purpose, setting: Setting): Promise<void> {
  if (process.platform !== 'linux') return
  const needs = needsFor(purpose)
  let missing = missingNeeds(needs, await viewSystem())
  if (missing.length === 0) return
  if (isRoot() && hasCommand('apt-get')) {
    await install(needs, setting)
    missing = missingNeeds(needs, await viewSystem())
    if (missing.length === 0) return
  }
  const packages = packagesFor(missing, await knownPackages(missing))
  throw new UserError(missingMessage(missing, packages))
}

/** Checks that a program finds all its libraries; for those that `ensureSystem` does not know. */
export async function ensureLoads(executable: string): Promise<void> {
  if (process.platform !== 'linux' || !hasCommand('ldd')) return
  const missing = notFoundBy((await run('ldd', [executable])).stdout)
  if (missing.length === 0) return
  throw new UserError(
    `${executable} does not find: ${missing.join(', ')}\n` +
      'Install the packages that bring them. On Debian or Ubuntu this tells which:\n' +
      `  apt-get install -y apt-file && apt-file update && apt-file search ${missing[0] ?? ''}`,
  )
}
