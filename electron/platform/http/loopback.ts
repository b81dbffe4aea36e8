import { isLoopback } from '../../../shared/base-url'

/** Whether a URL may carry a secret: https anywhere, plain http only inside this machine. */
export function isSafeTarget(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && isLoopback(url.hostname)
}
