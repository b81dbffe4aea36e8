import type { RotationRecord } from '../../shared/model/token'
import type { RemoteToken } from '../platform/management'
import type { StoredToken } from './port'

/** Lives shorter than this are no choice of a person's, but clocks that disagree, ms. */
const SHORTEST_MS = 60_000
/** The life of the new one where the old one's cannot be told: it shall not live for ever, ms. */
const FALLBACK_MS = 90 * 86_400_000

/**
 * The end of the new token, epoch ms; null: none. `same`: as long a life as the old one has, from
 * its making if the platform tells that, else from when its value came here.
 */
export function expiryForNew(
  wanted: RotationRecord['wantedExpiry'],
  {
    like,
    token,
    now,
  }: {
    readonly like: Pick<RemoteToken, 'createdAt' | 'expiresAt'> | null
    readonly token: StoredToken
    readonly now: number
  },
): number | null {
  if (wanted !== 'same') return wanted
  const { expiry, secretSince } = token.overview
  const known = expiry.known === 'date' ? expiry.at : null
  const end = like?.expiresAt === undefined ? known : like.expiresAt
  if (end === null) return null
  const life = end - (like?.createdAt ?? secretSince)
  return now + (life >= SHORTEST_MS ? life : FALLBACK_MS)
}
