import type { InventoryEntry } from '../../shared/contract/inventory'
import type { FieldValues } from '../../shared/model/service'
import type { KindAdapter, Platforms } from '../platform/adapter'
import { flagsOf } from './inventory-flags'
import type { Listed, Match } from './inventory-match'
import type { Through } from './inventory-place'
import { suggestLabel } from './new-token'
import type { TokenIndex } from './token-index'

/** A listed token as the window sees it: nothing of its value. */
export function entryOf(
  deps: { readonly index: TokenIndex; readonly platforms: Platforms },
  { key, kind, remote }: Listed,
  {
    match,
    through,
    now,
  }: { readonly match: Match; readonly through: Through; readonly now: number },
): InventoryEntry {
  const tellsUse = kind.manage.tellsUse === true
  const traits = { tellsUse, canEnd: kind.manage.choosesExpiry }
  const { secret, expiresAt } = remote
  const isMissing = match.inVault === 'no'
  const known = secret && {
    kind: kind.id,
    secret,
    fields: fieldsFor(kind, through.details.fields),
  }
  return {
    key,
    kind: kind.id,
    name: match.tainted ? null : remote.name,
    createdAt: remote.createdAt,
    ...{ tellsUse, lastUsedAt: remote.lastUsedAt },
    expiry:
      expiresAt === undefined
        ? { known: 'unknown' }
        : expiresAt === null
          ? { known: 'never' }
          : { known: 'date', at: expiresAt },
    scopes: remote.scopes === null ? null : [...remote.scopes],
    project: remote.project ?? remote.projectId,
    inVault: match.inVault,
    known: match.known,
    flags: flagsOf(remote, traits, { ...match, now }),
    orphanOf: match.inVault === 'yes' ? null : match.orphanOf,
    adopt: isMissing ? (known ? 'stored' : 'paste') : null,
    suggestedLabel:
      isMissing && known ? suggestLabel(deps.index, kind, deps.platforms.known(known)) : null,
  }
}

/** What was entered to ask about one token of a place, for another one there. */
export function fieldsFor(kind: KindAdapter, fields: FieldValues): FieldValues {
  const wanted = kind.fields.filter(({ requiredFor }) => requiredFor === 'check')
  return Object.fromEntries(
    wanted.flatMap(({ key }) => {
      const value = fields[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
