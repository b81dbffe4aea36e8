import { z } from 'zod'
import { checkRecord, expiry, instant, tokenId, tokenSummary } from '../model/token'
import { evidence } from '../model/verdict'
import { call, nothing } from './call'

const byId = z.strictObject({ id: tokenId })

/** How the new value compares with the old one, one entry per thing that differs or is unknown. */
export const difference = z.strictObject({
  subject: z.enum(['account', 'project', 'access', 'expiry']),
  result: z.enum(['same', 'wider', 'narrower', 'different', 'unknown']),
  before: z.string().max(2000).nullable(),
  after: z.string().max(2000).nullable(),
})
export type Difference = z.infer<typeof difference>

/** A guided replacement of one token, as the window shows it. */
export const rotationView = z.strictObject({
  /**
   * `create`: no new value yet, or one that the platform has not confirmed (`pendingCheck`);
   * `tested`: it works; `promoted`: it is the current one; `done`: the old one is refused.
   */
  stage: z.enum(['create', 'tested', 'promoted', 'done']),
  since: instant,
  /** The name to give the new token on the platform, so that the two can be told apart there. */
  remoteName: z.string().max(200),
  currentHint: z.string(),
  /** The new value, once pasted. */
  pendingHint: z.string().nullable(),
  /** A new value that could not be stored: held in memory only, until it can. */
  unstoredHint: z.string().nullable(),
  /** The replaced value, until the platform refuses it. */
  previousHint: z.string().nullable(),
  /** The last check of the new value. */
  pendingCheck: evidence.nullable(),
  differences: z.array(difference),
  pendingExpiry: expiry.nullable(),
  /** The last check of the replaced value. */
  previousCheck: checkRecord.nullable(),
})
export type RotationView = z.infer<typeof rotationView>

const moved = z.strictObject({ token: tokenSummary, rotation: rotationView })
const settled = z.strictObject({ token: tokenSummary, check: checkRecord, proved: z.boolean() })

export const rotationCalls = {
  'rotation.view': call(byId, rotationView.nullable()),
  'rotation.begin': call(byId, moved),
  /**
   * Takes the new value from the paste field: stored first, then checked and compared. The same
   * value again checks it again; another one is refused with `rotation.has-pending` while the one
   * before is held and not dead, unless `replace`. `text` null: the value of the last call, which
   * could not be stored or waits for the answer whether it may replace.
   */
  'rotation.submit': call(
    z.strictObject({
      id: tokenId,
      text: z
        .string()
        .max(2 * 1024 * 1024)
        .nullable(),
      replace: z.boolean().optional(),
    }),
    moved,
  ),
  /** The answer to `rotation.has-pending` that leaves things alone: what came later goes. */
  'rotation.keep': call(byId, nothing),
  /** Asks about the stored new value once more; swaps nothing. `rotation.wrong-stage` without one. */
  'rotation.test': call(byId, moved),
  /**
   * Makes the new value the current one; the old one stays until it is proved dead. A value that
   * is not `tested` yet is checked first, and refused with `rotation.not-proved` if that fails.
   */
  'rotation.promote': call(byId, moved),
  /** Asks the platform about the old value; refused means done, and it is dropped here. */
  'rotation.prove': call(byId, moved),
  /**
   * After `promoted`: the replaced value is the current one again, the new one stands beside it as
   * before. What was entered for the new one meanwhile (end, fields) goes.
   */
  'rotation.back': call(byId, moved),
  /** After `promoted`: ends it though nothing is proved. The replaced value is dropped here. */
  'rotation.finish': call(byId, tokenSummary),
  /** Gives up before `promoted`: the pasted value is dropped here and goes on working there. */
  'rotation.cancel': call(byId, tokenSummary),
  'revocation.begin': call(byId, tokenSummary),
  'revocation.prove': call(byId, settled),
  'revocation.cancel': call(byId, tokenSummary),
} satisfies Record<string, ReturnType<typeof call>>
