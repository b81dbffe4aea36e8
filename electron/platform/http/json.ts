import { err, ok, type Result } from '../../../shared/result'
import { appError } from '../../../shared/error'
import { JSON_DEPTH_MAX } from './limits'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Strict UTF-8, a byte order mark taken off; or `http.not-utf8`. */
export function decodeText(bytes: Uint8Array): Result<string> {
  try {
    return ok(utf8.decode(bytes))
  } catch {
    return err(appError('http.not-utf8'))
  }
}

/**
 * Parses JSON of a bounded depth; undefined if it is none. Keys that could reach an object's
 * prototype are left out, so that no later copy of the value can be tricked.
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > JSON_DEPTH_MAX) return undefined
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch {
    return undefined
  }
}

/**
 * The JSON of the last message in an event stream, the form in which a server of the Model
 * Context Protocol may give its one answer.
 */
export function parseEventStream(text: string): unknown {
  const messages = text
    .split(/\r?\n\r?\n/)
    .map((block) =>
      block
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
        .join('\n'),
    )
    .filter((data) => data !== '')
  return parseJson(messages.at(-1) ?? '')
}

/** Whether a body begins as an HTML page does. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html|head|body|title)\b/i.test(
    text.slice(0, 1024),
  )
}

/** Counted over the text, because a parser that recurses could overflow before anyone looks. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (quoted) {
      if (char === 0x5c) at++
      else if (char === 0x22) quoted = false
    } else if (char === 0x22) quoted = true
    else if (char === 0x5b || char === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (char === 0x5d || char === 0x7d) depth--
  }
  return deepest
}
