import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenId } from '../../../shared/model/token'
import type { FaultRule } from '../../simulator/faults'
import type { IssuedToken, Simulators } from '../../simulator'
import { sleepyClock, type Bench, type SleepyClock } from '../services'
import {
  expectFinished,
  expectNothingLost,
  expectProvedFirst,
  expectUnharmed,
  tellOf,
  type Told,
} from './books'
import { Faulty, type Fault } from './faulty'
import { RECIPES, type Recipe, type Setting, type SettingName } from './modes'
import { seeThrough } from './person'
import { WHIMS, type Whim } from './whim'
import { openWorld, simulatorsOn, snapshotOf, type Snapshot } from './world'

const DAY = 86_400_000

/** What the platform does with the call that a fault befalls. */
export const OUTCOMES: Readonly<Record<string, Omit<FaultRule, 'times'> | null>> = {
  right: null,
  '401': { fault: { type: 'status', status: 401 } },
  '403': { fault: { type: 'status', status: 403 } },
  '404': { fault: { type: 'status', status: 404 } },
  '429': { fault: { type: 'status', status: 429 } },
  '500': { fault: { type: 'status', status: 500 } },
  '500-done': { fault: { type: 'status', status: 500 }, afterAct: true },
  garbage: { fault: { type: 'garbage', bytes: 64 } },
  'garbage-done': { fault: { type: 'garbage', bytes: 64 }, afterAct: true },
  login: { fault: { type: 'html-body' } },
  cut: { fault: { type: 'close-connection' } },
  'cut-done': { fault: { type: 'close-connection' }, afterAct: true },
  redirect: { fault: { type: 'redirect', status: 302 } },
}

/** In memory where the system has such a place: what is flushed is not what is tested here. */
const QUICK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Faults before the call make it never reach the platform: its answer does not matter. */
const BEFORE: readonly Fault[] = ['throw', 'time-out', 'kill-before']
const AFTER: readonly Fault[] = ['none', 'lost-answer', 'kill-after', 'disk-full']

export interface Combination {
  readonly at: number
  readonly fault: Fault
  readonly outcome: string
  /** What somebody does besides, while the call is under way. */
  readonly whim?: Whim
}

/** All combinations for a run of so many calls. */
export function combinations(awaits: number): Combination[] {
  return Array.from({ length: awaits }, (_, at) => [
    ...BEFORE.map((fault) => ({ at, fault, outcome: 'right' })),
    ...AFTER.flatMap((fault) => Object.keys(OUTCOMES).map((outcome) => ({ at, fault, outcome }))),
  ])
    .flat()
    .filter(({ fault, outcome }) => fault !== 'none' || outcome !== 'right')
}

/** Somebody changes their mind, or the new token dies, at every call; alone, or with a fault. */
export function whims(awaits: number): Combination[] {
  const all = Object.keys(WHIMS) as Whim[]
  return Array.from({ length: awaits }, (_, at) =>
    all.flatMap((whim) =>
      (['none', 'lost-answer', 'kill-after'] as const).map((fault) => ({
        ...{ at, fault, outcome: 'right', whim },
      })),
    ),
  ).flat()
}

/** Runs rotations of one setting, each with one fault, and sees every one through. */
export class Matrix {
  readonly #name: SettingName
  /** Another for every run: all begin at the same time. */
  #clock: SleepyClock = sleepyClock()
  readonly #simulators: Promise<Simulators>
  #template: Template | null = null

  constructor(name: SettingName) {
    this.#name = name
    this.#simulators = simulatorsOn({ now: () => this.#clock.now() })
  }

