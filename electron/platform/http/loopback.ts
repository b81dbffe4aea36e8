/**
 * Whether a URL's host name stands for this machine: 127.0.0.0/8, ::1 and `localhost`.
 * Expects `URL.hostname`, which has numbers in their usual form and names in lower case.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** Whether a URL may carry a secret: https anywhere, plain http only inside this machine. */
export function isSafeTarget(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && isLoopback(url.hostname)
}
