/** Where a query was found in a text: how well, and which characters. */
export interface Match {
  /** Higher is better. */
  readonly score: number
  /** Half-open ranges of the text, in order, none overlapping. */
  readonly ranges: readonly (readonly [number, number])[]
}

const isStart = (text: string, index: number): boolean =>
  index === 0 || !/[\p{L}\p{N}]/u.test(text[index - 1] ?? '')

/** A term as a piece of the text; at the start of a word if there is one. */
function whole(text: string, term: string): Match | null {
  let best: Match | null = null
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    const score = at === 0 ? 100 : isStart(text, at) ? 80 : 50
    if (!best || score > best.score) best = { score, ranges: [[at, at + term.length]] }
  }
  return best
}

/** The letters of a term in order, with gaps that only end at starts of words: 'cs' in 'Copy secret'. */
function scattered(text: string, term: string): Match | null {
  const ranges: [number, number][] = []
  let from = 0
  for (const letter of term) {
    const last = ranges.at(-1)
    if (last?.[1] === from && text.startsWith(letter, from)) {
      last[1] += letter.length
    } else {
      let at = text.indexOf(letter, from)
      while (at >= 0 && !isStart(text, at)) at = text.indexOf(letter, at + 1)
      if (at < 0) return null
      ranges.push([at, at + letter.length])
    }
    from = ranges.at(-1)?.[1] ?? 0
  }
  return { score: 30 - ranges.length, ranges }
}

/** The terms of a query, for `match`. */
export function termsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/u).filter(Boolean)
}

/** Every term has to be found; short texts that are hit win over long ones. */
export function match(text: string, terms: readonly string[]): Match | null {
  const lower = text.toLowerCase()
  // a letter whose lower case is longer would shift what is marked
  const same = lower.length === text.length
  const ranges: (readonly [number, number])[] = []
  let score = 0
  for (const term of terms) {
    const found = whole(lower, term) ?? (term.length > 1 ? scattered(lower, term) : null)
    if (!found) return null
    score += found.score
    if (same) ranges.push(...found.ranges)
  }
  return { score: score - Math.min(20, text.length / 10), ranges: merged(ranges) }
}

function merged(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const result: [number, number][] = []
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
