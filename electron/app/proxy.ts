import { session } from 'electron'
import { readChoices, type Proxy } from '../platform/http/proxy'

/** The system's proxy for a URL. */
export async function systemProxy(url: string): Promise<Proxy> {
  return readChoices(await session.defaultSession.resolveProxy(url))
}
