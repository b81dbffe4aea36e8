/**
 * `npm run platform:new <id> [name]`: begins a platform by copying the template with its names
 * filled in. Says what is left to do; changes no file that is there already.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repoRoot } from './repo'
import { runMain, UserError } from './user-error'

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** A file of the new platform. */
export interface NewFile {
  readonly path: string
  readonly text: string
}

/** The template's files with the names of a new platform. Throws on an unusable id or name. */
export function filesFor(root: string, id: string, name: string): NewFile[] {
  if (!ID.test(id) || id.length > 32 || id === 'example') {
    throw new UserError(`"${id}" is no id. Use lower-case words with hyphens, like "crowdin".`)
  }
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .-]{0,39}$/u.test(name)) {
    throw new UserError(`"${name}" is no name. Use the platform's own, like "Crowdin".`)
  }
  const template = join(root, 'electron/platform/_template')
  return readdirSync(template).map((file) => ({
    path:
      file === 'words.json'
        ? join(root, 'renderer/i18n/en/platform', `${id}.json`)
        : join(root, 'electron/platform', id, file),
    text: fillIn(readFileSync(join(template, file), 'utf8'), id, name),
  }))
}

function fillIn(text: string, id: string, name: string): string {
  return text
    .replaceAll('export const example:', `export const ${variableOf(id)}:`)
    .replaceAll('EXAMPLE_', `${id.replaceAll('-', '_').toUpperCase()}_`)
    .replaceAll('Example', name)
    .replaceAll('example', id)
}

/** `my-platform` to `myPlatform`. */
export function variableOf(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function main(): number {
  const [id, name] = process.argv.slice(2)
  if (id === undefined) throw new UserError('Usage: npm run platform:new <id> [name]')
  const files = filesFor(repoRoot, id, name ?? id.charAt(0).toUpperCase() + id.slice(1))
  for (const { path } of files) {
    if (existsSync(path)) throw new UserError(`There is a file already: ${path}`)
  }
  for (const { path, text } of files) {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
    console.log(`made  ${relative(repoRoot, path)}`)
  }
  console.log(`
To do:
  1. electron/platform/registry.ts: import { ${variableOf(id)} } from './${id}', and add it to ADAPTERS.
  2. electron/platform/${id}/: replace the invented addresses, shapes and rules by documented ones.
  3. renderer/i18n/en/platform/${id}.json: the words.
  4. renderer/ui/service/${id}.svg: the mark.
  5. test/simulator/${id}/: a server that behaves as the platform documents it.
docs/adding-a-platform.md says more about each.`)
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => Promise.resolve(main()))
}
