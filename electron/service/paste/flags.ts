import { note, type Beside, type Finding } from './finding'
import { fromHeader } from './sent'
import { isSecretName, isUrl, looksLikeToken } from './text'
import { shellWords } from './words'

type Short = ReadonlyMap<string, string>

/** What short flags of the platforms' own command lines stand for. */
const SHORT_FLAGS: ReadonlyMap<string, Short> = new Map<string, Short>([
  [
    'tx',
    new Map([
      ['t', 'token'],
      ['H', 'hostname'],
    ]),
  ],
  ['phrase', new Map([['t', 'access_token']])],
  ['phraseapp', new Map([['t', 'access_token']])],
  ['lokalise', new Map([['t', 'token']])],
  ['lokalise2', new Map([['t', 'token']])],
  [
    'tolgee',
    new Map([
      ['ak', 'api-key'],
      ['au', 'api-url'],
      ['p', 'project-id'],
    ]),
  ],
  [
    'locize',
    new Map([
      ['k', 'api-key'],
      ['i', 'project-id'],
      ['a', 'api-endpoint'],
    ]),
  ],
])
/** `tolgee login <key>` */
const LOGIN = 'login'
const FLAG = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s
const VARIABLE = /^([A-Za-z_]\w{0,99})=(.+)$/s

/** Secrets in the line of a program: `--token …`, `--api-key=…`, `-e NAME=…`, `-H "Name: …"`. */
export function readFlags(line: string, beside: Beside): Finding[] {
  return flagsIn(shellWords(line), beside)
}

/** The same for words that are told apart already. Addresses and other values go beside. */
export function flagsIn(words: readonly string[], beside: Beside): Finding[] {
  const findings: Finding[] = []
  let short: Short | null = null
  let name: string | null = null
  for (const [index, word] of words.entries()) {
    const flag = FLAG.exec(word)
    if (flag) {
      const written = flag[1] ?? ''
      name = short?.get(written) ?? written
      if (flag[2] === undefined) continue
    } else {
      short ??= programOf(word)
      if (short !== null && words[index - 1] === LOGIN) name = 'token'
    }
    findings.push(...given(name, flag?.[2] ?? word, beside))
    name = null
  }
  return findings
}

/** The short flags of a program: `npx @tolgee/cli`, `/usr/bin/tx`, `phrase.exe`. */
function programOf(word: string): Short | null {
  const program = /(?:^|[\\/@])([a-z0-9]+)(?:\/cli|-cli)?(?:\.exe)?(?:@[\w.]+)?$/.exec(word)?.[1]
  return SHORT_FLAGS.get(program ?? '') ?? null
}

function given(name: string | null, value: string, beside: Beside): Finding[] {
  if (isUrl(value)) {
    beside.addresses.push({ url: value, name })
    return []
  }
  if (name === 'H' || name === 'header') {
    return fromHeader(value).map((found) => ({ ...found, wrapping: 'header' }))
  }
  if (name !== null && isSecretName(name))
    return looksLikeToken(value) ? [flagged(value, name)] : []
  // -e NAME=…, --from-literal=NAME=…, or a variable in front of the program
  const [, variable = '', rest = ''] = VARIABLE.exec(value) ?? []
  if (isSecretName(variable) && looksLikeToken(rest)) return [flagged(rest, variable)]
  const other = variable === '' ? { name, value } : { name: variable, value: rest }
  if (other.name !== null) note(beside, other.name, other.value)
  return []
}

function flagged(value: string, variable: string): Finding {
  return { value, wrapping: 'assignment', variable, header: null, weight: 3 }
}
