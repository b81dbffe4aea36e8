/**
 * Every failure the product can name. `true` means that the same call may succeed later
 * without the user changing anything in it.
 *
 * The window has one message per code (`error.<code>`), so a code never carries words.
 */
export const ERROR_CODES = {
  // calls
  'call.unknown': false,
  'call.invalid': false,
  'call.refused': false,
  internal: false,
  // vault
  'vault.not-open': true,
  'vault.read-only': true,
  'vault.no-space': true,
  'vault.busy': true,
  'vault.damaged': false,
  'vault.record-damaged': false,
  'vault.io': true,
  /** It was set to be read only, until the user has decided what to make of it. */
  'vault.in-doubt': false,
  'vault.wrong-password': false,
  'vault.wrong-recovery-key': false,
  /** Not what a recovery key looks like, or a letter of it is wrong. */
  'vault.recovery-key-typo': false,
  'vault.wrong-pin': false,
  /** This vault is not opened in that way, or not now. */
  'vault.no-such-way': false,
  /** The keychain should open it, and does not hold its key any more, or holds another one. */
  'vault.keychain-lost': false,
  /** The only way to open it cannot be taken away. */
  'vault.last-way': false,
  'vault.recovery-mismatch': false,
  /** Something of it does not open, and would be lost for good under another key. */
  'vault.not-whole': false,
  /** Its key is being replaced, which something else has to wait for. */
  'vault.key-replacing': true,
  // backups
  /** It would open with this computer's keychain only, so it would be no backup. */
  'backup.keychain-only': false,
  /** What was written could not be opened again. */
  'backup.not-verified': false,
  'backup.not-found': false,
  /** Not a backup of a vault, or damaged. */
  'backup.damaged': false,
  /** Made by a newer version. */
  'backup.newer': false,
  // keychain
  'keychain.missing': true,
  'keychain.locked': true,
  'keychain.timeout': true,
  'keychain.failed': true,
  'keychain.mismatch': true,
  // tokens
  'token.not-found': false,
  'token.changed-elsewhere': true,
  'token.duplicate': false,
  'token.not-forgotten': false,
  'token.leftovers': false,
  // what was pasted
  'secret.empty': false,
  'secret.none': false,
  'secret.too-long': false,
  'secret.control-characters': false,
  'secret.not-ascii': false,
  'secret.several': false,
  'secret.white-space': false,
  'draft.not-found': false,
  // input
  'label.empty': false,
  'label.too-long': false,
  'server.not-a-url': false,
  'server.insecure': false,
  'server.scheme': false,
  'server.query': false,
  'server.userinfo': false,
  'server.not-allowed': false,
  'field.invalid': false,
  'field.is-secret': false,
  'destination.empty': false,
  'destination.too-long': false,
  'destination.too-many': false,
  'destination.listed': false,
  'destination.is-secret': false,
  'destination.not-found': false,
  'expiry.set-by-platform': false,
  // platforms and network
  'http.timeout': true,
  'http.unreachable': true,
  'http.dns': true,
  'http.tls': true,
  'http.redirect': false,
  'http.too-large': false,
  'http.not-json': true,
  'http.not-utf8': true,
  'http.cancelled': true,
  'http.rate-limited': true,
  'http.foreign-origin': false,
  'http.header': false,
  'http.secret-in-url': false,
  'capability.unsupported': false,
  // rotation and revocation
  'rotation.none-open': false,
  'rotation.already-open': false,
  'rotation.wrong-stage': false,
  'rotation.same-secret': false,
  'rotation.other-kind': false,
  'rotation.has-pending': false,
  'rotation.name-pasted': false,
  'rotation.not-proved': true,
  'rotation.no-way': false,
  'rotation.not-delivered': false,
  'rotation.name-pattern': false,
  'session.none': false,
  // exchange for short-lived access
  'exchange.refused': true,
  // files that the user chooses
  'file.no-space': true,
  'file.not-allowed': false,
  'file.own-folder': false,
  'file.failed': true,
  'file.unreadable': true,
  // files of other programs, and our own exports
  'import.unknown': false,
  'import.damaged': false,
  'import.line': false,
  'import.too-large': false,
  'import.too-many': false,
  'import.needs-password': true,
  'import.wrong-password': true,
  'import.unsupported': false,
  'import.costly': false,
  'import.empty': false,
  'import.gone': false,
  'import.row': false,
  'export.not-verified': true,
  // shell
  'clipboard.failed': true,
  'link.refused': false,
  'link.failed': true,
  'check.running': true,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** A named failure as it crosses any boundary. `params` never hold a secret or a server's text. */
export interface AppError {
  readonly code: ErrorCode
  readonly params: Readonly<Record<string, string | number>>
  readonly retryable: boolean
}

/** Builds an `AppError`; whether it is retryable comes from the table, never from the caller. */
export function appError(
  code: ErrorCode,
  params: Readonly<Record<string, string | number>> = {},
): AppError {
  return { code, params, retryable: ERROR_CODES[code] }
}
