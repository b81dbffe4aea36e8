/** What a check came to, and what was seen, for its line. */
export interface Finding {
  readonly ok: boolean
  readonly seen: string
}

/** One line of `npm run test:hardening`: a protection, judged by what was measured. */
export interface Check<Facts> {
  readonly name: string
  readonly judge: (facts: Facts) => Finding
}

/**
 * Sums up what is wrong: nothing wrong, and `fine` says what was seen; else the line names all that
 * is not as it should be.
 */
export function finding(fine: string, wrong: readonly (string | false | undefined)[]): Finding {
  const named = wrong.filter((each) => typeof each === 'string')
  return named.length === 0 ? { ok: true, seen: fine } : { ok: false, seen: named.join('; ') }
}

/** Names of what stands in `found` and should not, or the other way round; undefined: the same. */
export function difference(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
): string | undefined {
  const more = found.filter((each) => !wanted.includes(each))
  const missing = wanted.filter((each) => !found.includes(each))
  if (more.length + missing.length === 0) return undefined
  const parts = [
    more.length > 0 && `too many: ${more.join(', ')}`,
    missing.length > 0 && `missing: ${missing.join(', ')}`,
  ]
  return `${what}: ${parts.filter((part) => part !== false).join('; ')}`
}
