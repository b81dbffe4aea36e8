import { pairIn } from './code'
import { nothingBeside, note, type Beside, type Finding, type Reading } from './finding'
import { flagsIn } from './flags'
import { fromQuery } from './sent'
import { hasScheme, isSecretName, isUrl, looksLikeToken, withoutScheme } from './text'

const DEPTH_MAX = 8
const LEAVES_MAX = 2000
/** `app.tolgee.io`, `localhost`: what a store of credentials is keyed by. */
const HOST =
  /^(?:localhost|(?:[a-z0-9-]{1,63}\.){1,10}[a-z][a-z0-9-]{1,62}|\d{1,3}(?:\.\d{1,3}){3})$/i

interface Leaf {
  readonly key: string | null
  readonly value: string
  /** The host that all around it is keyed by. */
  readonly host: string | null
}

interface Walk {
  readonly leaves: Leaf[]
  /** Arguments of programs. */
  readonly lists: string[][]
  readonly beside: Beside
  readonly depth: number
  readonly host: string | null
}

/** Reads a JSON object or array; null if the text is none. */
export function readJson(text: string): Reading | null {
  if (!text.startsWith('{') && !text.startsWith('[')) return null
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return null
  }
  const beside = nothingBeside()
  const walk = { leaves: [], lists: [], beside, depth: 0, host: null } satisfies Walk as Walk
  collect(root, null, walk)
  const flags = walk.lists.flatMap((words) => flagsIn(words, beside))
  return {
    ...beside,
    findings: [...flags.map(asJson), ...walk.leaves.flatMap((leaf) => findingsOf(leaf, beside))],
  }
}

const asJson = (found: Finding): Finding => ({ ...found, wrapping: 'json' })

function findingsOf({ key, value, host }: Leaf, beside: Beside): Finding[] {
  if (isUrl(value)) {
    beside.addresses.push({ url: value, name: key })
    return fromQuery(value).map(asJson)
  }
  const server = host === null ? {} : { server: baseOf(host) }
  const pair = pairIn(value)
  if (pair && looksLikeToken(pair.value)) {
    const name = { variable: pair.name, header: pair.header ? pair.name : null }
    return [{ value: pair.value, wrapping: 'json', ...name, weight: 3, ...server }]
  }
  const secret = key !== null && isSecretName(key)
  if (key !== null && !secret) note(beside, key, value)
  const scheme = hasScheme(value) || key?.toLowerCase() === 'authorization'
  const bare = scheme ? withoutScheme(value).trim() : value
  const weight = secret ? 3 : looksLikeToken(bare) ? 2 : 1
  return [{ value: bare, wrapping: 'json', variable: key, header: key, weight, ...server }]
}

/** A machine's own host has no certificate. */
function baseOf(host: string): string {
  const own = host === 'localhost' || host.startsWith('127.')
  return `${own ? 'http' : 'https'}://${host.toLowerCase()}`
}

function collect(node: unknown, key: string | null, walk: Walk): void {
  if (walk.depth > DEPTH_MAX || walk.leaves.length >= LEAVES_MAX) return
  if (typeof node === 'string') {
    if (node.trim() !== '') walk.leaves.push({ key, value: node.trim(), host: walk.host })
    return
  }
  if (typeof node === 'number' && key !== null) note(walk.beside, key, String(node))
  if (typeof node !== 'object' || node === null) return
  const deeper = { ...walk, depth: walk.depth + 1 }
  if (Array.isArray(node)) {
    const words = node.filter((item) => typeof item === 'string')
    if (words.length > 1) walk.lists.push(words)
    for (const item of node) collect(item, key, deeper)
    return
  }
  collectEntries(new Map<string, unknown>(Object.entries(node)), deeper)
}

function collectEntries(entries: Map<string, unknown>, walk: Walk): void {
  const name = entries.get('name')
  // { "name": "Authorization", "value": "…" }: the name is what the value is called
  if (typeof name === 'string' && typeof entries.get('value') === 'string') {
    collect(entries.get('value'), name, walk)
    entries.delete('name')
    entries.delete('value')
  }
  for (const [each, value] of entries) {
    const keyed = walk.depth === 1 && typeof value === 'object' && HOST.test(each)
    collect(value, each, keyed ? { ...walk, host: each } : walk)
  }
}
