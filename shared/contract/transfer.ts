import { z } from 'zod'
import { FACT_TEXT_MAX, LABEL_MAX } from '../model/limit'
import { PASSWORD_MAX, proof } from '../model/proof'
import { fieldValues, kindId, serverRef } from '../model/service'
import { tokenId } from '../model/token'
import { COLUMNS_MAX, csvMapping } from '../model/transfer'
import {
  FORMATS,
  LEFT_OUT,
  PASSPHRASE_MIN,
  PLAIN_FORMATS,
  PLAIN_WORD,
  SEALED_FORMATS,
} from '../model/transfer-list'
import { call, jsonText, nothing } from './call'
import { candidate } from './token'

/** Names a file that the main process holds; never its place, nor anything in it. */
export const importId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand('ImportId')
export type ImportId = z.infer<typeof importId>

/** Most rows that are taken at once. */
const ROWS_MAX = 200_000

/** A value of a file, as the token that it may become. Holds no secret. */
export const importRow = z.strictObject({
  /** Its number in this file. */
  key: z.number().int().min(0),
  title: z.string().max(LABEL_MAX),
  /** The folders it lies in, from the outermost on, joined by `/`. */
  folder: z.string().max(FACT_TEXT_MAX),
  hint: z.string().max(40),
  state: z.enum(['active', 'archived', 'deleted']),
  /** Where in the entry the value stood: in its own field, another hidden one, or its notes. */
  from: z.enum(['main', 'field', 'notes']),
  /** The name of that other field. */
  field: z.string().max(LABEL_MAX).nullable(),
  /** What it may be, likelier first; none: it is no token of these platforms as far as can be told. */
  candidates: z.array(candidate.omit({ facts: true })),
  /** What Keyglot wrote that it is, where the file is its own. */
  own: z.strictObject({ kind: kindId, fields: fieldValues }).nullable(),
  /** Where the file says that it belongs; null: it says nothing of that. */
  server: serverRef.nullable(),
  suggestedLabel: z.string().max(LABEL_MAX),
  /** Whose it looks like, where that is none of the platforms. */
  foreign: z.string().max(40).nullable(),
  /** The same value is in the vault. */
  duplicateOf: tokenId.nullable(),
  /** The same value stands in an earlier row. */
  twinOf: z.number().int().nullable(),
  /** Why the value can be no token (`secret.…`). */
  problem: z.string().max(60).nullable(),
  leftOut: z.array(z.enum(LEFT_OUT)),
})
export type ImportRow = z.infer<typeof importRow>

export const importTake = z.strictObject({
  key: z.number().int().min(0),
  kind: kindId,
  server: serverRef,
  fields: fieldValues,
  label: z.string().max(LABEL_MAX),
})
export type ImportTake = z.infer<typeof importTake>

const byId = z.strictObject({ id: importId })

export const transferCalls = {
  /** Asks the user for a file and recognizes it; null: none was chosen. `file.*`, `import.*`. */
  'import.open': call(
    nothing,
    z
      .strictObject({
        id: importId,
        file: z.string().max(255),
        format: z.enum(FORMATS),
        /** It takes a password to read it. */
        sealed: z.boolean(),
        /** Of a table: what its columns are called, and what they may be. */
        columns: z
          .strictObject({ names: z.array(z.string().max(200)).max(COLUMNS_MAX), guess: csvMapping })
          .nullable(),
      })
      .nullable(),
  ),
  /**
   * Reads all of the file, or answers why not. Nothing is stored, and no platform is asked. Can be
   * called again with another password or mapping.
   */
  'import.read': call(
    z.strictObject({
      id: importId,
      password: z.string().max(PASSWORD_MAX).nullable(),
      mapping: csvMapping.nullable(),
    }),
    z.strictObject({
      rows: jsonText(z.array(importRow)),
      /** How many entries hold nothing that may be a token. */
      without: z.number().int().min(0),
    }),
  ),
  /**
   * Stores these rows, all of them or none; the file is dropped then. `import.row`: the `key` of the
   * first that cannot be stored, its `title`, and `why` (a code).
   */
  'import.take': call(
    byId.extend({ rows: z.array(importTake).min(1).max(ROWS_MAX) }),
    z.strictObject({ ids: z.array(tokenId) }),
  ),
  'import.drop': call(byId, nothing),
  /**
   * Asks the user for a place, writes every token that is not forgotten, and opens what was written
   * once more. `file` null: no place was chosen. An export that is not encrypted needs a proof and a
   * typed word.
   */
  'export.write': call(
    z.discriminatedUnion('sort', [
      z.strictObject({
        sort: z.literal('sealed'),
        format: z.enum(SEALED_FORMATS),
        passphrase: z.string().min(PASSPHRASE_MIN).max(PASSWORD_MAX),
      }),
      z.strictObject({
        sort: z.literal('plain'),
        format: z.enum(PLAIN_FORMATS),
        proof,
        word: z.literal(PLAIN_WORD),
      }),
    ]),
    z.strictObject({
      file: z.string().max(255).nullable(),
      tokens: z.number().int().min(0),
      /** Tokens whose record is damaged, and which are not in the file. */
      unreadable: z.number().int().min(0),
    }),
  ),
} satisfies Record<string, ReturnType<typeof call>>
