import { isBeforePromotion } from '../../shared/model/stage'
import type { RotationRecord } from '../../shared/model/token'
import { err, ok } from '../../shared/result'
import { wantedEnd } from '../rotation/course'
import type { Managing, RemoteActs } from './remote-acts'
import type { RotationJournal } from './rotation-journal'
import type { OpenRotation } from './rotation-state'
import { failure, type Memory, type Outcome } from './trouble'

type Limit = NonNullable<RotationRecord['limit']>

export interface LimitDeps {
  readonly remote: RemoteActs
  readonly journal: RotationJournal
  /** Whether the new value works at this moment. */
  readonly newWorks: () => Promise<Outcome>
}

/**
 * Tells the platform when the old value ends: with the grace, never later than it did before, or as
 * before where it is the current value again. Nothing is shortened unless the new one works.
 */
export async function tellEnd(
  { remote, journal, newWorks }: LimitDeps,
  { open, managing }: { readonly open: OpenRotation; readonly managing: Managing },
  memory: Memory,
): Promise<Outcome> {
  const { record, phase, token } = open
  const { limit, graceEnds } = record
  const old = await remote.find(managing, memory)
  if (!old.ok) return old
  const ownEnd = limit === null ? old.value.expiresAt : limit.ownEnd
  // an end that nobody knows might be moved away by another
  if (ownEnd === undefined) return err(failure('unclear'))
  const at = wantedEnd({ stage: phase.stage, graceEnds, limit: { ownEnd } })
  if (limit === null && at === ownEnd) return settled(journal, open, at)
  if (at !== null && (limit === null || at < limit.to)) {
    const works = await newWorks()
    if (!works.ok) return works
  }
  const asked = { ...ends(earliest(limit, at), ownEnd, limit), sure: false }
  const noted = journal.note(token.id, { limit: asked })
  if (!noted.ok) return noted
  const told = await remote.own(managing, memory, (session, subject) =>
    session.limit(subject, old.value.id, at),
  )
  if (!told.ok) {
    // as before; after an answer that was lost it counts as told until another try says so
    if (told.error.effect === 'none') journal.note(token.id, { limit })
    return told
  }
  const stands = phase.stage === 'delivered' && graceEnds !== null && at !== null
  // what was listed has another end now
  memory.found = null
  return journal.limited(token.id, stands ? ends(at, ownEnd, limit) : null)
}

/** It ends sooner by itself: there is nothing to be told. */
function settled(journal: RotationJournal, { token, phase }: OpenRotation, at: number | null) {
  if (at === null || isBeforePromotion(phase.stage)) return ok()
  return journal.note(token.id, { limit: ends(at, at, null) })
}

function ends(to: number, ownEnd: number | null, before: Limit | null): Limit {
  return { to, sure: true, ownEnd, expiry: before?.expiry ?? null }
}

function earliest(before: Limit | null, at: number | null): number {
  return Math.min(before?.to ?? Infinity, at ?? Infinity)
}
