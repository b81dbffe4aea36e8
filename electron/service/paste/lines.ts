import { readFlags } from './command'
import type { Finding, Reading } from './finding'
import { isSecretName, isUrl, looksLikeToken, unquote, withoutScheme } from './text'

const COMMENT = /^(?:#|\/\/|;|```|---)/
const PREFIX =
  /^(?:export|declare -x|local|readonly|const|let|var|set|env|arg|-e|--env|-)\s+(?=\S)/i
const ENV_PREFIX = /^\$(?:env:)?(?=[A-Za-z_])/i
const ASSIGNED = /^["'`]?([A-Za-z_][\w.-]{0,99})["'`]?\s*(:=|=>|=|:)(\s*)(.*)$/s
/** `setx NAME value`, `set -x NAME value`, `setenv NAME value`, Docker's `ENV NAME value`. */
const APART = /^(?:setx|setenv|env|set -[a-z]+)\s+([A-Za-z_]\w{0,99})\s+(\S.*)$/is
/** Headers that may be written without a space after the colon. */
const KNOWN_HEADER = /^(?:authorization|x-[a-z-]+)$/i
const SCHEME = /^(?:bearer|token|apitoken)\s+\S+$/i
const STRING = /"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`/g

/** Reads assignments, headers, YAML, INI and bare values, line by line. */
export function readLines(text: string): Reading {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const kept = lines.length === 1 ? lines : lines.filter((line) => !COMMENT.test(line))
  const findings: Finding[] = []
  const urls: string[] = []
  for (const line of kept) {
    const found = readLine(line, urls)
    if (found) findings.push(...found)
  }
  return { findings, urls }
}

/** `urls` takes the addresses of the line. */
function readLine(raw: string, urls: string[]): Finding[] | null {
  const section = /^\[\s*([^\]]*?)\s*\]$/.exec(raw)?.[1]
  if (section !== undefined) {
    if (isUrl(section)) urls.push(section)
    return null
  }
  const line = raw.startsWith('{') ? raw.replace(/^[{\s]+/, '') : raw
  const apart = APART.exec(line)
  if (apart) return named(apart[1] ?? '', apart[2] ?? '', urls)
  const plain = line.replace(PREFIX, '').replace(PREFIX, '').replace(ENV_PREFIX, '')
  const assigned = ASSIGNED.exec(plain)
  if (assigned && isAssignment(assigned, plain !== line)) {
    return named(assigned[1] ?? '', valueOf(assigned[2] ?? '', assigned[4] ?? ''), urls)
  }
  const flags = readFlags(line)
  return flags.length > 0 ? flags : [bare(line, urls)].filter((found) => found !== null)
}

/** A token may itself hold `=` or `:`; only what is written like an assignment is one. */
function isAssignment(match: RegExpExecArray, prefixed: boolean): boolean {
  const [, name = '', sign = '', space = '', value = ''] = match
  if (value === '') return prefixed || isSecretName(name)
  if (/^=+$/.test(value)) return false
  // YAML wants a space after its colon
  return sign !== ':' || space !== '' || /^["'`]/.test(value) || KNOWN_HEADER.test(name)
}

/** The value of an assignment without what a shell or YAML would not count to it. */
function valueOf(sign: string, text: string): string {
  if (/^["'`<]/.test(text)) return text
  const uncommented = text.replace(/\s#.*$/s, '')
  // NAME=value command: the shell's value ends at the space
  const first = /^(\S{16,})\s+[a-z./]/.exec(uncommented)?.[1]
  const value =
    sign === '=' && first !== undefined && !SCHEME.test(uncommented) ? first : uncommented
  return value.replace(/[,;]\s*$/, '')
}

function named(name: string, text: string, urls: string[]): Finding[] {
  const { value } = unquote(text)
  if (isUrl(value)) {
    urls.push(value)
    return []
  }
  const header = /^(?:proxy-)?authorization$/i.test(name) || KNOWN_HEADER.test(name)
  const clear = header || SCHEME.test(value) ? withoutScheme(value) : value
  return [
    {
      value: clear,
      wrapping: header ? 'header' : 'assignment',
      variable: header ? null : name,
      header: header ? name : null,
      weight: isSecretName(name) ? 3 : looksLikeToken(clear) ? 2 : 1,
    },
  ]
}

function bare(line: string, urls: string[]): Finding | null {
  const { value, quoted } = unquote(line)
  if (isUrl(value)) {
    urls.push(value)
    return null
  }
  if (SCHEME.test(value)) {
    const clear = withoutScheme(value)
    return { value: clear, wrapping: 'header', variable: null, header: 'authorization', weight: 3 }
  }
  if (!quoted) {
    const inner = onlyTokenIn(line)
    if (inner !== null) return { ...none, value: inner, wrapping: 'quotes', weight: 2 }
  }
  const weight = looksLikeToken(value) ? 2 : 1
  return { ...none, value, wrapping: quoted ? 'quotes' : 'none', weight }
}

const none = { variable: null, header: null } as const

/** The one quoted text of a line of code that looks like a token. */
function onlyTokenIn(line: string): string | null {
  const texts = [...line.matchAll(STRING)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  const tokens = texts.filter((text) => looksLikeToken(text) && /\d/.test(text))
  return tokens.length === 1 ? (tokens[0] ?? null) : null
}
