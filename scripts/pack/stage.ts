import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createPackageWithOptions } from '@electron/asar'
import { z } from 'zod'
import { packageFolder, repoRoot } from '../repo'
import { NATIVE_PACKAGES } from './native'

const manifestSchema = z.object({
  name: z.string(),
  productName: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  type: z.literal('module'),
  main: z.string(),
})

export type Manifest = z.infer<typeof manifestSchema>

/** What of package.json a packed app carries: its name and where it begins. */
export async function readManifest(): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(repoRoot, 'package.json'), 'utf8')))
}

/** What a test puts into a copy. */
interface Extra {
  readonly main: string
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>
}

/** Lays out the app as it is packed: the bundle, and the packages that are not in it. */
export async function stageApp(folder: string, extra?: Extra): Promise<void> {
  const main = extra === undefined ? {} : { main: extra.main }
  const manifest = JSON.stringify({ ...(await readManifest()), ...main }, null, 2)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), `${manifest}\n`)
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(join(repoRoot, 'out', part), join(folder, 'out', part), { recursive: true })
  }
  for (const [path, text] of Object.entries(extra?.files ?? {})) {
    await writeFile(join(folder, path), text)
  }
  for (const { name, parts } of NATIVE_PACKAGES) {
    const from = packageFolder(name)
    const to = join(folder, 'node_modules', name)
    for (const part of ['package.json', ...parts]) {
      if (!existsSync(join(from, part))) continue
      await mkdir(dirname(join(to, part)), { recursive: true })
      await cp(join(from, part), join(to, part), { recursive: true })
    }
  }
}

/** Makes app.asar of a staged app; machine code lies beside it, for the system loads files only. */
export async function writeAsar(staged: string, resources: string): Promise<void> {
  await createPackageWithOptions(staged, join(resources, 'app.asar'), { unpack: '*.node' })
}
