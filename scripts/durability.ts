import { run } from './process'
import { packageCommand, repoRoot } from './repo'
import { ensureRuntime } from './setup'
import { runMain } from './user-error'

/** The long form of the kill -9 test: a hundred kills in the middle of random writes. */
await runMain(async () => {
  await ensureRuntime()
  const args = [packageCommand('vitest'), 'run', '--config', 'test/vitest.config.ts']
  const env = { ...process.env, KEYGLOT_KILLS: process.env['KEYGLOT_KILLS'] ?? '100' }
  const options = { cwd: repoRoot, env, output: 'inherit' } as const
  return (await run(process.execPath, [...args, 'test/fault/vault'], options)).code
})
