import { expect, type TestInfo } from '@playwright/test'
import type { Finding } from './finding'

/** Marks a test that is one line of `npm run test:hardening`. */
export const LINE = '@line'
/** The note of a test with what was seen. */
export const SEEN = 'seen'

/** Leaves what was seen for the line, and fails the test if the protection is not there. */
export function report(info: TestInfo, { ok, seen }: Finding): void {
  info.annotations.push({ type: SEEN, description: seen })
  expect(ok, seen).toBe(true)
}
