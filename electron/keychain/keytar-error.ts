import type { ErrorCode } from '../../shared/error'

export type KeychainErrorCode = Extract<ErrorCode, `keychain.${string}`>

/**
 * keytar hands on the words of the system and nothing else, and the words of a Linux desktop may
 * be translated. So the parts that are never translated come first: paths, names of the bus,
 * variables. Measured with @github/keytar 7.10.6, libsecret and gnome-keyring 42.1:
 *
 * - no bus: `Cannot autolaunch D-Bus without X11 $DISPLAY`, `Unknown or unsupported transport
 *   “disabled” for address “disabled:”`, `Could not connect: No such file or directory`
 * - a bus and no service: `The name org.freedesktop.secrets was not provided by any .service files`
 * - locked: `Cannot create an item in a locked collection`
 * - no collection yet, and nobody there to make one: `Object does not exist at path
 *   “/org/freedesktop/secrets/collection/login”`
 */
const WORDS: readonly (readonly [RegExp, KeychainErrorCode])[] = [
  [/\/org\/freedesktop\/secrets\//, 'keychain.locked'],
  [/\$DISPLAY|D-?Bus|disabled:|org\.freedesktop\.secrets/i, 'keychain.missing'],
  [/timeout was reached|NoReply|did not (reply|receive)/i, 'keychain.timeout'],
  [/locked|prompt|dismiss|cancell?ed|interaction is not allowed/i, 'keychain.locked'],
  [/transport|could not connect|connection (is|was)? ?(closed|refused)/i, 'keychain.missing'],
  [/ServiceUnknown|NameHasNoOwner/, 'keychain.missing'],
  // the addon itself did not load: libsecret is not installed
  [/native addon|cannot open shared object|ERR_DLOPEN|MODULE_NOT_FOUND/i, 'keychain.missing'],
]

export function keychainErrorOf(error: unknown): KeychainErrorCode {
  const text = error instanceof Error ? error.message : String(error)
  return WORDS.find(([words]) => words.test(text))?.[1] ?? 'keychain.failed'
}
