const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * The id of the project that a `tgpak_` key belongs to, read from the key: what follows the prefix
 * is `<project id>_<key>` in base 32 (RFC 4648, lower case, unpadded). null: it does not decode,
 * which Tolgee's own sample does not either.
 */
export function projectOf(key: string): string | null {
  const payload = /^tgpak_([a-z2-7]{8,200})$/.exec(key)?.[1]
  if (payload === undefined) return null
  let bits = 0
  let held = 0
  let text = ''
  for (const letter of payload) {
    bits = (bits << 5) | ALPHABET.indexOf(letter)
    held += 5
    if (held >= 8) {
      held -= 8
      text += String.fromCharCode((bits >> held) & 0xff)
    }
    bits &= (1 << held) - 1
  }
  return /^(\d{1,19})_[0-9a-v]{16,26}$/.exec(text)?.[1] ?? null
}
