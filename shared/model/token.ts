import { z } from 'zod'
import { destination, destinationId } from './destination'
import { DESTINATIONS_MAX, FACT_TEXT_MAX, LABEL_MAX, NOTE_MAX } from './limit'
import { fieldValues, kindId, serverRef } from './service'
import { MODES, STAGES } from './stage'
import { evidence } from './verdict'

export { FACT_TEXT_MAX, LABEL_MAX, NOTE_MAX } from './limit'

/** How many rotations without proof are remembered. */
export const UNPROVED_MAX = 20
/** How many possible orphans of one rotation are remembered. */
export const ORPHANS_MAX = 200
/** How many are remembered of one token: none is ever dropped for want of room. */
export const LEFTOVERS_MAX = 1000
/** How many of a project's nameless tokens are remembered while one more is asked for. */
export const LISTED_MAX = 2000

/** 128 random bits, base64url. */
export const tokenId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand('TokenId')
export type TokenId = z.infer<typeof tokenId>

/** Who says so: the platform, a rule of the platform, the value itself (read offline), the user. */
export const factSource = z.enum(['platform', 'rule', 'token', 'user'])
export type FactSource = z.infer<typeof factSource>

/** Epoch milliseconds. */
export const instant = z.number().int()

/** One thing known about a token. `key` has a message `fact.<key>`. */
export const fact = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  value: z.union([
    z.string().max(FACT_TEXT_MAX),
    z.number(),
    z.boolean(),
    z.array(z.string().max(FACT_TEXT_MAX)).max(200),
  ]),
  /** How the window shows it. */
  format: z.enum(['text', 'list', 'date', 'number', 'yes-no']),
  source: factSource,
})
export type Fact = z.infer<typeof fact>

/** The platform's hard end of a token's life. Never mixed up with the user's rotation policy. */
export const expiry = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal('date'), at: instant, source: factSource }),
  z.strictObject({ known: z.literal('never'), source: factSource }),
  z.strictObject({ known: z.literal('unknown') }),
])
export type Expiry = z.infer<typeof expiry>

/**
 * One layer of what a token may do. Where a platform has two (Tolgee: assigned and effective;
 * Locize: scope and role), both must allow, and both are kept apart.
 */
export const accessLayer = z.strictObject({
  layer: z.enum(['assigned', 'effective', 'scope', 'role', 'rights', 'product']),
  values: z.array(z.string().max(100)).max(200),
  source: factSource,
})
export type AccessLayer = z.infer<typeof accessLayer>

/** A check that was made. */
export const checkRecord = evidence.extend({ at: instant })
export type CheckRecord = z.infer<typeof checkRecord>

/** Where a token stands in a guided rotation or revocation. */
export const phase = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('idle') }),
  z.strictObject({
    name: z.literal('rotating'),
    stage: z.enum(STAGES),
    since: instant,
  }),
  z.strictObject({ name: z.literal('revoking'), since: instant }),
  z.strictObject({ name: z.literal('revoked'), at: instant }),
])
export type Phase = z.infer<typeof phase>

/** What a list needs; sealed as one piece, apart from details and secret. */
export const tokenOverview = z.strictObject({
  kind: kindId,
  label: z.string().min(1).max(LABEL_MAX),
  /** A masked stand-in for the value, see `hintOf`. */
  hint: z.string().max(40),
  server: serverRef,
  /** The user or organization the platform says it belongs to. */
  account: z.string().max(FACT_TEXT_MAX).nullable(),
  /** Name or id of the project, where the kind is bound to one. */
  project: z.string().max(FACT_TEXT_MAX).nullable(),
  access: z.array(accessLayer).max(4),
  expiry,
  /** The user's own policy; null: none. Due = `secretSince` + this many days. */
  rotateEveryDays: z.number().int().min(1).max(3650).nullable(),
  /** When the current value was made as far as known, else when it came here. */
  secretSince: instant,
  addedAt: instant,
  /** The last try, whatever came of it. */
  check: checkRecord.nullable(),
  /**
   * The last check that told whether the token works (see `settles`); `check` may be a later try
   * that found nothing out, and takes nothing of this away.
   */
  settled: checkRecord.nullable(),
  phase,
  /** Set while an undo is possible. */
  forgottenAt: instant.nullable(),
})
export type TokenOverview = z.infer<typeof tokenOverview>

/** What the window sees of a token. Holds no secret. */
export const tokenSummary = tokenOverview.extend({
  id: tokenId,
  /** Counts the writes of the record; an edit names the version it saw. */
  version: z.number().int().min(1),
})
export type TokenSummary = z.infer<typeof tokenSummary>

/** The platform's ids of account and project, to compare a new value with; never shown. */
export const identity = z.strictObject({
  account: z.string().max(200).nullable(),
  project: z.string().max(200).nullable(),
})
export type Identity = z.infer<typeof identity>

/** An id by which a platform names a token. */
const remoteId = z.string().min(1).max(200)

/**
 * A token that an act of Keyglot may have left on the platform: its answer was lost. `id` null: the
 * platform's list was not seen since, so nobody knows whether it is there.
 */
export const orphan = z.strictObject({
  id: remoteId.nullable(),
  /** The name that it has there, where the platform's tokens have names. */
  name: z.string().max(300).nullable(),
  /** When it was made, as the platform tells; else when it was asked for. */
  at: instant,
})
export type Orphan = z.infer<typeof orphan>

