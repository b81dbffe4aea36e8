import { randomInt } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Disk, KILLED, STRICT, type Cut } from '../../helper/power-cut/disk'
import { traced, whyNoTrace } from '../../helper/power-cut/strace'
import type { Event } from '../../helper/power-cut/trace'
import { judge, knownAfter, type Known } from './judge'
import { SCENARIOS } from './scenario'
import { folderOf, keychainOf, type Said, type Scenario } from './stage'

/** `npm run test:durability` asks for more. */
const STEPS = Number(process.env['KEYGLOT_CUT_STEPS'] ?? 5)
/** Between two acknowledged steps, so many random remains of what was not synchronized. */
const RANDOM = Number(process.env['KEYGLOT_CUT_RANDOM'] ?? 1)
const CONTROL_STEPS = 10

const why = whyNoTrace()

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'keyglot-cut-'))))
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
  rmSync(`${root}.trace`, { force: true })
})

/** Half of what was not synchronized is there, in sectors, at random. */
const chance: Cut = { names: (pending) => randomInt(pending + 1), sector: () => randomInt(2) === 0 }

interface Count {
  acknowledged: number
  cuts: number
  kills: number
  lost: number
  corrupt: number
}

/** Goes through what a process did, and cuts the power wherever it may hurt. */
class Replay {
  readonly count: Count = { acknowledged: 0, cuts: 0, kills: 0, lost: 0, corrupt: 0 }
  readonly problems: string[] = []
  readonly #disk = new Disk(root)
  #known: Known
  /** The vault that was written to last. */
  #vault = ''

  constructor(known: Known) {
    this.#known = known
    for (const event of filesIn(root)) this.#disk.apply(event)
    this.#disk.settle()
  }

  apply(event: Event): void {
    this.#disk.apply(event)
    if (event.do !== 'say') return
    for (const line of event.text.trim().split('\n')) {
      const said = JSON.parse(line) as Said
      this.#known = knownAfter(this.#known, said)
      this.#vault = 'try' in said ? said.try.vault : said.did.vault
      if ('did' in said) this.count.acknowledged++
    }
  }

  async cut(how: Cut): Promise<void> {
    if (this.#vault === '') return
    const ground = { root: mkdtempSync(join(tmpdir(), 'keyglot-after-')) }
    try {
      // the keychain is another program's, and has its own promises
      const keychain = keychainOf({ root })
      const vault = folderOf({ root }, this.#vault)
      this.#disk.restore(ground.root, how, {
        wanted: (path) => path === keychain || path === vault || path.startsWith(join(vault, sep)),
        always: (path) => path === keychain,
      })
      this.count[how === KILLED ? 'kills' : 'cuts']++
      const { verdict, why: problem } = await judge(ground, this.#vault, this.#known)
      if (verdict === 'whole') return
      this.count[verdict]++
      this.problems.push(`${this.#vault}: ${problem}`)
    } finally {
      rmSync(ground.root, { recursive: true, force: true })
    }
  }

  tell(name: string): void {
    const { acknowledged, cuts, kills, lost, corrupt } = this.count
    process.stdout.write(
      `power cut, ${name}: ${acknowledged} acknowledged, ${cuts} cuts, ${kills} kills at a system call, ` +
        `${lost} lost, ${corrupt} corrupt\n`,
    )
  }
}

/** What is there before the process starts. */
function filesIn(folder: string): Event[] {
  return readdirSync(folder).flatMap((name): Event[] => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return [{ do: 'folder', path }, ...filesIn(path)]
    const data = readFileSync(path)
    return [
      { do: 'create', path },
      { do: 'write', path, at: 0, data },
    ]
  })
}

async function prepared({ name, prepare }: Scenario, args: readonly string[]) {
  const contents = (await prepare?.({ root })) ?? {}
  const replay = new Replay({ contents: new Map(Object.entries(contents)), open: null })
  const events = traced('fault/vault/writer.child.ts', [name, root, ...args], root)
  return { replay, events }
}

const isAck = (event: Event): boolean => event.do === 'say' && event.text.includes('"did"')

describe.skipIf(why !== null)(
  `a power cut while the vault is written${why ? ` (${why})` : ''}`,
  () => {
    it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
      'loses nothing that was acknowledged, and spoils nothing: %s',
      { timeout: 600_000 },
      async (name, scenario) => {
        const { replay, events } = await prepared(scenario, [String(STEPS)])
        const acks = events.filter(isAck).length
        const every = Math.max(1, Math.floor((events.length - acks) / (acks * RANDOM)))
        for (const [i, event] of events.entries()) {
          replay.apply(event)
          // at every acknowledged step, and in between
          if (isAck(event)) await replay.cut(STRICT)
          else if (i % every === 0) {
            await replay.cut(chance)
            await replay.cut(KILLED)
          }
        }
        replay.tell(name)
        expect(replay.problems.join('\n')).toBe('')
        expect(replay.count.acknowledged).toBeGreaterThanOrEqual(STEPS)
        expect(replay.count.cuts).toBeGreaterThanOrEqual(replay.count.acknowledged)
      },
    )

    it('is noticed where writes are not synchronized', { timeout: 600_000 }, async () => {
      const scenario = SCENARIOS.find(({ name }) => name === 'writes')!
      const { replay, events } = await prepared(scenario, [String(CONTROL_STEPS), 'careless'])
      for (const event of events) {
        replay.apply(event)
        if (isAck(event)) await replay.cut(STRICT)
      }
      replay.tell('careless control')
      expect(replay.count.lost).toBeGreaterThan(CONTROL_STEPS / 2)
      expect(replay.count.corrupt).toBe(0)
    })
  },
)
