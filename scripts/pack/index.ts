import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ensureBuild, hashInputs } from '../build'
import { repoRoot } from '../repo'
import type { Runtime } from '../setup/index'
import { UserError } from '../user-error'
import { setWire } from './fuses'
import { readManifest, stageApp, writeAsar } from './stage'

/** A packed app. */
export interface Packed {
  readonly folder: string
  readonly executable: string
}

const NOT_FOR_RELEASE = `This copy was packed with a stand-in for Electron that serves development and tests only.
Its version of Electron gets no security fixes any more. It is not for release.
`

/** What a packed folder depends on. */
const INPUTS = ['out/main', 'out/preload', 'out/renderer', 'scripts/pack', 'package-lock.json']

function stampOf({ kind, version }: Runtime): string {
  return `${kind} ${version} ${hashInputs(repoRoot, INPUTS)}\n`
}

/** Copies the runtime, without the app that a development runtime starts. */
async function copyRuntime(from: string, to: string): Promise<void> {
  const resources = join(from, 'resources')
  const filter = (path: string): boolean => dirname(path) !== resources
  await cp(from, to, { recursive: true, filter })
}

/**
 * Makes an unpacked release folder below out/pack: the runtime with its fuses flipped, and the app
 * in app.asar. Unsigned, as everything on Linux; other systems need a renamed bundle, integrity
 * data and a signature, which are not here yet.
 */
export async function pack(runtime: Runtime): Promise<Packed> {
  if (process.platform !== 'linux') {
    throw new UserError('Packing is there for Linux only: other systems ask for a signature.')
  }
  await ensureBuild()
  const { name, version } = await readManifest()
  const official = runtime.kind === 'official'
  const suffix = official ? '' : '-not-for-release'
  const folder = join(repoRoot, 'out', 'pack', `${name}-${version}-linux-${process.arch}${suffix}`)
  const executable = join(folder, name)
  const stamp = join(folder, '.inputs')
  const wanted = stampOf(runtime)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { folder, executable }

  const [work, staged] = [`${folder}.${process.pid}`, `${folder}.${process.pid}.app`]
  try {
    await rm(folder, { recursive: true, force: true })
    await copyRuntime(dirname(runtime.electronPath), work)
    // by its name Electron knows that it is packed
    await rename(join(work, 'electron'), join(work, name))
    await setWire(join(work, name))
    await stageApp(staged)
    await mkdir(join(work, 'resources'), { recursive: true })
    await writeAsar(staged, join(work, 'resources'))
    if (!official) await writeFile(join(work, 'NOT-FOR-RELEASE.txt'), NOT_FOR_RELEASE)
    await writeFile(join(work, '.inputs'), wanted)
    await rename(work, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
    await rm(staged, { recursive: true, force: true })
  }
  return { folder, executable }
}
