import type { SealedVault } from '../../../electron/vault/vault'
import type { TokenId } from '../../../shared/model/token'
import { value } from '../../helper/vault'

/** One write of the writer. */
export type Step =
  | { do: 'insert' | 'update'; id: TokenId; label: string; secret: string }
  | { do: 'remove'; id: TokenId }
  | { do: 'write'; text: string }

/** What a vault holds, as far as the writer changes it. */
export interface Content {
  readonly text: unknown
  readonly tokens: Readonly<Record<string, { label: string; note: string; secret: string }>>
}

export const NOTHING: Content = { text: null, tokens: {} }

export function applied(content: Content, step: Step): Content {
  if (step.do === 'write') return { ...content, text: step.text }
  const tokens = Object.fromEntries(Object.entries(content.tokens).filter(([id]) => id !== step.id))
  if (step.do === 'remove') return { ...content, tokens }
  const { id, label, secret } = step
  return { ...content, tokens: { ...tokens, [id]: { label, note: label, secret } } }
}

/** Everything that is in the vault, opened; throws if one thing does not open. */
export function contentOf(vault: SealedVault): Content {
  const tokens = value(vault.tokens.list()).map(({ id, overview }) => {
    const secret = value(vault.tokens.secret(id, 'current'))?.text() ?? ''
    const { note } = value(vault.tokens.details(id))
    return [id, { label: overview.label, note, secret }] as const
  })
  if (vault.tokens.damaged() > 0) throw new Error(`${vault.tokens.damaged()} records are damaged`)
  return { text: value(vault.values.read('text')), tokens: Object.fromEntries(tokens) }
}
