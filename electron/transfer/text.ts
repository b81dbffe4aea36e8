import { Unreadable, damaged, tooMany } from './failure'
import { DEPTH_MAX, JSON_NAMES_MAX, JSON_VALUES_MAX } from './limit'
import { breath } from './pause'

/** What a text file begins with that was not written in UTF-8, and in what it was. */
const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** The text of a file: UTF-8, or UTF-16 where its first bytes say so. Anything else is damage. */
export function textOf(bytes: Uint8Array): string {
  const encoding = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1]
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable(damaged())
  }
}

/** Whether bytes may be text at all: a zero byte is in no text that a program exports as UTF-8. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (MARKS.some(([mark]) => mark.every((byte, at) => bytes[at] === byte))) return true
  return !bytes.subarray(0, 4096).includes(0)
}

/** The value that JSON text stands for; anything else is damage. */
export async function jsonOf(text: string): Promise<unknown> {
  await allowJson(text)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Unreadable(damaged())
  }
}

/** How much of a text is gone through before others have their turn. */
const PIECE = 1024 * 1024

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const SPACE = 0x20
/** Lists and objects: the signs of one differ from those of the other in this bit alone. */
const OTHER = 0x20
const OPENING = 0x7b
const CLOSING = 0x7d

/**
 * Refuses what the parser could only take with more memory than the process may have, which would
 * end it: a text of a few kilobytes, packed, can stand for millions of lists in each other.
 */
async function allowJson(text: string): Promise<void> {
  const turn = breath()
  const names = new Set<string>()
  let [depth, values, next] = [0, 1, PIECE]
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) {
      const end = endOfString(text, at)
      if (isName(text, end) && names.add(text.slice(at, end)).size > JSON_NAMES_MAX) {
        throw new Unreadable(damaged())
      }
      at = end
    } else if (sign === COMMA) values++
    else if ((sign | OTHER) === CLOSING) depth--
    else if ((sign | OTHER) === OPENING) {
      values++
      if (++depth > DEPTH_MAX) throw new Unreadable(damaged())
    }
    if (at < next) continue
    if (values > JSON_VALUES_MAX) break
    next = at + PIECE
    await turn()
  }
  if (values > JSON_VALUES_MAX) throw new Unreadable(tooMany())
}

/** Whether the string that ends here is the name of a value. */
function isName(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === COLON) return true
    if (sign > SPACE) return false
  }
  return false
}

/** Where a string ends that begins here; the end of the text, if it never does. */
function endOfString(text: string, start: number): number {
  let at = start
  for (;;) {
    at = text.indexOf('"', at + 1)
    if (at === -1) return text.length
    let before = at
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at
  }
}
