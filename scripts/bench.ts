import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureCopies } from './bench/copy'
import { isMissing, type Figure } from './bench/figure'
import { parseOptions, PARTS, type BenchOptions, type Part } from './bench/options'
import { Profiles } from './bench/profile'
import { describeRun, renderJson } from './bench/report'
import { measureStarts } from './bench/start'
import { ownRuntime } from './bench/runtime-copy'
import { renderTable } from './bench/table'
import { measureVault } from './bench/vault-figures'
import type { WindowPlace } from './bench/window'
import { ensureBuild } from './build'
import { startDesktop } from './desktop'
import { forwardSignals } from './process'
import { repoRoot } from './repo'
import { ensureRuntime, runtimeEnv } from './setup'
import { runMain } from './user-error'

const FILLINGS = [0, 1_000, 10_000]
/** Tokens in the vault that is listed, and in the app that copies are made in. */
const LISTED = 10_000
const COPIED_FROM = 1_000

const ROUNDS = {
  full: { starts: 9, vault: 15, copies: 7 },
  quick: { starts: 3, vault: 5, copies: 3 },
} as const

const say = (line: string): void => console.log(line)

async function measure(
  options: BenchOptions,
  place: WindowPlace,
  folder: string,
): Promise<Figure[]> {
  const { parts } = options
  const rounds = options.quick ? ROUNDS.quick : ROUNDS.full
  const profiles = new Profiles(folder, place.env)
  const asked = (...some: readonly Part[]): boolean => some.some((part) => parts.has(part))
  const figures: Figure[] = []
  if (asked('start', 'memory')) {
    const apps = []
    for (const tokens of FILLINGS) apps.push(await profiles.app(tokens))
    const plan = { place, bare: profiles.bare(), apps, rounds: rounds.starts, parts, say }
    figures.push(...(await measureStarts(plan)))
  }
  if (asked('list', 'unlock', 'seal', 'secret', 'insert')) {
    const filled = await profiles.vault(LISTED)
    const plan = { filled, tokens: LISTED, empty: profiles.newVault(), scratch: folder }
    const around = { rounds: rounds.vault, parts, env: place.env, say }
    figures.push(...(await measureVault({ ...plan, ...around })))
  }
  if (asked('copy')) {
    say(`copy: ${rounds.copies} rounds`)
    const { program } = await profiles.app(COPIED_FROM)
    figures.push(...(await measureCopies(place, program, rounds.copies)))
  }
  return figures.toSorted((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part))
}

async function bench(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  forwardSignals()
  const runtime = await ensureRuntime({ desktop: true, say })
  await ensureBuild({ ...process.env, ...runtimeEnv(runtime) })
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-bench-'))
  const desktop = await startDesktop({ display: 'own', keyring: 'own' })
  try {
    const run = await describeRun(runtime, folder)
    const electronPath = await ownRuntime(runtime.electronPath, folder)
    const place = { electronPath, env: desktop.env }
    const figures = await measure(options, place, folder)
    await writeFile(join(repoRoot, 'bench.json'), renderJson(run, options.quick, figures))
    const { machine, versions } = run
    say('')
    say(`${machine.cores} × ${machine.processor}, ${machine.system}, ${machine.fileSystem}`)
    say(`Electron ${versions.electron}, Node ${versions.node}; medians; every sample: bench.json`)
    say('')
    say(renderTable(figures))
    return figures.some(isMissing) ? 1 : 0
  } finally {
    await desktop.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

await runMain(bench)
