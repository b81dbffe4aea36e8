import type { Bridge } from '../bridge'
import type { Words } from '../i18n/intl'

/** What the stores need from outside; tests give their own clock and bridge. */
export interface Env {
  readonly bridge: Bridge
  readonly words: Words
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, run: () => void): () => void
}
