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
