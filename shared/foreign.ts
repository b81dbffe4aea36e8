/** Well-known starts of the tokens of others, and whose they are; longer ones first. */
const STARTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:gh[opsru]_|github_pat_)/, 'GitHub'],
  [/^glpat-/, 'GitLab'],
  [/^sk-ant-/, 'Anthropic'],
  [/^sk-/, 'OpenAI'],
  [/^xox[a-z]-/, 'Slack'],
  [/^AKIA[0-9A-Z]{16}$/, 'AWS'],
]

/** Whose token a value looks like, where that is none of the platforms known here; else null. */
export function foreignOwner(value: string): string | null {
  return STARTS.find(([start]) => start.test(value))?.[1] ?? null
}
