/** What stands between words of prose, code and addresses. */
const BETWEEN = /[\s"'`<>()[\]{},;|=:?&#]+/
/** Values that say what they are. */
const MARKED = /^(?:tg[a-z]{3}_[0-9A-Za-z]{16,}|lz_[a-z]{3}_[0-9A-Za-z]{16,}|1\/[0-9a-f]{40})$/
/** Long runs of letters and digits, and UUIDs. */
const SHAPED = /^(?:[0-9A-Za-z]{20,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/**
 * The last resort for a text that is no form of paste: the one word that looks like a token of a
 * platform. Several such words are no answer.
 */
export function onlyTokenWord(text: string): string | null {
  const words = text.split(BETWEEN).map((word) => word.replace(/[.!]+$/, ''))
  const marked = new Set(words.filter((word) => MARKED.test(word)))
  const fitting =
    marked.size > 0 ? marked : new Set(words.filter((word) => SHAPED.test(word) && isMixed(word)))
  return fitting.size === 1 ? ([...fitting][0] ?? null) : null
}

/** Letters and digits: neither a long word nor a long number. */
function isMixed(word: string): boolean {
  return /\d/.test(word) && /[A-Za-z]/.test(word)
}
