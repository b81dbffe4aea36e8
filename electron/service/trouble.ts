import type { AppError } from '../../shared/error'
import type { AuditActor } from '../../shared/model/audit-list'
import { passes, type Problem } from '../../shared/model/management'
import type { Act } from '../../shared/model/stage'
import type { Result } from '../../shared/result'
import type { Managed, MadeToken, ManageFailure, RemoteToken } from '../platform/management'
import type { CheckRecord } from '../../shared/model/token'
import type { Trouble } from '../rotation/course'
import type { Clock } from './port'
import type { OpenRotation } from './rotation-state'

/** Waits before another try after a problem that passes, ms. */
const AGAIN_MS = [5_000, 15_000, 60_000, 300_000] as const

/** What is known of a rotation or revocation in memory only. */
export interface Memory {
  /** A value that was made by API and could not be stored yet. */
  held: MadeToken | null
  /** The old one was deleted by API, as far as its platform said. */
  sent: boolean
  /** How often the last act was tried in vain, one after the other. */
  tries: number
  /** The old one as its platform listed it: a one-time code may pay for no second look. */
  found: Found | null
  /** When a look first found nothing of a token whose making was never answered; null: none did. */
  emptySince: number | null
  /** Attempts to make one that had no good answer, one after the other; null: none. */
  lost: { readonly times: number; readonly problem: Problem } | null
}

/** A value as its platform listed it, and by whose sign-in (`SessionDesk.accountOf`). */
export interface Found {
  readonly remote: RemoteToken
  readonly account: unknown
}

/** One run of acts: what is known in memory, and what ends it. */
export interface Run {
  readonly memory: Memory
  readonly signal: AbortSignal
  /** Who wants it, for the audit log. */
  readonly actor: AuditActor
  /** Told of the proof that ended a rotation, with what it was until then. */
  readonly ended: (open: OpenRotation, proof: CheckRecord) => void
}

/** Done, or what stood in the way: on the platform, or here. */
export type Outcome = Managed<unknown> | Result<unknown>

/** A failure that says what may follow. */
export function failure(problem: Problem, effect: ManageFailure['effect'] = 'none'): ManageFailure {
  return { problem, effect, status: null, code: null, retryAt: null }
}

/** It is not where it was looked for: dead already, or of another account. */
export function isMissing({ problem }: ManageFailure): boolean {
  return problem === 'other-account' || problem === 'not-listed'
}

/** It was done, or may have been done though no answer says so. */
export function mayBeDone(outcome: Managed<unknown>): boolean {
  return outcome.ok || outcome.error.effect === 'unknown'
}

/** What an outcome means for the course; null: nothing stands in the way. */
export function troubleOf(
  act: Act,
  outcome: Outcome,
  { memory, clock }: { readonly memory: Memory; readonly clock: Clock },
): Trouble | null {
  if (outcome.ok) {
    memory.tries = 0
    return null
  }
  const { problem, retryAt } = problemOf(outcome.error)
  const pause = pauseAfter(memory.tries)
  memory.tries++
  const at = clock.now()
  if (!passes(problem)) return { act, problem, at, retryAt }
  return { act, problem, at, retryAt: Math.max(at + pause, retryAt ?? 0) }
}

/** Between tries that failed so often before, ms. */
function pauseAfter(tries: number): number {
  return AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 300_000
}

/** Counts the attempts to make a token that had no good answer. */
export function countLost(memory: Memory, outcome: Outcome): void {
  if (outcome.ok) memory.lost = null
  else if ('effect' in outcome.error && outcome.error.effect === 'unknown') {
    memory.lost = { times: (memory.lost?.times ?? 0) + 1, problem: outcome.error.problem }
  }
}

/**
 * After what such an attempt left was settled: the next one is not made at once, since it may end
 * alike, each time with a token that is made and deleted.
 */
export function restAfterLost({ lost }: Memory, clock: Clock): Trouble | null {
  if (lost === null) return null
  const at = clock.now()
  return { act: 'create', problem: lost.problem, at, retryAt: at + pauseAfter(lost.times - 1) }
}

/** Failures of the vault pass when there is room again; the rest is of the platform. */
function problemOf(error: ManageFailure | AppError): Pick<ManageFailure, 'problem' | 'retryAt'> {
  if ('problem' in error) return error
  return { problem: isWriteFailure(error.code) ? 'not-stored' : 'unclear', retryAt: null }
}

/** Whether a write was refused by the vault or its disk, so that it may succeed later. */
export function isWriteFailure(code: string): boolean {
  return code.startsWith('vault.') && code !== 'vault.not-open'
}
