import type { Finding } from './finding'
import { isSecretName, withoutScheme } from './text'

/** A value that is sent to a server, in a line of curl or an address. */
export function sent(value: string, name: string | null, weight: Finding['weight'] = 3): Finding {
  return { value: value.trim(), wrapping: 'curl', variable: null, header: name, weight }
}

/** The value of a header that is named like one of a secret. */
export function fromHeader(line: string): Finding[] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(colon, 0)).trim()
  return isSecretName(name) ? [sent(withoutScheme(line.slice(colon + 1).trim()), name)] : []
}

/** Secrets in the query of an address. */
export function fromQuery(url: string): Finding[] {
  const start = url.indexOf('?')
  return start < 0 ? [] : fromPairs(url.slice(start + 1))
}

/** Secrets in `name=value&…`, decoded. */
export function fromPairs(text: string): Finding[] {
  return [...new URLSearchParams(text)]
    .filter(([name, value]) => isSecretName(name) && value !== '')
    .map(([name, value]) => sent(value, name))
}
