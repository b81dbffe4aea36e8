import type { Platforms, Subject } from '../../../electron/platform/adapter'
import type { Managed, ManageFailure, OpenSession } from '../../../electron/platform/management'
import type { OpenVault } from '../../../electron/service/port'
import { appError } from '../../../shared/error'
import type { Verdict } from '../../../shared/model/verdict-list'
import { err } from '../../../shared/result'
import { overriding } from '../overriding'

/** What befalls one call that the services wait for. */
export const FAULTS = [
  'none',
  /** The call throws, and nothing was done. */
  'throw',
  /** No answer in time, and nothing was done. */
  'time-out',
  /** It was done, and its answer never came. */
  'lost-answer',
  /** The process dies before the call, or after what it asked for was done. */
  'kill-before',
  'kill-after',
  /** From the end of this call on nothing can be stored. */
  'disk-full',
] as const
export type Fault = (typeof FAULTS)[number]

/** Where a call stands among all that one run makes, and what it was. */
export interface Await {
  readonly index: number
  readonly name: string
}

/** Watches every call that leaves the services, and lets one of them go wrong. */
export class Faulty {
  readonly awaits: Await[] = []
  full = false
  /** The fault's call: before it begins, and after the platform has done its part. */
  onReached: () => void = () => undefined
  onActed: () => void = () => undefined
  /** The process is to die now. */
  onKill: () => void = () => undefined
  /** After every call. */
  onAny: () => void = () => undefined
  /** Before the services learn what the platform says of a value. */
  onChecked: (secret: string, verdict: Verdict) => void = () => undefined
  #plan: { readonly at: number; readonly fault: Fault } | null = null

  arm(at: number, fault: Fault): void {
    this.#plan = { at, fault }
  }

  /** From now on all is well: what is counted begins anew. */
  disarm(): void {
    this.#plan = null
    this.full = false
  }

  platforms = (inner: Platforms): Platforms =>
    overriding(inner, {
      check: (subject, options) =>
        this.#call('check', () => inner.check(subject, options), {
          evidence: {
            verdict: 'unreachable',
            reason: 'timeout',
            status: null,
            code: null,
            retryAt: null,
          },
          description: {},
          server: subject.server,
          at: 0,
        }).then((checked) => {
          this.onChecked(subject.secret.text(), checked.evidence.verdict)
          return checked.at === 0 ? { ...checked, at: this.now() } : checked
        }),
      openSession: async (subject, key, options) => {
        const opened = await this.#manage('open', () => inner.openSession(subject, key, options))
        return opened.ok ? { ok: true, value: this.#session(opened.value) } : opened
      },
    })

  vault = (inner: OpenVault): OpenVault =>
    overriding(inner, {
      tokens: overriding(inner.tokens, {
        update: (id, version, change) =>
          this.full ? err(appError('vault.no-space')) : inner.tokens.update(id, version, change),
      }),
    })

  now: () => number = () => 0

  #session(inner: OpenSession): OpenSession {
    return {
      endsAt: inner.endsAt,
      list: (subject: Subject) => this.#manage('list', () => inner.list(subject)),
      find: (subject: Subject) => this.#manage('find', () => inner.find(subject)),
      identify: (subject) => this.#manage('identify', () => inner.identify(subject)),
      create: (subject, plan) => this.#manage('create', () => inner.create(subject, plan), true),
      revoke: (subject, id) => this.#manage('revoke', () => inner.revoke(subject, id), true),
      limit: (subject, id, at) => this.#manage('limit', () => inner.limit(subject, id, at), true),
      end: () => inner.end(),
    }
  }

  #manage<T>(name: string, act: () => Promise<Managed<T>>, writes = false): Promise<Managed<T>> {
    const lost: ManageFailure = {
      problem: 'unreachable',
      effect: writes ? 'unknown' : 'none',
      status: null,
      code: null,
      retryAt: null,
    }
    return this.#call(name, act, err(lost))
  }

  async #call<T>(name: string, act: () => Promise<T>, lost: T): Promise<T> {
    const index = this.awaits.length
    this.awaits.push({ index, name })
    const fault = this.#plan?.at === index ? this.#plan.fault : null
    if (fault === null) {
      const answer = await act()
      this.onAny()
      return answer
    }
    if (fault === 'throw') throw new Error('a fault of the test')
    if (fault === 'time-out') return lost
    if (fault === 'kill-before') return this.#die()
    this.onReached()
    const answer = await act()
    this.onActed()
    this.onAny()
    if (fault === 'kill-after') return this.#die()
    if (fault === 'lost-answer') return lost
    if (fault === 'disk-full') this.full = true
    return answer
  }

  /** A dead process answers nothing any more. */
  #die(): Promise<never> {
    this.onKill()
    return new Promise(() => undefined)
  }
}
