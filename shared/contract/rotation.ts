import { z } from 'zod'
import { PROBLEMS } from '../model/management'
import { deliveryPlace } from '../model/destination'
import { DESTINATIONS_MAX } from '../model/limit'
import { ACTS, MODES, NEEDS, STAGES } from '../model/stage'
import { checkRecord, expiry, instant, orphan, tokenId, tokenSummary } from '../model/token'
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

const mode = z.enum(MODES)
const problem = z.enum(PROBLEMS)
/** How long a replaced value stays after promotion, ms; null: until the user says so. */
const graceMs = z.number().int().min(0).max(31_536_000_000).nullable()

/** What something waits for. `until`: epoch ms when it moves by itself; null: somebody has to. */
export const waiting = z.strictObject({
  need: z.enum(NEEDS),
  problem: problem.nullable(),
  until: instant.nullable(),
})
export type Waiting = z.infer<typeof waiting>

/** The replacement of one token, as the window shows it. */
export const rotationView = z.strictObject({
  mode,
  /**
   * See `STAGES`; guided, `creating` lasts until a new value is pasted and `created` until its
   * platform has confirmed it (`pendingCheck`). `done`: the old one is refused.
   */
  stage: z.enum([...STAGES, 'done']),
  since: instant,
  /** What Keyglot does at the moment; null: nothing. */
  act: z.enum(ACTS).nullable(),
  /** What it waits for; null while it does something, and when it is done. */
  waiting: waiting.nullable(),
  /** Taken up again after an interruption, since the app was started. */
  resumed: z.boolean(),
  /** The new token's name on the platform, so that the two can be told apart there. */
  /** Empty where its platform's tokens have no names. */
  remoteName: z.string().max(300),
  /** `automatic`: the token that manages. */
  manager: tokenId.nullable(),
  graceMs,
  /** When the grace period ends; null: not begun, or until the user says so. */
  graceEnds: instant.nullable(),
  /**
   * When the platform ends the old value by itself, as it was told to. Before promotion: the current
   * one, which was gone back to after that; until it is taken back, nothing is given up.
   */
  limitedTo: instant.nullable(),
  /** What lost answers may have left on the platform. */
  orphans: z.array(orphan),
  /** Its platform lists values in clear, so that a possible orphan can be taken as the new one. */
  showsValues: z.boolean(),
  currentHint: z.string(),
  /** The new value, once it is here. */
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
  /** The places where the token is used; none is done before promotion. */
  destinations: z.array(deliveryPlace).max(DESTINATIONS_MAX),
})
export type RotationView = z.infer<typeof rotationView>

/** What a rotation or revocation of a token would be. */
export const rotationPlan = z.strictObject({
  id: tokenId,
  /** The way that needs the fewest hands, and all that are there. */
  mode,
  modes: z.array(mode).min(1),
  /** Why it is not done by API; null: it is, or its platform has none. */
  why: z.enum(['no-manager', 'token-dead', 'server-unknown', 'never-checked']).nullable(),
  /** `automatic`: tokens that may manage, the likeliest first. */
  managers: z.array(tokenId).max(50),
  /** Tokens with the same key are managed with one sign-in. */
  place: z.string().max(2100),
  /** The name that the new token would get. */
  /** Empty where its platform's tokens have no names. */
  remoteName: z.string().max(300),
  choosesExpiry: z.boolean(),
  /** The end of the new one if it lives as long as the old one; null: none or unknown. */
  expiry: instant.nullable(),
  /** The platform can be told to end the old one by itself when the grace ends. */
  limits: z.boolean(),
  /** How many of the kind's tokens of this user are in the vault, where the platform limits them. */
  quota: z.strictObject({ used: z.number().int(), most: z.number().int() }).nullable(),
})
export type RotationPlan = z.infer<typeof rotationPlan>

/** How a token is to be rotated; what is left out is as planned. */
const wish = z.strictObject({
  id: tokenId,
  mode: mode.optional(),
  graceMs: graceMs.optional(),
  expiry: z.union([instant, z.literal('same'), z.null()]).optional(),
  manager: tokenId.optional(),
})
export type RotationWish = z.infer<typeof wish>

/** A sign-in, or one more one-time code for it. Lives in memory, as long as it is needed. */
const signIn = z.strictObject({
  id: tokenId,
  username: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
  code: z.string().max(64).nullable(),
})

/** The revocation of one token, as the window shows it. */
export const revocationView = z.strictObject({
  mode,
  act: z.enum(['revoke', 'prove']).nullable(),
  waiting: waiting.nullable(),
  manager: tokenId.nullable(),
})
export type RevocationView = z.infer<typeof revocationView>

const moved = z.strictObject({ token: tokenSummary, rotation: rotationView })
const settled = z.strictObject({ token: tokenSummary, check: checkRecord, proved: z.boolean() })

