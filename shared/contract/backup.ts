import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '../error'
import { BACKUP_REASONS, backupId, backupInfo, backupPreview } from '../model/backup'
import { proof } from '../model/proof'
import { instant } from '../model/token'
import { vaultStatus, WAYS } from '../model/vault'
import { call, nothing } from './call'

const errorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])

/** How the last try of this run went; null as `error`: it was made. */
export const backupResult = z.strictObject({
  at: instant,
  reason: z.enum(BACKUP_REASONS),
  error: errorCode.nullable(),
})
export type BackupResult = z.infer<typeof backupResult>

/** Which one to look into: one of the list, a file to be chosen, or again the one at hand. */
const source = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('list'), id: backupId }),
  z.strictObject({ from: z.literal('file') }),
  z.strictObject({ from: z.literal('held') }),
])

export const backupCalls = {
  /** Newest first. `able`: whether a backup could be opened elsewhere; null: no vault is open. */
  'backup.list': call(
    nothing,
    z.strictObject({
      backups: z.array(backupInfo),
      last: backupResult.nullable(),
      able: z.boolean().nullable(),
    }),
    'nothing',
  ),
  /** `backup.keychain-only`, `backup.not-verified`, and what the vault's file can fail with. */
  'backup.make': call(nothing, backupInfo),
  /** The same to a place that the user chooses; null: nowhere. */
  'backup.saveCopy': call(nothing, z.strictObject({ file: z.string().max(255).nullable() })),
  /**
   * Looks into one, with nothing changed: `backup.not-found`, `backup.damaged`, `backup.newer`,
   * `vault.wrong-*`. Where the keys at hand do not open it, it says what would.
   */
  'backup.look': call(
    z.strictObject({ source, proof: proof.nullable() }),
    z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('none') }),
      z.strictObject({ state: z.literal('locked'), ways: z.array(z.enum(WAYS)) }),
      z.strictObject({ state: z.literal('open'), preview: backupPreview }),
    ]),
    'nothing',
  ),
  /**
   * Puts the one that was looked into in the vault's place, which is kept under another name. Where
   * a vault is open that a click does not open, it asks for what does: `vault.wrong-*`,
   * `vault.no-such-way`, and `call.refused` for no proof.
   */
  'backup.restore': call(
    z.strictObject({ confirm: z.literal('restore'), proof: proof.nullable() }),
    vaultStatus,
    'nothing',
  ),
  /** Forgets the one that was looked into. */
  'backup.drop': call(nothing, nothing, 'nothing'),
} satisfies Record<string, ReturnType<typeof call>>
