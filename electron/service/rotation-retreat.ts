import { appError } from '../../shared/error'
import { isBeforePromotion, type Mode } from '../../shared/model/stage'
import type { CheckRecord, RotationRecord, TokenId } from '../../shared/model/token'
import { isAlive, isDead } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { CheckOutcome, CheckService } from './check-service'
import type { Clock, StoredToken } from './port'
import type { Asking, RotationActs } from './rotation-acts'
import type { RotationJournal } from './rotation-journal'
import type { RotationOrphans } from './rotation-orphans'
import type { RotationPlanner } from './rotation-plan'
import { openRotation } from './rotation-state'
import type { TokenIndex } from './token-index'

export interface RotationRetreatDeps {
  readonly index: TokenIndex
  readonly clock: Clock
  readonly planner: Pick<RotationPlanner, 'planOf'>
  readonly checks: Pick<CheckService, 'one'>
  readonly acts: Pick<RotationActs, 'prove'>
  readonly journal: RotationJournal
  readonly orphans: Pick<RotationOrphans, 'leftBy'>
}

/**
 * The two ways out of a rotation: back to the old value, and giving up. Neither may leave the vault
 * without a value that works, or end one on the platform unseen.
 */
export class RotationRetreat {
  readonly #deps: RotationRetreatDeps

  constructor(deps: RotationRetreatDeps) {
    this.#deps = deps
  }

  /**
   * The replaced value is the current one again, unless its platform refuses it. Gives the proof
   * that ended the rotation instead; null: it went back. Where nobody can be asked it goes back as
   * the user wants. `rotation.not-proved` if neither value is accepted.
   */
  async back(id: TokenId, asking: Asking): Promise<Result<CheckRecord | null>> {
    const { acts, index, journal } = this.#deps
    const look = await acts.prove(id, asking)
    if (!look.ok) return look
    const check = look.value
    if (!openRotation(index, id).ok) return ok(check)
    if (check !== null && isDead(check.verdict)) return err(unproved(check.verdict))
    const reverted = journal.reverted(id)
    if (!reverted.ok) return reverted
    const noted = journal.note(id, { mode: this.#modeAfter(id) })
    return noted.ok ? ok(null) : noted
  }

  /**
   * Gives up before promotion. The new value is deleted on the platform only while the current one
   * is seen to work. `rotation.not-proved` while the new one may be the only one that does.
   */
  async cancel(id: TokenId): Promise<Result<StoredToken>> {
    const { index, checks, clock, journal, orphans } = this.#deps
    const open = openRotation(index, id)
    if (!open.ok) return open
    if (!isBeforePromotion(open.value.phase.stage)) return err(appError('rotation.wrong-stage'))
    const { pending, limit } = open.value.record
    // the current one is about to end, and nothing would tell the user any more
    if (limit !== null && limit.to > clock.now()) return err(unproved('limited'))
    if (pending === null) return journal.cancelled(id, await orphans.leftBy(open.value))
    const current = await checks.one(id)
    if (!current.ok) return current
    const standing = standingOf(current.value)
    if (mayBeOnly(pending, standing)) return err(unproved(current.value.check.verdict))
    // the check wrote what it learned
    const now = openRotation(index, id)
    if (!now.ok) return now
    return journal.cancelled(id, await orphans.leftBy(now.value, standing === 'alive'))
  }

  /**
   * By hand: by API it would only be made current again. If the platform was told to end the value
   * that is current again, by API, so that this is taken back first.
   */
  #modeAfter(id: TokenId): Mode {
    const { index, planner } = this.#deps
    const open = openRotation(index, id)
    if (!open.ok || open.value.record.limit === null) return 'guided'
    return planner.planOf(open.value.token)?.mode ?? 'guided'
  }
}

type Standing = 'alive' | 'dead' | 'open'

/** By this check; one that found nothing out leaves a death that was seen before. */
function standingOf({ check, token }: CheckOutcome): Standing {
  if (isAlive(check.verdict)) return 'alive'
  return token.settled !== null && isDead(token.settled.verdict) ? 'dead' : 'open'
}

/** Dropping the new value could leave none that works. */
function mayBeOnly({ check }: NonNullable<RotationRecord['pending']>, current: Standing): boolean {
  if (current === 'alive') return false
  if (check !== null && isDead(check.verdict)) return false
  return current === 'dead' || (check !== null && isAlive(check.verdict))
}

function unproved(verdict: string) {
  return appError('rotation.not-proved', { verdict })
}
