import { z } from 'zod'

/** Longest password or passphrase that is taken, in characters. */
export const PASSWORD_MAX = 1024
/** Least characters of a new password. Its quality is shown; this only keeps out slips. */
export const PASSWORD_MIN = 8
export const PIN_MIN = 6
export const PIN_MAX = 64
/** Longer than any recovery key with the white space people put between its groups. */
const RECOVERY_TEXT_MAX = 200

const password = z.string().min(1).max(PASSWORD_MAX)

/**
 * What opens the vault: at the start, after a lock, and once more before what would be dangerous
 * in the hands of somebody who found the window open.
 */
export const proof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('keychain') }),
  z.strictObject({ by: z.literal('password'), password }),
  z.strictObject({ by: z.literal('recovery'), key: z.string().min(1).max(RECOVERY_TEXT_MAX) }),
  z.strictObject({ by: z.literal('pin'), pin: z.string().min(1).max(PIN_MAX) }),
])
export type Proof = z.infer<typeof proof>

export const newPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)
export const newPin = z.string().min(PIN_MIN).max(PIN_MAX)
