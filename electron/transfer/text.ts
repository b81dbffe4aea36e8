import { Unreadable, damaged } from './failure'

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
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Unreadable(damaged())
  }
}

/** On which line, from 1, a place in a text is. */
export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++
  return line
}
