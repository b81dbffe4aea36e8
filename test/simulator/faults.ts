import type { SimReply, SimRequest } from './types'

/** A way in which a server can misbehave. Milliseconds and bytes are real ones. */
export type Fault =
  /** Answers rightly, but late. */
  | { readonly type: 'latency'; readonly ms: number }
  /** Answers rightly, after the act, but not before the promise is kept. */
  | { readonly type: 'wait'; readonly until: Promise<unknown> }
  /** Keeps the connection open and says nothing. */
  | { readonly type: 'never-answer' }
  /** Cuts the connection: before any byte, after the head, or in the middle of the body. */
  | { readonly type: 'close-connection'; readonly when?: 'at-once' | 'after-head' | 'mid-body' }
  /** The same status with another body, or any documented answer of `replies.ts`. */
  | { readonly type: 'status'; readonly status: number; readonly body?: string }
  | { readonly type: 'reply'; readonly reply: SimReply }
  /** 429 in the platform's own shape, as if a limit had been reached; counts as no violation. */
  | { readonly type: 'rate-limit' }
  /** A login page, as a captive portal or a wrong host gives it. */
  | { readonly type: 'html-body'; readonly status?: number }
  | { readonly type: 'garbage'; readonly bytes?: number }
  | { readonly type: 'invalid-utf8' }
  | { readonly type: 'deep-json'; readonly depth?: number }
  | { readonly type: 'huge-json'; readonly bytes?: number }
  /** A few kilobytes that unpack to `bytes`. */
  | { readonly type: 'gzip-bomb'; readonly bytes?: number }
  /** To the trap (or `to`), which notes whether the secret came along. */
  | {
      readonly type: 'redirect'
      readonly status: 301 | 302 | 303 | 307 | 308
      readonly to?: string
    }
  /** The right answer in small pieces, a long time apart. */
  | { readonly type: 'slow-drip'; readonly everyMs: number; readonly bytes?: number }
  | { readonly type: 'content-type'; readonly value: string }
  /** An error that repeats the credential, in body and header. */
  | { readonly type: 'echo-secret'; readonly status?: number }
  /** Every name in the right answer becomes this text; `__proto__` becomes a key as well. */
  | { readonly type: 'names'; readonly text: string }
  /** The right answer, about somebody else's token. */
  | { readonly type: 'foreign-account' }

/** Texts that a server may answer where a name belongs. */
export const NASTY_NAMES = {
  proto: '__proto__',
  html: '<img src=x onerror="alert(1)"><script>alert(2)</script>&amp;',
  rtl: '\u202Egnp.exe\u202C \u2067שלום\u2069 \u200Fمرحبا',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈 e\u0301\uFE0F',
  long: 'Ä'.repeat(10_000),
} as const

export type FaultRule = {
  readonly fault: Fault
  /** For how many requests; default 1. */
  readonly times?: number | 'all'
  /** How many fitting requests pass before the first is hit; default 0. */
  readonly skip?: number
  readonly match?: {
    readonly method?: string
    /** The path, or an expression that it has to fit. */
    readonly path?: string | RegExp
    /** A real origin. */
    readonly origin?: string
  }
  /**
   * Faults that replace the answer keep the request from having any effect. With `true` it takes
   * effect, and only its answer is lost or false.
   */
  readonly afterAct?: boolean
}

/** A rule in force. */
export type FaultHandle = {
  /** How many requests it hit. */
  readonly hits: number
  remove(): void
}

/** The faults of one simulator. Several may hit one request; the first that replaces it wins. */
export class Faults {
  private readonly active = new Set<{ readonly rule: FaultRule; hits: number; passed: number }>()

  add(rule: FaultRule | Fault): FaultHandle {
    const entry = { rule: 'fault' in rule ? rule : { fault: rule }, hits: 0, passed: 0 }
    const { active } = this
    active.add(entry)
    return {
      get hits() {
        return entry.hits
      },
      remove: () => {
        active.delete(entry)
      },
    }
  }

  clear(): void {
    this.active.clear()
  }

  /** The rules that hit this request; each is used up by one. */
  take(request: Pick<SimRequest, 'method' | 'path' | 'origin'>): readonly FaultRule[] {
    const hit = [...this.active].filter((entry) => {
      if (!fits(entry.rule, request)) return false
      entry.passed += 1
      return entry.passed > (entry.rule.skip ?? 0)
    })
    for (const entry of hit) {
      entry.hits += 1
      const times = entry.rule.times ?? 1
      if (times !== 'all' && entry.hits >= times) this.active.delete(entry)
    }
    return hit.map((entry) => entry.rule)
  }
}

function fits(rule: FaultRule, request: Pick<SimRequest, 'method' | 'path' | 'origin'>): boolean {
  const { method, path, origin } = rule.match ?? {}
  if (method !== undefined && method !== request.method) return false
  if (origin !== undefined && origin !== request.origin) return false
  if (path === undefined) return true
  return typeof path === 'string' ? path === request.path : path.test(request.path)
}
