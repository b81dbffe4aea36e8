import { hasScheme, isSecretName, isUrl, looksLikeToken, unquote, withoutScheme } from './text'

const STRING = /"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`/g
/** What stands in front of a quoted text that has a name: `name: `, `"name": `, `name=`. */
const NAME_BEFORE = /([A-Za-z_$][\w$.-]*)["'`]?\s*(?:=>|:=|[:=])$/
const LOOK_BACK = 80
/** No line that anybody wrote has more. */
const TEXTS_MAX = 500
/** A call, an entry of a map, or the environment of a program. */
const CODE = /^(?:(?:await|new|return)\s+)*(?:[A-Za-z_$][\w$.?!]*(?:\(|\[["'`]))/
const ENVIRONMENT = /^(?:process|import\.meta)\.env\b/
/** Names of variables are long and in one piece, too. */
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const PAIR = /^([A-Za-z_][\w.-]{0,99})(=|:\s*)(\S.*)$/s

interface Text {
  readonly name: string | null
  readonly value: string
}

/** Whether what stands where a value would is an expression of a program. */
export function isCode(text: string): boolean {
  if (ENVIRONMENT.test(text)) return true
  return CODE.test(text) && (/["'`]/.test(text) || /\)[;,]?$/.test(text))
}

/** The quoted texts of a line, with the names in front of them. */
export function textsIn(line: string): Text[] {
  const texts: Text[] = []
  for (const match of line.matchAll(STRING)) {
    const value = match[1] ?? match[2] ?? match[3] ?? ''
    texts.push({ name: nameBefore(line, match.index), value: value.trim() })
    if (texts.length === TEXTS_MAX) break
  }
  return texts
}

function nameBefore(line: string, index: number): string | null {
  const before = line.slice(Math.max(0, index - LOOK_BACK), index).trimEnd()
  return /[:=>]$/.test(before) ? (NAME_BEFORE.exec(before)?.[1] ?? null) : null
}

/** A whole header or assignment in one text: `X-Api-Token: …`, `TX_TOKEN=…`. */
export function pairIn(text: string): { name: string; value: string; header: boolean } | null {
  const [, name = '', sign = '', rest = ''] = PAIR.exec(text) ?? []
  if (!isSecretName(name)) return null
  const value = withoutScheme(unquote(rest).value)
  return { name, value, header: sign !== '=' }
}

/** The one quoted text of a line of code that looks like a token. */
export function onlyTokenIn(line: string): string | null {
  const texts = textsIn(line).map(({ value }) => (hasScheme(value) ? withoutScheme(value) : value))
  const tokens = new Set(texts.filter((text) => isTokenLike(text)))
  return tokens.size === 1 ? ([...tokens][0] ?? null) : null
}

function isTokenLike(text: string): boolean {
  const value = pairIn(text)?.value ?? text
  return looksLikeToken(value) && /\d/.test(value) && !CONSTANT.test(value) && !isUrl(text)
}
