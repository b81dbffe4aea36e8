import { Faults } from './faults'
import { LimitBook } from './limits'
import { createRandom, type RandomSource } from './random'
import { RequestLog, type RecordedRequest } from './request-log'
import { secretsFrom, type SecretFactory } from './secrets'
import { listen, type Listener } from './server'
import type { SignIn, SignInOptions } from './sign-in'
import type { LedgerEntry, TokenBook, TokenRecord } from './tokens'
import type {
  IssueOptions,
  IssuedToken,
  Named,
  Now,
  SimReply,
  SimRequest,
  SimulatedKind,
  SimulatedService,
} from './types'

/** What a service is given to work with. */
export type ServiceDeps = {
  readonly now: Now
  readonly random: RandomSource
  readonly secrets: SecretFactory
  /** Where the service makes its rate and concurrency limits. */
  readonly limits: LimitBook
  /** Takes a secret that no log may show: a token, a session, a password. */
  readonly hide: (secret: string) => void
  readonly noted: (entry: LedgerEntry) => void
}

/** What there is to say of a token beside its record. */
type TokenFacts = {
  readonly origin: string
  readonly account: Named
  readonly project: Named | null
  readonly projects: readonly Named[]
}

/** A service in memory: its state, and what it answers. `S` is open to tests. */
type ServiceCore<S> = {
  readonly state: S
  readonly tokens: TokenBook
  handle(request: SimRequest): SimReply
  /** The platform's own answer to one request too many. */
  tooMany(request: SimRequest): SimReply
  /** Whether its owner's account lets a token in; absent: always. */
  letsIn?(record: TokenRecord): boolean
  /** Absent: the platform has no sign-in for programs. */
  signIn?(account: string | undefined, options: SignInOptions): SignIn
  issue(kind: SimulatedKind, options: IssueOptions): TokenRecord
  describe(record: TokenRecord): TokenFacts
}

export type ServiceModule<S> = {
  readonly service: SimulatedService
  readonly origins: readonly string[]
  create(deps: ServiceDeps): ServiceCore<S>
}

/** A running simulator of one service. */
export type Simulator<S = unknown> = {
  readonly service: SimulatedService
  /** Real origin to loopback origin. */
  readonly origins: Readonly<Record<string, string>>
  /** The service's books and knobs; see its `state.ts`. Another object after `reset`. */
  readonly state: S
  /** Makes a token as the platform's own pages would. Throws on a kind of another service. */
  issue(kind: SimulatedKind, options?: IssueOptions): IssuedToken
  /** Ends a token as the platform's own pages would. Throws if there is none, or it is dead. */
  revoke(secret: string): void
  /** Epoch ms; null: never. */
  setExpiry(secret: string, expiresAt: number | null): void
  /**
   * Name, password and one-time codes of an account (default: the account that `issue` takes by
   * default), made if it is not there yet; the same again for the same account. Only Tolgee and
   * Phrase Strings have a sign-in for programs; throws for the others.
   */
  signIn(account?: string, options?: SignInOptions): SignIn
  readonly faults: Faults
  /** All that arrived, on every origin, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** Whether any request carried this secret. */
  saw(secret: string): boolean
  /** What happened to tokens, in the platform's own books. */
  readonly ledger: readonly LedgerEntry[]
  /** Every token there ever was, with who made it, when it was revoked and how. */
  readonly tokens: readonly TokenRecord[]
  /** The tokens whose values are accepted at this moment. */
  live(kind?: SimulatedKind): readonly TokenRecord[]
  /** The tokens that a call of the API made and that are not revoked, accepted or not. */
  madeByApi(kind?: SimulatedKind): readonly TokenRecord[]
  /**
   * Calls the listener with every line of the ledger as it is written: after the act, before its
   * answer leaves. Gives what ends it.
   */
  watch(listener: (entry: LedgerEntry) => void): () => void
  /** The documented limits: whether they are kept, what was used of them, what went over them. */
  readonly limits: LimitBook
  /** Back to the beginning: no tokens, faults, requests, used-up limits. Ports stay. */
  reset(): void
  close(): Promise<void>
}

export type SimulatorOptions = {
  readonly now: Now
  readonly seed: string | undefined
  readonly limits: boolean
  readonly trap: () => string
  /** Every secret that any simulator issued; hidden in all logs. */
  readonly issued: Set<string>
}

