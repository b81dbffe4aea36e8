import { z } from 'zod'
import { PROBLEMS } from '../model/management'
import { LABEL_MAX } from '../model/limit'
import { kindId, serverRef, serviceId } from '../model/service'
import { instant, tokenId, tokenSummary } from '../model/token'
import { call, nothing } from './call'

const byId = z.strictObject({ id: tokenId })
const problem = z.enum(PROBLEMS)

/** Names one entry of one listing; of this session only, and not the platform's own id. */
export const entryKey = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** What is worth a look in an entry, one message each (`inventory.flag.<id>`). */
export const ENTRY_FLAGS = [
  'not-in-vault',
  /** Last used long ago, or made long ago and never used; only where its platform tells. */
  'unused',
  /** It could have an end, and has none. */
  'no-expiry',
  'expired',
  /** It has the name, or the id, of what a rotation may have left behind. */
  'possible-orphan',
] as const
export type EntryFlag = (typeof ENTRY_FLAGS)[number]

/** A token as its platform lists it. Never its value, which Lokalise tells too. */
export const inventoryEntry = z.strictObject({
  key: entryKey,
  kind: kindId,
  name: z.string().max(500).nullable(),
  createdAt: instant.nullable(),
  /** Its platform tells when tokens were used: then `lastUsedAt` null is 'never'. */
  tellsUse: z.boolean(),
  lastUsedAt: instant.nullable(),
  expiry: z.discriminatedUnion('known', [
    z.strictObject({ known: z.literal('date'), at: instant }),
    z.strictObject({ known: z.literal('never') }),
    z.strictObject({ known: z.literal('unknown') }),
  ]),
  scopes: z.array(z.string().max(500)).nullable(),
  project: z.string().max(500).nullable(),
  /** `unclear`: what the platform tells neither proves nor excludes it. */
  inVault: z.enum(['yes', 'no', 'unclear']),
  /** The token of the vault that it is; with `unclear` the one that it may be. */
  known: tokenId.nullable(),
  flags: z.array(z.enum(ENTRY_FLAGS)),
  /** The token whose rotation may have left it. */
  orphanOf: tokenId.nullable(),
  /** `stored`: its value was listed and can be kept; `paste`: only who has the value can. */
  adopt: z.enum(['stored', 'paste']).nullable(),
  suggestedLabel: z.string().max(LABEL_MAX).nullable(),
})
export type InventoryEntry = z.infer<typeof inventoryEntry>

/** A place on a platform that can be listed, and the token of the vault through which it is. */
export const inventoryPlace = z.strictObject({
  id: tokenId,
  /** Tokens of the vault with the same key are listed together. */
  place: z.string().max(2300),
  service: serviceId,
  server: serverRef,
  /** Where a listing is of one project only. */
  project: z.string().max(500).nullable(),
  mode: z.enum(['automatic', 'signed-in']),
  /** `automatic`: the token that lists. */
  manager: tokenId.nullable(),
  /** How many tokens of the vault are there. */
  tokens: z.number().int(),
  /** When it was last listed, if that is still held. */
  listedAt: instant.nullable(),
})
export type InventoryPlace = z.infer<typeof inventoryPlace>

export const inventoryListing = z.strictObject({
  place: z.string().max(2300),
  listedAt: instant,
  entries: z.array(inventoryEntry),
  /** Tokens of the vault at this place that could not be looked for: some may be listed. */
  unmatched: z.array(tokenId),
})
export type InventoryListing = z.infer<typeof inventoryListing>

/** With a problem: what was listed before, if anything is held. */
const listed = z.strictObject({
  problem: problem.nullable(),
  listing: inventoryListing.nullable(),
})

export const inventoryOutcome = z.strictObject({
  key: entryKey,
  /**
   * `revoked` by this call; `gone`: the same account does not list it any more; `in-vault`: it is a value of
   * `known`, whose own revocation or rotation is the way; `stale`: no such entry is held;
   * `failed` with a `problem`; `skipped`: one before it met a problem that stops the rest.
   */
  outcome: z.enum(['revoked', 'gone', 'in-vault', 'stale', 'failed', 'skipped']),
  problem: problem.nullable(),
  known: tokenId.nullable(),
})
export type InventoryOutcome = z.infer<typeof inventoryOutcome>

/** What the platforms list that the vault may not have. Held in memory, never stored. */
export const inventoryCalls = {
  /** Where tokens can be listed, one entry a place; signing in is `session.signIn` with its id. */
  'inventory.places': call(nothing, z.array(inventoryPlace)),
  /** Asks the platform. `rotation.no-way` for a token that cannot list. */
  'inventory.list': call(byId, listed),
  /** What is held of the token's place, compared with the vault as it is now; null: nothing. */
  'inventory.view': call(byId, inventoryListing.nullable()),
  /**
   * Stores a listed value as a new token, without a word of it to the window. `token.duplicate`
   * (id), `capability.unsupported` where values are not listed, `token.not-found` for an entry
   * that is not held any more. `label` null: as suggested.
   */
  'inventory.adopt': call(
    z.strictObject({ id: tokenId, key: entryKey, label: z.string().max(2000).nullable() }),
    tokenSummary,
  ),
  /** Deletes entries on the platform, one after another, and lists again. */
  'inventory.revoke': call(
    z.strictObject({ id: tokenId, keys: z.array(entryKey).min(1).max(1000) }),
    z.strictObject({
      outcomes: z.array(inventoryOutcome),
      /** Of the listing that follows: it may be old where that failed, without what was deleted. */
      problem: problem.nullable(),
      listing: inventoryListing.nullable(),
    }),
  ),
  /** Forgets what is held of the token's place. */
  'inventory.drop': call(byId, nothing),
} satisfies Record<string, ReturnType<typeof call>>
