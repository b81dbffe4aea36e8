import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/{unit,contract,conformance,integration,fault,component}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    // no file changes what another one imports, and importing all of it anew takes as long as testing
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
  },
})
