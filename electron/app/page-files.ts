import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
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

/** All files of the built window by their URL path: what is not in here does not exist. */
function tableOf(root: string): Map<string, string> {
  const table = new Map<string, string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || TYPES[extname(entry.name)] === undefined) continue
    const file = join(entry.parentPath, entry.name)
    table.set(file.slice(root.length).replaceAll('\\', '/'), file)
  }
  return table
}

/** The files of the built window. */
export class PageFiles {
  readonly #table: ReadonlyMap<string, string>
  readonly #ahead = new Map<string, Promise<Buffer>>()
  /** The paths that the page asks for at once. */
  readonly first: readonly string[]

  constructor(root: string) {
    this.#table = tableOf(root)
    const page = this.#table.get(PAGE)
    const html = page === undefined ? '' : readFileSync(page, 'utf8')
    this.first = [...html.matchAll(ASKED_FOR)].map(([, path = '']) => path)
  }

  has(path: string): boolean {
    return this.#table.has(path)
  }

  /** Reads what the page will ask for, while its process is still starting. */
  readAhead(): void {
    for (const path of this.first) {
      const reading = this.#read(path)
      // whoever asks for it is told
      reading.catch(() => undefined)
      this.#ahead.set(path, reading)
    }
  }

  /** Rejects if there is no such file, or none any more. */
  read(path: string): Promise<Buffer> {
    const ahead = this.#ahead.get(path)
    this.#ahead.delete(path)
    return ahead ?? this.#read(path)
  }

  #read(path: string): Promise<Buffer> {
    const file = this.#table.get(path)
    return file === undefined ? Promise.reject(new Error('no such file')) : readFile(file)
  }
}

export function typeOf(path: string): string {
  return TYPES[extname(path)] ?? 'application/octet-stream'
}
