import type { Draft, Findings } from '../../../shared/contract/token'
import type { Input } from '../../../shared/contract/index'
import type { KindId } from '../../../shared/model/kind'
import type { KindInfo, ServerRef } from '../../../shared/model/service'
import type { Expiry } from '../../../shared/model/token'
import { fitsPattern, isEmpty } from '../token/fields'
import type { AddState } from './flow'

/** The kind that may be taken without asking: a value is never sent to a platform on a guess. */
export function settledKind(draft: Draft): KindId | null {
  const [first, second] = draft.candidates
  if (!first || first.confidence === 'possible') return null
  return second === undefined ? first.kind : null
}

/**
 * The server to begin with: the one whose address stood beside the value. An address of the
 * platform's own says nothing else than the first; any other is the user's own server, but only
 * where people run the platform themselves. Elsewhere it belongs to something else.
 */
export function firstServer(kind: KindInfo, baseUrl: string | null): ServerRef {
  const first = { id: kind.servers[0]?.id ?? 'cloud', baseUrl: null }
  if (baseUrl === null || !URL.canParse(baseUrl)) return first
  const { origin, hostname } = new URL(baseUrl)
  const known = kind.servers.find(({ apiBase, webBase }) =>
    [apiBase, webBase].some((base) => URL.canParse(base) && new URL(base).origin === origin),
  )
  if (known) return { id: known.id, baseUrl: null }
  const theirs = kind.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  return kind.selfHosted && !theirs ? { id: 'custom', baseUrl } : first
}

/** Whether enough is known to ask the platform. */
export function canCheck(kind: KindInfo, state: Pick<AddState, 'fields' | 'server'>): boolean {
  const complete = kind.fields.every(
    (field) =>
      fitsPattern(field, state.fields[field.key]) &&
      (field.requiredFor === 'none' || !isEmpty(state.fields[field.key])),
  )
  return complete && (state.server.id !== 'custom' || URL.canParse(state.server.baseUrl ?? ''))
}

/** The end of the token as far as anybody but the user knows it; null: the user is asked. */
export function knownExpiry(kind: KindInfo, findings: Findings | null): Expiry | 'later' | null {
  if (findings && findings.expiry.known !== 'unknown') return findings.expiry
  const { type } = kind.expiryRule
  if (type === 'never') return { known: 'never', source: 'rule' }
  if (type === 'days-from-creation') return 'later'
  return type === 'platform' && !findings ? 'later' : null
}

/** The rotation policy to begin with: the user's own default where no end is known. */
export function proposedRotation(
  kind: KindInfo,
  findings: Findings | null,
  every: number | null,
): number | null {
  const known = knownExpiry(kind, findings)
  const ends = known !== null && known !== 'later' && known.known === 'date'
  return ends || kind.expiryRule.type === 'days-from-creation' ? null : every
}

/** What is to be saved, or null while it is not known what it is. */
export function saveInput(state: AddState, kind: KindInfo): Input<'draft.save'> | null {
  const { draft, server, fields, label, note, expiry, rotateEveryDays, findings } = state
  if (!draft) return null
  return {
    ...{ id: draft.id, kind: kind.id, server, fields, label, note, rotateEveryDays },
    // an end that the platform or its rule tells is not the user's to enter
    expiry: knownExpiry(kind, findings) === null ? expiry : null,
  }
}
