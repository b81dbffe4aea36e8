import { resolve } from 'node:path'
import { defineConfig, type ReporterDescription } from '@playwright/test'

const report = process.env['KEYGLOT_E2E_REPORT']
const json: ReporterDescription[] = report === undefined ? [] : [['json', { outputFile: report }]]

export default defineConfig({
  testDir: '.',
  outputDir: resolve(import.meta.dirname, '../../test-results'),
  fullyParallel: true,
  // On Linux each worker has a screen, a clipboard and a keychain of its own; elsewhere there is
  // only one of each.
  workers: process.platform === 'linux' ? 2 : 1,
  // A test that needs a second try is broken.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Bounds for a machine that is busy with other things; no test measures time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...json],
  use: { trace: 'off', screenshot: 'only-on-failure' },
})
