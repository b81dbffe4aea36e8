import type { ServerRef } from '../../shared/model/service'
import type { CheckRecord, Expiry, Phase, TokenDetails } from '../../shared/model/token'
import { isAlive, settles } from '../../shared/model/verdict-list'
import type { CheckedSubject, KindAdapter } from '../platform/adapter'
import { described, mergeAccess, mergeFacts, type Described } from './described'
import { decideExpiry, enteredOf } from './expiry'
import type { StoredToken } from './port'

/** How many checks of a token are remembered. */
export const CHECKS_MAX = 50

/** An answer about a value, cleaned, with nothing of it decided yet. */
export interface Answer {
  readonly check: CheckRecord
  readonly server: ServerRef
  readonly known: Described
}

export function answerOf(checked: CheckedSubject, secret: string): Answer {
  return {
    check: { ...checked.evidence, at: checked.at },
    server: checked.server,
    known: described(checked.description, secret),
  }
}

/** A check that was broken off says nothing, not even that the platform could not be reached. */
export function isCancelled(check: CheckRecord): boolean {
  return check.reason === 'cancelled'
}

/**
 * What a check changes. The last try is shown as it was; what is known of the token is only
 * replaced by what tells more. Facts are taken from a platform that took the token, never from
 * one that did not.
 */
export function applyAnswer(
  kind: KindAdapter,
  before: { readonly token: StoredToken; readonly details: TokenDetails },
  answer: Answer,
): { overview: StoredToken['overview']; details: TokenDetails } {
  const { overview } = before.token
  const { check, known } = answer
  const alive = isAlive(check.verdict)
  const phase = phaseAfter(overview.phase, check)
  return {
    overview: {
      ...overview,
      check,
      settled: settles(check.verdict) ? check : overview.settled,
      phase,
      ...(alive && {
        server: answer.server,
        account: known.account ?? overview.account,
        project: known.project ?? overview.project,
        access: mergeAccess(overview.access, known.access),
        secretSince: madeAt(known, check.at) ?? overview.secretSince,
      }),
      expiry: expiryAfter(kind, before.token, { known, verdict: check.verdict }),
    },
    details: {
      ...before.details,
      revocation: phase.name === 'revoking' ? before.details.revocation : null,
      checks: [check, ...before.details.checks].slice(0, CHECKS_MAX),
      ...(alive && {
        accepted: answer.server,
        facts: mergeFacts(before.details.facts, known.facts),
        identity: {
          account: known.identity.account ?? before.details.identity.account,
          project: known.identity.project ?? before.details.identity.project,
        },
      }),
    },
  }
}

/** When the platform says the value was made; null: it does not, or nonsense. */
export function madeAt(known: Described, now: number): number | null {
  const value = known.facts.find((each) => each.key === 'created')?.value
  return typeof value === 'number' && value > 0 && value <= now ? Math.round(value) : null
}

/**
 * A platform that rejects a token ends its revocation; one that takes it undoes 'revoked'. One that
 * expired was not seen to be revoked: it is dead all the same, and says so by its own verdict.
 */
function phaseAfter(phase: Phase, check: CheckRecord): Phase {
  if (phase.name === 'revoking' && check.verdict === 'rejected')
    return { name: 'revoked', at: check.at }
  if (phase.name === 'revoking' && check.verdict === 'expired') return { name: 'idle' }
  if (phase.name === 'revoked' && isAlive(check.verdict)) return { name: 'idle' }
  return phase
}

/** The date of a dead token may be told too ('expired on …'), so only silence leaves it alone. */
function expiryAfter(
  kind: KindAdapter,
  { overview }: StoredToken,
  { known, verdict }: { known: Described; verdict: CheckRecord['verdict'] },
): Expiry {
  if (!settles(verdict) || !known.expiry || known.expiry.known === 'unknown') return overview.expiry
  return decideExpiry({
    found: known.expiry,
    entered: enteredOf(overview.expiry),
    rule: kind.expiryRule,
  })
}
