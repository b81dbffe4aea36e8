import { z } from 'zod'
import { fieldValues, kindId, serverRef } from '../model/service'
import {
  accessLayer,
  checkRecord,
  expiry,
  fact,
  FACT_TEXT_MAX,
  instant,
  LABEL_MAX,
  NOTE_MAX,
  tokenDetails,
  tokenId,
  tokenSummary,
} from '../model/token'
import { evidence } from '../model/verdict'
import { PASTE_MAX } from '../model/limit'
import { call, jsonText, nothing } from './call'

export { PASTE_MAX } from '../model/limit'

/** Names a pasted value that the main process holds; never the value itself. */
export const draftId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand('DraftId')
export type DraftId = z.infer<typeof draftId>

const byId = z.strictObject({ id: tokenId })

/** What a paste may be, likelier first. */
export const candidate = z.strictObject({
  kind: kindId,
  /** `certain`: a prefix that is the platform's own; `likely`, `possible`: a shape or a word nearby. */
  confidence: z.enum(['certain', 'likely', 'possible']),
  /** Read from the value without asking anybody, for example Tolgee's project id. */
  facts: z.array(fact),
  suggestedLabel: z.string().min(1).max(LABEL_MAX),
  /** Fields that stood beside the value, for example the id of its project. */
  fields: fieldValues,
})
export type Candidate = z.infer<typeof candidate>

export const draft = z.strictObject({
  id: draftId,
  hint: z.string(),
  /** What stood around the value. */
  wrapping: z.enum(['none', 'quotes', 'assignment', 'header', 'json', 'curl']),
  /** The variable it was assigned to, if any. */
  variable: z.string().max(100).nullable(),
  /** A base URL found beside the value (curl, JSON), offered for the server field. */
  baseUrl: z.string().max(2048).nullable(),
  candidates: z.array(candidate),
  /** Whose token it looks like, where that is none of the platforms; then there are no candidates. */
  foreign: z.string().max(40).nullable(),
  /** The same value is in the vault already. */
  duplicateOf: tokenId.nullable(),
})
export type Draft = z.infer<typeof draft>

/** What a check found out, before or after the token is saved. */
export const findings = z.strictObject({
  evidence,
  at: instant,
  /** The server that answered (Phrase: EU, then US). */
  server: serverRef,
  account: z.string().max(FACT_TEXT_MAX).nullable(),
  project: z.string().max(FACT_TEXT_MAX).nullable(),
  access: z.array(accessLayer),
  expiry,
  facts: z.array(fact),
  suggestedLabel: z.string().min(1).max(LABEL_MAX),
})
export type Findings = z.infer<typeof findings>

const draftSubject = z.strictObject({
  id: draftId,
  kind: kindId,
  server: serverRef,
  fields: fieldValues,
})

/** An expiry that the user enters, where the platform tells none. null: unknown. */
const enteredExpiry = z.union([instant, z.literal('never'), z.null()])

export const tokenCalls = {
  'draft.open': call(z.strictObject({ text: z.string().max(PASTE_MAX * 32) }), draft),
  'draft.check': call(draftSubject, findings),
  'draft.save': call(
    draftSubject.extend({
      label: z.string().max(LABEL_MAX),
      note: z.string().max(NOTE_MAX),
      expiry: enteredExpiry,
      rotateEveryDays: z.number().int().min(1).max(3650).nullable(),
    }),
    tokenSummary,
  ),
  'draft.discard': call(z.strictObject({ id: draftId }), nothing),
  /** All tokens, as the JSON of their rows; see `jsonText`. */
  'token.list': call(nothing, z.strictObject({ rows: jsonText(z.array(tokenSummary)) })),
  'token.details': call(
    byId,
    tokenDetails.omit({ accepted: true, identity: true, rotation: true, revocation: true }),
  ),
  'token.edit': call(
    z.strictObject({
      id: tokenId,
      /** The version the user saw; an edit of an older one is refused. */
      version: z.number().int().min(1),
      label: z.string().max(LABEL_MAX).optional(),
      note: z.string().max(NOTE_MAX).optional(),
      expiry: enteredExpiry.optional(),
      rotateEveryDays: z.number().int().min(1).max(3650).nullable().optional(),
      server: serverRef.optional(),
      fields: fieldValues.optional(),
    }),
    tokenSummary,
  ),
  /** Puts the secret on the clipboard in the main process. `clearsAt`: epoch ms. */
  'token.copy': call(byId, z.strictObject({ clearsAt: instant })),
  /** The one call that answers with a clear secret. */
  'token.reveal': call(byId, z.strictObject({ secret: z.string() })),
  /** Takes the token out of the list; until `undoUntil` (epoch ms) it can be restored. */
  'token.forget': call(byId, z.strictObject({ undoUntil: instant })),
  'token.restore': call(byId, tokenSummary),
  'clipboard.clear': call(nothing, nothing),
  'check.one': call(byId, z.strictObject({ token: tokenSummary, check: checkRecord })),
  /** Starts a run over the given tokens, or all; progress comes as `check.progress`. */
  'check.many': call(
    z.strictObject({ ids: z.array(tokenId).max(100_000).nullable() }),
    z.strictObject({ run: z.number().int(), total: z.number().int() }),
  ),
  'check.cancel': call(z.strictObject({ run: z.number().int() }), nothing),
}
