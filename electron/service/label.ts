import { appError } from '../../shared/error'
import { LABEL_MAX } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'

/**
 * Signs that no name needs and that make one look like another: controls, unpaired surrogates,
 * private use, and invisible formatting with all that turns the direction of a text. Kept are the
 * two joiners, which Persian and many emoji are written with.
 */
const UNWANTED = /[\p{Cc}\p{Cs}\p{Co}]|(?!\u200c|\u200d)\p{Cf}/gu
const SPACES = /[\s\p{Z}]+/gu

/**
 * One line of plain text: composed, without unwanted signs, single spaces, trimmed. Composed last:
 * a sign that goes may have stood between a letter and its mark, or between two marks.
 */
export function plainLine(text: string): string {
  return text.replace(SPACES, ' ').replace(UNWANTED, '').normalize('NFC').replace(/ +/g, ' ').trim()
}

/** A label as it is stored: `label.empty`, `label.too-long`. Strips rather than refuses. */
export function cleanLabel(text: string): Result<string> {
  const label = plainLine(text)
  // joiners alone are nothing to see
  if (label.replace(/\u200c|\u200d| /g, '') === '') return err(appError('label.empty'))
  if (label.length > LABEL_MAX) return err(appError('label.too-long', { max: LABEL_MAX }))
  return ok(label)
}

/** A note keeps its lines; what cannot be seen goes. */
export function cleanNote(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/\t/g, ' ').replace(UNWANTED, '').normalize('NFC').trimEnd())
    .join('\n')
    .trim()
}

/** Cuts a text to so many UTF-16 units without splitting a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max
  return text.slice(0, end)
}

/** The label itself, or with the first number behind it that nobody has. */
export function uniqueLabel(label: string, taken: readonly string[]): string {
  const used = new Set(taken)
  if (!used.has(label)) return label
  for (let number = 2; ; number++) {
    const tail = ` ${number}`
    const next = `${cut(label, LABEL_MAX - tail.length)}${tail}`
    if (!used.has(next)) return next
  }
}
