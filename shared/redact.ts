const MASK = '••••'

/** Longest piece of a secret's end that a hint shows. */
const TAIL = 4

/**
 * A short, recognizable stand-in for a secret, safe to show in a list: a known prefix
 * (`tgpak_`, `lz_pat_`, `1/`) if there is one, and the last four characters of a value long
 * enough that four say nothing. Shorter values show the mask alone.
 */
export function hintOf(secret: string, prefix = ''): string {
  const head = prefix !== '' && secret.startsWith(prefix) ? prefix : ''
  const tail = secret.length - head.length >= 20 ? secret.slice(-TAIL) : ''
  return `${head}${MASK}${tail}`
}

/** Replaces every occurrence of the given secrets in a text. Used on anything a server wrote. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, MASK)
  }
  return clean
}

/** Shorter values stand in other texts by chance. */
const TELLING = 8

/** Whether a text holds a secret, as it is or percent-encoded, in letters of either case. */
export function holdsSecret(text: string, secret: string): boolean {
  if (secret.length < TELLING) return false
  const wanted = secret.toLowerCase()
  return [text, decoded(text)].some((form) => form.toLowerCase().includes(wanted))
}

/** Undoes percent-encoding, piece by piece: one that is wrong must not hide the others. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (piece) => {
    try {
      return decodeURIComponent(piece)
    } catch {
      return piece
    }
  })
}
