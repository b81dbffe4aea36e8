import { z } from 'zod'
import { REASONS, VERDICTS } from './verdict-list'

export { isAlive, isDead, type Reason, type Verdict } from './verdict-list'

export const verdict = z.enum(VERDICTS)
export const reason = z.enum(REASONS)

/** What a verdict rests on. Holds no text of the server but its short error code. */
export const evidence = z.strictObject({
  verdict,
  reason,
  /** HTTP status, if there was an answer. */
  status: z.number().int().nullable(),
  /** The platform's own error code, cleaned: at most 64 characters of `[A-Za-z0-9_. -]`. */
  code: z.string().max(64).nullable(),
  /** Epoch ms before which asking again is pointless (rate limits). */
  retryAt: z.number().nullable(),
})
export type Evidence = z.infer<typeof evidence>
