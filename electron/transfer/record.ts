import { z } from 'zod'
import { destination } from '../../shared/model/destination'
import { DESTINATIONS_MAX, LABEL_MAX, NOTE_MAX, PASTE_MAX } from '../../shared/model/limit'
import { fieldValues, kindId, serverRef } from '../../shared/model/service'
import {
  accessLayer,
  expiry,
  fact,
  FACT_TEXT_MAX,
  identity,
  instant,
} from '../../shared/model/token'

/**
 * What an export keeps of a token, besides its value. Left out is what holds at this moment and this
 * place only: verdicts of checks, where a rotation stands, what it may have left behind.
 */
export const ownRecord = z.strictObject({
  kind: kindId,
  label: z.string().min(1).max(LABEL_MAX),
  server: serverRef,
  fields: fieldValues,
  note: z.string().max(NOTE_MAX),
  account: z.string().max(FACT_TEXT_MAX).nullable(),
  project: z.string().max(FACT_TEXT_MAX).nullable(),
  identity,
  access: z.array(accessLayer).max(4),
  facts: z.array(fact).max(100),
  expiry,
  rotateEveryDays: z.number().int().min(1).max(3650).nullable(),
  destinations: z.array(destination).max(DESTINATIONS_MAX),
  secretSince: instant,
  addedAt: instant,
})
export type OwnRecord = z.infer<typeof ownRecord>

/** The whole file, in an age file or plain. A new shape gets a new number. */
export const OWN_FORMAT = 'keyglot-export'
export const OWN_VERSION = 1

export const ownEnvelope = z.object({
  format: z.literal(OWN_FORMAT),
  version: z.number().int().min(1),
})

export const ownFile = z.strictObject({
  format: z.literal(OWN_FORMAT),
  version: z.literal(OWN_VERSION),
  exportedAt: instant,
  tokens: z.array(ownRecord.extend({ secret: z.string().min(1).max(PASTE_MAX) })),
})
