import type { OpenSession } from '../platform/management'

/** An open session, and how many calls use it: one that is given up lives until they are through. */
export class LentSession {
  readonly #session: OpenSession
  #uses = 0
  #givenUp = false

  constructor(session: OpenSession) {
    this.#session = session
  }

  get endsAt(): number | null {
    return this.#session.endsAt
  }

  async use<T>(act: (session: OpenSession) => Promise<T>): Promise<T> {
    this.#uses++
    try {
      return await act(this.#session)
    } finally {
      this.#uses--
      if (this.#givenUp && this.#uses === 0) this.#session.end()
    }
  }

  /** Nobody gets it any more. */
  giveUp(): void {
    this.#givenUp = true
    if (this.#uses === 0) this.#session.end()
  }

  /** The vault closes: also under the feet of whoever uses it. */
  end(): void {
    this.#session.end()
  }
}
