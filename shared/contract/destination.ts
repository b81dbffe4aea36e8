import { z } from 'zod'
import { destinationId } from '../model/destination'
import { tokenId, tokenSummary } from '../model/token'
import { call } from './call'

/** Longer than any that is stored: what is too long is refused by name, not as a malformed call. */
const text = z.string().max(2000)
const place = z.strictObject({ id: tokenId, destination: destinationId })

/** Where a token is used. All answer with the token's new row; the details hold the list. */
export const destinationCalls = {
  /**
   * Adds one place per text, all of them or none. Empty and listed ones are left out; if nothing is
   * left: `destination.empty`, `destination.listed`. `destination.too-long`, `destination.too-many`,
   * `destination.is-secret`.
   */
  'destination.add': call(
    z.strictObject({ id: tokenId, texts: z.array(text).min(1).max(500) }),
    tokenSummary,
  ),
  'destination.edit': call(place.extend({ text }), tokenSummary),
  'destination.remove': call(place, tokenSummary),
  /**
   * After promotion, and while no rotation is open: the place has the current value, or has not.
   * `rotation.wrong-stage` before promotion.
   */
  'destination.tick': call(place.extend({ done: z.boolean() }), tokenSummary),
} satisfies Record<string, ReturnType<typeof call>>
