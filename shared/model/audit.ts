import { z } from 'zod'
import {
  AUDIT_ACTORS,
  AUDIT_ACTS,
  AUDIT_FAULTS,
  AUDIT_GROUP_NAMES,
  AUDIT_OUTCOMES,
} from './audit-list'
import { LABEL_MAX } from './limit'
import { kindId } from './service'
import { instant, tokenId } from './token'

/** Longest text of a detail. Longer is cut by whoever writes the line. */
export const DETAIL_MAX = 200

const short = z.string().max(DETAIL_MAX).optional()
const count = z.number().int().optional()

/**
 * What else a line says. A closed list of names, so that nothing comes in by the way; never a
 * secret, and of a value its hint only.
 */
export const auditDetail = z.strictObject({
  /** Where a rotation stood. */
  stage: short,
  /** How it is done: by hand, in a sign-in, by API. */
  mode: short,
  /** The masked stand-in of the value that it is about. */
  hint: short,
  /** The name of a token on its platform. */
  remoteName: short,
  destination: short,
  /** Names of what was changed, or of a file. */
  changed: short,
  file: short,
  format: short,
  count,
  /** The number of a line of this log. */
  line: count,
  until: instant.optional(),
})
export type AuditDetail = z.infer<typeof auditDetail>

/** One act as it is written. */
export const auditEntry = z.strictObject({
  at: instant,
  actor: z.enum(AUDIT_ACTORS),
  act: z.enum(AUDIT_ACTS),
  /** The token it was about, with its kind and label at that time. */
  token: tokenId.nullable(),
  kind: kindId.nullable(),
  label: z.string().max(LABEL_MAX).nullable(),
  outcome: z.enum(AUDIT_OUTCOMES),
  /** Why: an error code of ours, a verdict, a state of the vault. */
  code: z
    .string()
    .regex(/^[a-z][a-z0-9.-]{0,63}$/)
    .nullable(),
  detail: auditDetail,
})
export type AuditEntry = z.infer<typeof auditEntry>

/** Lines count from 1, without a gap. */
const seq = z.number().int().min(1)

export const auditLine = auditEntry.extend({ seq })
export type AuditLine = z.infer<typeof auditLine>

/** The place of a line that does not prove itself. */
export const brokenLine = z.strictObject({ seq, broken: z.enum(AUDIT_FAULTS) })
export type BrokenLine = z.infer<typeof brokenLine>

export const auditRow = z.union([auditLine, brokenLine])
export type AuditRow = z.infer<typeof auditRow>

/** What is to be seen of the log; an empty list or text and null leave all in. */
export const auditFilter = z.strictObject({
  token: tokenId.nullable(),
  groups: z.array(z.enum(AUDIT_GROUP_NAMES)).max(AUDIT_GROUP_NAMES.length),
  outcomes: z.array(z.enum(AUDIT_OUTCOMES)).max(AUDIT_OUTCOMES.length),
  actors: z.array(z.enum(AUDIT_ACTORS)).max(AUDIT_ACTORS.length),
  /** Words that all have to stand in the label, kind, act, code or details. */
  text: z.string().max(LABEL_MAX),
  /** Epoch ms; from included, to excluded. */
  from: instant.nullable(),
  to: instant.nullable(),
})
export type AuditFilter = z.infer<typeof auditFilter>

/** What going through the whole log found. */
export const auditVerdict = z.strictObject({
  /** null: every line is as it was written, in its place, and none is missing. */
  fault: z.enum(AUDIT_FAULTS).nullable(),
  /** The first line that is not; null: nothing is wrong. */
  seq: seq.nullable(),
  /** How many lines are kept. */
  lines: z.number().int().min(0),
  /** The time of the oldest line kept that proves itself. */
  since: instant.nullable(),
  /** How many older lines were given up for room; see docs/vault-format.md. */
  trimmed: z.number().int().min(0),
})
export type AuditVerdict = z.infer<typeof auditVerdict>
