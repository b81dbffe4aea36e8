import { appError } from '../../shared/error'
import { LABEL_MAX } from '../../shared/model/limit'
import { serviceOf } from '../../shared/model/service'
import { err, ok, type Result } from '../../shared/result'
import type { Description, KindAdapter, Platforms } from '../platform/adapter'
import type { Answer } from './checked'
import { described } from './described'
import { newTokenId } from './id'
import { cleanLabel, cut, plainLine, uniqueLabel } from './label'
import type { Clock, Random, StoredToken } from './port'
import { firstRecord, type FirstRecordParts } from './record'
import type { SecretText } from './secret'
import type { CheckedInput } from './subject'
import type { Owner, TokenIndex } from './token-index'
import { did } from './trace'
import type { TokenService } from './token-service'

export interface NewTokenDeps {
  readonly index: TokenIndex
  readonly tokens: TokenService
  readonly platforms: Platforms
  readonly clock: Clock
  readonly random: Random
}

/** A value that is to become a token of the vault. The caller wipes the secret. */
export interface NewToken {
  readonly subject: CheckedInput
  readonly secret: SecretText
  /** What its platform answered about it; null: not asked. */
  readonly answer: Answer | null
  /** An empty label: as suggested. */
  readonly entered: FirstRecordParts['entered']
  /** When it was made, as a list told; null: not told. */
  readonly madeAt: number | null
}

/**
 * Stores a value that no visible token has: `token.duplicate` (id), `label.too-long`, or what the
 * vault says. A forgotten token with the same value comes back.
 */
export function storeNew(deps: NewTokenDeps, parts: NewToken): Result<StoredToken> {
  const { index, platforms, clock, random } = deps
  const { subject, secret, answer, entered, madeAt } = parts
  const { kind, fields } = subject
  const description = platforms.known({ kind: kind.id, secret, fields })
  const label =
    plainLine(entered.label) === ''
      ? ok(suggestLabel(index, kind, description))
      : cleanLabel(entered.label)
  if (!label.ok) return label

  const owners = index.ownersOf(secret)
  if (!owners.ok) return owners
  const visible = owners.value.find(({ token }) => token.overview.forgottenAt === null)
  if (visible) return err(appError('token.duplicate', { id: visible.token.id }))
  const forgotten = owners.value.find(isReplaceable)?.token
  const first = firstRecord({
    ...{ subject, answer, secret },
    known: described(description, secret.text()),
    entered: { ...entered, label: label.value },
    now: clock.now(),
  })
  const record =
    madeAt === null
      ? first
      : { ...first, overview: { ...first.overview, secretSince: Math.min(madeAt, clock.now()) } }
  return forgotten
    ? deps.tokens.reuse(forgotten.id, record, secret)
    : index.insert(newTokenId(random), {
        ...record,
        secret,
        trace: did('token.add', { detail: { hint: record.overview.hint } }),
      })
}

/** A label that no other token of the service has. */
export function suggestLabel(
  index: TokenIndex,
  kind: KindAdapter,
  description: Description,
): string {
  const taken = index
    .visible()
    .filter((token) => serviceOf(token.overview.kind) === serviceOf(kind.id))
    .map((token) => token.overview.label)
  const line = cut(plainLine(kind.suggestLabel(description, taken)), LABEL_MAX)
  return uniqueLabel(line === '' ? kind.id : line, taken)
}

/**
 * A forgotten token whose place the same value takes when it is saved again. One that holds other
 * values too, from a rotation, is left alone: it can still be restored, with all of them.
 */
function isReplaceable({ token, slot }: Owner): boolean {
  return slot === 'current' && token.overview.phase.name !== 'rotating'
}
