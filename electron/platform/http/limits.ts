/** The bounds of every exchange with a platform. */

/** Milliseconds from the first connect to the last byte, retries included. */
export const DEADLINE_MS = 15_000

/** Most bytes of a body, after decompression. */
export const BODY_MAX = 1024 * 1024

/** Deepest nesting of arrays and objects in an answer. */
export const JSON_DEPTH_MAX = 64

/** Longest credential that is put into a header. */
export const CREDENTIAL_MAX = 8 * 1024

/** A read is tried so many times more after a failure of the network or a gateway. */
export const RETRIES = 2

/** The first pause between two tries; doubled each time, and shortened at random by up to half. */
export const BACK_OFF_MS = 400

/** Longest time a request waits for a host that asked for a rest; longer is said at once. */
export const PAUSE_WAIT_MAX_MS = 5_000

/** The rest after a 429 that does not say how long; doubled while they go on. */
export const PAUSE_DEFAULT_MS = 2_000

/** Nobody can make Keyglot rest longer than this. */
export const PAUSE_MAX_MS = 60 * 60 * 1000

/** Connections to one host at the same time, whatever its tokens allow. */
export const CONNECTIONS_MAX = 8
