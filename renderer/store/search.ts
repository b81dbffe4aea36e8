import { serviceOf } from '../../shared/model/kind'
import type { TokenSummary } from '../../shared/model/token'
import { isDead, VERDICTS } from '../../shared/model/verdict-list'
import { needsAttention } from '../../shared/model/warning'
import { isUnanswered, type Judge } from './overview'

/** The names that people search by. */
export interface Names {
  service(id: string): string
  kind(kind: TokenSummary['kind']): string
}

/** One word of a search: all of them must fit. */
export interface Term {
  readonly field: Field
  readonly value: string
  /** `-word`: must not fit. */
  readonly not: boolean
}

export const FIELDS = [
  'text',
  'label',
  'account',
  'project',
  'scope',
  'service',
  'kind',
  'is',
] as const
export type Field = (typeof FIELDS)[number]

/** People say platform, the program says service. */
const SAME = new Map<string, Field>([['platform', 'service']])

/** What `is:` understands, most asked for first. */
export const STATES: readonly string[] = [
  'works',
  'attention',
  'expiring',
  'dead',
  'unchecked',
  'unknown',
  'never',
  'rotating',
  'revoked',
  ...VERDICTS,
]

const WORD = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu

/** `staging is:expiring project:"My site"`: words, and words of a field. */
export function parseQuery(query: string): Term[] {
  const terms: Term[] = []
  for (const match of query.matchAll(WORD)) {
    const name = match[2]?.toLowerCase()
    const known = SAME.get(name ?? '') ?? FIELDS.find((field) => field === name)
    const value = match[3] ?? match[4] ?? ''
    // 'https://…' is no field: what is not one of ours is part of the word
    const text = known || name === undefined ? value : `${name}:${value}`
    if (text !== '')
      terms.push({ field: known ?? 'text', value: text.toLowerCase(), not: match[1] === '-' })
  }
  return terms
}

/** The first `is:` of a search that names no state, as it was written; null if each names one. */
export function unknownState(query: string): string | null {
  const wrong = parseQuery(query).find(
    ({ field, value }) => field === 'is' && !STATES.includes(value),
  )
  return wrong?.value ?? null
}

/** Everything of a token that a plain word may hit, lower case, made once per version of a row. */
export function createSearchTexts(names: Names): (token: TokenSummary) => string {
  const texts = new WeakMap<TokenSummary, string>()
  return (token) => {
    const known = texts.get(token)
    if (known !== undefined) return known
    const parts = [
      token.label,
      names.service(serviceOf(token.kind)),
      names.kind(token.kind),
      token.account ?? '',
      token.project ?? '',
      token.hint,
      token.server.baseUrl ?? '',
      ...token.access.flatMap((layer) => layer.values),
    ]
    const text = parts.join('\n').toLowerCase()
    texts.set(token, text)
    return text
  }
}

function inState(state: string, token: TokenSummary, judge: Judge): boolean {
  const attention = judge.of(token)
  switch (state) {
    case 'works':
      return token.settled?.verdict === 'valid'
    case 'attention':
      return needsAttention(attention)
    case 'expiring':
      return attention.due !== null && attention.due.level !== null
    case 'dead':
      return token.settled !== null && isDead(token.settled.verdict)
    case 'unchecked':
      return isUnanswered(token)
    case 'unknown':
      return token.expiry.known === 'unknown'
    case 'never':
      return token.expiry.known === 'never'
    case 'rotating':
    case 'revoked':
      return token.phase.name === state
    default:
      return token.settled?.verdict === state || token.check?.verdict === state
  }
}

export interface SearchParts {
  readonly judge: Judge
  readonly names: Names
}

/** A token with what a plain word may hit of it. */
export interface Searched {
  readonly token: TokenSummary
  readonly text: string
}

/** Makes the text when it is first searched in: a list that nobody searches costs nothing. */
export function lazily(token: TokenSummary, textOf: (token: TokenSummary) => string): Searched {
  let made: string | null = null
  return {
    token,
    get text() {
      made ??= textOf(token)
      return made
    },
  }
}

function fits(term: Term, { token, text }: Searched, parts: SearchParts): boolean {
  const { value } = term
  const has = (text: string | null): boolean => text?.toLowerCase().includes(value) ?? false
  switch (term.field) {
    case 'text':
      return text.includes(value)
    case 'label':
      return has(token.label)
    case 'account':
      return has(token.account)
    case 'project':
      return has(token.project)
    case 'scope':
      return token.access.some((layer) => layer.values.some((each) => has(each)))
    case 'service':
      return has(serviceOf(token.kind)) || has(parts.names.service(serviceOf(token.kind)))
    case 'kind':
      return has(token.kind) || has(parts.names.kind(token.kind))
    case 'is':
      return inState(value, token, parts.judge)
  }
}

export function matches(terms: readonly Term[], searched: Searched, parts: SearchParts): boolean {
  for (const term of terms) if (fits(term, searched, parts) === term.not) return false
  return true
}
