/** Runs acts one after another per key; acts of different keys do not wait for each other. */
export class KeyedQueue<K> {
  readonly #last = new Map<K, Promise<unknown>>()

  run<T>(key: K, act: () => Promise<T> | T): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(act, act)
    this.#last.set(key, mine)
    const drop = (): void => {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
    mine.then(drop, drop)
    return mine
  }
}
