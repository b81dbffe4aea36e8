import type { EntryFlag, InventoryEntry } from '../../shared/contract/inventory'
import type { TokenId } from '../../shared/model/token'
import type { RemoteToken } from '../platform/management'

/** After so long without use a token counts as unused, ms. */
export const UNUSED_MS = 90 * 86_400_000

/** What its kind lets one know of a listed token. */
export interface Traits {
  /** `lastUsedAt` null is 'never'. */
  readonly tellsUse: boolean
  /** Its end can be chosen, so that having none was a choice. */
  readonly canEnd: boolean
}

/** How a listed token stands to the vault. */
export interface Standing {
  readonly inVault: InventoryEntry['inVault']
  readonly orphanOf: TokenId | null
}

/** What is worth a look. What a platform does not tell never makes a flag. */
export function flagsOf(
  remote: Pick<RemoteToken, 'createdAt' | 'lastUsedAt' | 'expiresAt'>,
  { tellsUse, canEnd }: Traits,
  { inVault, orphanOf, now }: Standing & { readonly now: number },
): EntryFlag[] {
  const flags: EntryFlag[] = []
  if (inVault === 'no') flags.push('not-in-vault')
  if (orphanOf !== null && inVault !== 'yes') flags.push('possible-orphan')
  // never used counts from its making, where that is told
  const idleSince = tellsUse ? (remote.lastUsedAt ?? remote.createdAt) : null
  if (idleSince !== null && now - idleSince > UNUSED_MS) flags.push('unused')
  if (canEnd && remote.expiresAt === null) flags.push('no-expiry')
  if (hasEnded(remote, now)) flags.push('expired')
  return flags
}

export function hasEnded({ expiresAt }: Pick<RemoteToken, 'expiresAt'>, now: number): boolean {
  return typeof expiresAt === 'number' && expiresAt <= now
}
