/** The interfaces that the services need. Everything outside is reached through one of these. */
import type { EventName } from '../../shared/contract/names'
import type { EventPayload } from '../../shared/contract/event'
import type { Result } from '../../shared/result'
import type { AuditEntry, AuditRow, AuditVerdict } from '../../shared/model/audit'
import type { TokenDetails, TokenId, TokenOverview } from '../../shared/model/token'
import type { SecretText } from './secret'
import type { Doubt, VaultWays } from './vault-port'

export interface Clock {
  /** Epoch milliseconds: for dates that people see. */
  now(): number
  /** Milliseconds of a clock that never goes back: for time-outs and countdowns. */
  monotonic(): number
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, run: () => void): () => void
}

/** Messages are fixed texts; `data` holds codes, counts and ids only. Both pass a redaction hook. */
export interface Logger {
  info(message: string, data?: LogData): void
  warn(message: string, data?: LogData): void
  /** Logs an unexpected exception and answers an id that a user can quote. */
  fault(message: string, cause: unknown): string
}
export type LogData = Readonly<Record<string, string | number | boolean | null>>

export interface Random {
  /** Cryptographically secure bytes. */
  bytes(length: number): Buffer
}

/**
 * A keyed fingerprint (HMAC) under a random key that lives as long as the process: tells whether
 * two values are the same, when neither is kept.
 */
export interface Fingerprint {
  of(bytes: Uint8Array): string
}

/** The three places that a secret of a token can be in: in use, pasted by a rotation, replaced by it. */
export const SLOTS = ['current', 'pending', 'previous'] as const
export type Slot = (typeof SLOTS)[number]

/** Which token holds a secret, and where. */
export interface Holder {
  readonly id: TokenId
  readonly slot: Slot
}

/** A row as the store knows it. */
export interface StoredToken {
  readonly id: TokenId
  /** Counts the writes of this record, from 1. */
  readonly version: number
  readonly overview: TokenOverview
}

/** What one write changes; all of it or nothing. `null` removes the secret of a slot. */
export interface TokenChange {
  readonly overview?: TokenOverview
  readonly details?: TokenDetails
  readonly secrets?: Partial<Record<Slot, SecretText | null>>
  /** Lines of the audit log that are written with the change, or not at all. */
  readonly trace?: readonly AuditEntry[]
}

/**
 * The sealed tokens of an open vault. Every write is durable when the call returns
 * (WAL, synchronous=FULL). Failures: `vault.no-space`, `vault.read-only`, `vault.busy`,
 * `vault.damaged`, `vault.io`, `vault.record-damaged` (one record, the others stay usable).
 */
export interface TokenStore {
  /** Opens every overview, and no secret. Records that do not open are counted by `damaged()`. */
  list(): Result<StoredToken[]>
  damaged(): number
  get(id: TokenId): Result<StoredToken>
  details(id: TokenId): Result<TokenDetails>
  /** null: nothing in that slot. */
  secret(id: TokenId, slot: Slot): Result<SecretText | null>
  insert(
    id: TokenId,
    token: Required<Pick<TokenChange, 'overview' | 'details'>> &
      Pick<TokenChange, 'trace'> & { secret: SecretText },
  ): Result<StoredToken>
  /** All of them in one transaction, or none. */
  insertMany(
    tokens: readonly (Parameters<TokenStore['insert']>[1] & { readonly id: TokenId })[],
  ): Result<StoredToken[]>
  /** Refuses with `token.changed-elsewhere` if the record is not at `version` any more. */
  update(id: TokenId, version: number, change: TokenChange): Result<StoredToken>
  remove(id: TokenId, trace?: readonly AuditEntry[]): Result<void>
  /**
   * Every token that holds this secret as current, pending or previous, by a keyed blind index:
   * current ones first, then pending, then previous. Forgotten tokens are among them, and it is
   * the caller's to tell which of several counts (`TokenIndex.ownersOf`).
   */
  findBySecret(secret: SecretText): Result<readonly Holder[]>
}

/**
 * Every name that a value is kept under. A vault whose key is replaced finds its values again by
 * these: on disk there are no names.
 */
export const VALUE_NAMES = ['settings', 'reminders', 'schedule', 'pin', 'ways-since'] as const
export type ValueName = (typeof VALUE_NAMES)[number]

/** Small named values, sealed like tokens: settings, reminders. */
export interface ValueStore {
  read(name: ValueName): Result<unknown>
  /** `trace`: lines of the audit log that are written with it, or not at all. */
  write(name: ValueName, value: unknown, trace?: readonly AuditEntry[]): Result<void>
}

/** Which lines there are: `last` is `first - 1` while there is none. */
export interface AuditBounds {
  readonly first: number
  readonly last: number
  /** How many older ones were given up for room. */
  readonly trimmed: number
}

export interface AuditPiece {
  readonly rows: readonly AuditRow[]
  /** Where it goes on; beyond the last line after all of them. */
  readonly next: number
}

/**
 * The audit log: sealed lines in a chain, of which at least the newest 100,000 are kept. Failures
 * are those of `TokenStore`.
 */
