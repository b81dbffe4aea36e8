import { isCode, onlyTokenIn, pairIn, textsIn } from './code'
import { nothingBeside, note, type Beside, type Finding, type Reading } from './finding'
import { readFlags } from './flags'
import { Markup } from './markup'
import { fromQuery } from './sent'
import {
  hasScheme,
  isSecretName,
  isUrl,
  looksLikeToken,
  untilQuote,
  unquote,
  withoutScheme,
} from './text'
import { shellWords } from './words'

const COMMENT = /^(?:#|\/\/|;|```|---)/
/** A shell line that goes on in the next one. */
const CONTINUED = / [\\^`]\n[ \t]*/g
const PREFIX =
  /^(?:export|declare -x|local|readonly|const|let|var|set|env|arg|-e|--env|-)\s+(?=\S)/i
const ENV_PREFIX = /^\$(?:env:)?(?=[A-Za-z_])/i
const ASSIGNED = /^(["'`]?)([A-Za-z_][\w.-]{0,99})(["'`]?)\s*(:=|=>|=|:)(\s*)(.*)$/s
/** `setx NAME value`, `set -x NAME value`, `setenv NAME value`, Docker's `ENV NAME value`. */
const APART = /^(?:setx|setenv|env|set -[a-z]+)\s+([A-Za-z_]\w{0,99})\s+(\S.*)$/is
const VARIABLE = /^([A-Za-z_]\w{0,99})=(.*)$/s
/** Headers that may be written without a space after the colon. */
const KNOWN_HEADER = /^(?:authorization|x-[a-z-]+)$/i

/** Reads assignments, headers, YAML, INI, markup and bare values, line by line. */
export function readLines(text: string): Reading {
  const lines = text
    .replace(CONTINUED, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const kept = lines.length === 1 ? lines : lines.filter((line) => !COMMENT.test(line))
  const beside = nothingBeside()
  const markup = new Markup()
  const findings = kept.flatMap((line) => {
    const held = markup.read(line)
    if (held === null) return readLine(line, beside)
    return held.flatMap(({ name, value }) =>
      name === '' ? bare(`"${value}"`, beside) : named(name, value, beside),
    )
  })
  return { ...beside, findings }
}

function readLine(raw: string, beside: Beside): Finding[] {
  const section = /^\[\s*([^\]]*?)\s*\]$/.exec(raw)?.[1]
  if (section !== undefined) {
    if (isUrl(section)) beside.addresses.push({ url: section, name: null })
    return []
  }
  const line = raw.startsWith('{') ? raw.replace(/^[{\s]+/, '') : raw
  const apart = APART.exec(line)
  if (apart) return named(apart[1] ?? '', apart[2] ?? '', beside)
  const several = severalIn(line)
  if (several.length > 1) return several.flatMap(({ name, value }) => named(name, value, beside))
  const plain = line.replace(PREFIX, '').replace(PREFIX, '').replace(ENV_PREFIX, '')
  const assigned = ASSIGNED.exec(plain)
  if (assigned && isAssignment(assigned, plain !== line)) {
    return named(assigned[2] ?? '', valueOf(assigned), beside)
  }
  const flags = readFlags(line, beside)
  return flags.length > 0 ? flags : bare(line, beside)
}

/** Several assignments in one line: `A=… B=… command`, `{ a: '…', b: '…' }`. */
function severalIn(line: string): { name: string; value: string }[] {
  const quoted = textsIn(line).flatMap(({ name, value }) => (name === null ? [] : { name, value }))
  if (quoted.length > 1) return quoted
  const plain = line.replace(PREFIX, '')
  if (!VARIABLE.test(plain)) return []
  const words = shellWords(plain).map((word) => VARIABLE.exec(word))
  const end = words.indexOf(null)
  return words.slice(0, end < 0 ? undefined : end).map((match) => {
    const [, name = '', value = ''] = match ?? []
    return { name, value }
  })
}

/** A token may itself hold `=` or `:`; only what is written like an assignment is one. */
function isAssignment(match: RegExpExecArray, prefixed: boolean): boolean {
  const [, , name = '', , sign = '', space = '', value = ''] = match
  if (value === '') return prefixed || isSecretName(name)
  if (/^=+$/.test(value)) return false
  // YAML wants a space after its colon
  return sign !== ':' || space !== '' || /^["'`]/.test(value) || KNOWN_HEADER.test(name)
}

/** The value of an assignment without what a shell or YAML would not count to it. */
function valueOf(assigned: RegExpExecArray): string {
  const [, open = '', , close = '', sign = '', , text = ''] = assigned
  // "NAME=value": the quote around the whole ends the value
  const whole = open !== '' && close === '' ? untilQuote(text, open) : null
  if (whole !== null) return whole
  if (/^["'`<]/.test(text)) return text
  const uncommented = text.replace(/\s#.*$/s, '')
  // NAME=value command: the shell's value ends at the space
  const first = /^(\S{16,})\s+[a-z./]/.exec(uncommented)?.[1]
  const value = sign === '=' && first !== undefined && !hasScheme(uncommented) ? first : uncommented
  return value.replace(/[,;]\s*$/, '')
}

function named(name: string, text: string, beside: Beside): Finding[] {
  if (isCode(text)) return inCode(text, isSecretName(name) ? name : null, beside)
  const { value } = unquote(text)
  if (isUrl(value)) return address(value, name, beside)
  const header = /^(?:proxy-)?authorization$/i.test(name) || KNOWN_HEADER.test(name)
  const clear = header || hasScheme(value) ? withoutScheme(value) : value
  const secret = isSecretName(name)
  if (!secret) note(beside, name, clear)
  return [
    {
      value: clear,
      wrapping: header ? 'header' : 'assignment',
      variable: header ? null : name,
      header: header ? name : null,
      weight: secret ? 3 : looksLikeToken(clear) ? 2 : 1,
    },
  ]
}

function address(url: string, name: string | null, beside: Beside): Finding[] {
  beside.addresses.push({ url, name })
  return fromQuery(url)
}

function bare(line: string, beside: Beside): Finding[] {
  const { value, quoted } = unquote(line)
  if (isUrl(value)) return address(/^\S+/.exec(value)?.[0] ?? value, null, beside)
  if (hasScheme(value)) {
    const clear = withoutScheme(value)
    return [
      { value: clear, wrapping: 'header', variable: null, header: 'authorization', weight: 3 },
    ]
  }
  if (!quoted) {
    const inner = inCode(line, null, beside)
    if (inner.length > 0 || isCode(line)) return inner
  }
  // the full stop of a sentence
  const clear = quoted ? value : value.replace(/^(\S+)[.,;]$/, '$1')
  const weight = looksLikeToken(clear) ? 2 : 1
  return [{ ...none, value: clear, wrapping: quoted ? 'quotes' : 'none', weight }]
}

const none = { variable: null, header: null } as const

/** The one token in a line of a program. */
function inCode(line: string, variable: string | null, beside: Beside): Finding[] {
  for (const { name, value } of textsIn(line)) {
    if (isUrl(value)) beside.addresses.push({ url: value, name })
  }
  const text = onlyTokenIn(line)
  if (text === null) return []
  const pair = pairIn(text)
  if (pair?.header === true) {
    return [{ value: pair.value, wrapping: 'header', variable: null, header: pair.name, weight: 3 }]
  }
  const name = pair?.name ?? variable
  const value = pair?.value ?? text
  if (name === null) return [{ ...none, value, wrapping: 'quotes', weight: 2 }]
  return [{ value, wrapping: 'assignment', variable: name, header: null, weight: 3 }]
}