/** Starts the listeners of a service and gives what tests need. */
export async function startSimulator<S>(
  module: ServiceModule<S>,
  options: SimulatorOptions,
): Promise<Simulator<S>> {
  const limits = new LimitBook(options.limits)
  const faults = new Faults()
  const log = new RequestLog(options.issued)
  const watchers = new Set<(entry: LedgerEntry) => void>()
  const create = (): ServiceCore<S> => newCore(module, options, { limits, watchers })
  let core = create()
  const backend = {
    now: options.now,
    log,
    faults,
    holds: new Map<string, number>(),
    trap: options.trap,
    handle: (request: SimRequest) => core.handle(request),
    tooMany: (request: SimRequest) => core.tooMany(request),
  }
  const listeners = new Map<string, Listener>()
  for (const origin of module.origins) listeners.set(origin, await listen(origin, backend))
  const origins = Object.fromEntries([...listeners].map(([real, { origin }]) => [real, origin]))

  return {
    service: module.service,
    origins,
    get state() {
      return core.state
    },
    issue: (kind, issueOptions = {}) => {
      if (!kind.startsWith(`${module.service}/`)) throw new Error(`${kind} is of another service`)
      const record = core.issue(kind, issueOptions)
      return issuedToken(record, core.describe(record), { service: module.service, origins })
    },
    revoke: (secret) => {
      if (!core.tokens.revoke(secret)) throw new Error('No such live token was issued')
    },
    setExpiry: (secret, expiresAt) => {
      core.tokens.setExpiry(secret, expiresAt)
    },
    signIn: (account, signInOptions = {}) => {
      if (core.signIn === undefined) throw new Error(`${module.service} has no sign-in`)
      return core.signIn(account, signInOptions)
    },
    faults,
    requests: log.entries,
    saw: (secret) => log.saw(secret),
    ...booksOf(() => core),
    get ledger() {
      return core.tokens.ledger
    },
    get tokens() {
      return core.tokens.list()
    },
    watch: (listener) => {
      watchers.add(listener)
      return () => {
        watchers.delete(listener)
      }
    },
    limits,
    reset: () => {
      limits.clear()
      limits.enabled = options.limits
      core = create()
      faults.clear()
      log.entries.length = 0
    },
    close: async () => {
      await Promise.all([...listeners.values()].map((listener) => listener.close()))
    },
  }
}

function newCore<S>(
  module: ServiceModule<S>,
  options: SimulatorOptions,
  shared: { limits: LimitBook; watchers: ReadonlySet<(entry: LedgerEntry) => void> },
): ServiceCore<S> {
  const seed = options.seed === undefined ? undefined : `${options.seed} ${module.service}`
  const random = createRandom(seed)
  return module.create({
    now: options.now,
    random,
    secrets: secretsFrom(random),
    limits: shared.limits,
    hide: (secret) => options.issued.add(secret),
    noted: (entry) => {
      shared.watchers.forEach((listener) => {
        listener(entry)
      })
    },
  })
}

function booksOf(core: () => ServiceCore<unknown>): Pick<Simulator, 'live' | 'madeByApi'> {
  const ofKind = (kind: SimulatedKind | undefined): readonly TokenRecord[] =>
    core()
      .tokens.list()
      .filter((record) => kind === undefined || record.kind === kind)
  return {
    live: (kind) =>
      ofKind(kind)
        .filter((record) => core().tokens.isAccepted(record))
        .filter((record) => core().letsIn?.(record) ?? true),
    madeByApi: (kind) =>
      ofKind(kind).filter((record) => record.madeBy === 'api' && record.revokedAt === null),
  }
}

function issuedToken(
  record: TokenRecord,
  facts: TokenFacts,
  where: { service: SimulatedService; origins: Readonly<Record<string, string>> },
): IssuedToken {
  const endpoint = where.origins[facts.origin]
  if (endpoint === undefined) throw new Error(`Nothing listens for ${facts.origin}`)
  return {
    secret: record.secret,
    id: record.id,
    kind: record.kind,
    service: where.service,
    server: record.server,
    origin: facts.origin,
    endpoint,
    account: facts.account,
    project: facts.project,
    projects: facts.projects,
    scopes: record.scopes,
    label: record.label,
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
  }
}
