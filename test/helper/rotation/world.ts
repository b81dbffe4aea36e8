import { cpSync } from 'node:fs'
import { systemRandom } from '../../../electron/app/random'
import type { Platforms } from '../../../electron/platform/adapter'
import { Registry } from '../../../electron/platform/registry'
import type { Clock, OpenVault } from '../../../electron/service/port'
import type { TokenSummary } from '../../../shared/model/token'
import { startSimulators, type IssuedToken, type Simulators } from '../../simulator'
import type { IssueOptions, SimulatedKind } from '../../simulator/types'
import { hurriedClock } from '../hurried-clock'
import { openBench, sleepyClock, type Bench, type SleepyClock } from '../services'
import { lines, vaultPlace, type VaultPlace } from '../vault'

/** How much faster the HTTP client's pauses pass, so that a platform's pace slows no test. */
const HURRY = 400

/** The services over a real vault file and real HTTP to the simulators, on one clock. */
export interface World {
  readonly simulators: Simulators
  readonly clock: SleepyClock
  readonly place: VaultPlace
  readonly registry: Registry
  /** Issues a token on its platform and adds it to the vault. */
  add(bench: Bench, kind: SimulatedKind, options?: IssueOptions): Promise<Added>
  addIssued(bench: Bench, issued: IssuedToken): Promise<Added>
  /** Starts the services over the vault file; `wrap` puts faults between. */
  open(wrap?: Wrap): Promise<Bench>
  close(): Promise<void>
}

export interface Wrap {
  readonly platforms?: (platforms: Platforms) => Platforms
  readonly vault?: (vault: OpenVault) => OpenVault
}

export interface Added {
  readonly token: TokenSummary
  readonly issued: IssuedToken
}

/** Simulators whose time is the test's own. */
export async function simulatorsOn(clock: Pick<Clock, 'now'>, limits = false): Promise<Simulators> {
  return startSimulators({ now: () => clock.now(), seed: 'rotation', limits })
}

export interface WorldOptions {
  /** Where its vault lives, if not among temporary files. */
  readonly folder?: string
  /** The client keeps the platforms' pace by the world's own clock, which has to run. */
  readonly paced?: boolean
  /** A vault to begin with, see `snapshotOf`. */
  readonly from?: Snapshot
}

/** A closed vault: its files, and what the keychain holds for it. */
export interface Snapshot {
  readonly folder: string
  readonly entries: ReadonlyMap<string, string>
}

export function snapshotOf({ place }: World, folder: string): Snapshot {
  cpSync(place.folder, folder, { recursive: true })
  return { folder, entries: new Map(place.keychain.entries) }
}

export function openWorld(
  simulators: Simulators,
  clock: SleepyClock = sleepyClock(),
  { folder, paced = false, from }: WorldOptions = {},
): World {
  const place = vaultPlace(folder)
  if (from) {
    cpSync(from.folder, place.folder, { recursive: true })
    for (const [account, value] of from.entries) place.keychain.entries.set(account, value)
  }
  const registry = new Registry({
    version: '1.2.3',
    // the time of day is the test's; pauses are real ones, much shortened
    clock: paced ? clock : hurriedClock(HURRY, () => clock.now()),
    random: systemRandom,
    log: lines(),
    proxyFor: () => Promise.resolve(null),
    endpoints: simulators.endpoints(),
    // a busy machine answers late, which is not what is tested
    deadlineMs: 10_000 * HURRY,
  })
  return {
    simulators,
    clock,
    place,
    registry,
    open: (wrap = {}) =>
      openBench({
        place,
        clock,
        registry: wrap.platforms?.(registry) ?? registry,
        ...(wrap.vault && { vault: wrap.vault }),
      }),
    addIssued,
    add: (bench, kind, options = {}) => addIssued(bench, simulators.issue(kind, options)),
    close: async () => {
      await registry.close()
      place.remove()
    },
  }
}

async function addIssued(bench: Bench, issued: IssuedToken): Promise<Added> {
  const draft = await bench.must('draft.open', { text: issued.secret })
  const bound = issued.kind === 'lokalise/sdk-token' || issued.kind === 'locize/api-key'
  const token = await bench.must('draft.save', {
    id: draft.id,
    kind: issued.kind,
    server: serverOf(bench, issued),
    fields: bound && issued.project ? { projectId: issued.project.id } : {},
    label: issued.label === '' ? issued.kind : issued.label,
    note: '',
    expiry: null,
    rotateEveryDays: null,
  })
  const checked = await bench.must('check.one', { id: token.id })
  return { token: checked.token, issued }
}

function serverOf(bench: Bench, issued: IssuedToken) {
  const kind = bench.services.platforms
    .list()
    .flatMap((service) => service.kinds)
    .find((each) => each.id === issued.kind)
  const known = kind?.servers.some((server) => server.id === issued.server)
  if (known) return { id: issued.server, baseUrl: null }
  return { id: 'custom', baseUrl: issued.origin }
}
