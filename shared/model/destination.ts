import { z } from 'zod'
import { DESTINATION_TEXT_MAX } from './limit'

/** What a place looks like, guessed from its text; only its icon follows from it. */
export const DESTINATION_KINDS = ['ci-secret', 'file', 'env', 'app', 'note'] as const
export type DestinationKind = (typeof DESTINATION_KINDS)[number]

/** 64 random bits, base64url: unique among the places of one token. */
export const destinationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{11}$/)
  .brand('DestinationId')
export type DestinationId = z.infer<typeof destinationId>

/** What names a place: one line. */
const place = z.strictObject({
  id: destinationId,
  text: z.string().min(1).max(DESTINATION_TEXT_MAX),
  kind: z.enum(DESTINATION_KINDS),
})

/** A place where a token is used, in the user's words. */
export const destination = place.extend({
  /** Epoch ms of when it was last seen to it that the place holds the value of then; null: never. */
  updatedAt: z.number().int().nullable(),
})
export type Destination = z.infer<typeof destination>

/** The same in an open rotation; `done`: it has the new value. */
export const deliveryPlace = place.extend({ done: z.boolean() })
export type DeliveryPlace = z.infer<typeof deliveryPlace>
