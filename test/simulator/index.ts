import type { RecordedRequest } from './request-log'
import { Faults } from './faults'
import { locize } from './locize'
import { lokalise } from './lokalise'
import { phrase } from './phrase'
import { RequestLog } from './request-log'
import { listen } from './server'
import type { LimitViolation } from './limits'
import { startSimulator, type Simulator } from './simulator'
import type { TokenRecord } from './tokens'
import { tolgee } from './tolgee'
import { transifex } from './transifex'
import { json, type IssueOptions, type IssuedToken, type Now, type SimulatedKind } from './types'
import type { LocizeState } from './locize/state'
import type { LokaliseState } from './lokalise/state'
import type { PhraseState } from './phrase/state'
import type { TolgeeState } from './tolgee/state'
import type { TransifexState } from './transifex/state'

export { NASTY_NAMES, type Fault } from './faults'
export { fingerprint, makeSecret } from './secrets'
export type { SignIn } from './sign-in'
export type { Simulator } from './simulator'
export type { LedgerEntry, TokenRecord } from './tokens'
export { SIMULATED_KINDS, type IssuedToken, type SimulatedKind } from './types'

export type SimulatorsOptions = {
  /** Epoch ms; everything that depends on time asks here. Default: the system's clock. */
  readonly now?: Now
  /** Made-up tokens, ids and names come out the same again. Default: random ones. */
  readonly seed?: string
  /** Documented rate limits. Default: on. */
  readonly limits?: boolean
  /** Real origins of Tolgee servers beside the cloud. */
  readonly selfHostedTolgee?: readonly string[]
}

/** Where redirects of a misbehaving server lead: another origin that notes what it is sent. */
type Trap = {
  readonly origin: string
  readonly requests: readonly RecordedRequest[]
  saw(secret: string): boolean
}

export type Simulators = {
  readonly transifex: Simulator<TransifexState>
  readonly phrase: Simulator<PhraseState>
  readonly lokalise: Simulator<LokaliseState>
  readonly tolgee: Simulator<TolgeeState>
  readonly locize: Simulator<LocizeState>
  readonly all: readonly Simulator[]
  readonly trap: Trap
  /** Real origin to loopback origin, of all services. */
  endpoints(): Record<string, string>
  /** `issue` of the service that the kind is of. */
  issue(kind: SimulatedKind, options?: IssueOptions): IssuedToken
  /** `live`, `madeByApi` and `limits.violations` of all services. */
  live(kind?: SimulatedKind): readonly TokenRecord[]
  madeByApi(kind?: SimulatedKind): readonly TokenRecord[]
  readonly violations: readonly LimitViolation[]
  reset(): void
  close(): Promise<void>
}

/**
 * Starts a server for every origin of the five services, each on a port of its own on 127.0.0.1.
 * Nothing is shared between two calls.
 */
export async function startSimulators(options: SimulatorsOptions = {}): Promise<Simulators> {
  const now = options.now ?? Date.now
  const issued = new Set<string>()
  const trapLog = new RequestLog(issued)
  const trap = await listen('https://trap.example', {
    now,
    log: trapLog,
    faults: new Faults(),
    holds: new Map(),
    trap: () => '',
    handle: () => json(200, { trapped: true }),
    tooMany: () => ({ status: 429 }),
  })
  const common = {
    now,
    seed: options.seed,
    limits: options.limits ?? true,
    trap: () => trap.origin,
    issued,
  }
  const services = {
    transifex: await startSimulator(transifex, common),
    phrase: await startSimulator(phrase, common),
    lokalise: await startSimulator(lokalise, common),
    tolgee: await startSimulator(tolgee(options.selfHostedTolgee), common),
    locize: await startSimulator(locize, common),
  }
  const all: readonly Simulator[] = Object.values(services)
  return {
    ...services,
    all,
    trap: { origin: trap.origin, requests: trapLog.entries, saw: (secret) => trapLog.saw(secret) },
    endpoints: () =>
      Object.assign({}, ...all.map((item) => item.origins)) as Record<string, string>,
    issue: (kind, issueOptions) => {
      const simulator = all.find((item) => kind.startsWith(`${item.service}/`))
      if (simulator === undefined) throw new Error(`No simulator for ${kind}`)
      return simulator.issue(kind, issueOptions)
    },
    live: (kind) => all.flatMap((item) => item.live(kind)),
    madeByApi: (kind) => all.flatMap((item) => item.madeByApi(kind)),
    get violations() {
      return all.flatMap((item) => item.limits.violations)
    },
    reset: () => {
      all.forEach((item) => {
        item.reset()
      })
      // Nothing is left that could show one of them; a long run would search for them for ever.
      issued.clear()
      trapLog.entries.length = 0
    },
    close: async () => {
      await Promise.all([...all.map((item) => item.close()), trap.close()])
    },
  }
}

/** A clock for `now` that stands still until it is moved. Epoch ms. */
export type TestClock = { now: Now; advance(ms: number): void; set(time: number): void }

export function createTestClock(start = Date.UTC(2026, 0, 15, 12)): TestClock {
  let time = start
  return {
    now: () => time,
    advance: (ms) => {
      time += ms
    },
    set: (value) => {
      time = value
    },
  }
}
