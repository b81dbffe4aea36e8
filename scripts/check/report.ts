import { z } from 'zod'

/** What one step of `npm test` came to. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Names of the tests that were left out. */
  readonly skipped: readonly string[]
}

const vitestSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

const playwrightTest = z.object({ status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']) })
const playwrightSpec = z.object({ title: z.string(), tests: z.array(playwrightTest) })

interface PlaywrightSuite {
  readonly title: string
  readonly specs: readonly z.infer<typeof playwrightSpec>[]
  readonly suites?: readonly PlaywrightSuite[] | undefined
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  title: z.string(),
  specs: z.array(playwrightSpec),
  suites: z.array(z.lazy(() => playwrightSuite)).optional(),
})

const playwrightSchema = z.object({
  errors: z.array(z.unknown()),
  suites: z.array(playwrightSuite),
})

/**
 * A runner that ends with an error but names no failed test has failed all the same, and so has
 * one that ran nothing.
 */
function settled(tally: Tally, success: boolean): Tally {
  const ranNothing = tally.passed + tally.failed === 0
  return tally.failed === 0 && (!success || ranNothing) ? { ...tally, failed: 1 } : tally
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const died: Tally = { passed: 0, failed: 1, skipped: [] }

/** Counts of vitest's JSON report; a missing or broken report is one failure. */
export function tallyVitest(report: string | undefined, exitCode: number): Tally {
  const parsed = vitestSchema.safeParse(parseJson(report))
  if (!parsed.success) return died
  const tally = { passed: 0, failed: 0, skipped: [] as string[] }
  for (const { status, assertionResults } of parsed.data.testResults) {
    const before = tally.failed
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1
      else if (test.status === 'failed') tally.failed += 1
      else tally.skipped.push(test.fullName)
    }
    // A file that could not be loaded, or a hook that failed, names no test.
    if (status === 'failed' && tally.failed === before) tally.failed += 1
  }
  return settled(tally, exitCode === 0 && parsed.data.success)
}

function testsOf(suite: PlaywrightSuite, path: readonly string[]): (readonly [string, string])[] {
  const here = [...path, suite.title]
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map(({ status }) => [[...here, title].join(' › '), status] as const),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, here))]
}

/** Counts of Playwright's JSON report; a test that passed only when tried again has failed. */
export function tallyPlaywright(report: string | undefined, exitCode: number): Tally {
  const parsed = playwrightSchema.safeParse(parseJson(report))
  if (!parsed.success) return died
  const tests = parsed.data.suites.flatMap((suite) => testsOf(suite, []))
  const named = (...wanted: string[]): string[] =>
    tests.filter(([, status]) => wanted.includes(status)).map(([name]) => name)
  const tally = {
    passed: named('expected').length,
    failed: named('unexpected', 'flaky').length + parsed.data.errors.length,
    skipped: named('skipped'),
  }
  return settled(tally, exitCode === 0)
}
