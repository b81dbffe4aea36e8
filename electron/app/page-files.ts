import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

const PAGE = '/index.html'
/** What the page asks for at once, as the bundler writes it into its head. */
const ASKED_FOR = /(?:src|href)="\.(\/[^"]+\.(?:js|css))"/g

export interface PageFile {
  /** Where it is on the disk. */
  readonly path: string
  readonly type: string
}

/** The files of the built window by their URL path: what is not in here does not exist. */
export function pageFiles(root: string): ReadonlyMap<string, PageFile> {
  const table = new Map<string, PageFile>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    table.set(path.slice(root.length).replaceAll('\\', '/'), { path, type })
  }
  return table
}

/** The paths that the page asks for at once. */
export function askedFirst(files: ReadonlyMap<string, PageFile>): readonly string[] {
  const page = files.get(PAGE)
  const html = page === undefined ? '' : readFileSync(page.path, 'utf8')
  return [...html.matchAll(ASKED_FOR)].map(([, path = '']) => path)
}
