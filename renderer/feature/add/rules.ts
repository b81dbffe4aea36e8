import type { Draft, Findings } from '../../../shared/contract/token'
import { parseBaseUrl } from '../../../shared/base-url'
import type { Input } from '../../../shared/contract/index'
import { serviceOf, type KindId } from '../../../shared/model/kind'
import type { KindInfo, ServerRef } from '../../../shared/model/service'
import type { Expiry, TokenSummary } from '../../../shared/model/token'
import { isAlive, isDead, type Verdict } from '../../../shared/model/verdict-list'
import type { MessageId } from '../../i18n/messages'
import { fitsPattern, isEmpty } from '../token/fields'
import type { AddState } from './flow'

/** The kind that may be taken without asking: a value is never sent to a platform on a guess. */
export function settledKind(draft: Draft): KindId | null {
  const [first, second] = draft.candidates
  if (!first || first.confidence === 'possible') return null
  return second === undefined ? first.kind : null
}

/** A server for a new token. */
export interface Proposal {
  readonly server: ServerRef
  /** Nothing speaks for another one, so the token may be sent there without a question. */
  readonly sure: boolean
}

/**
 * The server to begin with: the one whose address stood beside the value, else the one where the
 * other tokens of the service work, else the first. A token that may belong to any server is not
 * sent to one on a guess.
 */
export function firstServer(
  kind: KindInfo,
  baseUrl: string | null,
  tokens: readonly TokenSummary[],
): Proposal {
  const used = usedServers(kind, tokens)
  const beside = baseUrl === null ? null : serverAt(kind, baseUrl)
  if (beside) return { server: beside, sure: beside.id !== 'custom' || used.some(isSame(beside)) }
  const first = { id: kind.servers[0]?.id ?? 'cloud', baseUrl: null }
  if (!kind.selfHosted) return { server: first, sure: true }
  const [usual = first] = used
  return { server: usual, sure: used.length === 1 }
}

/**
 * An address of the platform's own says nothing else than the first server; any other is the
 * user's own server, but only where people run the platform themselves. Elsewhere it belongs to
 * something else.
 */
function serverAt(kind: KindInfo, baseUrl: string): ServerRef | null {
  if (!URL.canParse(baseUrl)) return null
  const { origin, hostname } = new URL(baseUrl)
  const known = kind.servers.find(({ apiBase, webBase }) =>
    [apiBase, webBase].some((base) => URL.canParse(base) && new URL(base).origin === origin),
  )
  if (known) return { id: known.id, baseUrl: null }
  const theirs = kind.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  return kind.selfHosted && !theirs ? { id: 'custom', baseUrl } : null
}

/** Where tokens of the same service have worked, the most used first. */
function usedServers(kind: KindInfo, tokens: readonly TokenSummary[]): ServerRef[] {
  const uses = new Map<string, { readonly server: ServerRef; count: number }>()
  for (const { kind: other, server, settled } of tokens) {
    // only the token's own server could say so
    const known = settled !== null && (isAlive(settled.verdict) || settled.verdict === 'expired')
    if (!known || serviceOf(other) !== kind.service) continue
    const key = `${server.id} ${server.baseUrl ?? ''}`
    const use = uses.get(key) ?? { server, count: 0 }
    uses.set(key, { ...use, count: use.count + 1 })
  }
  return [...uses.values()].sort((a, b) => b.count - a.count).map((use) => use.server)
}

const isSame =
  (one: ServerRef) =>
  (other: ServerRef): boolean =>
    one.id === other.id && one.baseUrl === other.baseUrl

/** The one of the kind's servers that accepted the token; null: none did, or one of the user's own. */
export function answeringServer(kind: KindInfo, { server, evidence }: Findings): ServerRef | null {
  const known = kind.servers.some((each) => each.id === server.id)
  return known && evidence.verdict === 'valid' ? server : null
}

/** The name of the machine that a token would be sent to; empty while there is no address. */
export function hostOf(kind: KindInfo, { id, baseUrl }: ServerRef): string {
  const base = baseUrl ?? kind.servers.find((server) => server.id === id)?.apiBase ?? ''
  return URL.canParse(base) ? new URL(base).host : ''
}

/** Whom a token is sent to: a machine where anybody may run one, else the platform with its regions. */
export function placeOf(kind: KindInfo, server: ServerRef, service: string): string {
  return server.id === 'custom' || kind.selfHosted ? hostOf(kind, server) : service
}

/** Whether enough is known to ask the platform. */
export function canCheck(kind: KindInfo, state: Pick<AddState, 'fields' | 'server'>): boolean {
  const complete = kind.fields.every(
    (field) =>
      fitsPattern(field, state.fields[field.key]) &&
      (field.requiredFor === 'none' || !isEmpty(state.fields[field.key])),
  )
  return complete && (state.server.id !== 'custom' || parseBaseUrl(state.server.baseUrl ?? '').ok)
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

/** What saving means after a check with this verdict; undefined: none was made. */
export function standingOf(
  verdict: Verdict | undefined,
  kind: Pick<KindInfo, 'selfHosted'> | null,
): MessageId | null {
  if (verdict === undefined) return 'add.standing-unchecked'
  if (verdict === 'rejected' && kind?.selfHosted) return 'add.standing-dead-here'
  if (isDead(verdict)) return 'add.standing-dead'
  return isAlive(verdict) ? null : 'add.standing-open'
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
