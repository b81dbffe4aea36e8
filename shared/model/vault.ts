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
  'newer-version',
  'in-use',
  'no-space',
  'read-only',
  'failed',
] as const

export const vaultStatus = z.strictObject({
  state: z.enum(VAULT_STATES),
  /** There is a vault file already; false on the very first start. */
  exists: z.boolean(),
  /** Records that could not be opened though the vault is; they are kept, and not shown. */
  damagedRecords: z.number().int(),
  /** Damage to the file was found while it is open: it is read, and not written any more. */
  readOnly: z.boolean(),
})
export type VaultStatus = z.infer<typeof vaultStatus>
export type VaultState = VaultStatus['state']
