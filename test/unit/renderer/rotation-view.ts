import type { RotationView } from '../../../shared/contract/rotation'

/** A rotation by hand that was begun, with what a test changes in it. */
export const rotationView = (change: Partial<RotationView> = {}): RotationView => ({
  mode: 'guided',
  stage: 'creating',
  since: 1,
  act: null,
  waiting: null,
  resumed: false,
  remoteName: 'keyglot-2026-01-01-abcd',
  manager: null,
  graceMs: 86_400_000,
  graceEnds: null,
  limitedTo: null,
  orphans: [],
  showsValues: false,
  currentHint: '••••aaaa',
  pendingHint: null,
  unstoredHint: null,
  previousHint: null,
  pendingCheck: null,
  differences: [],
  pendingExpiry: null,
  previousCheck: null,
  ...change,
})
