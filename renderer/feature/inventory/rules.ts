import type { EntryFlag, InventoryEntry } from '../../../shared/contract/inventory'
import type { IconName } from '../../ui/icon'

/** What can be filtered for; the rest of the flags are rare, and stand out by themselves. */
export const FILTERS = ['not-in-vault', 'unused', 'no-expiry'] as const
export type Filter = (typeof FILTERS)[number] | 'all'

/** How a flag looks; what it says stands beside it in words. */
export const FLAG_ICONS: Readonly<Record<EntryFlag, IconName>> = {
  'not-in-vault': 'circle-help',
  unused: 'hourglass',
  'no-expiry': 'alarm-clock',
  expired: 'ban',
  'possible-orphan': 'shield-alert',
}

/** So lately that something is likely to rely on it, ms. */
const LATELY_MS = 30 * 86_400_000

export function countOf(entries: readonly InventoryEntry[], filter: Filter): number {
  return entriesOf(entries, filter).length
}

export function entriesOf(
  entries: readonly InventoryEntry[],
  filter: Filter,
): readonly InventoryEntry[] {
  return filter === 'all' ? entries : entries.filter(({ flags }) => flags.includes(filter))
}

/** What the vault does not have first; in each part the newest first. */
export function arranged(entries: readonly InventoryEntry[]): readonly InventoryEntry[] {
  const rank = { no: 0, unclear: 1, yes: 2 } as const
  return [...entries].sort(
    (one, other) =>
      rank[one.inVault] - rank[other.inVault] || (other.createdAt ?? 0) - (one.createdAt ?? 0),
  )
}

/** A value of the vault goes through its own revocation; what may be one is looked at first. */
export function canRevokeHere({ inVault }: InventoryEntry): boolean {
  return inVault === 'no'
}

/** Whether a word has to be typed before it is revoked: something seems to use it. */
export function isInUse({ lastUsedAt }: InventoryEntry, now: number): boolean {
  return lastUsedAt !== null && now - lastUsedAt < LATELY_MS
}
