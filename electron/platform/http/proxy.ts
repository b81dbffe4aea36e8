import { isLoopback } from '../../../shared/base-url'

/**
 * A proxy is named that this client cannot speak to (SOCKS). Going directly instead would send a
 * token by a way that the user, or the network's owner, has ruled out.
 */
export const UNSUPPORTED = Symbol('a proxy that is not supported')

/** The proxy as `http://host:port`; null: directly. */
export type Proxy = string | null | typeof UNSUPPORTED
export type ProxyFor = (url: string) => Promise<Proxy>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Lets the environment decide where it names a proxy, and the system where it does not. Only the
 * origin of a URL is handed on: a proxy script has no business with paths.
 */
export function chooseProxy(environment: Environment, system: ProxyFor): ProxyFor {
  return async (text) => {
    const url = new URL(text)
    if (isLoopback(url.hostname)) return null
    const decided = environmentProxy(environment, url)
    return decided === undefined ? system(`${url.origin}/`) : decided
  }
}

/**
 * HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, as curl reads them.
 * undefined: the environment names none for this scheme; null: not for this host.
 */
export function environmentProxy(environment: Environment, url: URL): Proxy | undefined {
  const named = read(environment, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')
  const proxy = parseProxy(named ?? read(environment, 'all_proxy'))
  if (proxy === undefined) return undefined
  if (isLoopback(url.hostname)) return null
  return isExcepted(read(environment, 'no_proxy') ?? '', url) ? null : proxy
}

function read(environment: Environment, name: string): string | undefined {
  const value = environment[name] ?? environment[name.toUpperCase()]
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

/** A text that is no address is treated as absent. */
function parseProxy(text: string | undefined): string | typeof UNSUPPORTED | undefined {
  if (text === undefined) return undefined
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(full)) return undefined
  const url = new URL(full)
  return url.protocol === 'http:' || url.protocol === 'https:' ? full : UNSUPPORTED
}

/**
 * The choices of a system, best first, as Chromium writes them: `PROXY host:port; DIRECT`. The
 * first that can be used counts; 'directly' does not, where it only stands in for one that cannot.
 */
export function readChoices(text: string): Proxy {
  let passed = false
  for (const choice of text.split(';')) {
    const [kind = '', host] = choice.trim().split(/\s+/)
    if (kind === 'DIRECT') return passed ? UNSUPPORTED : null
    if (host !== undefined && kind === 'PROXY') return `http://${host}`
    if (host !== undefined && kind === 'HTTPS') return `https://${host}`
    passed ||= kind !== ''
  }
  return passed ? UNSUPPORTED : null
}

/** Entries are `*`, a host with all below it, or either with a port; `.host` means the same. */
function isExcepted(list: string, url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [name, onPort] = splitPort(entry)
      if (onPort !== undefined && onPort !== port) return false
      const bare = name.replace(/^\*?\./, '')
      return host === bare || host.endsWith(`.${bare}`)
    })
}

/** `host`, `host:port`, `[address]:port`, or an address whose colons part no port. */
function splitPort(entry: string): readonly [string, string | undefined] {
  const [, name, port] =
    /^\[(.+)\](?::(\d+))?$/.exec(entry) ?? /^([^:]+)(?::(\d+))?$/.exec(entry) ?? []
  return name === undefined ? [entry, undefined] : [name, port]
}
