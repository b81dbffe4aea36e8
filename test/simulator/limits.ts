/** Outcome of asking for one more request. Times are epoch ms. */
export type Take = {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetAt: number
}

export type WindowOptions = {
  readonly limit: number
  readonly windowMs: number
  /** Windows start at whole multiples of their length, not at the first request. */
  readonly aligned?: boolean
}

/** A counter of requests per key and time window. */
export class RequestWindow {
  /** May be changed at any time, as plans differ. */
  limit: number
  private readonly counts = new Map<string, { used: number; resetAt: number }>()

  constructor(private readonly options: WindowOptions) {
    this.limit = options.limit
  }

  /** Counts one request, unless there is no room. */
  take(key: string, now: number): Take {
    const state = this.at(key, now)
    const allowed = state.used < this.limit
    if (allowed) state.used += 1
    return this.report(state, allowed)
  }

  /** What `take` would say, without counting. */
  peek(key: string, now: number): Take {
    const state = this.at(key, now)
    return this.report(state, state.used < this.limit)
  }

  private report(state: { used: number; resetAt: number }, allowed: boolean): Take {
    const remaining = Math.max(0, this.limit - state.used)
    return { allowed, limit: this.limit, remaining, resetAt: state.resetAt }
  }

  private at(key: string, now: number): { used: number; resetAt: number } {
    const known = this.counts.get(key)
    if (known !== undefined && known.resetAt > now) return known
    const { windowMs, aligned } = this.options
    const start = aligned === true ? Math.floor(now / windowMs) * windowMs : now
    const fresh = { used: 0, resetAt: start + windowMs }
    this.counts.set(key, fresh)
    return fresh
  }
}
