/** The platforms that there are, and the one way to ask them. */
import { createHash } from 'node:crypto'
import { parseBaseUrl } from '../../shared/base-url'
import { appError } from '../../shared/error'
import { err, ok, type Result } from '../../shared/result'
import type { FieldValues, KindId, PageId, ServerRef } from '../../shared/model/service'
import { foreignOwner } from '../../shared/foreign'
import { isAlive, type Evidence } from '../../shared/model/verdict'
import type { Clock, Logger } from '../service/port'
import type { SecretText } from '../service/secret'
import type {
  BoundHttp,
  CheckedSubject,
  CheckOptions,
  Context,
  Description,
  ExchangedSubject,
  Grant,
  KindAdapter,
  PasteContext,
  PlatformAdapter,
  Platforms,
  Recognized,
  Subject,
} from './adapter'
import { expiryByRule, inView, isBetter, merge, narrow, rank } from './choose'
import { evidence } from './common/answer'
import { isHostOf } from './common/context'
import { cleanDescription, cleanEvidence, taintOf } from './guard'
import type { Http, HttpOptions } from './http'
import { noting, openSession, type Bound } from './sessions'
import type { Managed, ManagerKey, OpenSession } from './management'
import { locize } from './locize'
import { lokalise } from './lokalise'
import { phrase } from './phrase'
import { tolgee } from './tolgee'
import { transifex } from './transifex'

/** Every platform, in the order in which people see them. A new one is one more line. */
export const ADAPTERS: readonly PlatformAdapter[] = [transifex, phrase, lokalise, tolgee, locize]

export type RegistryOptions = Omit<HttpOptions, 'clock' | 'log'> & {
  readonly clock: Clock
  readonly log: Logger
  readonly adapters?: readonly PlatformAdapter[]
}

interface Found {
  readonly evidence: Evidence
  readonly description: Description
  readonly grant: Grant | null
}

/** What one server is asked, by an operation of its kind; `ctx` is bound to that server. */
type Act = (ctx: Context, kind: KindAdapter, subject: Subject) => Promise<Found>

const nothing = (reason: Evidence['reason']): Found => ({
  evidence: evidence('unclear', reason),
  description: {},
  grant: null,
})

const NOWHERE: PasteContext = { variable: null, header: null, host: null, around: '' }

export class Registry implements Platforms {
  readonly all: readonly PlatformAdapter[]
  readonly #options: RegistryOptions
  #http: Promise<Http> | null = null

  constructor(options: RegistryOptions) {
    this.#options = options
    this.all = options.adapters ?? ADAPTERS
  }

  kind(id: KindId): KindAdapter | null {
    return this.all.flatMap(({ kinds }) => kinds).find((kind) => kind.id === id) ?? null
  }

  recognize(value: string, context: PasteContext): Recognized[] {
    if (foreignOwner(value) !== null) return []
    const found = this.all.flatMap((adapter) => adapter.recognize(value, context))
    const atHost = this.all.filter(({ hosts }) => isHostOf(context, hosts))
    return rank(
      narrow(
        found,
        atHost.flatMap(({ kinds }) => kinds.map(({ id }) => id)),
      ),
    )
  }

  known(subject: Omit<Subject, 'server'>): Description {
    const kind = this.kind(subject.kind)
    if (kind === null) return {}
    const expiry = expiryByRule(kind.expiryRule, subject.fields)
    const offline = this.all
      .flatMap((adapter) => adapter.recognize(subject.secret.text(), NOWHERE))
      .find((recognized) => recognized.kind === subject.kind)
    const known = merge(
      { facts: offline?.facts ?? [], ...(expiry === undefined ? {} : { expiry }) },
      kind.entered?.(subject.fields) ?? {},
    )
    return cleanDescription(known, taintOf([subject.secret.text()]))
  }

