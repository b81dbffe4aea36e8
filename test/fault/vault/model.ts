import type { Slot } from '../../../electron/service/port'
import type { SealedVault } from '../../../electron/vault/vault'
import type { ManualClock } from '../../helper/manual-clock'
import { value } from '../../helper/vault'

/** What a token holds, as far as the writers change it. */
export interface TokenContent {
  readonly label: string
  readonly note: string
  /** The stage of its rotation; null: none is open. */
  readonly stage: string | null
  readonly secrets: Readonly<Record<Slot, string | null>>
}

/** What a vault holds, as far as the writers change it. */
export interface Content {
  readonly text: unknown
  /** Lines of the audit log. */
  readonly lines: number
  readonly tokens: Readonly<Record<string, TokenContent>>
}

export const NOTHING: Content = { text: null, lines: 0, tokens: {} }

/** One write: to which vault, how many lines of the log go with it, and what it changes. */
export interface Step {
  /** The name of the vault's folder. */
  readonly vault: string
  readonly lines: number
  /** null: removed. */
  readonly token?: { readonly id: string; readonly after: TokenContent | null }
  readonly text?: string
}

export function applied(content: Content, { lines, token, text }: Step): Content {
  const tokens = { ...content.tokens }
  if (token?.after) tokens[token.id] = token.after
  return {
    text: text ?? content.text,
    lines: content.lines + lines,
    tokens: token?.after === null ? without(tokens, token.id) : tokens,
  }
}

function without<T>(all: Readonly<Record<string, T>>, gone: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([id]) => id !== gone))
}

export function sameContent(one: Content, other: Content): boolean {
  return canonical(one) === canonical(other)
}

function canonical({ text, lines, tokens }: Content): string {
  const entries = Object.entries(tokens).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([text, lines, entries])
}

/** After that time an open vault has gone through its file. */
const CHECKED_AFTER_MS = 60_000

/** Whether an open vault has found damage, its own check of the file included. */
export function seesDamage(vault: SealedVault, clock: ManualClock): boolean {
  clock.pass(CHECKED_AFTER_MS)
  let seen = false
  vault.onDoubt(() => (seen = true))
  return seen
}

/** Everything that is in the vault, opened; throws if one thing does not open. */
export async function contentOf(vault: SealedVault): Promise<Content> {
  const tokens = value(vault.tokens.list()).map(({ id, overview: { label, phase } }) => {
    const { note, rotation } = value(vault.tokens.details(id))
    const stage = phase.name === 'rotating' ? phase.stage : null
    if ((stage === null) !== (rotation === null)) throw new Error('A rotation is half there')
    const text = (slot: Slot) => value(vault.tokens.secret(id, slot))?.text() ?? null
    const secrets = {
      current: text('current'),
      pending: text('pending'),
      previous: text('previous'),
    }
    return [id, { label, note, stage, secrets }] as const
  })
  if (vault.tokens.damaged() > 0) throw new Error(`${vault.tokens.damaged()} records are damaged`)
  const log = value(await vault.audit.verify())
  if (log.fault !== null) throw new Error(`The log is damaged: ${JSON.stringify(log)}`)
  const text = value(vault.values.read('reminders'))
  return { text, lines: await linesOf(vault), tokens: Object.fromEntries(tokens) }
}

/** How many lines there are but for those that the vault adds when it comes to them. */
async function linesOf({ audit }: SealedVault): Promise<number> {
  const { last } = value(audit.bounds())
  let own = 0
  for (let next = 1; next <= last;) {
    const piece = value(await audit.onward(next))
    own += piece.rows.filter((row) => 'act' in row && row.act === 'vault.key-retired').length
    next = piece.next
  }
  return last - own
}
