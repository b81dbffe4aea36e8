import type {
  CheckedSubject,
  Description,
  Platforms,
  Subject,
} from '../../electron/platform/adapter'
import { Registry } from '../../electron/platform/registry'
import type { Clock } from '../../electron/service/port'
import type { Evidence } from '../../shared/model/verdict'
import { lines, random } from './vault'

/** What a platform is made to answer about one value. */
export interface Script {
  readonly verdict: Evidence['verdict']
  readonly reason?: Evidence['reason']
  readonly description?: Description
  readonly server?: Subject['server']
}

/** One question that was asked, with the clear value it was about. */
export interface Asked extends Omit<Subject, 'secret'> {
  readonly value: string
  readonly describe: boolean
}

/**
 * The real registry for all that needs no network; what the network would say is scripted by
 * value. Unknown values are rejected, as a platform would.
 */
export class ScriptedPlatforms implements Platforms {
  readonly asked: Asked[] = []
  readonly #registry: Registry
  readonly #scripts = new Map<string, Script>()
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #held = false

  constructor(clock: Clock) {
    this.#clock = clock
    const proxyFor = () => Promise.reject(new Error('no network in this test'))
    this.#registry = new Registry({ version: '0', clock, random, log: lines(), proxyFor })
  }

  get all() {
    return this.#registry.all
  }

  script(value: string, script: Script): void {
    this.#scripts.set(value, script)
  }

  /** From now on every question waits for `release`. */
  hold(): void {
    this.#held = true
  }

  /** How many questions wait. */
  get waiting(): number {
    return this.#waiting.length
  }

  release(): void {
    this.#held = false
    for (const go of this.#waiting.splice(0)) go()
  }

  async check(
    subject: Subject,
    options: { describe: boolean; signal: AbortSignal },
  ): Promise<CheckedSubject> {
    const { secret, ...rest } = subject
    const text = secret.text()
    this.asked.push({ ...rest, value: text, describe: options.describe })
    if (this.#held) await this.#turn(options.signal)
    const script = options.signal.aborted
      ? ({ verdict: 'unreachable', reason: 'cancelled' } as const)
      : (this.#scripts.get(text) ?? { verdict: 'rejected', reason: 'unknown-token' })
    const reason = script.reason ?? (script.verdict === 'valid' ? 'accepted' : 'unexpected')
    return {
      evidence: { verdict: script.verdict, reason, status: null, code: null, retryAt: null },
      description: {
        ...this.known({ ...rest, secret }),
        ...('description' in script && script.description),
      },
      server: ('server' in script && script.server) || subject.server,
      at: this.#clock.now(),
    }
  }

  /** Answers `openSession`; without it nobody gets in. */
  session: Platforms['openSession'] = () =>
    Promise.resolve({
      ok: false,
      error: { problem: 'unclear', effect: 'none', status: null, code: null, retryAt: null },
    })
  openSession: Platforms['openSession'] = (...input) => this.session(...input)
  kind: Platforms['kind'] = (id) => this.#registry.kind(id)
  recognize: Platforms['recognize'] = (value, context) => this.#registry.recognize(value, context)
  known: Platforms['known'] = (subject) => this.#registry.known(subject)
  parseBaseUrl: Platforms['parseBaseUrl'] = (text) => this.#registry.parseBaseUrl(text)
  page: Platforms['page'] = (page, subject) => this.#registry.page(page, subject)

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      signal.addEventListener('abort', () => {
        this.#waiting.splice(this.#waiting.indexOf(resolve), 1)
        resolve()
      })
    })
  }
}
