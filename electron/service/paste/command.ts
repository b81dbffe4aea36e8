import type { Finding, Reading } from './finding'
import { readJson } from './json'
import { readLines } from './lines'
import { fromHeader, fromPairs, fromQuery, sent } from './sent'
import { isSecretName, isUrl } from './text'
import { shellWords } from './words'

const HEADER_FLAGS = new Set(['-H', '--header'])
const USER_FLAGS = new Set(['-u', '--user'])
/** Bodies that are sent as they are written: nothing in them is encoded. */
const PLAIN_BODY_FLAGS = new Set(['--data-urlencode', '-F', '--form', '--form-string'])
const BODY_FLAGS = new Set(['-d', '--data', '--data-raw', '--data-binary', '--json'])

const COMMAND = /^\s*(?:[$%>#] )?(?:curl|wget)(?:\.exe)?\s/i
/** A header flag that was copied out of such a line. */
const HEADER = /^\s*(?:-H(?=[\s"'A-Z])|--header(?=[\s=])).*:/

/** Reads a curl line (or wget, which shares the header flag); null if there is none. */
export function readCurl(text: string): Reading | null {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => COMMAND.test(line) || HEADER.test(line))
  if (start < 0) return null
  // comments, a fence or the variables that the line uses
  const { findings: earlier, ...beside } = readLines(lines.slice(0, start).join('\n'))
  const urls: string[] = []
  const findings = readWords(shellWords(lines.slice(start).join('\n')), urls)
  for (const url of urls) {
    findings.push(...fromQuery(url))
    beside.addresses.push({ url, name: null })
  }
  return { ...beside, findings: [...earlier.filter((each) => each.weight > 1), ...findings] }
}

function readWords(words: readonly string[], urls: string[]): Finding[] {
  const findings: Finding[] = []
  for (let i = 0; i < words.length; i++) {
    const { flag, value, ahead } = flagAt(words, i)
    if (value !== null && HEADER_FLAGS.has(flag)) findings.push(...fromHeader(value))
    else if (value !== null && PLAIN_BODY_FLAGS.has(flag)) findings.push(...fromPlainPair(value))
    else if (value !== null && BODY_FLAGS.has(flag)) findings.push(...fromBody(value))
    else if (value !== null && USER_FLAGS.has(flag)) findings.push(...fromUser(value))
    else if (value !== null && flag === '--oauth2-bearer') findings.push(sent(value, null))
    else {
      // --url=…, or an address by itself
      const url = ahead === 0 ? (value ?? '') : (words[i] ?? '')
      if (isUrl(url)) urls.push(url)
      continue
    }
    i += ahead
  }
  return findings
}

/** A flag and its value, written apart, with `=`, or (short flags) joined. */
function flagAt(
  words: readonly string[],
  at: number,
): { flag: string; value: string | null; ahead: number } {
  const word = words[at] ?? ''
  const next = words[at + 1] ?? null
  const long = /^(--[a-z0-9-]+)=(.*)$/s.exec(word)
  if (long) return { flag: long[1] ?? '', value: long[2] ?? '', ahead: 0 }
  const joined = /^(-[HuFd])(.+)$/s.exec(word)
  if (joined) return { flag: joined[1] ?? '', value: joined[2] ?? '', ahead: 0 }
  // several short flags in one: -sSH
  const cluster = /^-[A-Za-z]*([HuFd])$/.exec(word)
  if (cluster) return { flag: `-${cluster[1] ?? ''}`, value: next, ahead: 1 }
  return { flag: word, value: next, ahead: 1 }
}

function fromUser(text: string): Finding[] {
  const colon = text.indexOf(':')
  const password = colon < 0 ? '' : text.slice(colon + 1)
  return [sent(password === '' ? text.replace(/:$/, '') : password, null, 2)]
}

function fromBody(text: string): Finding[] {
  const json = readJson(text.trim())
  if (json) return json.findings.filter((each) => each.weight === 3).map(asCurl)
  return fromPairs(text)
}

function fromPlainPair(text: string): Finding[] {
  const sign = text.indexOf('=')
  const name = text.slice(0, Math.max(sign, 0))
  return isSecretName(name) ? [sent(text.slice(sign + 1), name)] : []
}

function asCurl(found: Finding): Finding {
  return { ...found, wrapping: 'curl', variable: null }
}
