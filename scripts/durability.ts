import { run } from './process'
import { packageCommand, repoRoot } from './repo'
import { ensureRuntime } from './setup'
import { runMain } from './user-error'

/** A hundred kills in all; so many steps of each scenario are cut off, at each so many ways. */
const LONG = {
  KEYGLOT_KILLS: '100',
  KEYGLOT_CUT_STEPS: '200',
  KEYGLOT_CUT_RANDOM: '2',
  KEYGLOT_THOROUGH: '1',
}

/** The long form of the proof under faults: kill -9, power cuts, every byte changed, and every fault in every rotation. */
await runMain(async () => {
  await ensureRuntime({ tests: true })
  const args = [packageCommand('vitest'), 'run', '--config', 'test/vitest.config.ts']
  const env = { ...LONG, ...process.env }
  const options = { cwd: repoRoot, env, output: 'inherit' } as const
  return (await run(process.execPath, [...args, 'test/fault', ...process.argv.slice(2)], options))
    .code
})
