import { resolve } from 'node:path'
import { defineConfig, type ReporterDescription } from '@playwright/test'

const report = process.env['KEYGLOT_E2E_REPORT']
const json: ReporterDescription[] = report === undefined ? [] : [['json', { outputFile: report }]]

export default defineConfig({
  testDir: '.',
  outputDir: resolve(import.meta.dirname, '../../test-results'),
  // each has a screen, a clipboard and a keyring of its own
  workers: 2,
  // A test that needs a second try is broken.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...json],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
