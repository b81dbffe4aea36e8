import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { selectSteps, steps, type Stage, type Step } from './check/steps'
import { seconds, stepLine, summary, type Finished } from './check/summary'
import { startDesktop, type Desktop } from './desktop'
import { forwardSignals, interruption } from './process'
import { ensureRuntime, runtimeEnv } from './setup'
import { messageOf, runMain, UserError } from './user-error'

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' } },
  allowPositionals: true,
})

function chosenSteps(): readonly Step[] {
  const chosen = selectSteps(steps, values.only?.split(','))
  if (chosen !== undefined) return chosen
  throw new UserError(`--only takes: ${steps.map(({ name }) => name).join(', ')}`)
}

const failure = (name: string, started: number): Finished => ({
  name,
  passed: 0,
  failed: 1,
  skipped: [],
  ms: performance.now() - started,
})

/** Sets up what the chosen steps need; the environment for them. */
async function prepare(chosen: readonly Step[]): Promise<Desktop> {
  const desktop = chosen.some((step) => step.desktop)
  const runtime = chosen.some((step) => step.runtime)
    ? runtimeEnv(await ensureRuntime({ desktop, tests: desktop }))
    : {}
  if (!desktop) return { env: { ...process.env, ...runtime }, stop: () => Promise.resolve() }
  const started = await startDesktop({ display: 'own', keyring: 'own' })
  return { env: { ...started.env, ...runtime }, stop: started.stop }
}

async function runStep(step: Step, stage: Stage): Promise<Finished> {
  const started = performance.now()
  const { output, ...tally } = await step.work(stage)
  const finished = { ...tally, name: step.name, ms: performance.now() - started }
  if (finished.failed > 0 && output !== '') console.log(output.trimEnd())
  console.log(stepLine(finished))
  return finished
}

async function runSteps(chosen: readonly Step[], env: NodeJS.ProcessEnv): Promise<Finished[]> {
  const folder = await mkdtemp(join(tmpdir(), 'keyglot-report-'))
  // Colours would be noise in a log file.
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
  const live = values.only !== undefined && !values.only.includes(',')
  const stage = { env: { ...env, ...plain }, folder, live, filters: positionals }
  const finished: Finished[] = []
  try {
    const work = async (rows: Iterator<readonly Step[]>): Promise<void> => {
      for (let row = rows.next(); row.done !== true; row = rows.next()) {
        for (const step of row.value) {
          if (interruption() !== undefined) return
          finished.push(await runStep(step, stage))
        }
      }
    }
    // what only reads the sources runs two at a time, and what is through with that goes on with the
    // tests without a window; those with one have the machine to themselves
    const windows = chosen.filter(({ name }) => name === 'e2e')
    const reading = chosen.filter(({ runtime }) => !runtime).map((step) => [step])
    const testing = chosen.filter((step) => step.runtime && !windows.includes(step))
    const rows = [...reading, testing].values()
    await Promise.all([work(rows), work(rows)])
    await work([windows].values())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return finished
}

async function test(): Promise<number> {
  forwardSignals()
  const started = performance.now()
  const chosen = chosenSteps()
  let finished: Finished[]
  try {
    const desktop = await prepare(chosen)
    try {
      finished = await runSteps(chosen, desktop.env)
    } finally {
      await desktop.stop()
    }
  } catch (error) {
    console.error(error instanceof UserError ? messageOf(error) : error)
    finished = [failure('set-up', started)]
  }
  if (interruption() !== undefined) {
    console.error('Interrupted.')
    return 130
  }
  console.log(`\nAll of it took ${seconds(performance.now() - started)}`)
  console.log(summary(finished))
  return finished.some(({ failed }) => failed > 0) ? 1 : 0
}

await runMain(test)