export interface AuditStore {
  /** All of them, durably, or none. */
  append(entries: readonly AuditEntry[]): Result<void>
  bounds(): Result<AuditBounds>
  /** From one number to another, both included and in this order; at most 1,000 of them. */
  lines(from: number, to: number): Promise<Result<readonly AuditRow[]>>
  /** From a number on, line by line that is there; a long gap is told by its first number alone. */
  onward(from: number): Promise<Result<AuditPiece>>
  /** Goes through all of it, in pieces; names the first line that does not prove itself. */
  verify(): Promise<Result<AuditVerdict>>
}

export interface OpenVault {
  readonly tokens: TokenStore
  readonly values: ValueStore
  readonly audit: AuditStore
  readonly ways: VaultWays
  /** Calls back once it is known why it is only read, at once if it is. Nothing is written after it. */
  onDoubt(run: (doubt: Doubt) => void): void
  /** Calls back when everything begins to be sealed under another key, and when that ends. */
  onResealing(run: (busy: boolean) => void): void
  /**
   * The user takes the file as it is, in spite of that: it is written again, and remembered as the
   * right one. `vault.damaged` where it is damage that stands against it.
   */
  accept(trace: readonly AuditEntry[]): Result<void>
  /** Ends use: checkpoint, close, key material wiped. */
  close(): void
}

/**
 * The operating system's keychain. One call at a time, each with a time-out. Failures:
 * `keychain.missing`, `keychain.locked`, `keychain.timeout`, `keychain.failed`,
 * `keychain.mismatch` (what was read back is not what was written).
 */
export interface Keychain {
  /** null: the keychain answers, is unlocked, and has no such entry. */
  read(account: string): Promise<Result<string | null>>
  /** Writes and reads back. Value: short ASCII. */
  write(account: string, value: string): Promise<Result<void>>
  /** Takes an entry away, if there is one. */
  remove(account: string): Promise<Result<void>>
}

/**
 * One value in a file of its own, sealed under a key of its own that only the keychain holds. It
 * can be read while the vault is locked, so it holds nothing that names a token.
 */
export interface SealedNote {
  /** null: none, not ours, not whole, or nobody has its key. Never a failure. */
  read(): Promise<unknown>
  /** All of it or nothing; what is written last counts. Failures: `keychain.*`, `file.failed`. */
  write(value: unknown): Promise<Result<void>>
  /** Takes it away; its key too, if the keychain was asked for it in this run. Asks for nothing. */
  drop(): Promise<void>
}

/** A place that one text at a time is on. */
export interface TextPlace {
  read(): Promise<string>
  clear(): Promise<Result<void>>
}

export interface ClipboardPort extends TextPlace {
  write(text: string): Promise<Result<void>>
  /** Where Linux keeps what was selected last; nothing is written there. null: no such place. */
  readonly selection: TextPlace | null
  /** Whether this system can be told to keep what is written out of its histories. */
  readonly history: 'excluded' | 'not-excluded'
}

export interface BrowserPort {
  /** Opens an https page (or http on loopback) in the user's browser: `link.refused`, `link.failed`. */
  open(url: string): Promise<Result<void>>
}

/** What happens to the machine, or to its user's session; `input`: the user is at our window. */
export type LockEvent = 'suspend' | 'resume' | 'screen' | 'session' | 'input'

/**
 * What tells that the user is away. `screen`: the screen was locked; `session`: another user took
 * it. A machine that cannot tell one of them never tells it.
 */
export interface LockTriggers {
  /** Seconds since the last input anywhere on the machine; 0 for ever where nobody counts. */
  idleSeconds(): number
  listen(listener: (event: LockEvent) => void): void
}

export interface Notifier {
  readonly available: boolean
  show(notification: { title: string; body: string; token: TokenId | null }): void
  /** The number on the app's icon; 0 takes it away. */
  badge(count: number): void
}

/** A file that the user has chosen. Its place is known to nobody but the port. */
export interface SaveTarget {
  readonly name: string
  /**
   * Writes all of it or nothing, for the user's eyes only. `next` gives it piece by piece (text is
   * written in UTF-8), null at its end; its failure ends the writing. Failures: `file.*`.
   */
  write(next: () => Promise<Result<string | Uint8Array | null>>): Promise<Result<void>>
  /** What stands in the file now: `file.unreadable`. */
  read(): Promise<Result<Uint8Array>>
}

export interface FileSaver {
  /** Asks where to; null: nowhere. `anywhere`: no folder is offered, the user has to think of one. */
  choose(file: {
    readonly name: string
    readonly kind: string
    readonly anywhere?: true
  }): Promise<SaveTarget | null>
}

/** A file that the user has chosen to be read. Its place is known to nobody but the port. */
export interface OpenedFile {
  readonly name: string
  /** All of it: `file.unreadable`, or `import.too-large` for one with more bytes than `max`. */
  read(max: number): Promise<Result<Uint8Array>>
}

export interface FileOpener {
  /** Asks which; null: none. */
  choose(): Promise<OpenedFile | null>
}

/** The words of the few texts that the main process shows itself (notifications, menu). */
export interface Words {
  text(id: string, values?: Readonly<Record<string, string | number>>): string
}

/** Sends typed events to the window. */
export interface Announcer {
  announce<N extends EventName>(name: N, payload: EventPayload<N>): void
}
