import type { Finding, Reading } from './finding'
import { isSecretName, isUrl, looksLikeToken, withoutScheme } from './text'

const DEPTH_MAX = 8
const LEAVES_MAX = 2000

interface Leaf {
  readonly key: string | null
  readonly value: string
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
  const leaves: Leaf[] = []
  collect(root, null, { leaves, depth: 0 })
  return {
    findings: leaves.filter((leaf) => !isUrl(leaf.value)).map(findingOf),
    urls: leaves.map((leaf) => leaf.value).filter(isUrl),
  }
}

function findingOf({ key, value }: Leaf): Finding {
  const secret = key !== null && isSecretName(key)
  const bare = key?.toLowerCase() === 'authorization' ? withoutScheme(value) : value
  return {
    value: bare.trim(),
    wrapping: 'json',
    variable: key,
    header: key,
    weight: secret ? 3 : looksLikeToken(bare) ? 2 : 1,
  }
}

function collect(
  node: unknown,
  key: string | null,
  walk: { leaves: Leaf[]; readonly depth: number },
): void {
  if (walk.depth > DEPTH_MAX || walk.leaves.length >= LEAVES_MAX) return
  if (typeof node === 'string') {
    if (node.trim() !== '') walk.leaves.push({ key, value: node.trim() })
    return
  }
  if (typeof node !== 'object' || node === null) return
  const deeper = { leaves: walk.leaves, depth: walk.depth + 1 }
  if (Array.isArray(node)) {
    for (const item of node) collect(item, key, deeper)
    return
  }
  const entries = new Map<string, unknown>(Object.entries(node))
  const name = entries.get('name')
  // { "name": "Authorization", "value": "…" }: the name is what the value is called
  if (typeof name === 'string' && typeof entries.get('value') === 'string') {
    collect(entries.get('value'), name, deeper)
    entries.delete('name')
    entries.delete('value')
  }
  for (const [each, value] of entries) collect(value, each, deeper)
}
