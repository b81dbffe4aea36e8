import { rootCertificates } from 'node:tls'
import { Agent, ProxyAgent, type Dispatcher } from 'undici'
import { CONNECTIONS_MAX, DEADLINE_MS } from './limits'

/** Keeps connections open between calls, and ends them all. */
export interface Agents {
  /** The way to a host through a proxy (`http://host:port`), or directly. */
  via(proxy: string | null): Dispatcher
  close(): Promise<void>
}

/** `authorities`: certificates (PEM) trusted beside the well-known ones. */
export function createAgents(authorities: readonly string[]): Agents {
  // said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot turn it off
  const tls = {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    ...(authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] }),
  }
  const options = {
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    headersTimeout: DEADLINE_MS,
    bodyTimeout: DEADLINE_MS,
    maxHeaderSize: 16 * 1024,
  }
  const open = new Map<string | null, Dispatcher>()
  return {
    via(proxy) {
      const known = open.get(proxy)
      if (known !== undefined) return known
      const connect = { ...tls, timeout: DEADLINE_MS }
      const agent =
        proxy === null
          ? new Agent({ ...options, connect })
          : // a tunnel always: the proxy sees a host's name and nothing of what is said
            new ProxyAgent({ ...options, uri: proxy, requestTls: tls, proxyTls: tls })
      open.set(proxy, agent)
      return agent
    },
    async close() {
      const agents = [...open.values()]
      open.clear()
      await Promise.all(agents.map((agent) => agent.destroy()))
    },
  }
}
