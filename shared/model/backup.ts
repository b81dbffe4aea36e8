import { z } from 'zod'
import { LABEL_MAX } from './limit'
import { instant } from './token'
import { WAYS } from './vault'

/** Why a backup was made; one message each (`backup.reason.<reason>`). */
export const BACKUP_REASONS = [
  'daily',
  /** The user asked for it. These are never taken away by the program. */
  'manual',
  /** Before the file got the form of a newer version. */
  'migration',
  /** Before what opens the vault was changed. */
  'keys',
  /** Before a newer form too, where only this computer's keychain opens it: no backup. */
  'safety',
] as const
export type BackupReason = (typeof BACKUP_REASONS)[number]

/** Names a backup of this folder: beginning of the vault's id, UTC time, reason. Never a path. */
export const backupId = z
  .string()
  .regex(
    new RegExp(
      `^[0-9a-f]{8}-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z-(${BACKUP_REASONS.join('|')})$`,
    ),
  )

/** A backup that was made: when it got its name, it had been opened and gone through. */
export const backupInfo = z.strictObject({
  id: backupId,
  at: instant,
  reason: z.enum(BACKUP_REASONS),
  bytes: z.number().int().min(0),
})
export type BackupInfo = z.infer<typeof backupInfo>

/** How many labels of each kind a preview names; the counts are of all of them. */
export const PREVIEW_LABELS = 50

const differing = z.strictObject({
  count: z.number().int().min(0),
  labels: z.array(z.string().max(LABEL_MAX)).max(PREVIEW_LABELS),
})

/** What is in a backup, and how it differs from the vault that is open. */
export const backupPreview = z.strictObject({
  /** The time of its newest activity; null: not known. */
  at: instant.nullable(),
  /** Tokens that are in its list. */
  tokens: z.number().int().min(0),
  /** It is of the vault that is here now; null: none is open to compare it with. */
  same: z.boolean().nullable(),
  /** Records that do not open. */
  damaged: z.number().int().min(0),
  /** null: there is no open vault to compare it with. */
  changes: z
    .strictObject({
      /** In the backup and not here. */
      back: differing,
      /** Here and not in the backup. */
      gone: differing,
      /** In both, with another value or another description. */
      different: differing,
    })
    .nullable(),
  /** What will open it once it is restored. */
  ways: z.array(z.enum(WAYS)),
})
export type BackupPreview = z.infer<typeof backupPreview>
