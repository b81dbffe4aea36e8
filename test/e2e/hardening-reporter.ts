import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { LINE, SEEN } from '../helper/app/hardening/line'

/** `npm run test:hardening`: one line a protection with what was seen, and last the sums. */
class HardeningReporter implements Reporter {
  readonly #count = { passed: 0, failed: 0 }

  onTestEnd(test: TestCase, result: TestResult): void {
    const { status, annotations, errors } = result
    const note = (type: string): string | undefined =>
      annotations.find((each) => each.type === type)?.description
    if (status === 'skipped') {
      // what did not run because another one failed has no reason of its own
      const reason = note('skip')
      if (reason === undefined) this.#say('FAILED', test, 'did not run')
      else this.#print('--', test, reason)
      return
    }
    const ok = status === 'passed'
    const error = errors[0]?.message?.split('\n')[0] ?? status
    const seen = note(SEEN) ?? (ok ? 'as the test says' : error)
    this.#say(ok ? 'ok' : 'FAILED', test, seen)
  }

  onError(error: { readonly message?: string }): void {
    this.#count.failed += 1
    write(`FAILED  ${error.message ?? 'an error outside of the tests'}`)
  }

  onEnd({ status }: FullResult): void {
    if (status !== 'passed' && this.#count.failed === 0) this.#count.failed += 1
    write(`${this.#count.passed} passed, ${this.#count.failed} failed`)
  }

  printsToStdio(): boolean {
    return true
  }

  #say(mark: 'ok' | 'FAILED', test: TestCase, seen: string): void {
    this.#count[mark === 'ok' ? 'passed' : 'failed'] += 1
    this.#print(mark, test, seen)
  }

  #print(mark: string, test: TestCase, seen: string): void {
    const name = test.title.replace(LINE, '').trim()
    write(`${mark.padEnd(7)} ${name}: ${seen}`)
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}

// eslint-disable-next-line no-restricted-syntax -- what Playwright loads
export default HardeningReporter
