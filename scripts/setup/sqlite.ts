import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { run } from '../process'
import { packageFolder, packageVersion, repoRoot } from '../repo'
import { messageOf, UserError } from '../user-error'
import { WORK_PREFIX } from './cache-dir'
import { findNodeGyp, findNodeHeaders } from './npm'

/** better-sqlite3's prebuilt file needs this Node-API (Node 22.14, Electron 35). */
const PREBUILT_NODE_API = 10

/** Against the experimental Node-API the same source runs on every Node and Electron from 20 on. */
const FLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'

const FILE = 'better_sqlite3.node'

/** True if the prebuilt file would crash in one of the places it has to run in. */
export function needsRebuild(nodeApis: readonly number[]): boolean {
  return nodeApis.some((version) => version < PREBUILT_NODE_API)
}

/** What a rebuilt file depends on. */
export interface RebuildKey {
  readonly version: string
  readonly platform: string
  readonly arch: string
  readonly flags: string
  /** 'glibc' or 'musl' on Linux, else empty. */
  readonly libc: string
}

/** File name of a rebuilt addon in the cache. */
export function rebuiltName({ version, platform, arch, flags, libc }: RebuildKey): string {
  const system = [platform, libc, arch].filter((part) => part !== '').join('-')
  const key = createHash('sha256').update(flags).digest('hex').slice(0, 8)
  return `better-sqlite3-${version}-${system}-${key}.node`
}

function libcOfThisSystem(): string {
  if (process.platform !== 'linux') return ''
  return existsSync('/lib/ld-musl-x86_64.so.1') || existsSync('/lib/ld-musl-aarch64.so.1')
    ? 'musl'
    : 'glibc'
}

/** Where the cache keeps the rebuilt addon for this machine. */
export function rebuiltFile(cache: string): string {
  const key = {
    version: packageVersion('better-sqlite3'),
    platform: process.platform,
    arch: process.arch,
    flags: FLAGS,
    libc: libcOfThisSystem(),
  }
  return join(cache, rebuiltName(key))
}

async function compile(source: string): Promise<void> {
  const nodeGyp = findNodeGyp()
  if (nodeGyp === undefined) {
    throw new UserError('node-gyp, which comes with npm, is not found. Is npm installed?')
  }
  const headers = findNodeHeaders()
  const args = [
    nodeGyp,
    'rebuild',
    '--release',
    '--force_build=1',
    '-j',
    `${availableParallelism()}`,
  ]
  if (headers !== undefined) args.push(`--nodedir=${headers}`)
  const env = { ...process.env, CXXFLAGS: FLAGS }
  const ran = await run(process.execPath, args, { cwd: source, env })
  if (ran.code !== 0) {
    throw new UserError(`better-sqlite3 could not be rebuilt:\n${ran.output}`)
  }
}

async function proveItLoads(file: string): Promise<void> {
  const code =
    'const db = new (require("better-sqlite3"))(":memory:", { nativeBinding: process.argv[1] });' +
    'if (db.prepare("select 41 + 1").pluck().get() !== 42) process.exit(1)'
  const ran = await run(process.execPath, ['-e', code, file], { cwd: repoRoot })
  if (ran.code !== 0) {
    throw new UserError(`The rebuilt better-sqlite3 does not work here:\n${ran.output}`)
  }
}

/** Builds the addon into the cache; the caller holds the set-up lock. Takes about a minute. */
export async function rebuildSqlite(cache: string): Promise<void> {
  const target = rebuiltFile(cache)
  if (existsSync(target)) return
  const work = await mkdtemp(join(cache, `${WORK_PREFIX}sqlite-`))
  try {
    const source = join(work, 'better-sqlite3')
    const original = packageFolder('better-sqlite3')
    // Built aside: a set-up that is stopped half-way leaves the checkout as it was.
    for (const part of ['package.json', 'binding.gyp', 'lib', 'src', 'deps']) {
      await cp(join(original, part), join(source, part), { recursive: true })
    }
    await symlink(join(repoRoot, 'node_modules'), join(work, 'node_modules'), 'junction')
    await compile(source)
    const built = join(source, 'build', 'Release', FILE)
    await proveItLoads(built)
    await rename(built, target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function placeFile(from: string, to: string): Promise<void> {
  const aside = `${to}.${process.pid}`
  await copyFile(from, aside)
  await rename(aside, to)
}

/**
 * Puts the rebuilt addon where better-sqlite3 looks first, or takes it away again when the prebuilt
 * one serves (after a change to a newer Node, for example).
 */
export async function placeSqlite(cache: string, rebuilt: boolean): Promise<void> {
  const folder = join(packageFolder('better-sqlite3'), 'build', 'Release')
  const target = join(folder, FILE)
  try {
    if (!rebuilt) {
      await rm(target, { force: true })
      return
    }
    const source = rebuiltFile(cache)
    if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) return
    await mkdir(folder, { recursive: true })
    await placeFile(source, target)
  } catch (error) {
    throw new UserError(
      `node_modules of this checkout cannot be written (${messageOf(error)}).\n` +
        'Run this as the user who ran npm ci.',
    )
  }
}
