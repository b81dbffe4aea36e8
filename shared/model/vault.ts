import { z } from 'zod'

/** Every way the vault can stand; each has its own screen. */
export const VAULT_STATES = [
  'opening',
  'open',
  /** The keychain was asked and has not answered yet. */
  'waiting-for-keychain',
  /** There is no keychain service to ask. */
  'no-keychain',
  'keychain-locked',
  'keychain-timeout',
  'keychain-failed',
  /** A vault exists, the keychain answers, and holds no key for it. */
  'key-missing',
  /** The keychain holds a key, and it is not this vault's. */
  'wrong-key',
  'damaged',
  /** A vault was here, and its file is not. */
  'missing',
  /** A folder, or another thing that is no file, stands in the place of its file. */
  'not-a-file',
  'newer-version',
  'in-use',
  /** Its folder is on another machine's disk. */
  'network-share',
  /** Its file is a link, or has a second name. */
  'linked',
  'no-space',
  'read-only',
  'failed',
  /** It waits for its user: for a password, or for the word to ask the keychain again. */
  'locked',
] as const

/** What can open a vault. A PIN can only after another one did, and until the program ends. */
export const WAYS = ['keychain', 'password', 'pin', 'recovery'] as const
export type Way = (typeof WAYS)[number]

/** What made the vault lock. */
export const LOCK_REASONS = ['user', 'idle', 'sleep', 'screen', 'session', 'tray'] as const
export type LockReason = (typeof LOCK_REASONS)[number]

/** Why an open vault is only read. */
export const READ_ONLY_REASONS = [
  /** The file is damaged. */
  'damage',
  /** It is an older state than the one that this computer's keychain remembers. */
  'older',
  /** Rows were taken out, or put back, by something that is not Keyglot. */
  'changed',
] as const
export type ReadOnlyReason = (typeof READ_ONLY_REASONS)[number]

export const vaultStatus = z.strictObject({
  state: z.enum(VAULT_STATES),
  /** There is a vault file already; false on the very first start. */
  exists: z.boolean(),
  /** Records that could not be opened though the vault is; they are kept, and not shown. */
  damagedRecords: z.number().int(),
  /** Why it is read and not written any more, though it is open; null: it is written. */
  readOnly: z.enum(READ_ONLY_REASONS).nullable(),
  /** How many changes older it is than the last one seen here; 0 unless `readOnly` is `older`. */
  changesMissing: z.number().int().min(0),
  /** Its key was replaced, and not everything is sealed under the new one yet. */
  resealing: z.boolean(),
  /** What can be tried to open it, easiest first. Empty while it is open, or nothing is known. */
  ways: z.array(z.enum(WAYS)),
  /** What keeps the keychain from opening a vault that waits for another way; null: nothing. */
  trouble: z.enum(VAULT_STATES).nullable(),
  /** What locked it; null: it was not open since the program started. */
  lockedBy: z.enum(LOCK_REASONS).nullable(),
})
export type VaultStatus = z.infer<typeof vaultStatus>
export type VaultState = VaultStatus['state']

/** A status with nothing to remark but what is given; the same one is always the same text. */
export function statusOf(state: VaultState, change: Partial<VaultStatus> = {}): VaultStatus {
  return {
    state,
    exists: true,
    damagedRecords: 0,
    readOnly: null,
    changesMissing: 0,
    resealing: false,
    ways: [],
    trouble: null,
    lockedBy: null,
    ...change,
  }
}
