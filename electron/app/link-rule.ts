const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const LONGEST = 2048

/** Whether a URL may be handed to the system: https, or http on this machine; nothing hidden in it. */
export function mayOpen(text: string): boolean {
  if (text.length > LONGEST || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
}
