import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Something that must be nowhere in clear, found somewhere. */
export interface CanaryHit {
  /** A path inside the folder, or the name of a text. */
  readonly where: string
  readonly canary: string
  /** How it was written there. */
  readonly encoding: string
}

interface Needle {
  readonly canary: string
  readonly encoding: string
  readonly bytes: Buffer
}

/** Shorter ones turn up by chance in some encoding. */
const SHORTEST = 6

/** Every file under a folder, and nothing outside it: links are not followed. */
export function scanFolder(folder: string, canaries: readonly string[]): CanaryHit[] {
  const needles = needlesOf(canaries)
  const hits: CanaryHit[] = []
  const names: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const where = relative(folder, path)
    names.push(where)
    if (entry.isFile()) hits.push(...find(needles, where, bytesOf(path)))
  }
  return [...hits, ...find(needles, 'names of files', Buffer.from(names.join('\n')))]
}

/** A running browser's files come and go; one that went since it was listed holds nothing. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw cause
  }
}

/** Texts by name: what a program printed, a log, a title. */
export function scanTexts(
  texts: Readonly<Record<string, string | Uint8Array>>,
  canaries: readonly string[],
): CanaryHit[] {
  const needles = needlesOf(canaries)
  return Object.entries(texts).flatMap(([where, text]) => find(needles, where, Buffer.from(text)))
}

function find(needles: readonly Needle[], where: string, bytes: Buffer): CanaryHit[] {
  return needles
    .filter((needle) => bytes.includes(needle.bytes))
    .map(({ canary, encoding }) => ({ where, canary, encoding }))
}

function needlesOf(canaries: readonly string[]): Needle[] {
  return canaries.flatMap((canary) => {
    if (canary.length < SHORTEST) throw new Error(`Too short to look for: ${canary}`)
    const known = new Map<string, Needle>()
    for (const [encoding, bytes] of encodingsOf(canary)) {
      const key = bytes.toString('latin1')
      if (!known.has(key)) known.set(key, { canary, encoding, bytes })
    }
    return [...known.values()]
  })
}

function encodingsOf(canary: string): (readonly [string, Buffer])[] {
  const utf8 = Buffer.from(canary, 'utf8')
  const utf16 = Buffer.from(canary, 'utf16le')
  const hex = utf8.toString('hex')
  const forms: Record<string, string> = {
    'utf-8': canary,
    'lower case': canary.toLowerCase(),
    'upper case': canary.toUpperCase(),
    reversed: Array.from(canary).reverse().join(''),
    'json escapes': escapeAll(canary),
    // as V8 writes a snapshot of a heap
    'json escapes, upper case': escapeAll(canary, (hex) => hex.toUpperCase()),
    hex,
    'hex, upper case': hex.toUpperCase(),
    'percent-encoding': encodeURIComponent(canary),
    'percent-encoding, + for space': encodeURIComponent(canary).replaceAll('%20', '+'),
    'percent-encoding, form': new URLSearchParams({ '': canary }).toString().slice(1),
    'percent-encoding of every byte': hex.replace(/../g, '%$&'),
    'percent-encoding of every byte, upper case': hex.toUpperCase().replace(/../g, '%$&'),
  }
  return [
    ...Object.entries(forms).map(([name, text]) => [name, Buffer.from(text, 'utf8')] as const),
    ['utf-16 le', utf16],
    ['utf-16 be', Buffer.from(utf16).swap16()],
    ...base64Of(utf8, 'base64', 'utf-8'),
    ...base64Of(utf8, 'base64url', 'utf-8'),
    ...base64Of(utf16, 'base64', 'utf-16 le'),
  ]
}

function escapeAll(text: string, written = (hex: string) => hex): string {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${written(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`,
  )
}

/** What is in base64 whatever stands before and behind: one text for each of three positions. */
function base64Of(bytes: Buffer, alphabet: 'base64' | 'base64url', of: string) {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(alphabet)
    const start = Math.ceil((before * 8) / 6)
    const end = Math.floor(((before + bytes.length) * 8) / 6)
    return [`${alphabet} of ${of}, at ${before}`, Buffer.from(text.slice(start, end))] as const
  })
}
