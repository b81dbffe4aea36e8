import { appError } from '../../shared/error'
import type { AuditActor } from '../../shared/model/audit-list'
import type { TokenDetails, TokenId } from '../../shared/model/token'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter } from '../platform/adapter'
import type { Asker, Question } from './asker'
import { applyAnswer, type Answer } from './checked'
import type { StoredToken } from './port'
import { isAt } from './subject'
import type { TokenIndex } from './token-index'
import { traceOfCheck } from './trace'

/** A token's current value, about to be asked about. */
export interface Current {
  readonly token: StoredToken
  readonly details: TokenDetails
  readonly kind: KindAdapter
  /** Of the value and server that the answer will be about. */
  readonly stamp: number
  readonly question: Omit<Question, 'describe' | 'signal'>
}

interface Deps {
  readonly index: TokenIndex
  readonly asker: Asker
}

/** `token.not-found`, `capability.unsupported`, or what the store says. */
export function currentOf({ index, asker }: Deps, id: TokenId): Result<Current> {
  const token = index.get(id)
  if (!token.ok) return token
  const kind = asker.kindOf(token.value)
  const details = index.details(id)
  if (!kind.ok) return kind
  if (!details.ok) return details
  const { server, secretSince } = token.value.overview
  const { fields, accepted } = details.value
  return ok({
    token: token.value,
    details: details.value,
    kind: kind.value,
    stamp: index.stampOf(id),
    question: {
      slot: 'current',
      kind: null,
      server,
      fields,
      since: secretSince,
      accepted: isAt(server, accepted) ? 'value' : null,
    },
  })
}

/**
 * Stores what was answered. `token.changed-elsewhere` if the token got another value or server
 * meanwhile: then the answer is about something else.
 */
export function keepAnswer(
  index: TokenIndex,
  asked: Pick<Current, 'token' | 'kind' | 'stamp'>,
  { actor = 'user', ...answer }: Answer & { readonly actor?: AuditActor },
): Result<StoredToken> {
  const { id } = asked.token
  const now = index.get(id)
  if (!now.ok) return now
  if (index.stampOf(id) !== asked.stamp) return err(appError('token.changed-elsewhere'))
  const latest = index.details(id)
  if (!latest.ok) return latest
  const before = { token: now.value, details: latest.value }
  const change = applyAnswer(asked.kind, before, answer)
  const trace = traceOfCheck(now.value.overview, change.overview, { check: answer.check, actor })
  return index.change(id, { ...change, trace })
}
