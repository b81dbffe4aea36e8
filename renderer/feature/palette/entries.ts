import { COMMANDS, type Command } from '../../command/commands'
import type { Words } from '../../i18n/intl'
import type { App } from '../../store/app'
import type { TokenSummary } from '../../../shared/model/token'
import { match, termsOf, type Match } from './fuzzy'

export type Entry =
  | {
      readonly type: 'command'
      readonly command: Command
      readonly text: string
      readonly hit: Match
    }
  | {
      readonly type: 'token'
      readonly token: TokenSummary
      readonly text: string
      readonly hit: Match
    }

export interface Group {
  readonly id: 'tokens' | Command['group']
  readonly entries: readonly Entry[]
}

const NOTHING: Match = { score: 0, ranges: [] }
/** More tokens than this are not shown: the next letter narrows them down. */
const MOST_TOKENS = 20
const GROUPS: readonly Command['group'][] = ['token', 'view', 'app']

export function entryId(entry: Entry): string {
  return entry.type === 'command'
    ? `palette-${entry.command.id}`
    : `palette-token-${entry.token.id}`
}

/** What can be chosen for a query: the commands that can be run now, and tokens by their label. */
export function findEntries(app: App, words: Words, query: string): Group[] {
  const terms = termsOf(query)
  const commands = commandsOf(app, words, terms)
  const groups: Group[] = GROUPS.map((id) => ({
    id,
    entries: commands.filter((entry) => entry.type === 'command' && entry.command.group === id),
  }))
  const tokens: Group = { id: 'tokens', entries: tokensOf(app, terms) }
  const all = [...groups, tokens].filter((group) => group.entries.length > 0)
  // without a query the order is the commands' own; with one, the group with the best hit leads
  return terms.length === 0 ? all : all.sort((a, b) => best(b) - best(a))
}

const best = (group: Group): number => group.entries[0]?.hit.score ?? 0

function commandsOf(app: App, words: Words, terms: readonly string[]): Entry[] {
  return ranked(
    COMMANDS.flatMap((command): Entry[] => {
      if (command.id === 'palette.open' || !command.enabled(app)) return []
      const text = words.t(command.label)
      const hit = terms.length === 0 ? NOTHING : match(text, terms)
      return hit ? [{ type: 'command', command, text, hit }] : []
    }),
  )
}

/** Tokens come only when something was typed: the list behind the palette shows them all. */
function tokensOf(app: App, terms: readonly string[]): Entry[] {
  if (terms.length === 0) return []
  const found = app.tokens.getState().list.flatMap((token): Entry[] => {
    const hit = match(token.label, terms)
    return hit ? [{ type: 'token', token, text: token.label, hit }] : []
  })
  return ranked(found).slice(0, MOST_TOKENS)
}

function ranked(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => b.hit.score - a.hit.score)
}
