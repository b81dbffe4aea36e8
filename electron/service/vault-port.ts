/** The interfaces of the vault's own life: how it opens, and what opens it. */
import type { AppError } from '../../shared/error'
import type { AuditEntry } from '../../shared/model/audit'
import type { ReadOnlyReason, VaultState, Way } from '../../shared/model/vault'
import type { Result } from '../../shared/result'
import type { BackupShelf } from './backup-port'
import type { OpenVault } from './port'
import type { SecretText } from './secret'

/** What opens a vault by itself: the keychain's entry, the password, or the recovery key's text. */
export type FullUnlock =
  | { readonly by: 'keychain' }
  | { readonly by: 'password' | 'recovery'; readonly secret: SecretText }

/** The same, or the PIN, which opens only what was open before. */
export type Unlock = FullUnlock | { readonly by: 'pin'; readonly secret: SecretText }

/** How an attempt to open the vault ended. */
export type OpenOutcome =
  | { readonly state: 'open'; readonly vault: OpenVault; readonly created: boolean }
  | {
      readonly state: Exclude<VaultState, 'open' | 'opening'>
      readonly exists: boolean
      /** What else could open it. */
      readonly ways: readonly Way[]
      /** What kept the keychain from opening it, where it waits for another way. */
      readonly trouble: VaultState | null
      /** Why the way that was tried did not do; null: it was the state that kept it shut. */
      readonly error: AppError | null
    }

export interface VaultOpener {
  /**
   * Opens the vault; by keychain, it makes one where there is none and the keychain keeps its key.
   * Never makes a second key for a vault that exists. `onWaiting` is called if the keychain takes
   * long. Asked again while a try is under way, it joins that one.
   */
  open(onWaiting: () => void, how?: Unlock): Promise<OpenOutcome>
  /** Makes a vault that a password opens, where there is none, and opens it. */
  create(password: SecretText): Promise<OpenOutcome>
  /** Forgets what the PIN opens. */
  dropPin(): void
  /** Comes back when the keychain was told of the last state of a vault that was closed. */
  settled(): Promise<void>
  /** Renames the vault's files to a name with the time, so that a new vault can be made. */
  setAside(): Promise<Result<void>>
  exists(): boolean
  readonly backups: BackupShelf
}

/** What stands about the ways to open a vault. */
export interface WaysInfo {
  /** The beginning of the vault's id, which its recovery kit names too. */
  readonly vault: string
  readonly keychain: boolean
  /** What the password costs to try: memory in KiB, passes, lanes. */
  readonly password: { readonly m: number; readonly t: number; readonly p: number } | null
  readonly recovery: boolean
  readonly pin: boolean
  /** What can show that it is the user, easiest first. */
  readonly usable: Way[]
  /** When each was made, epoch ms; null: not known. */
  readonly since: Readonly<
    Record<'keychain' | 'password' | 'recovery' | 'pin' | 'key', number | null>
  >
}

/** Something that was made for a vault and does not count yet. */
export interface Fresh<Recovery = SecretText> {
  /** The recovery key that goes with it, as a person reads it. */
  readonly recovery: Recovery
  /** From here on it counts, and what was in its place does not. */
  readonly adopt: (trace: readonly AuditEntry[]) => Result<void>
  /** Forgets it, adopted or not. */
  readonly drop: () => void
}

/**
 * The ways to open a vault that is open. Each change asks for one of the present ways again, and is
 * one durable write. Failures: `vault.wrong-*`, `vault.no-such-way`, `vault.last-way`, those of the
 * keychain, and those of `TokenStore`.
 */
export interface VaultWays {
  info(): Result<WaysInfo>
  /** What would open it now. */
  usable(): readonly Way[]
  prove(how: Unlock): Promise<Result<void>>
  setPassword(
    how: Unlock,
    password: SecretText,
    trace: readonly AuditEntry[],
  ): Promise<Result<void>>
  /** A key of its own in the keychain, where there is none. */
  addKeychain(how: Unlock, trace: readonly AuditEntry[]): Promise<Result<void>>
  makeRecovery(how: Unlock): Promise<Result<Fresh>>
  /**
   * Another vault key, with which everything is sealed again once it is adopted. A vault with a
   * password asks for that, and one with a recovery key gets another one. `vault.not-whole`,
   * `vault.key-replacing`.
   */
  replaceKey(how: Unlock): Promise<Result<Fresh<SecretText | null>>>
  setPin(how: Unlock, pin: SecretText, trace: readonly AuditEntry[]): Promise<Result<void>>
  remove(
    how: Unlock,
    way: 'keychain' | 'password' | 'recovery' | 'pin',
    trace: readonly AuditEntry[],
  ): Promise<Result<void>>
}

/** Why an open vault is only read, and how far behind it is. */
export interface Doubt {
  readonly reason: ReadOnlyReason
  readonly changesMissing: number
}
