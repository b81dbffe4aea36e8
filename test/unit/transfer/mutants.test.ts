import { describe, expect, it } from 'vitest'
import { lineOf, TARGETS, tryMutants } from '../../helper/transfer/mutants'

/** `npm run test:mutants` makes 10,000 of each. */
const COUNT = Number(process.env['KEYGLOT_MUTANTS'] ?? 300)
/** What one file may take: the dearest key derivation that is let through. */
const MOST_MS = 30_000

describe('changed files', () => {
  it.each(TARGETS)(
    '%s: are read whole or refused with a word',
    { timeout: COUNT * 200 + 60_000 },
    async (name) => {
      const report = await tryMutants(name, COUNT)
      if (process.env['KEYGLOT_MUTANTS'] !== undefined) process.stdout.write(`${lineOf(report)}\n`)
      expect(report.problems).toEqual([])
      expect(report.slowest).toBeLessThan(MOST_MS)
      const counts = [...report.refused.values()].reduce((sum, times) => sum + times, 0)
      expect(counts + report.read + report.unchanged).toBe(COUNT)
    },
  )
})
