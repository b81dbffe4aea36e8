import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { Clock } from '../service/port'
import { keychainErrorOf } from './keytar-error'

/**
 * One native call at a time. A call that hangs holds a thread of Node's small pool until the
 * system gives it up, and nobody can end it; so while one is held, no other starts.
 */
export class NativeLine {
  readonly #clock: Clock
  readonly #timeoutMs: number
  #held = false

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  /** A call has not come back: it is under way, or it was given up. */
  get held(): boolean {
    return this.#held
  }

  async call<T>(run: () => Promise<T>): Promise<Result<T>> {
    if (this.#held) return err(appError('keychain.timeout'))
    this.#held = true
    const answer = Promise.resolve()
      .then(run)
      .then(
        (value) => ok(value),
        (error: unknown) => err(appError(keychainErrorOf(error))),
      )
    void answer.then(() => (this.#held = false))
    return new Promise((resolve) => {
      const late = () => resolve(err(appError('keychain.timeout')))
      const cancel = this.#clock.after(this.#timeoutMs, late)
      void answer.then((result) => {
        cancel()
        resolve(result)
      })
    })
  }
}
