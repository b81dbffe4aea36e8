import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild, type Child } from '../../helper/child'
import { judge, knownAfter, type Known } from './judge'
import { NOTHING } from './model'
import { SCENARIOS } from './scenario'
import type { Ground, Said, Scenario } from './stage'

/** In all scenarios together; `npm run test:durability` asks for 100. */
const KILLS = Number(process.env['KEYGLOT_KILLS'] ?? SCENARIOS.length)
const EACH = Math.ceil(KILLS / SCENARIOS.length)
/** Steps that a process gets done before it is killed: at least one, at most so many. */
const MOST_STEPS = 60
const MOST_DELAY_MS = 12

let root: string
let child: Child | null = null
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'keyglot-kill-'))))
afterEach(async () => {
  child?.kill()
  await child?.ended
  rmSync(root, { recursive: true, force: true })
})

interface Run {
  readonly known: Known
  readonly acknowledged: number
  /** The vaults that it wrote to. */
  readonly touched: ReadonlySet<string>
}

/** Lets a process write, and kills it at any moment of the step that follows on so many. */
async function writeAndKill(name: string, before: Known, steps: number): Promise<Run> {
  child = startChild('fault/vault/writer.child.ts', [name, root])
  let known: Known = { ...before, open: null }
  let acknowledged = 0
  const touched = new Set<string>()
  for (let text = await child.line(); text !== null; text = await child.line()) {
    const said = JSON.parse(text) as Said
    known = knownAfter(known, said)
    if ('did' in said) acknowledged++
    else touched.add(said.try.vault)
    // what it says until its end is still read
    const due = 'try' in said && acknowledged === steps
    if (due) setTimeout(() => child?.kill(), randomInt(MOST_DELAY_MS))
  }
  expect(await child.ended).toBe('SIGKILL')
  return { known, acknowledged, touched }
}

async function killOften({ name, prepare }: Scenario, kills: number): Promise<string> {
  const ground: Ground = { root }
  let known: Known = {
    contents: new Map(Object.entries((await prepare?.(ground)) ?? {})),
    open: null,
  }
  const count = { acknowledged: 0, lost: 0, corrupt: 0, kept: 0, gone: 0 }
  const problems: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const run = await writeAndKill(name, known, 1 + randomInt(MOST_STEPS))
    count.acknowledged += run.acknowledged
    const contents = new Map(run.known.contents)
    for (const vault of run.touched) {
      const finding = await judge(ground, vault, run.known)
      if (finding.verdict !== 'whole') {
        count[finding.verdict]++
        problems.push(`${vault}: ${finding.why}`)
      }
      if (finding.kept !== null) count[finding.kept ? 'kept' : 'gone']++
      contents.set(vault, finding.found ?? contents.get(vault) ?? NOTHING)
    }
    known = { contents, open: null }
  }
  const { acknowledged, lost, corrupt, kept, gone } = count
  process.stdout.write(
    `kill -9, ${name}: ${kills} kills, ${acknowledged} acknowledged, ${lost} lost, ${corrupt} corrupt; ` +
      `${kept + gone} under way (${kept} done whole, ${gone} not at all)\n`,
  )
  expect(acknowledged).toBeGreaterThanOrEqual(kills)
  return problems.join('\n')
}

describe('kill -9 while the vault is written', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    `loses nothing that was acknowledged: %s, ${EACH} times`,
    { timeout: 30_000 + EACH * 20_000 },
    async (_, scenario) => expect(await killOften(scenario, EACH)).toBe(''),
  )
})