export const rotationCalls = {
  /** What a rotation or revocation of each would be. Unknown tokens are left out. */
  'rotation.plan': call(
    z.strictObject({ ids: z.array(tokenId).min(1).max(10_000) }),
    z.array(rotationPlan),
  ),
  'rotation.view': call(byId, rotationView.nullable()),
  /** Every open rotation and revocation. */
  'rotation.open': call(
    nothing,
    z.strictObject({
      rotations: z.array(z.strictObject({ id: tokenId, rotation: rotationView })),
      revocations: z.array(z.strictObject({ id: tokenId, revocation: revocationView })),
    }),
  ),
  /** Writes the intent down; nothing is asked for before `rotation.start`. */
  'rotation.begin': call(wish, moved),
  /** Begins and starts many; the guided ones wait for the user. One answer for each wish. */
  'rotation.beginMany': call(
    z.strictObject({ wishes: z.array(wish).min(1).max(10_000) }),
    z.array(
      z.strictObject({
        id: tokenId,
        /** null: begun. */
        error: z.strictObject({ code: z.string() }).nullable(),
      }),
    ),
  ),
  /** From now on it goes by itself as far as it can; also after a problem, to try again at once. */
  'rotation.start': call(byId, moved),
  /** The rest is done by hand, or by API again; refused while a request is under way. */
  'rotation.setMode': call(z.strictObject({ id: tokenId, mode }), moved),
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
   * Makes the new value the current one, whatever differs; the old one stays until it is proved
   * dead. A value that is not `tested` yet is checked first, and refused with
   * `rotation.not-proved` if that fails.
   */
  'rotation.promote': call(byId, moved),
  /** All places that use it have the new value, those that are not ticked off as well. */
  'rotation.deliver': call(byId, moved),
  'rotation.setGrace': call(z.strictObject({ id: tokenId, graceMs }), moved),
  /**
   * The grace ends now: the old one is deleted, or is to be deleted by hand.
   * `rotation.not-delivered` while places are not ticked off and nobody said that all are updated.
   */
  'rotation.revoke': call(byId, moved),
  /** Asks the platform about the old value; refused means done, and it is dropped here. */
  'rotation.prove': call(byId, moved),
  /**
   * What is to become of a possible orphan: `use` it as the new value (where its platform shows
   * values), `revoke` it there by API, or `leave` it: the user has seen to it, or it is not ours.
   */
  'rotation.settle': call(
    z.strictObject({
      id: tokenId,
      /** Its place in `orphans`. */
      orphan,
      act: z.enum(['use', 'revoke', 'leave']),
    }),
    moved,
  ),
  /**
   * After `promoted`: the replaced value is the current one again, the new one stands beside it as
   * before. What was entered for the new one meanwhile (end, fields) goes. Its platform is asked
   * first: a refusal is the proof that ends the rotation (`done`), or `rotation.not-proved` if the
   * new value is not accepted either.
   */
  'rotation.back': call(byId, moved),
  /** After `promoted`: ends it though nothing is proved. The replaced value is dropped here. */
  'rotation.finish': call(byId, tokenSummary),
  /**
   * Gives up before `promoted`. A new value that was made by API is revoked there if a way in is
   * open; else, and if it was pasted, it is dropped here and goes on working there, and is listed
   * among the token's possible orphans if it was made by API. `rotation.not-proved` while the new
   * value may be the only one that works, or (`limited`) while the platform is to end the current one.
   */
  'rotation.cancel': call(byId, tokenSummary),
  /** Ends the mention of a possible orphan of a rotation that is over. */
  'orphan.dismiss': call(z.strictObject({ id: tokenId, orphan }), tokenSummary),

  /**
   * Signs in for the open rotations and revocations of this token and all of the same place that
   * are done with a sign-in, and goes on with them. The answer says what the platform said.
   */
  'session.signIn': call(signIn, z.strictObject({ problem: problem.nullable() })),
  /** One more one-time code for the sign-in that is open. `session.none` without one. */
  'session.code': call(
    z.strictObject({ id: tokenId, code: z.string().min(1).max(64) }),
    z.strictObject({ problem: problem.nullable() }),
  ),
  /** Forgets the sign-in of this token's place. */
  'session.end': call(byId, nothing),

  /** null: no revocation is open. */
  'revocation.view': call(byId, revocationView.nullable()),
  /** By API it begins at once (or with the sign-in); guided it waits for the user. */
  'revocation.begin': call(
    z.strictObject({ id: tokenId, mode: mode.optional(), manager: tokenId.optional() }),
    tokenSummary,
  ),
  /** Goes on at once, after a problem or a change of mode. */
  'revocation.start': call(
    z.strictObject({ id: tokenId, mode: mode.optional() }),
    revocationView.nullable(),
  ),
  'revocation.prove': call(byId, settled),
  'revocation.cancel': call(byId, tokenSummary),
} satisfies Record<string, ReturnType<typeof call>>
