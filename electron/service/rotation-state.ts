import { appError } from '../../shared/error'
import {
  LEFTOVERS_MAX,
  type Orphan,
  type Phase,
  type RotationRecord,
  type TokenDetails,
  type TokenId,
  type TokenOverview,
} from '../../shared/model/token'
import { isBeforePromotion } from '../../shared/model/stage'
import { invariant } from '../../shared/assert'
import { hintOf } from '../../shared/redact'
import { settles } from '../../shared/model/verdict-list'
import { err, ok, type Result } from '../../shared/result'
import type { KindAdapter } from '../platform/adapter'
import type { Asker } from './asker'
import { CHECKS_MAX } from './checked'
import type { StoredToken } from './port'
import type { Managing } from './remote-acts'
import type { SecretText } from './secret'
import { fieldsForNew, isAt } from './subject'
import type { TokenIndex } from './token-index'

export interface OpenRotation {
  readonly token: StoredToken
  readonly details: TokenDetails
  readonly phase: Extract<Phase, { name: 'rotating' }>
  readonly record: RotationRecord
}

/** A name that only this rotation gave: whatever has it was made by it. */
export function isOurs({ id, name }: Orphan, { remoteName }: RotationRecord): boolean {
  return id !== null && name !== null && sameName(name, remoteName)
}

/** Somebody has to say what becomes of it. What was only asked for is looked for by API first. */
export function isUnclear(orphan: Orphan, record: RotationRecord): boolean {
  return orphan.id === null ? record.mode === 'guided' : !isOurs(orphan, record)
}

/** By letters and digits: a platform may write the rest in its own way. */
export function sameName(one: string, other: string): boolean {
  return essence(one) === essence(other)
}

