import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { run } from './process'
import { packageCommand, repoRoot } from './repo'
import { UserError } from './user-error'

/** All that the built app comes from. */
const INPUTS = [
  'electron',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

const stampFile = join(repoRoot, 'out', '.inputs')

function filesBelow(path: string): readonly string[] {
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** One hash over names and contents of the inputs below `root`. */
export function hashInputs(root: string, inputs: readonly string[] = INPUTS): string {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    const files = /\.\w+$/.test(input)
      ? [path].filter((file) => existsSync(file))
      : filesBelow(path)
    for (const file of files) {
      const content = readFileSync(file)
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

function isFresh(hash: string): boolean {
  const built = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html']
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hash &&
    built.every((file) => existsSync(join(repoRoot, 'out', file)))
  )
}

/** Builds the app into out/ unless that was already done from the same inputs. */
export async function ensureBuild(
  env: NodeJS.ProcessEnv = process.env,
): Promise<'built' | 'unchanged'> {
  const hash = hashInputs(repoRoot)
  if (isFresh(hash)) return 'unchanged'
  // Without its stamp a half-finished build is never taken for a whole one.
  await rm(stampFile, { force: true })
  const ran = await run(process.execPath, [packageCommand('electron-vite'), 'build'], {
    cwd: repoRoot,
    env,
  })
  if (ran.code !== 0) throw new UserError(`The build failed:\n${ran.output}`)
  await mkdir(join(repoRoot, 'out'), { recursive: true })
  await writeFile(stampFile, hash)
  return 'built'
}
