import type { RotationView } from '../../shared/contract/rotation'
import type { RotationRecord, TokenDetails } from '../../shared/model/token'
import { compare, type Side } from './compare'
import { placesOf } from './destination'
import type { StoredToken } from './port'
import type { Standing } from './rotation-engine'
import type { OpenRotation } from './rotation-state'

/** What the window shows of an open rotation. */
export function rotationViewOf(
  { token, details, phase, record }: OpenRotation,
  { act, waiting, resumed }: Standing,
  { unstoredHint, showsValues }: Pick<RotationView, 'unstoredHint' | 'showsValues'>,
): RotationView {
  const { pending, previous } = record
  return {
    mode: record.mode,
    stage: phase.stage,
    since: phase.since,
    act,
    waiting,
    resumed,
    remoteName: record.remoteName,
    manager: record.manager,
    graceMs: record.graceMs,
    graceEnds: record.graceEnds,
    limitedTo: record.limit?.to ?? null,
    orphans: record.orphans,
    showsValues,
    currentHint: token.overview.hint,
    pendingHint: pending?.hint ?? null,
    unstoredHint,
    previousHint: previous?.hint ?? null,
    pendingCheck: pending?.check ? withoutTime(pending.check) : null,
    differences: pending?.check ? compare(sideOf(token, details), pending) : [],
    pendingExpiry: pending?.expiry ?? null,
    previousCheck: previous?.check ?? null,
    destinations: placesOf(details.destinations, record.delivered),
  }
}

/** The current value, as far as a comparison needs it. */
export function sideOf({ overview }: StoredToken, { identity }: TokenDetails): Side {
  const { account, project, access, expiry } = overview
  return { account, project, identity, access, expiry }
}

function withoutTime({
  at: _at,
  ...evidence
}: NonNullable<NonNullable<RotationRecord['pending']>['check']>) {
  return evidence
}