function essence(name: string): string {
  return name.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * What may be on the platform though no value of the vault is known to be it, once nothing can come
 * of it any more: a request whose answer was lost, what it may have left, and a new value that was
 * made by API.
 */
export function leftOver({ orphans, pending, remoteName }: RotationRecord): Orphan[] {
  if (pending?.remoteId == null) return [...orphans]
  const name = remoteName === '' ? null : remoteName
  return [{ id: pending.remoteId, name, at: pending.since }, ...orphans]
}

/** With what may be left on the platform, until the user has seen to it. */
export function remembering(details: TokenDetails, left: readonly Orphan[]): TokenDetails {
  if (left.length === 0) return details
  const known = details.orphans.filter((each) => !left.some((one) => sameOrphan(one, each)))
  return { ...details, orphans: [...left, ...known].slice(0, LEFTOVERS_MAX) }
}

export function sameOrphan(one: Orphan, other: Orphan): boolean {
  return one.id === other.id && one.name === other.name && one.at === other.at
}

/** The way in that a rotation uses, and which of its values it is about. */
export function managingOf(
  { token, record }: Pick<OpenRotation, 'token' | 'record'>,
  slot: Managing['slot'],
): Managing {
  return { token, slot, way: { mode: record.mode, manager: record.manager } }
}

/** `rotation.none-open` if there is none. */
export function openRotation(index: TokenIndex, id: TokenId): Result<OpenRotation> {
  const token = index.get(id)
  if (!token.ok) return token
  const { phase } = token.value.overview
  if (phase.name !== 'rotating') return err(appError('rotation.none-open'))
  const details = index.details(id)
  if (!details.ok) return details
  const { rotation } = details.value
  // phase and record are written in one transaction
  invariant(rotation !== null, 'an open rotation has its record')
  return ok({ token: token.value, details: details.value, phase, record: rotation })
}

/**
 * The open rotation, not promoted yet, with the kind of its new value: `rotation.none-open`,
 * `rotation.wrong-stage`, `capability.unsupported`.
 */
export function openBefore(
  { index, asker }: { readonly index: TokenIndex; readonly asker: Asker },
  id: TokenId,
): Result<OpenRotation & { kind: KindAdapter }> {
  const open = openRotation(index, id)
  if (!open.ok) return open
  if (!isBeforePromotion(open.value.phase.stage)) return err(appError('rotation.wrong-stage'))
  const { token, record } = open.value
  const kind = asker.kindOf(token, record.pending?.kind)
  return kind.ok ? ok({ ...open.value, kind: kind.value }) : kind
}

/** The same after promotion, with what is known of the replaced value. */
export function openAfter(
  index: TokenIndex,
  id: TokenId,
): Result<OpenRotation & { previous: NonNullable<RotationRecord['previous']> }> {
  const open = openRotation(index, id)
  if (!open.ok) return open
  const { previous } = open.value.record
  if (isBeforePromotion(open.value.phase.stage) || !previous) {
    return err(appError('rotation.wrong-stage'))
  }
  return ok({ ...open.value, previous })
}

/** A new value of which nothing is known yet. */
export function pendingOf(
  { kind, token }: { readonly kind: KindAdapter; readonly token: StoredToken },
  secret: SecretText,
  now: number,
): NonNullable<RotationRecord['pending']> {
  return {
    hint: hintOf(secret.text(), kind.prefix),
    remoteId: null,
    kind: kind.id === token.overview.kind ? null : kind.id,
    server: token.overview.server,
    since: now,
    check: null,
    account: null,
    project: null,
    identity: { account: null, project: null },
    access: [],
    expiry: { known: 'unknown' },
    facts: [],
  }
}

/** What promotion writes beside the swapped secrets: the new value's own facts, and no old ones. */
export function promotion(
  open: OpenRotation & { readonly kind: KindAdapter },
  now: number,
): { overview: TokenOverview; details: TokenDetails } {
  const { token, details, record, kind } = open
  const { pending } = record
  invariant(pending?.check, 'only a tested value is promoted')
  const { overview } = token
  const previous = {
    hint: overview.hint,
    kind: kind.id === overview.kind ? null : overview.kind,
    server: overview.server,
    accepted: isAt(overview.server, details.accepted),
    check: null,
    before: beforePromotion(token, details, pending),
  }
  return {
    overview: {
      ...overview,
      kind: kind.id,
      hint: pending.hint,
      server: pending.server,
      account: pending.account ?? overview.account,
      project: pending.project ?? overview.project,
      access: pending.access,
      expiry: pending.expiry,
      secretSince: now,
      check: pending.check,
      settled: pending.check,
    },
    details: {
      ...details,
      facts: pending.facts,
      identity: {
        account: pending.identity.account ?? details.identity.account,
        project: pending.identity.project ?? details.identity.project,
      },
      // what is promoted was tested
      accepted: pending.server,
      fields: fieldsForNew(kind, details.fields, now),
      checks: [pending.check, ...details.checks].slice(0, CHECKS_MAX),
      rotation: { ...record, pending: null, previous },
    },
  }
}

function beforePromotion(
  { overview }: StoredToken,
  details: TokenDetails,
  pending: NonNullable<RotationRecord['pending']>,
): NonNullable<RotationRecord['previous']>['before'] {
  const { account, project, access, expiry, secretSince, check, settled } = overview
  const { facts, identity, accepted, fields } = details
  return {
    pending,
    overview: {
      ...{ account, project, access, secretSince, check, settled },
      expiry: details.rotation?.limit?.expiry ?? expiry,
    },
    ...{ facts, identity, accepted, fields },
  }
}

/**
 * What the way back writes beside the swapped secrets: what promotion wrote over, and of both
 * values what their platforms said since.
 */
export function reversal({
  token,
  details,
  record,
  previous,
}: OpenRotation & { readonly previous: NonNullable<RotationRecord['previous']> }): {
  overview: TokenOverview
  details: TokenDetails
} {
  const { overview } = token
  const { before, check, hint, server } = previous
  const { facts, identity, accepted, fields } = before
  const pending = { ...before.pending, check: overview.settled ?? before.pending.check }
  return {
    overview: {
      ...overview,
      ...before.overview,
      ...{ hint, server, kind: previous.kind ?? overview.kind },
      ...(check && { check }),
      ...(check && settles(check.verdict) && { settled: check }),
    },
    details: {
      ...details,
      ...{ facts, identity, accepted, fields },
      rotation: { ...record, pending, previous: null },
    },
  }
}
