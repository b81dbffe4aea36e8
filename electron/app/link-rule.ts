const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const LONGEST = 2048
/** Taken out by the parser, so that what is read is not what is opened. */
const UNSEEN = /[\0-\x20\x7f]/

/** Whether a URL may be handed to the system: https, or http on this machine; nothing hidden in it. */
export function mayOpen(text: string): boolean {
  if (text.length > LONGEST || UNSEEN.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
}
