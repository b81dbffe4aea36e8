import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { finding, type Check } from './finding'

/** What Chromium left in the profile after a session. */
export interface Leftovers {
  /** Sizes by path, below the folder of the window. */
  readonly files: Readonly<Record<string, number>>
  /** Major version of the Electron that left them. */
  readonly major: number
}

/** What may be there, and what it is: nothing of it comes from what the window shows. */
const LEFT: Readonly<Record<string, string>> = {
  Cache: 'the index of an empty cache: pages say no-store',
  'Code Cache': 'our own program, compiled: the next start is faster by it',
  DawnGraphiteCache: 'compiled shaders',
  DawnWebGPUCache: 'compiled shaders',
  GPUCache: 'compiled shaders',
  DevToolsActivePort: 'of the test driver',
  'Local Storage': 'an empty database',
  'Session Storage': 'a database that names the window’s page and holds nothing',
  'Network Persistent State': 'what is known of servers: none',
  Preferences: 'settings of Chromium',
  'Shared Dictionary': 'an empty database of compression dictionaries',
  'Trust Tokens': 'an empty database',
  'Trust Tokens-journal': 'its journal',
}
/**
 * One of the files of settings under the name that Chromium gives it until it is whole; the end of
 * a process in the middle of that leaves it (base/files/important_file_writer.cc).
 */
const HALF_WRITTEN = /^\.org\.chromium\.Chromium\.[A-Za-z0-9]{6}$/
/** The Electron that the list above was made with. */
const TRIED_ON = 33

/** What would hold something of a session, whatever the version. */
const CONTENT: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(History|Visited Links|Favicons|Top Sites|Login Data|Web Data)/, 'history'],
  [/(^|\/)Cookies$/, 'cookies'],
  [/\.bdic$/, 'a dictionary of the spell checker'],
  [/^Cache\/Cache_Data\/(?!index$|index-dir\/|data_\d$)/, 'a page in the cache'],
  [/^Local Storage\/leveldb\/.*\.ldb$/, 'stored values'],
  [/^(IndexedDB|Service Worker|File System|databases)\//, 'stored values'],
]
const STORED = /^Local Storage\/leveldb\/.*\.log$/

export function readLeftovers(folder: string): Readonly<Record<string, number>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), statSync(path).size]),
  )
}

export const leftovers: Check<Leftovers> = {
  name: 'Chromium keeps nothing of a session',
  judge: ({ files, major }) => {
    const paths = Object.keys(files)
    const places = [...new Set(paths.map((path) => path.split('/')[0] ?? ''))]
    const unknown = places.filter((place) => LEFT[place] === undefined && !HALF_WRITTEN.test(place))
    const content = paths.flatMap((path) =>
      CONTENT.filter(([shape]) => shape.test(path)).map(([, what]) => `${what} (${path})`),
    )
    const stored = paths.filter((path) => STORED.test(path) && files[path] !== 0)
    return finding(`left, all without content: ${places.sort().join(', ')}`, [
      paths.length === 0 && 'nothing was found: the profile is elsewhere',
      major === TRIED_ON && unknown.length > 0 && `not expected: ${unknown.join(', ')}`,
      content.length > 0 && content.join(', '),
      stored.length > 0 && `stored values (${stored.join(', ')})`,
    ])
  },
}
