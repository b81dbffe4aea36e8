import { session } from 'electron'

/** The system's proxy for a URL, as `http://host:port`; null where it is to be reached directly. */
export async function systemProxy(url: string): Promise<string | null> {
  const answer = await session.defaultSession.resolveProxy(url)
  for (const choice of answer.split(';')) {
    const [kind, host] = choice.trim().split(/\s+/)
    if (kind === 'DIRECT') return null
    if (host !== undefined && kind === 'PROXY') return `http://${host}`
    if (host !== undefined && kind === 'HTTPS') return `https://${host}`
  }
  return null
}