  async close(): Promise<void> {
    await (await this.#simulators).close()
    if (this.#template) rmSync(this.#template.folder, { recursive: true, force: true })
  }

  /** The calls of a rotation that nothing befalls. */
  async awaits(): Promise<readonly string[]> {
    const run = await this.#begin()
    const bench = await run.open()
    await this.#start(bench, run.setting)
    await seeThrough(bench, run.setting.id, run.setting.person)
    expectFinished(bench, run.setting)
    await run.end(bench)
    return run.faulty.awaits.map((each) => each.name)
  }

  /** One rotation with one fault; throws if anything is lost on the way, or it does not end well. */
  async run({ at, fault, outcome, whim }: Combination): Promise<void> {
    const run = await this.#begin()
    const { faulty, setting, world } = run
    const rule = ruleOf(outcome, setting)
    let bench = await run.open()
    const asides: Promise<unknown>[] = []
    faulty.onReached = () => {
      if (rule != null) setting.simulator.faults.add({ ...rule, times: 'all' })
      if (whim) asides.push(WHIMS[whim].act(bench, setting, told !== null))
    }
    faulty.onActed = () => setting.simulator.faults.clear()
    let told: Told | null = null
    faulty.onChecked = (secret, verdict) =>
      (told = tellOf(bench, setting, { secret, verdict }) ?? told)
    let dead = false
    const isDead = (): boolean => dead
    faulty.onKill = () => {
      dead = true
      told = null
      bench.services.vault.close()
    }
    const problems: unknown[] = []
    const look = (act: () => void): void => {
      try {
        act()
      } catch (cause) {
        problems.push(cause)
      }
    }
    faulty.onAny = () => look(() => expectNothingLost(bench, setting))
    const oldEnd = () =>
      setting.simulator.tokens.find(({ secret }) => secret === setting.old)?.expiresAt ?? Infinity
    const ownEnd = oldEnd()
    const endsSooner = (): boolean => oldEnd() < ownEnd
    const oldPrint = createHash('sha256').update(setting.old).digest('hex')
    const unwatch = setting.simulator.watch((entry) => {
      look(() => expectNothingLost(bench, setting))
      const ends = entry.event === 'revoked' || (entry.event === 'expiry-changed' && endsSooner())
      const isOld = ends && entry.by === 'api' && entry.fingerprint === oldPrint
      if (!isOld) return
      look(() => expectProvedFirst(bench, setting, told))
      // for another act it has to be asked anew
      told = null
    })
    faulty.arm(at, fault)
    await this.#start(bench, setting)
    // a disk that stays full is nothing to wait for: nothing can be done before it has room
    const patience = fault === 'disk-full' ? 16 : undefined
    const through = seeThrough(bench, setting.id, {
      ...setting.person,
      ...{ patience, givesUp: whim !== undefined },
    })
    await settledOrDead(through, isDead)
    faulty.disarm()
    setting.simulator.faults.clear()
    // recovery may be run any number of times
    for (let times = 0; times < 2; times++) {
      bench.services.vault.close()
      bench = await world.open({ platforms: faulty.platforms, vault: faulty.vault })
      look(() => expectNothingLost(bench, setting))
    }
    // a dead process answers nothing any more
    if (!isDead()) await Promise.all(asides)
    const givesUp = whim !== undefined
    await seeThrough(bench, setting.id, { ...setting.person, givesUp })
    look(() => (givesUp ? expectUnharmed : expectFinished)(bench, setting))
    const end = bench.services.index.get(setting.id)
    bench.services.vault.close()
    bench = await world.open({ platforms: faulty.platforms, vault: faulty.vault })
    const again = bench.services.index.get(setting.id)
    if (JSON.stringify(again) !== JSON.stringify(end)) problems.push(new Error('not the same end'))
    unwatch()
    await run.end(bench)
    if (problems.length > 0) throw problems[0]
  }

  async #start(bench: Bench, { id, mode, graceMs }: Setting): Promise<void> {
    const begun = await bench.call('rotation.view', { id })
    if (begun.ok && begun.value === null) await bench.must('rotation.begin', { id, mode, graceMs })
  }

  /** A world as it is before every rotation: made once, and copied for each. */
  async #begin() {
    const simulators = await this.#simulators
    const recipe: Recipe = RECIPES[this.#name]
    this.#clock = sleepyClock()
    simulators.reset()
    const issued = recipe.issue(simulators, this.#clock)
    const old = issued.at(-1)
    if (!old) throw new Error('Nothing is rotated')
    this.#template ??= await this.#make(simulators, issued)
    // known for longer than a new value needs to be accepted
    this.#clock.pass(DAY)
    const { id, snapshot } = this.#template
    const world = openWorld(simulators, this.#clock, { folder: QUICK, from: snapshot })
    const setting: Setting = {
      ...{ id, kind: old.kind, mode: recipe.mode, graceMs: recipe.graceMs, old: old.secret },
      simulator: recipe.simulator(simulators),
      person: recipe.person(simulators, old),
      refusals: recipe.refusals,
    }
    const faulty = new Faulty()
    faulty.now = () => this.#clock.now()
    return {
      world,
      setting,
      faulty,
      open: () => world.open({ platforms: faulty.platforms, vault: faulty.vault }),
      end: async (bench: Bench) => {
        bench.services.vault.close()
        await world.close()
      },
    }
  }

  async #make(simulators: Simulators, issued: readonly IssuedToken[]): Promise<Template> {
    const world = openWorld(simulators, this.#clock, { folder: QUICK })
    const bench = await world.open()
    let id: TokenId | null = null
    for (const each of issued) id = (await world.addIssued(bench, each)).token.id
    bench.services.vault.close()
    const folder = mkdtempSync(join(QUICK, 'keyglot-template-'))
    const snapshot = snapshotOf(world, join(folder, 'vault'))
    await world.close()
    if (id === null) throw new Error('Nothing was added')
    return { id, folder, snapshot }
  }
}

/** What the platform does, in its own words where they are known. */
function ruleOf(outcome: string, { refusals }: Setting): Omit<FaultRule, 'times'> | null {
  const rule = OUTCOMES[outcome] ?? null
  const reply = refusals?.[outcome]
  return reply === undefined ? rule : { fault: { type: 'reply', reply } }
}

interface Template {
  readonly id: TokenId
  readonly folder: string
  readonly snapshot: Snapshot
}

/** A process that died leaves what was under way unanswered for ever. */
async function settledOrDead(through: Promise<unknown>, isDead: () => boolean): Promise<void> {
  const state = { over: false }
  const end = (): void => {
    state.over = true
  }
  const done = through.then(end, end)
  while (!state.over && !isDead()) {
    await Promise.race([done, new Promise((resolve) => setImmediate(resolve))])
  }
}