  /** Asks one server after the other until one knows the token. Never throws. */
  async check(subject: Subject, options: CheckOptions): Promise<CheckedSubject> {
    const { grant, ...checked } = await this.#search(subject, options.signal, (ctx, kind, at) =>
      checkAt(kind, { ctx, subject: at, describe: options.describe }),
    )
    if (grant !== null && options.keep) options.keep(grant, checked.server)
    else grant?.value.wipe()
    return checked
  }

  /** The same, with the exchange as the question. Never throws. */
  exchange(subject: Subject, options: { signal: AbortSignal }): Promise<ExchangedSubject> {
    return this.#search(subject, options.signal, async (ctx, kind, at) => {
      const exchanged = await kind.exchange?.(ctx, at)
      return exchanged ? { ...exchanged, description: {} } : nothing('unexpected')
    })
  }

  async #search(subject: Subject, signal: AbortSignal, act: Act): Promise<ExchangedSubject> {
    const kind = this.kind(subject.kind)
    const unasked = kind === null ? 'unexpected' : lacksField(kind, subject.fields)
    if (kind === null || unasked !== null) {
      return this.#result(subject, nothing(unasked ?? 'unexpected'))
    }
    let best: { found: Found; server: ServerRef } | null = null
    for (const server of serversOf(kind, subject)) {
      const found = await this.#ask(kind, { subject: { ...subject, server }, signal, act })
      if (best === null || isBetter(found.evidence, best.found.evidence)) best = { found, server }
      if (isAlive(found.evidence.verdict) || signal.aborted) break
    }
    if (best === null) throw new Error('A kind has no server')
    const { found, server } = best
    // a server is only named where it answered for the token
    const answered = isAlive(found.evidence.verdict) ? { ...subject, server } : subject
    return this.#result(answered, {
      ...found,
      evidence: inView(found.evidence, subject.accepted),
    })
  }

  openSession(
    subject: Subject,
    key: ManagerKey,
    options: { readonly signal: AbortSignal },
  ): Promise<Managed<OpenSession>> {
    const { clock, log } = this.#options
    const bind = async (each: Subject): Promise<Bound | null> => {
      const kind = this.kind(each.kind)
      const base = kind === null ? null : baseOf(kind, each.server)
      if (kind === null || base === null) return null
      const http = await this.#bind(kind, each, options.signal)
      return http && { ctx: { http, clock, log, sha256 }, base, manage: kind.manage }
    }
    return openSession({ log, bind }, subject, key)
  }

  parseBaseUrl(text: string): Result<string> {
    return parseBaseUrl(text)
  }

  page(page: PageId, subject: Pick<Subject, 'kind' | 'server' | 'fields'>): Result<string> {
    const kind = this.kind(subject.kind)
    if (kind === null) return err(appError('capability.unsupported'))
    const { id, baseUrl } = subject.server
    const own = kind.selfHosted === true ? baseUrl : null
    const server = kind.servers.find((each) => each.id === id) ?? kind.servers[0]
    return ok(kind.page(page, own ?? server.webBase, subject))
  }

  /** Ends all requests; the next check would begin anew. */
  async close(): Promise<void> {
    const http = this.#http
    this.#http = null
    await (await http)?.close()
  }

  #result(subject: Subject, found: Found): ExchangedSubject {
    return {
      evidence: found.evidence,
      description: merge(this.known(subject), found.description),
      server: subject.server,
      at: this.#options.clock.now(),
      grant: found.grant,
    }
  }

  async #ask(
    kind: KindAdapter,
    asked: { readonly subject: Subject; readonly signal: AbortSignal; readonly act: Act },
  ): Promise<Found> {
    const { clock, log } = this.#options
    const { subject, signal, act } = asked
    const secrets = [subject.secret.text()]
    try {
      const http = await this.#bind(kind, subject, signal)
      if (http === null) return nothing('unexpected')
      const ctx: Context = { http: noting(http, secrets), clock, log, sha256 }
      const found = await act(ctx, kind, subject)
      const alive = isAlive(found.evidence.verdict)
      if (found.grant) secrets.push(found.grant.value.text())
      if (!alive) found.grant?.value.wipe()
      const taint = taintOf(secrets)
      return {
        evidence: cleanEvidence(found.evidence, taint),
        description: cleanDescription(found.description, taint),
        grant: alive ? found.grant : null,
      }
    } catch (cause) {
      log.fault('A platform adapter failed', cause)
      return nothing('unexpected')
    }
  }

  /** null: the subject's server is none that its kind could have. */
  async #bind(kind: KindAdapter, subject: Subject, signal: AbortSignal): Promise<BoundHttp | null> {
    const base = baseOf(kind, subject.server)
    if (base === null) return null
    // loaded with the first request: the window is faster than the network
    this.#http ??= import('./http').then(({ Http }) => new Http(this.#options))
    return (await this.#http).bind({
      kind: kind.id,
      bases: [base, ...Object.values(kind.extraBases?.[subject.server.id] ?? {})],
      secret: subject.secret,
      authorize: (secret) => kind.authorize(secret),
      limit: kind.limit,
      signal,
    })
  }
}

function sha256(secret: SecretText): string {
  return createHash('sha256').update(secret.bytes()).digest('hex')
}

async function checkAt(
  kind: KindAdapter,
  { ctx, subject, describe }: { ctx: Context; subject: Subject; describe: boolean },
): Promise<Found> {
  const { evidence: found, description, grant = null } = await kind.verify(ctx, subject)
  const more =
    describe && isAlive(found.verdict) ? await kind.describe?.(ctx, subject, description) : {}
  return { evidence: found, description: merge(description, more ?? {}), grant }
}

function lacksField(kind: KindAdapter, fields: FieldValues): 'needs-field' | null {
  const lacks = kind.fields.some(
    ({ key, requiredFor }) => requiredFor === 'check' && (fields[key]?.length ?? 0) === 0,
  )
  return lacks ? 'needs-field' : null
}

function serversOf(kind: KindAdapter, { server, fields, accepted }: Subject): ServerRef[] {
  if (server.id === 'custom') return [server]
  const ids = kind.tries?.(server.id, fields) ?? [server.id]
  // where it was accepted it belongs: no other server's answer counts
  if (accepted === 'value' && ids[0] === server.id) return [server]
  return ids.map((id) => ({ id, baseUrl: null }))
}

function baseOf(kind: KindAdapter, { id, baseUrl }: ServerRef): string | null {
  if (id !== 'custom') return kind.servers.find((server) => server.id === id)?.apiBase ?? null
  if (!kind.customServer || baseUrl === null) return null
  const parsed = parseBaseUrl(baseUrl)
  return parsed.ok ? parsed.value : null
}
