import type { RandomSource } from './random'
import type { Now } from './types'

/**
 * What a person types to sign in to a platform's account: made up, and good for this simulator
 * only. `nextCode` is what the authenticator would show: six digits, another each time, accepted
 * once and for a minute and a half.
 */
export type SignIn = {
  readonly username: string
  readonly password: string
  /** Whether the platform asks this account for a code. */
  readonly secondFactor: boolean
  readonly nextCode: () => string
}

export type SignInOptions = {
  /** Default: as it is; for a new account, no. */
  readonly secondFactor?: boolean
}

/**
 * The one-time codes of an account. They are not computed from a shared key and the time as real
 * ones are, so a test needs no key: it asks for the next.
 */
export class OneTimeCodes {
  /** How long a code is good: its own step of 30 seconds and the one on each side of it. */
  lifeMs = 90_000
  /** Whether a code is still good after it was used, until its time is over. */
  reusable = false
  private readonly given = new Map<string, { readonly since: number; used: boolean }>()

  constructor(
    private readonly random: RandomSource,
    private readonly now: Now,
  ) {}

  next(): string {
    for (;;) {
      const code = this.random.text('0123456789', 6)
      if (this.given.has(code)) continue
      this.given.set(code, { since: this.now(), used: false })
      return code
    }
  }

  /** Takes a code; false if it was never given, is over, or was used before. */
  use(code: string): boolean {
    const entry = this.given.get(code)
    if (entry === undefined || entry.since + this.lifeMs <= this.now()) return false
    if (entry.used && !this.reusable) return false
    entry.used = true
    return true
  }
}

/** A password that a simulator's log can hide: long, and unlike any other text. */
export function makePassword(random: RandomSource): string {
  return `pass-${random.text('abcdefghijkmnpqrstuvwxyz23456789', 20)}`
}
