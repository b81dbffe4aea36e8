import type { Finding, Reading } from './finding'
import { readJson } from './json'
import { isSecretName, isUrl, looksLikeToken, withoutScheme } from './text'

/** Splits a shell line into words: quotes, backslashes and continued lines are undone. */
export function shellWords(text: string): string[] {
  const words: string[] = []
  let word = ''
  let open = false
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(text.charAt(i + 1))) {
        word += text.charAt(++i)
      } else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      open = true
    } else if (char === '\\' || (char === '^' && text.charAt(i + 1) === '\n')) {
      const next = text.charAt(++i)
      if (next !== '\n') word += next
      open ||= next !== '\n'
    } else if (char === ' ' || char === '\t' || char === '\n') {
      if (open || word !== '') words.push(word)
      word = ''
      open = false
    } else word += char
  }
  if (open || word !== '') words.push(word)
  return words
}

const HEADER_FLAGS = new Set(['-H', '--header'])
const USER_FLAGS = new Set(['-u', '--user'])
const BODY_FLAGS = new Set([
  '-d',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-urlencode',
  '--json',
  '-F',
  '--form',
  '--form-string',
])

/** Reads a curl line (or wget, which shares the header flag); null if the text is none. */
export function readCurl(text: string): Reading | null {
  if (!/^(?:[$%>#] )?(?:curl|wget)(?:\.exe)?\s/i.test(text)) return null
  const words = shellWords(text)
  const findings: Finding[] = []
  const urls: string[] = []
  for (let i = 0; i < words.length; i++) {
    const { flag, value, ahead } = flagAt(words, i)
    if (value !== null && HEADER_FLAGS.has(flag)) findings.push(...fromHeader(value))
    else if (value !== null && BODY_FLAGS.has(flag)) findings.push(...fromBody(value))
    else if (value !== null && USER_FLAGS.has(flag)) findings.push(...fromUser(value))
    else if (value !== null && flag === '--oauth2-bearer') findings.push(curl(value, null))
    else {
      const url = words[i] ?? ''
      if (isUrl(url)) urls.push(url)
      continue
    }
    i += ahead
  }
  for (const url of urls) findings.push(...fromQuery(url))
  return { findings, urls }
}

/** A flag and its value, written apart, with `=`, or (short flags) joined. */
function flagAt(
  words: readonly string[],
  at: number,
): { flag: string; value: string | null; ahead: number } {
  const word = words[at] ?? ''
  const long = /^(--[a-z0-9-]+)=(.*)$/s.exec(word)
  if (long) return { flag: long[1] ?? '', value: long[2] ?? '', ahead: 0 }
  const short = /^(-[HuFd])(.+)$/s.exec(word)
  if (short) return { flag: short[1] ?? '', value: short[2] ?? '', ahead: 0 }
  return { flag: word, value: words[at + 1] ?? null, ahead: 1 }
}

function curl(value: string, name: string | null, weight: Finding['weight'] = 3): Finding {
  return { value: value.trim(), wrapping: 'curl', variable: null, header: name, weight }
}

function fromHeader(line: string): Finding[] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(colon, 0)).trim()
  return isSecretName(name) ? [curl(withoutScheme(line.slice(colon + 1).trim()), name)] : []
}

function fromUser(text: string): Finding[] {
  const colon = text.indexOf(':')
  const password = colon < 0 ? '' : text.slice(colon + 1)
  return [curl(password === '' ? text.replace(/:$/, '') : password, null, 2)]
}

function fromBody(text: string): Finding[] {
  const json = readJson(text.trim())
  if (json) return json.findings.filter((each) => each.weight === 3).map(asCurl)
  return fromPairs(text)
}

function asCurl(found: Finding): Finding {
  return { ...found, wrapping: 'curl', variable: null }
}

function fromQuery(url: string): Finding[] {
  const start = url.indexOf('?')
  return start < 0 ? [] : fromPairs(url.slice(start + 1))
}

function fromPairs(text: string): Finding[] {
  return [...new URLSearchParams(text)]
    .filter(([name, value]) => isSecretName(name) && value !== '')
    .map(([name, value]) => curl(value, name))
}

const FLAG = /(?:^|\s)--?[a-z0-9-]*(?:token|key|secret|auth)/i

/** Values of flags such as `--token …` or `--api-key=…` in the line of another program. */
export function readFlags(line: string): Finding[] {
  if (!FLAG.test(line)) return []
  const words = shellWords(line)
  return words.flatMap((word, index) => {
    const flag = /^--?([a-z][a-z0-9-]*)(?:=(.*))?$/is.exec(word)
    const name = flag?.[1] ?? ''
    const value = flag?.[2] ?? words[index + 1] ?? ''
    if (!isSecretName(name) || !looksLikeToken(value)) return []
    return [{ value, wrapping: 'assignment', variable: name, header: null, weight: 3 } as const]
  })
}
