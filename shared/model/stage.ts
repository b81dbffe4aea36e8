/** The stages of a rotation, without their schemas, for the window too. */
import type { Phase } from './token'

/**
 * Each is stored before the next act.
 * `planned`: the intent, nothing was asked for; `creating`: the platform may have made the new
 * token; `created`: its value is stored here; `tested`: it works; `promoted`: it is the current
 * value; `delivered`: the places that use it have it; `revoking`: the old one may be deleted there.
 */
export const STAGES = [
  'planned',
  'creating',
  'created',
  'tested',
  'promoted',
  'delivered',
  'revoking',
] as const
export type Stage = (typeof STAGES)[number]

/**
 * Who does the parts that the platform has to do: Keyglot with another token, Keyglot with the
 * user's sign-in, or the user in the browser.
 */
export const MODES = ['automatic', 'signed-in', 'guided'] as const
export type Mode = (typeof MODES)[number]

/** The replaced value is still the one in use. */
export function isBeforePromotion(stage: Stage): boolean {
  return stage === 'planned' || stage === 'creating' || stage === 'created' || stage === 'tested'
}

/** A rotation or revocation of the token is open. */
export function isUnderWay(
  phase: Phase,
): phase is Extract<Phase, { readonly name: 'rotating' | 'revoking' }> {
  return phase.name === 'rotating' || phase.name === 'revoking'
}

/** What a rotation or revocation waits for; one message each (`need.<id>`). */
export const NEEDS = [
  /** Somebody to start it. */
  'start',
  /** The user's hands: a new token, or the old one's deletion, in the browser. */
  'create-by-hand',
  'delete-by-hand',
  'sign-in',
  'code',
  /** Tokens that a lost answer may have left on the platform. */
  'orphans',
  /** The new value differs from the old one in a way that the user has to agree to. */
  'agreement',
  /** The user's word that the places that use it have the new value. */
  'delivery',
  /** The end of the grace period; `until` null: the user's word. */
  'grace',
  /** A new value that is not accepted yet, or an old one that still is. */
  'activation',
  'death',
  /** A problem that passes by itself. */
  'patience',
  /** A problem that the user has to look at. */
  'help',
] as const
export type Need = (typeof NEEDS)[number]

/** What Keyglot does at the moment. */
export const ACTS = [
  'create',
  'settle',
  'store',
  'test',
  'discard',
  'promote',
  'deliver',
  'limit',
  'revoke',
  'prove',
] as const
export type Act = (typeof ACTS)[number]

/** How long a replaced value may stay, ms; beside these: until the user says so. */
export const GRACE_MS = [0, 3_600_000, 86_400_000, 604_800_000] as const