/** A new value; `check` null: stored, and not asked about yet. */
const pendingValue = z.strictObject({
  hint: z.string().max(40),
  /** Its id on the platform, where it was made by API. */
  remoteId: remoteId.nullable().default(null),
  /** null: the token's own kind. Else the one that its platform makes in its place now. */
  kind: kindId.nullable().default(null),
  server: serverRef,
  /** When it was stored here: only with its age is a refusal told from a late activation. */
  since: instant.default(0),
  check: checkRecord.nullable(),
  account: z.string().max(FACT_TEXT_MAX).nullable(),
  project: z.string().max(FACT_TEXT_MAX).nullable(),
  identity,
  access: z.array(accessLayer).max(4),
  expiry,
  facts: z.array(fact).max(100),
})

/** What promotion wrote over: with it the replaced value can become the current one again. */
const beforePromotion = z.strictObject({
  pending: pendingValue,
  overview: tokenOverview.pick({
    account: true,
    project: true,
    access: true,
    expiry: true,
    secretSince: true,
    check: true,
    settled: true,
  }),
  facts: z.array(fact).max(100),
  identity,
  accepted: serverRef.nullable(),
  fields: fieldValues,
})

/** What is known about the values of an open rotation that are not the current one. */
export const rotationRecord = z.strictObject({
  mode: z.enum(MODES).default('guided'),
  /** The new token's name on the platform: unique, so that a lost answer is settled by it; '' without names. */
  remoteName: z.string().max(300),
  /** How long the replaced value stays after promotion, ms; null: until the user says so. */
  graceMs: z.number().int().min(0).max(31_536_000_000).nullable().default(null),
  graceEnds: instant.nullable().default(null),
  /** When the new value took the old one's place; null: it has not. */
  promotedAt: instant.nullable().default(null),
  /** When it was told to go as far as it can by itself; null: only written down. */
  startedAt: instant.nullable().default(null),
  /** The new one's end, where it can be chosen; null: none, `same`: as long a life as the old one. */
  wantedExpiry: z.union([instant, z.literal('same'), z.null()]).default('same'),
  /** `automatic`: the token that manages. */
  manager: tokenId.nullable().default(null),
  /** The old one's id on the platform, once it was found there. */
  oldId: remoteId.nullable().default(null),
  /** All ids that were there when the new one was asked for, and what was judged since: of nameless tokens. */
  listed: z
    .array(remoteId)
    .max(LISTED_MAX + ORPHANS_MAX)
    .default([]),
  /**
   * What lost answers may have left there, and what was asked for last, until its answer is stored;
   * to be settled before another one is made.
   */
  orphans: z.array(orphan).max(ORPHANS_MAX).default([]),
  /**
   * When the platform ends the old value by itself, as it was told; null: it was not. It stands until
   * the platform takes another, also where the old value became the current one again.
   */
  limit: z
    .strictObject({
      /** At the earliest. */
      to: instant,
      /** It said so; else its answer is out, and it may end at `to`, or as before. */
      sure: z.boolean(),
      /** Its own end, from before it was told; null: none. */
      ownEnd: instant.nullable(),
      /** What was known of that here, while `to` is the current value's end; null: it is not. */
      expiry: expiry.nullable(),
    })
    .nullable()
    .default(null),
  /** The places that have the new value, ticked off since it was promoted. */
  delivered: z.array(destinationId).max(DESTINATIONS_MAX).default([]),
  pending: pendingValue.nullable(),
  /** The replaced value, until the platform refuses it. */
  previous: z
    .strictObject({
      hint: z.string().max(40),
      /** null: the token's own kind. */
      kind: kindId.nullable().default(null),
      server: serverRef,
      /** That server was seen to accept it. */
      accepted: z.boolean().default(false),
      check: checkRecord.nullable(),
      before: beforePromotion,
    })
    .nullable(),
})
export type RotationRecord = z.infer<typeof rotationRecord>

/** The rest of what is known, sealed apart and read only when one token is opened. */
export const tokenDetails = z.strictObject({
  note: z.string().max(NOTE_MAX),
  /** Where it is used, in the order in which the places were added. */
  destinations: z.array(destination).max(DESTINATIONS_MAX).default([]),
  facts: z.array(fact).max(100),
  identity,
  /** The server that last accepted the current value; null: none was seen to. */
  accepted: serverRef.nullable().default(null),
  /** What the user entered for the kind's fields. */
  fields: fieldValues,
  /** Newest first, at most 50. */
  checks: z.array(checkRecord).max(50),
  /** null: no rotation is open. */
  rotation: rotationRecord.nullable(),
  /** `revoking`: by whom, and with which token. */
  revocation: z
    .strictObject({ mode: z.enum(MODES), manager: tokenId.nullable() })
    .nullable()
    .default(null),
  /** What rotations may have left on the platform; newest first. */
  orphans: z.array(orphan).max(LEFTOVERS_MAX).default([]),
  /** Rotations that were ended although nobody saw the replaced value refused; newest first. */
  unproved: z
    .array(z.strictObject({ at: instant, hint: z.string().max(40) }))
    .max(UNPROVED_MAX)
    .optional(),
})
export type TokenDetails = z.infer<typeof tokenDetails>
