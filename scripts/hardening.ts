import { ensureBuild } from './build'
import { forwardSignals, run } from './process'
import { packageCommand, repoRoot } from './repo'
import { ensureRuntime, runtimeEnv } from './setup'
import { runMain } from './user-error'

/** The tests of `test/e2e/hardening*.spec.ts` alone, a line for each protection. */
await runMain(async () => {
  forwardSignals()
  const runtime = await ensureRuntime({ desktop: true })
  const env = { ...process.env, ...runtimeEnv(runtime) }
  await ensureBuild(env)
  const config = ['--config', 'test/e2e/playwright.config.ts']
  const reporter = ['--reporter', 'test/e2e/hardening-reporter.ts']
  const args = ['test', ...config, ...reporter, '--workers=1', 'hardening']
  const command = packageCommand('@playwright/test', 'playwright')
  return (
    await run(process.execPath, [command, ...args], { cwd: repoRoot, env, output: 'inherit' })
  ).code
})
