import { z } from 'zod'
import { CLIPBOARD_SECONDS, LOCK_MINUTES } from './limit'
import { GRACE_MS } from './stage'

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
  /** The name of a new token on its platform: text with `{label}`, `{date}`, `{id}`. */
  rotationName: z.string().min(1).max(100),
  /** How long a replaced value stays unless the user says otherwise, ms; null: until he says so. */
  graceMs: z.union([z.union(GRACE_MS.map((ms) => z.literal(ms))), z.null()]),
  /** After how many minutes without a key or a click anywhere the vault locks; null: never. */
  lockAfterMinutes: z.union([z.union(LOCK_MINUTES.map((each) => z.literal(each))), z.null()]),
  lockOnSleep: z.boolean(),
  lockOnScreenLock: z.boolean(),
  /** Closing the window leaves the program in the tray. */
  closeToTray: z.boolean(),
  /** Whether programs that record the screen may see the window. */
  screenCapture: z.boolean(),
})
export type Settings = z.infer<typeof settings>

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  clipboardSeconds: 30,
  notifications: true,
  notificationLabels: false,
  defaultRotateEveryDays: 90,
  rotationName: '{label} {date} {id}',
  graceMs: 86_400_000,
  lockAfterMinutes: null,
  lockOnSleep: false,
  lockOnScreenLock: false,
  closeToTray: false,
  screenCapture: true,
}

/** What holds from when there is a password: until then, a lock asks for nothing but a click. */
export const LOCKING_SETTINGS = {
  lockAfterMinutes: 15,
  lockOnSleep: true,
  lockOnScreenLock: true,
} as const satisfies Partial<Settings>
