import type { RotationView } from '../../shared/contract/rotation'
import type { Phase, RotationRecord, TokenDetails } from '../../shared/model/token'
import { compare, type Side } from './compare'
import type { StoredToken } from './port'

type Rotating = Extract<Phase, { name: 'rotating' }>

/** What the window shows of an open rotation, as far as it is stored. */
export function rotationViewOf(
  token: StoredToken,
  details: TokenDetails,
  phase: Rotating,
): Omit<RotationView, 'unstoredHint'> {
  const { overview } = token
  const record = details.rotation
  const pending = record?.pending ?? null
  const previous = record?.previous ?? null
  return {
    stage: phase.stage,
    since: phase.since,
    remoteName: record?.remoteName ?? '',
    currentHint: overview.hint,
    pendingHint: pending?.hint ?? null,
    previousHint: previous?.hint ?? null,
    pendingCheck: pending?.check ? withoutTime(pending.check) : null,
    differences: pending?.check ? compare(sideOf(token, details), pending) : [],
    pendingExpiry: pending?.expiry ?? null,
    previousCheck: previous?.check ?? null,
  }
}

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
