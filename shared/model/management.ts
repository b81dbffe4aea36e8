/** What a platform said to creating, listing or revoking a token, without schemas for the window. */

/** Why such a call did not do what was asked; one message each (`problem.<id>`). */
export const PROBLEMS = [
  // signing in
  'wrong-sign-in',
  'code-needed',
  'code-refused',
  'no-password',
  'account-disabled',
  'session-over',
  // who may manage what
  'other-account',
  'missing-right',
  'no-manager',
  'manager-refused',
  // the act itself
  'token-dead',
  'not-listed',
  'not-ready',
  'quota',
  'invalid',
  'redirected',
  'new-refused',
  // here
  'not-stored',
  // the way there
  'rate-limited',
  'unreachable',
  'server-error',
  'not-the-platform',
  'unclear',
  'cancelled',
] as const
export type Problem = (typeof PROBLEMS)[number]

/** Problems that pass by themselves, so that the same act is tried again. */
const PASSING: readonly Problem[] = [
  'rate-limited',
  'unreachable',
  'server-error',
  'not-stored',
  'cancelled',
]

export function passes(problem: Problem): boolean {
  return PASSING.includes(problem)
}

/** Problems that a person solves by signing in (again), or by a fresh one-time code. */
const AT_THE_DOOR: readonly Problem[] = [
  'wrong-sign-in',
  'code-needed',
  'code-refused',
  'session-over',
]

export function needsSignIn(problem: Problem): boolean {
  return AT_THE_DOOR.includes(problem)
}

export function needsCode(problem: Problem): boolean {
  return problem === 'code-needed' || problem === 'code-refused'
}
