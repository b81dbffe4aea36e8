/** What is read of a file at most: anything may be chosen, also what was made to do harm. */

const MEGABYTE = 1024 * 1024

export const FILE_MAX_MEGABYTES = 64
export const FILE_MAX = FILE_MAX_MEGABYTES * MEGABYTE

/** What a file may unpack to. */
export const UNPACKED_MAX_MEGABYTES = 256
export const UNPACKED_MAX = UNPACKED_MAX_MEGABYTES * MEGABYTE

export const ENTRIES_MAX = 100_000

/** How deep folders, or elements of XML, may lie in each other. */
export const DEPTH_MAX = 64

/** Most values of a JSON text, a hundred for each of the most entries: each costs memory of the one process. */
export const JSON_VALUES_MAX = 10_000_000

/** Most different names of values in it: a program has some dozens, and each new one is dear. */
export const JSON_NAMES_MAX = 10_000

/** Longest text of an entry that is kept, in UTF-16 units; a longer one is left out, and said so. */
export const TEXT_MAX = 64 * 1024
/** Most fields, tags or folders of one entry. */
export const PARTS_MAX = 500

/**
 * What a foreign file may ask of key derivation. Without a limit a file of a few bytes could ask for
 * terabytes, or for years.
 */
export const SCRYPT_LOG_MAX = 20
export const ARGON2_MEMORY_MAX_KIB = 1024 * 1024
export const ARGON2_PARALLELISM_MAX = 64
/** Memory times passes, KiB: some ten seconds on a machine of today. */
export const ARGON2_WORK_MAX_KIB = 16 * 1024 * 1024
export const AES_KDF_ROUNDS_MAX = 100_000_000
/** The most that Bitwarden itself offers: "KDF Algorithms", https://bitwarden.com/help/kdf-algorithms/. */
export const PBKDF2_ITERATIONS_MAX = 2_000_000
