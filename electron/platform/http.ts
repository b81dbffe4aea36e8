/**
 * The one HTTP client. Every rule of how a secret may travel is here: to its own host only, over
 * verified TLS, never along a redirect, within bounds of time and size, at the platform's pace.
 */
import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Dispatcher } from 'undici'
import { appError, type AppError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { KindId } from '../../shared/model/service'
import type { Clock, Logger, Random } from '../service/port'
import type { BoundHttp, HttpReply, HttpRequest, KindLimit } from './adapter'
import { createAgents, type Agents } from './http/agents'
import { discard, readBody } from './http/body'
import { checkedEndpoints, type Endpoints } from './http/endpoints'
import { networkFailure } from './http/failure'
import { decodeText, looksLikeHtml, parseEventStream, parseJson } from './http/json'
import { Limiter, type Leave } from './http/limiter'
import { BACK_OFF_MS, BODY_MAX, DEADLINE_MS, RETRIES } from './http/limits'
import { UNSUPPORTED, type ProxyFor } from './http/proxy'
import { isLoopback } from '../../shared/base-url'
import { isRateLimited, retryAtOf } from './http/retry-after'
import { watched } from './http/watch'
import { toWire, type Target, type Wire } from './http/wire'

export interface HttpOptions {
  /** The app's version, for the User-Agent. */
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly proxyFor: ProxyFor
  /** Stand-ins on this machine for real origins; tests and the demo only. */
  readonly endpoints?: Endpoints
  /** Certificates (PEM) trusted beside the well-known ones. */
  readonly authorities?: readonly string[]
  readonly deadlineMs?: number
  readonly bodyMax?: number
}

/** Whom a client speaks for. */
export interface Binding extends Target {
  readonly kind: KindId
  readonly limit: KindLimit
  /** Ends running and waiting requests at once. */
  readonly signal: AbortSignal
}

/** A request under way. */
interface Run {
  readonly wire: Wire
  readonly hangsUp: boolean
  readonly signal: AbortSignal
  /** Monotonic ms. */
  readonly endsAt: number
  /** Whether a byte of it left, in any of its tries. */
  sent: boolean
}

/** What one try sends. */
type Request = Omit<Wire, 'body'> & { readonly body: Buffer | null; readonly signal: AbortSignal }

export class Http {
  readonly #options: HttpOptions
  readonly #endpoints: Endpoints
  readonly #limiter: Limiter
  readonly #agents: Agents
  readonly #userAgent: string

  constructor(options: HttpOptions) {
    this.#options = options
    this.#endpoints = checkedEndpoints(Object.entries(options.endpoints ?? {}))
    this.#limiter = new Limiter(options.clock)
    this.#agents = createAgents(options.authorities ?? [])
    this.#userAgent = `Keyglot/${options.version} (+desktop)`
  }

  /** A client for one token and its server. */
  bind(binding: Binding): BoundHttp {
    // one signal ends everything of a run, be it a hundred requests
    setMaxListeners(0, binding.signal)
    const digest = createHash('sha256').update(binding.secret.bytes()).digest('base64')
    return { request: (request) => this.#request(binding, request, digest) }
  }

  /** Ends all requests and connections. */
  async close(): Promise<void> {
    this.#limiter.close()
    await this.#agents.close()
  }

  async #request(
    binding: Binding,
    request: HttpRequest,
    digest: string,
  ): Promise<Result<HttpReply>> {
    const wire = toWire(request, binding, this.#userAgent)
    if (!wire.ok) return err(unsent(wire.error))
    const host = wire.value.origin
    const token = `${host} ${digest}`
    const entry = await this.#enter(binding, host, token)
    if (!entry.ok) return err(unsent(entry.error))
    try {
      const reply = await this.#withinDeadline(binding, wire.value)
      if (reply.ok) this.#learn(binding.limit, { host, token, reply: reply.value })
      return reply
    } finally {
      entry.value()
    }
  }

  /** Waits for the token's turn, then for the host's. */
  async #enter(binding: Binding, host: string, token: string): Promise<Result<Leave>> {
    const own = await this.#limiter.enter(token, binding.limit.perToken, binding.signal)
    if (!own.ok) return own
    const shared = await this.#limiter.enter(host, binding.limit.perHost, binding.signal)
    if (!shared.ok) {
      own.value()
      return shared
    }
    return ok(() => {
      shared.value()
      own.value()
    })
  }

  /** Takes an answer's word on when the host may be called again. */
  #learn(limit: KindLimit, heard: { host: string; token: string; reply: HttpReply }): void {
    const { status, retryAt } = heard.reply
    const perHost = limit.rests === 'host'
    const key = perHost ? heard.host : heard.token
    const rule = perHost ? limit.perHost : limit.perToken
    if (isRateLimited(status) || retryAt !== null) this.#limiter.pause(key, rule, retryAt)
    else if (status < 500) this.#limiter.relax(key)
  }

  async #withinDeadline(binding: Binding, wire: Wire): Promise<Result<HttpReply>> {
    const { clock, log, deadlineMs = DEADLINE_MS } = this.#options
    const startedAt = clock.monotonic()
    const ending = new AbortController()
    const end = (): void => {
      ending.abort()
    }
    const cancelTimer = clock.after(deadlineMs, end)
    binding.signal.addEventListener('abort', end, { once: true })
    if (binding.signal.aborted) end()
    try {
      const hangsUp = binding.limit.hangsUp === true
      const endsAt = startedAt + deadlineMs
      const run: Run = { wire, hangsUp, signal: ending.signal, endsAt, sent: false }
      const { outcome, tries } = await this.#tries(run)
      const facts = { kind: binding.kind, tries, ms: Math.round(clock.monotonic() - startedAt) }
      if (outcome.ok) {
        log.info('A platform answered', { ...facts, status: outcome.value.status })
        return outcome
      }
      const error = binding.signal.aborted ? appError('http.cancelled') : outcome.error
      log.warn('A platform did not answer', { ...facts, code: error.code })
      return err(run.sent ? error : unsent(error))
    } finally {
      cancelTimer()
      binding.signal.removeEventListener('abort', end)
    }
  }

  /** Asks, and asks again where that is safe and may help. */
  async #tries(run: Run): Promise<{ outcome: Result<HttpReply>; tries: number }> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.#once(run)
      if (tries > RETRIES || run.wire.method !== 'GET' || !mayRecover(run, outcome))
        return { outcome, tries }
      if (!(await this.#backOff(run, outcome, tries))) return { outcome, tries }
    }
  }

  /** False: what is left of the deadline does not suffice, or it was cancelled. */
  #backOff(run: Run, outcome: Result<HttpReply>, tries: number): Promise<boolean> {
    const { clock, random } = this.#options
    const full = BACK_OFF_MS * 2 ** (tries - 1)
    const jittered = full * (0.5 + random.bytes(2).readUInt16BE() / 0x20000)
    const asked =
      outcome.ok && outcome.value.retryAt !== null ? outcome.value.retryAt - clock.now() : 0
    const wait = Math.max(jittered, asked)
    if (run.signal.aborted || clock.monotonic() + wait >= run.endsAt) return Promise.resolve(false)
    return new Promise((resolve) => {
      const cancel = clock.after(wait, () => {
        run.signal.removeEventListener('abort', onAbort)
        resolve(true)
      })
      const onAbort = (): void => {
        cancel()
        resolve(false)
      }
      run.signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  async #once(run: Run): Promise<Result<HttpReply>> {
    try {
      return await unlessAborted(this.#exchange(run), run.signal)
    } catch (cause) {
      return err(run.signal.aborted ? appError('http.timeout') : networkFailure(cause))
    }
  }

  async #exchange(run: Run): Promise<Result<HttpReply>> {
    const { wire, signal } = run
    const origin = this.#endpoints[wire.origin] ?? wire.origin
    const local = isLoopback(new URL(origin).hostname)
    const proxy = local ? null : await this.#options.proxyFor(`${origin}/`)
    if (ended(signal)) return err(appError('http.timeout'))
    if (proxy === UNSUPPORTED) return err(appError('http.unreachable', { cause: 'proxy' }))
    const way = watched(this.#agents.via(proxy), () => (run.sent = true))
    const body = wire.body === null ? null : Buffer.from(wire.body)
    try {
      return await this.#ask(way, { ...wire, origin, body, signal })
    } finally {
      // it may hold a password, or the token
      body?.fill(0)
    }
  }

  async #ask(way: Dispatcher, { signal, ...request }: Request): Promise<Result<HttpReply>> {
    const response = await way.request({ ...request, signal })
    if (ended(signal)) discard(response.body)
    if (response.statusCode >= 300 && response.statusCode < 400) {
      discard(response.body)
      return err(appError('http.redirect'))
    }
    return this.#read(response)
  }

  async #read(response: Dispatcher.ResponseData): Promise<Result<HttpReply>> {
    const header = (name: string): string | null => {
      const value = response.headers[name.toLowerCase()]
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
    }
    const max = this.#options.bodyMax ?? BODY_MAX
    const bytes = await readBody(response.body, header('content-encoding'), max)
    if (!bytes.ok) return bytes
    const size = bytes.value.length
    const text = decodeText(bytes.value)
    bytes.value.fill(0)
    if (!text.ok) return text
    const status = response.statusCode
    const type = header('content-type') ?? ''
    const stream = type.startsWith('text/event-stream')
    const json = stream ? parseEventStream(text.value) : parseJson(text.value)
    return ok({
      status,
      header,
      json,
      size,
      html: json === undefined && (looksLikeHtml(text.value) || type.startsWith('text/html')),
      retryAt: retryAtOf({ status, header, json }, this.#options.clock.now()),
    })
  }
}

/**
 * Nothing of the request left this machine, so that nothing can have been done: the only failure
 * after which a write may simply be repeated.
 */
function unsent(error: AppError): AppError {
  return { ...error, params: { ...error.params, sent: 'no' } }
}

/** Failures of the network and of gateways pass; everything else stays as it is. */
function mayRecover({ hangsUp }: Run, outcome: Result<HttpReply>): boolean {
  if (!outcome.ok) {
    const { code, params } = outcome.error
    return code === 'http.unreachable' && params['cause'] !== 'proxy' && !hangsUp
  }
  return [502, 503, 504].includes(outcome.value.status)
}

/** A signal's state may change at every wait, which the compiler does not know of a property. */
function ended(signal: AbortSignal): boolean {
  return signal.aborted
}

/** undici notices a cancellation only once it is connected; this does not wait for that. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(new Error('aborted'))
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}
