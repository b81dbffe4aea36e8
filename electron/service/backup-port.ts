/** The interfaces of backups: making them, looking into them, and putting one in the vault's place. */
import type { AuditEntry } from '../../shared/model/audit'
import type { BackupInfo, BackupPreview, BackupReason } from '../../shared/model/backup'
import type { Way } from '../../shared/model/vault'
import type { Result } from '../../shared/result'
import type { FullUnlock } from './vault-port'

/** A file that the user has chosen to be read. Its place is known to nobody but the port. */
export interface ChosenFile {
  readonly name: string
  /** Its bytes, or those of the file with this ending beside it; null: there is none. */
  pieces(end: '' | '-wal'): AsyncIterable<Uint8Array> | null
}

export interface FileChooser {
  /** Asks which one; null: none. */
  choose(kind: 'backup'): Promise<ChosenFile | null>
}

/** A backup as it was found when somebody looked into it. */
export type Looked =
  | { readonly state: 'open'; readonly preview: BackupPreview }
  | { readonly state: 'locked'; readonly ways: readonly Way[] }

/**
 * The folder of backups beside the vault. What is made is opened and gone through before it gets
 * its name. Failures: `backup.*`, and those of `TokenStore`.
 */
export interface BackupShelf {
  /** Newest first. */
  list(): Result<readonly BackupInfo[]>
  /** Whether something else than this computer's keychain would open a backup; null: none is open. */
  able(): boolean | null
  /** Whether the open vault holds something that the newest backup of it does not. */
  changed(): boolean
  /** Refuses with `backup.keychain-only` what would open on this computer only. */
  make(reason: Exclude<BackupReason, 'migration' | 'safety'>): Promise<Result<BackupInfo>>
  /** Lends one made for this, piece by piece; it leaves nothing in the folder. */
  lend(
    use: (next: () => Promise<Result<Uint8Array | null>>) => Promise<Result<void>>,
  ): Promise<Result<void>>
  /** Takes a copy of a backup to look into. Another one that was held is dropped. */
  take(from: string | ChosenFile): Promise<Result<void>>
  /**
   * Opens the copy that was taken: with the keys of the open vault if they are its own, else by
   * what is given, else by the keychain.
   */
  look(how: FullUnlock | null): Promise<Result<Looked>>
  /**
   * Makes the copy that was looked into ready to be the vault. The answer puts it there, once the
   * vault is closed; what was there is kept under another name.
   */
  prepare(trace: readonly AuditEntry[]): Result<() => Result<void>>
  drop(): void
}
