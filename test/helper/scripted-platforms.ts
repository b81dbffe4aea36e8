import type {
  CheckedSubject,
  CheckOptions,
  Description,
  ExchangedSubject,
  Grant,
  Platforms,
  Subject,
} from '../../electron/platform/adapter'
import { Registry } from '../../electron/platform/registry'
import type { Clock } from '../../electron/service/port'
import { SecretText } from '../../electron/service/secret'
import type { Evidence } from '../../shared/model/verdict'
import { lines, random } from './vault'

/** What a platform is made to answer about one value. */
export interface Script {
  readonly verdict: Evidence['verdict']
  readonly reason?: Evidence['reason']
  readonly description?: Description
  readonly server?: Subject['server']
  /** What a check or an exchange of it gives; `seconds` from the present on. */
  readonly grant?: { readonly value: string; readonly seconds: number }
}

/** One question that was asked, with the clear value it was about. */
export interface Asked extends Omit<Subject, 'secret'> {
  readonly value: string
  readonly describe: boolean
  readonly exchange?: true
}

/**
 * The real registry for all that needs no network; what the network would say is scripted by
 * value. Unknown values are rejected, as a platform would.
 */
export class ScriptedPlatforms implements Platforms {
  readonly asked: Asked[] = []
  /** Everything that was given for a token, to see that it is wiped. */
  readonly given: SecretText[] = []
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

  async check(subject: Subject, options: CheckOptions): Promise<CheckedSubject> {
    const { grant, ...checked } = await this.#answer(subject, options.signal, {
      describe: options.describe,
    })
    if (grant && options.keep) options.keep(grant, checked.server)
    else grant?.value.wipe()
    return checked
  }

  exchange(subject: Subject, options: { signal: AbortSignal }): Promise<ExchangedSubject> {
    return this.#answer(subject, options.signal, { describe: false, exchange: true })
  }

  async #answer(
    subject: Subject,
    signal: AbortSignal,
    how: Pick<Asked, 'describe' | 'exchange'>,
  ): Promise<ExchangedSubject> {
    const { secret, ...rest } = subject
    const text = secret.text()
    this.asked.push({ ...rest, value: text, ...how })
    if (this.#held) await this.#turn(signal)
    const script: Script = signal.aborted
      ? { verdict: 'unreachable', reason: 'cancelled' }
      : (this.#scripts.get(text) ?? { verdict: 'rejected', reason: 'unknown-token' })
    const reason = script.reason ?? (script.verdict === 'valid' ? 'accepted' : 'unexpected')
    return {
      evidence: { verdict: script.verdict, reason, status: null, code: null, retryAt: null },
      description: {
        ...this.known({ ...rest, secret }),
        ...script.description,
      },
      server: script.server ?? subject.server,
      at: this.#clock.now(),
      grant: this.#grantOf(script),
    }
  }

  /** Answers `openSession`; without it nobody gets in. */
  session: Platforms['openSession'] = () =>
    Promise.resolve({
      ok: false,
      error: { problem: 'unclear', effect: 'none', status: null, code: null, retryAt: null },
    })
  openSession: Platforms['openSession'] = (...input) => this.session(...input)

  #grantOf({ grant }: Script): Grant | null {
    if (!grant) return null
    const value = SecretText.fromText(grant.value)
    this.given.push(value)
    return { value, expiresAt: this.#clock.now() + grant.seconds * 1000 }
  }

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
