import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { UserError } from './user-error'

/** Root folder of this checkout. */
export const repoRoot = resolve(fileURLToPath(import.meta.url), '..', '..')

const manifestSchema = z.object({
  version: z.string(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
})

/** Folder of an installed package. */
export function packageFolder(name: string): string {
  const folder = join(repoRoot, 'node_modules', name)
  if (!existsSync(folder)) {
    throw new UserError(`The package ${name} is not installed. Run: npm ci`)
  }
  return folder
}

function manifestOf(name: string): z.infer<typeof manifestSchema> {
  const text = readFileSync(join(packageFolder(name), 'package.json'), 'utf8')
  return manifestSchema.parse(JSON.parse(text))
}

/** Version of an installed package. */
export function packageVersion(name: string): string {
  return manifestOf(name).version
}

/** Script file of a package's command, to be run with node: needs no shell on any system. */
export function packageCommand(name: string, command = name): string {
  const { bin } = manifestOf(name)
  const file = typeof bin === 'string' ? bin : bin?.[command]
  if (file === undefined) throw new Error(`${name} has no command ${command}`)
  return join(packageFolder(name), file)
}
