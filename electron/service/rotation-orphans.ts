import { appError } from '../../shared/error'
import type { Orphan, TokenId } from '../../shared/model/token'
import { err, type Result } from '../../shared/result'
import { wipeValues, type RemoteActs } from './remote-acts'
import type { RotationJournal } from './rotation-journal'
import type { RotationPlanner } from './rotation-plan'
import { leftOver, managingOf, openRotation, sameOrphan, type OpenRotation } from './rotation-state'
import type { TokenIndex } from './token-index'

export interface RotationOrphansDeps {
  readonly index: TokenIndex
  readonly journal: RotationJournal
  readonly planner: RotationPlanner
  readonly remote: RemoteActs
}

export type OrphanAct = 'use' | 'revoke' | 'leave'

/** What lost answers may have left on a platform, and what becomes of it. */
export class RotationOrphans {
  readonly #deps: RotationOrphansDeps

  constructor(deps: RotationOrphansDeps) {
    this.#deps = deps
  }

  /** `rotation.wrong-stage` if it is not listed (any more), `rotation.no-way` if it cannot be done. */
  async settle(id: TokenId, orphan: Orphan, act: OrphanAct): Promise<Result<unknown>> {
    const { index, journal, remote } = this.#deps
    const open = openRotation(index, id)
    if (!open.ok) return open
    const { record, phase } = open.value
    const rest = record.orphans.filter((each) => !sameOrphan(each, orphan))
    if (rest.length === record.orphans.length) return err(appError('rotation.wrong-stage'))
    if (act === 'use') return this.#use(open.value, orphan)
    if (act === 'revoke') {
      if (orphan.id === null) return err(appError('rotation.no-way'))
      const gone = await remote.revoke(managingOf(open.value, 'current'), orphan.id)
      if (!gone.ok) return err(appError('rotation.no-way', { problem: gone.error.problem }))
    }
    // what was left is not found again by the next look
    const listed = orphan.id === null ? record.listed : [...record.listed, orphan.id]
    const noted = journal.note(id, { orphans: rest, listed })
    const over = noted.ok && rest.length === 0 && phase.stage === 'creating'
    return over ? journal.unmade(id, this.#deps.planner.nameFor(open.value.token)) : noted
  }

  /**
   * What a rotation that is cancelled before promotion may leave on the platform. What was made by
   * API is deleted there only while the current value is seen to work.
   */
  async leftBy(open: OpenRotation, currentWorks = false): Promise<readonly Orphan[]> {
    const { record } = open
    const remoteId = record.pending?.remoteId ?? null
    if (remoteId === null || !currentWorks) return leftOver(record)
    const gone = await this.#deps.remote.revoke(managingOf(open, 'current'), remoteId)
    return gone.ok ? record.orphans : leftOver(record)
  }

  /** Ends the mention of one that a rotation left. */
  dismiss(id: TokenId, orphan: Orphan) {
    const details = this.#deps.index.details(id)
    if (!details.ok) return details
    const orphans = details.value.orphans.filter((each) => !sameOrphan(each, orphan))
    return this.#deps.index.change(id, { details: { ...details.value, orphans } })
  }

  /** A listed value that its platform shows becomes the new one. */
  async #use(open: OpenRotation, orphan: Orphan): Promise<Result<unknown>> {
    const listed = await this.#deps.remote.list(managingOf(open, 'current'))
    if (!listed.ok) return err(appError('rotation.no-way', { problem: listed.error.problem }))
    const found = listed.value.find((each) => each.id === orphan.id)
    const made = found?.secret
      ? this.#deps.journal.made(open.token.id, { remote: found, secret: found.secret })
      : err(appError('rotation.no-way'))
    wipeValues(listed.value)
    return made
  }
}
