import { ORPHANS_MAX, type Orphan, type TokenId } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import type { RemoteToken } from '../platform/management'
import type { Platforms } from '../platform/adapter'
import type { Clock } from './port'
import { wipeValues, type RemoteActs } from './remote-acts'
import type { RotationJournal } from './rotation-journal'
import { isNameless, type RotationPlanner } from './rotation-plan'
import { isOurs, managingOf, openRotation } from './rotation-state'
import type { TokenIndex } from './token-index'
import { did, type Note } from './trace'
import { failure, type Outcome, type Run } from './trouble'

/** Between two looks for a token whose making was never answered, ms. */
const SETTLE_AGAIN_MS = 10_000

export interface RotationSettlingDeps {
  readonly index: TokenIndex
  readonly platforms: Platforms
  readonly remote: RemoteActs
  readonly journal: RotationJournal
  readonly clock: Clock
  /** A new name for a token that is to be made. */
  readonly freshName: RotationPlanner['freshName']
}

/** Finds out what became of a request that makes a token and was never answered. */
export class RotationSettling {
  readonly #deps: RotationSettlingDeps

  constructor(deps: RotationSettlingDeps) {
    this.#deps = deps
  }

  /**
   * After an answer that was lost: looks what is there. A token with our name is ours, and goes,
   * since nobody knows its value; a nameless one may be somebody else's, and is shown.
   */
  async settle(id: TokenId, run: Run): Promise<Outcome> {
    const { memory, actor } = run
    const { clock, remote } = this.#deps
    const journal = this.#deps.journal.as(actor)
    const open = openRotation(this.#deps.index, id)
    if (!open.ok) return open
    const { token, record } = open.value
    if (record.orphans.some((each) => isOurs(each, record))) return this.#removeOurs(id, run)
    const since = memory.emptySince
    // whoever is in a hurry cannot make it sure; a clock that was set back must not make it wait
    const passed = since === null ? 0 : clock.now() - since
    if (since !== null && passed >= 0 && passed < SETTLE_AGAIN_MS) return tooEarly(since)
    const managing = managingOf(open.value, 'current')
    const old = record.oldId === null ? await remote.find(managing, memory) : ok()
    if (!old.ok) return old
    const listed = await remote.listOwn(managing, memory, record.oldId)
    if (!listed.ok) return listed
    if (isNameless(this.#deps.platforms.kind(token.overview.kind))) {
      const fresh = this.#freshOf(listed.value, record.listed)
      wipeValues(listed.value)
      // one that is not shown could be ours
      if (fresh.length > ORPHANS_MAX) return err(failure('unclear'))
      if (fresh.length > 0) return journal.note(id, { orphans: fresh }, foundOrphans(fresh.length))
    } else {
      const ours = listed.value
        .map(orphanOf)
        .filter((each) => each.id !== record.oldId && isOurs(each, record))
      if (ours.length > 0) {
        const noted = journal.note(
          id,
          { orphans: ours.slice(0, ORPHANS_MAX) },
          foundOrphans(ours.length),
        )
        return noted.ok ? this.#removeOurs(id, run) : noted
      }
    }
    if (memory.emptySince !== null) return journal.unmade(id, this.#deps.freshName(id))
    memory.emptySince = clock.now()
    return tooEarly(memory.emptySince)
  }

  /** Revokes what this rotation made and nobody knows the value of, one by one. */
  async #removeOurs(id: TokenId, { memory, actor }: Run): Promise<Outcome> {
    const { index, remote } = this.#deps
    const journal = this.#deps.journal.as(actor)
    for (;;) {
      const open = openRotation(index, id)
      if (!open.ok) return open
      const { record } = open.value
      const next = record.orphans.find((each) => isOurs(each, record))
      if (next?.id == null) return journal.unmade(id, this.#deps.freshName(id))
      const managing = managingOf(open.value, 'current')
      const old = await remote.find(managing, memory)
      if (!old.ok) return old
      const gone = await remote.revoke(managing, next.id, memory)
      if (!gone.ok) return gone
      const noted = journal.note(id, { orphans: record.orphans.filter((each) => each !== next) })
      if (!noted.ok) return noted
    }
  }

  /** What was not there before, and whose value the vault does not know. */
  #freshOf(listed: readonly RemoteToken[], before: readonly string[]): Orphan[] {
    const known = new Set(before)
    return listed
      .filter((each) => !known.has(each.id))
      .filter((each) => {
        const owner = each.secret && this.#deps.index.ownerOf(each.secret)
        return !(owner?.ok && owner.value !== null)
      })
      .map(orphanOf)
  }
}

/** A request can still be on its way there. */
function tooEarly(since: number): Outcome {
  return err({ ...failure('unclear'), retryAt: since + SETTLE_AGAIN_MS })
}

function foundOrphans(count: number): Note {
  return did('rotation.orphan', { outcome: 'unknown', detail: { count } })
}

function orphanOf({ id, name, createdAt }: RemoteToken): Orphan {
  return { id, name, at: createdAt ?? 0 }
}
