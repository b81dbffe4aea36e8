import { run } from './process'
import { packageCommand, repoRoot } from './repo'
import { ensureRuntime } from './setup'
import { runMain } from './user-error'

/** The long form of the mutants of import files: ten thousand of each, one line a format. */
await runMain(async () => {
  await ensureRuntime()
  const args = [packageCommand('vitest'), 'run', '--config', 'test/vitest.config.ts']
  const env = { ...process.env, KEYGLOT_MUTANTS: process.env['KEYGLOT_MUTANTS'] ?? '10000' }
  const options = { cwd: repoRoot, env, output: 'inherit' } as const
  const file = 'test/unit/transfer/mutants.test.ts'
  return (await run(process.execPath, [...args, '--reporter=verbose', file], options)).code
})
