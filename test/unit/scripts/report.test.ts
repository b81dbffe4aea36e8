import { describe, expect, it } from 'vitest'
import { tallyPlaywright, tallyVitest } from '../../../scripts/check/report'
import { selectSteps, type Step } from '../../../scripts/check/steps'
import { describe as words, summary } from '../../../scripts/check/summary'

const died = { passed: 0, failed: 1, skipped: [] }

function vitestFile(status: string, tests: Record<string, string>): object {
  const assertionResults = Object.entries(tests).map(([fullName, state]) => ({
    fullName,
    status: state,
  }))
  return { name: '/repo/test/a.test.ts', status, assertionResults }
}

function vitestReport(success: boolean, ...testResults: object[]): string {
  return JSON.stringify({ numTotalTests: 9, success, testResults })
}

describe('tallyVitest', () => {
  it('counts what passed, failed and was skipped', () => {
    const report = vitestReport(
      false,
      vitestFile('passed', { a: 'passed', b: 'passed', c: 'skipped', d: 'todo' }),
      vitestFile('failed', { e: 'failed', f: 'passed' }),
    )
    expect(tallyVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: ['c', 'd'] })
  })

  it('counts a file that could not be loaded', () => {
    const report = vitestReport(
      false,
      vitestFile('failed', {}),
      vitestFile('passed', { a: 'passed' }),
    )
    expect(tallyVitest(report, 1)).toEqual({ passed: 1, failed: 1, skipped: [] })
  })

  it('counts an error that belongs to no test', () => {
    const report = vitestReport(true, vitestFile('passed', { a: 'passed' }))
    expect(tallyVitest(report, 1)).toEqual({ passed: 1, failed: 1, skipped: [] })
    expect(tallyVitest(report, 0)).toEqual({ passed: 1, failed: 0, skipped: [] })
  })

  it.each([
    ['no report', undefined],
    ['half a report', '{"success":tr'],
    ['another report', '[]'],
    ['a report of nothing', vitestReport(true)],
  ])('takes %s for a failure, even with exit code 0', (_, report) => {
    expect(tallyVitest(report, 0)).toEqual(died)
  })
})

function playwrightReport(statuses: Record<string, string>, errors: object[] = []): string {
  const specs = Object.entries(statuses).map(([title, status]) => ({ title, tests: [{ status }] }))
  const inner = { title: 'vault', specs }
  return JSON.stringify({
    errors,
    suites: [{ title: 'a.test.ts', specs: [], suites: [inner] }],
    stats: {},
  })
}

describe('tallyPlaywright', () => {
  it('counts what passed, failed, was flaky and was skipped', () => {
    const report = playwrightReport({
      a: 'expected',
      b: 'unexpected',
      c: 'flaky',
      d: 'skipped',
      e: 'expected',
    })
    expect(tallyPlaywright(report, 1)).toEqual({
      passed: 2,
      failed: 2,
      skipped: ['a.test.ts › vault › d'],
    })
  })

  it('counts errors outside of tests', () => {
    const report = playwrightReport({ a: 'expected' }, [{ message: 'no global set-up' }])
    expect(tallyPlaywright(report, 1)).toEqual({ passed: 1, failed: 1, skipped: [] })
  })

  it('counts a bad exit that no test explains', () => {
    const report = playwrightReport({ a: 'expected' })
    expect(tallyPlaywright(report, 143)).toEqual({ passed: 1, failed: 1, skipped: [] })
  })

  it.each([
    ['no report', undefined],
    ['a broken report', '{'],
    ['a report of nothing', playwrightReport({})],
  ])('takes %s for a failure', (_, report) => {
    expect(tallyPlaywright(report, 0)).toEqual(died)
  })
})

describe('summary', () => {
  const step = (name: string, tally: readonly [number, number], skipped: string[] = []) => ({
    name,
    passed: tally[0],
    failed: tally[1],
    skipped,
    ms: 1_234,
  })

  it('ends with the sums and names what was skipped before', () => {
    const lines = summary([step('lint', [1, 0]), step('vitest', [40, 2], ['x y', 'z'])]).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^✓ lint +1 passed +1\.2 s$/)
    expect(lines[1]).toMatch(/^✗ vitest +2 failed, 40 passed, 2 skipped +1\.2 s$/)
    expect(lines[2]).toBe('Skipped: x y; z')
    expect(lines[3]).toBe('41 passed, 2 failed')
  })

  it('has no line for skipped tests where there are none', () => {
    expect(summary([step('lint', [1, 0])])).not.toContain('Skipped')
    expect(words({ passed: 0, failed: 3, skipped: [] })).toBe('3 failed')
  })
})

describe('selectSteps', () => {
  const step = (name: string, available = true): Step => ({
    name,
    available,
    runtime: false,
    desktop: false,
    work: () => Promise.reject(new Error('not to be run')),
  })
  const all = [step('lint'), step('types'), step('messages', false), step('build'), step('e2e')]
  const names = (only?: string[]) => selectSteps(all, only)?.map(({ name }) => name)

  it('takes all that are there, or the named ones in their order', () => {
    expect(names()).toEqual(['lint', 'types', 'build', 'e2e'])
    expect(names(['types', 'lint', 'messages'])).toEqual(['lint', 'types'])
  })

  it('adds a build for the window', () => {
    expect(names(['e2e'])).toEqual(['build', 'e2e'])
  })

  it('knows no other names', () => {
    expect(names(['lint', 'lnt'])).toBeUndefined()
  })
})
