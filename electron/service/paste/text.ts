import { appError } from '../../../shared/error'
import { err, ok, type Result } from '../../../shared/result'

/** Longest value that is taken for a secret; the longest known, a JWT, has about 2,000. */
export const SECRET_MAX = 4096

/** Signs that nobody sees and that chat programs and web pages leave in a copy. */
const INVISIBLE = /\p{Cf}|\u034f/gu
const SPACES = /\p{Zs}/gu
const BREAKS = /\r\n?|[\u2028\u2029]/g
const DOUBLE_QUOTES = /[“”„‟«»]/g
const SINGLE_QUOTES = /[‘’‚‛‹›]/g

/** A paste as it was meant: no invisible signs, plain spaces, line feeds and quotes. */
export function tidy(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(BREAKS, '\n')
    .replace(SPACES, ' ')
    .replace(DOUBLE_QUOTES, '"')
    .replace(SINGLE_QUOTES, "'")
    .trim()
}

/** Whether a text holds a control character that no paste of a token has. */
export function hasControl(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(text)
}

/** A value that may go into a header: printable ASCII without white space. */
export function checkValue(value: string): Result<string> {
  if (value === '') return err(appError('secret.none'))
  if (value.length > SECRET_MAX) return err(appError('secret.too-long', { max: SECRET_MAX }))
  if (hasControl(value) || value.includes('\n')) return err(appError('secret.control-characters'))
  if (/[ \t]/.test(value)) return err(appError('secret.white-space'))
  if (!/^[\x21-\x7e]+$/.test(value)) return err(appError('secret.not-ascii'))
  return ok(value)
}

/** Long, unbroken and no address: it could be a token, whatever it is called. */
export function looksLikeToken(value: string): boolean {
  return /^[\x21-\x7e]{16,}$/.test(value) && !isUrl(value)
}

export function isUrl(value: string): boolean {
  return /^https?:\/\//i.test(value)
}

const PLACES = [
  // shells, templates and CI: $NAME, ${NAME}, ${{ secrets.NAME }}, $(command), $env:NAME
  /^\$(?:env:)?[A-Za-z_]\w*$/,
  /^\$(?:\{[^{}]*\}|\{\{[^{}]*\}\}|\([^()]*\))$/,
  /^\{\{[^{}]*\}\}$/,
  /^%[A-Za-z_]\w*%$/,
  // the environment of a program
  /^(?:process|import\.meta)\.env\b[\w.?!'"[\]]*$/,
  // <your token>
  /^<[\w .-]+>$/,
]

/** Whether a text is a place for a value, and none: `$TOKEN`, `process.env.TOKEN`, `<token>`. */
export function isPlaceholder(value: string): boolean {
  return PLACES.some((place) => place.test(value))
}

const SECRET_NAME =
  /token|secret|api[-_]?key|access[-_]?key|auth(?!or(?!i[sz]))|passw|credential|bearer|(?:^|[-_.])(?:key|pat|pak|ak|pwd)$/i
const NO_SECRET_NAME =
  /(?:[-_]id|Id|[-_]?name|[-_]?type|[-_]?prefix|[-_]?ur[li]|[-_]?host|scopes?|[-_]at|At)$/

/** Whether a variable, key or header of this name holds a secret. */
export function isSecretName(name: string): boolean {
  // in capitals there is no hump that would tell `tokenId` from a word
  const written = name === name.toUpperCase() ? name.toLowerCase() : name
  return SECRET_NAME.test(name) && !NO_SECRET_NAME.test(written)
}

const PAIRS: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '<': '>' }
/** What may stand after a closing quote: separators, brackets, a comment, the next entry. */
const AFTER_QUOTE = /^\s*(?:[,;)}\]#&|].*|\/\/.*)?$/s
/** Words in angle brackets name what is to be put there; a token has digits. */
const NO_VALUE = /^<[^\d>]*>/

/** Takes away quotes around a value, up to three layers. `quoted`: there were some. */
export function unquote(text: string): { value: string; quoted: boolean } {
  let value = text.trim()
  let quoted = false
  for (let layer = 0; layer < 3; layer++) {
    const close = PAIRS[value.charAt(0)]
    const end = close === undefined ? -1 : value.indexOf(close, 1)
    if (end < 0 || NO_VALUE.test(value) || !AFTER_QUOTE.test(value.slice(end + 1))) break
    value = value.slice(1, end).trim()
    quoted = true
  }
  return { value, quoted }
}

/** The text up to a quote that was opened before it: `NAME=value"` of `"NAME=value"`. */
export function untilQuote(text: string, quote: string): string | null {
  const end = text.indexOf(quote)
  if (end < 0) return null
  const rest = text.slice(end + 1)
  return /^\s/.test(rest) || AFTER_QUOTE.test(rest) ? text.slice(0, end) : null
}

/** Takes `Bearer`, `token` and their like from the front of a header's value. */
export function withoutScheme(value: string): string {
  return value.replace(/^(?:bearer|token|apitoken|api-?key|ulf)\s+(?=\S)/i, '')
}

const SCHEME = /^(?:bearer|token|apitoken)\s+\S+$/i

/** Whether a text is a header's value with its scheme: `Bearer …`. */
export function hasScheme(value: string): boolean {
  return SCHEME.test(value)
}
