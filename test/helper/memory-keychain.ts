import { appError, type ErrorCode } from '../../shared/error'
import { err, ok } from '../../shared/result'
import type { Keychain } from '../../electron/service/port'

export interface MemoryKeychain extends Keychain {
  readonly entries: Map<string, string>
  /** How many vaults it holds a key of. */
  readonly keys: number
  /** Every call from now on fails like this; null: they work again. */
  fail(code: ErrorCode | null): void
  /** Every call from now on waits until the answer is called. */
  hold(): () => void
}

/** A keychain that forgets everything with its process. */
export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, string>()
  let failure: ErrorCode | null = null
  let gate: Promise<void> = Promise.resolve()
  const answer = async <T>(value: () => T) => {
    await gate
    return failure === null ? ok(value()) : err(appError(failure))
  }
  return {
    entries,
    get keys() {
      return [...entries.keys()].filter((account) => account.startsWith('vault-')).length
    },
    fail: (code) => (failure = code),
    hold: () => {
      let release = (): void => undefined
      gate = new Promise((resolve) => (release = resolve))
      return () => release()
    },
    read: (account) => answer(() => entries.get(account) ?? null),
    write: (account, value) =>
      answer((): void => {
        entries.set(account, value)
      }),
    remove: (account) =>
      answer((): void => {
        entries.delete(account)
      }),
  }
}
