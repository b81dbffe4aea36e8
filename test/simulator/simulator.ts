import { Faults } from './faults'
import { createRandom, type RandomSource } from './random'
import { RequestLog, type RecordedRequest } from './request-log'
import { secretsFrom, type SecretFactory } from './secrets'
import { listen, type Listener } from './server'
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
  /** Rate and concurrency limits are kept only while this says so. */
  readonly limits: { enabled: boolean }
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
  /** Ends a token at once. Throws if it was not issued here or is revoked already. */
  revoke(secret: string): void
  /** Epoch ms; null: never. */
  setExpiry(secret: string, expiresAt: number | null): void
  readonly faults: Faults
  /** All that arrived, on every origin, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** Whether any request carried this secret. */
  saw(secret: string): boolean
  /** What happened to tokens, in the platform's own books. */
  readonly ledger: readonly LedgerEntry[]
  /** Documented limits are on; a test may switch them off. */
  readonly limits: { enabled: boolean }
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
  const limits = { enabled: options.limits }
  const faults = new Faults()
  const log = new RequestLog(options.issued)
  const holds = new Map<string, number>()
  const create = (): ServiceCore<S> => {
    const random = createRandom(
      options.seed === undefined ? undefined : `${options.seed} ${module.service}`,
    )
    return module.create({ now: options.now, random, secrets: secretsFrom(random), limits })
  }
  let core = create()
  const backend = {
    now: options.now,
    log,
    faults,
    holds,
    trap: options.trap,
    handle: (request: SimRequest) => core.handle(request),
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
      options.issued.add(record.secret)
      return issuedToken(record, core.describe(record), { service: module.service, origins })
    },
    revoke: (secret) => {
      if (!core.tokens.revoke(secret)) throw new Error('No such live token was issued')
    },
    setExpiry: (secret, expiresAt) => {
      core.tokens.setExpiry(secret, expiresAt)
    },
    faults,
    requests: log.entries,
    saw: (secret) => log.saw(secret),
    get ledger() {
      return core.tokens.ledger
    },
    limits,
    reset: () => {
      core = create()
      faults.clear()
      log.entries.length = 0
      limits.enabled = options.limits
    },
    close: async () => {
      await Promise.all([...listeners.values()].map((listener) => listener.close()))
    },
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
