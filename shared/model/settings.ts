import { z } from 'zod'
import { CLIPBOARD_SECONDS } from './limit'

/** What the user can choose; kept sealed in the vault. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** After how long a copied secret leaves the clipboard, if it is still there. */
  clipboardSeconds: z.union(CLIPBOARD_SECONDS.map((seconds) => z.literal(seconds))),
  notifications: z.boolean(),
  /** Whether a notification may name tokens: it can be seen on a locked screen. */
  notificationLabels: z.boolean(),
  /** Rotation policy proposed for new tokens without an expiry; null: none. */
  defaultRotateEveryDays: z.number().int().min(1).max(3650).nullable(),
})
export type Settings = z.infer<typeof settings>

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  clipboardSeconds: 30,
  notifications: true,
  notificationLabels: false,
  defaultRotateEveryDays: 90,
}
