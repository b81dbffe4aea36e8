/** Outcome of asking for one more request. Times are epoch ms. */
export type Take = {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetAt: number
}

export type WindowOptions = {
  /** What is counted, in words: `requests per user`. */
  readonly name: string
  readonly limit: number
  readonly windowMs: number
  /** Windows start at whole multiples of their length, not at the first request. */
  readonly aligned?: boolean
}

/** A request over a documented limit, whether it was refused or not. Time: epoch ms. */
export type LimitViolation = {
  readonly time: number
  readonly name: string
  readonly key: string
}

/** How much of a limit one key has used. */
export type LimitUse = {
  readonly name: string
  readonly key: string
  readonly limit: number
  /** Null: a limit of how many at a time. */
  readonly windowMs: number | null
  /** All that were asked for, those over the limit too. */
  readonly total: number
  /** The most in any span of the window's length, wherever it begins, or at a time. */
  readonly most: number
}

/**
 * The documented limits of one service. They are always counted, and kept (that is, answered with a
 * refusal) while `enabled` says so.
 */
export class LimitBook {
  /** Requests over a limit, oldest first: empty if a client kept to all of them. */
  readonly violations: LimitViolation[] = []
  private windows: RequestWindow[] = []
  private readonly peaks = new Map<string, Omit<LimitUse, 'windowMs'>>()

  constructor(public enabled: boolean) {}

  /** A limit of requests in a time. */
  window(options: WindowOptions): RequestWindow {
    const window = new RequestWindow(options, (violation) => this.violations.push(violation))
    this.windows.push(window)
    return window
  }

  /** A limit of requests at a time; gives whether this one is too much. */
  isCrowded(
    options: { readonly name: string; readonly limit: number },
    key: string,
    at: { readonly underWay: number; readonly now: number },
  ): boolean {
    const { name, limit } = options
    const known = this.peaks.get(`${name} ${key}`)
    this.peaks.set(`${name} ${key}`, {
      name,
      key,
      limit,
      total: (known?.total ?? 0) + 1,
      most: Math.max(known?.most ?? 0, at.underWay),
    })
    if (at.underWay <= limit) return false
    this.violations.push({ time: at.now, name, key })
    return true
  }

  /** What each key of each limit has used. */
  usage(): readonly LimitUse[] {
    const crowds = [...this.peaks.values()].map((peak) => ({ ...peak, windowMs: null }))
    return [...this.windows.flatMap((window) => window.usage()), ...crowds]
  }

  /** As if nothing had arrived; the limits themselves have to be made anew. */
  clear(): void {
    this.violations.length = 0
    this.windows = []
    this.peaks.clear()
  }
}

/** A counter of requests per key and time window. */
export class RequestWindow {
  /** May be changed at any time, as plans differ. */
  limit: number
  private readonly counts = new Map<string, { used: number; resetAt: number }>()
  private readonly times = new Map<string, number[]>()

  constructor(
    private readonly options: WindowOptions,
    private readonly violated: (violation: LimitViolation) => void = () => undefined,
  ) {
    this.limit = options.limit
  }

  /** Counts one request, unless there is no room. */
  take(key: string, now: number): Take {
    const state = this.at(key, now)
    const times = this.times.get(key) ?? []
    times.push(now)
    this.times.set(key, times)
    const allowed = state.used < this.limit
    if (allowed) state.used += 1
    else this.violated({ time: now, name: this.options.name, key })
    return this.report(state, allowed)
  }

  /** Notes a request that is refused, though it is not itself of the sort that is counted. */
  refuse(key: string, now: number): void {
    this.violated({ time: now, name: this.options.name, key })
  }

  /** What `take` would say, without counting. */
  peek(key: string, now: number): Take {
    const state = this.at(key, now)
    return this.report(state, state.used < this.limit)
  }

  usage(): readonly LimitUse[] {
    const { name, windowMs } = this.options
    return [...this.times].map(([key, times]) => ({
      name,
      key,
      limit: this.limit,
      windowMs,
      total: times.length,
      most: mostWithin(times, windowMs),
    }))
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

/** The most of these times that lie within any span shorter than `windowMs`. */
function mostWithin(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((one, other) => one - other)
  let first = 0
  return sorted.reduce((most, time, index) => {
    while ((sorted[first] ?? time) <= time - windowMs) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}
