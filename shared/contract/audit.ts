import { z } from 'zod'
import { auditFilter, auditRow, auditVerdict } from '../model/audit'
import { call, nothing } from './call'

/** Most lines of one page. */
export const AUDIT_PAGE_MAX = 500

const line = z.number().int().min(1)

export const auditCalls = {
  /**
   * Newest first. `before`: only lines with a lower number. A page may hold fewer lines than
   * `limit`, and none at all, while there are more: `next` is the `before` of the next one, null
   * at the end. A line that does not prove itself is in it only while nothing is filtered out.
   */
  'audit.page': call(
    z.strictObject({
      filter: auditFilter,
      before: line.nullable(),
      limit: z.number().int().min(1).max(AUDIT_PAGE_MAX),
    }),
    z.strictObject({
      rows: z.array(auditRow).max(AUDIT_PAGE_MAX),
      next: line.nullable(),
      /** How many lines the log holds, filtered or not. */
      total: z.number().int().min(0),
    }),
  ),
  /** Goes through the whole log; itself a line of it. */
  'audit.verify': call(nothing, auditVerdict),
  /**
   * Asks the user for a file and writes what the filter leaves into it, oldest first. The window
   * learns the file's name, never where it is; null: the user has thought better of it. Failures:
   * `file.*`, `vault.*`.
   */
  'audit.export': call(
    z.strictObject({ format: z.enum(['jsonl', 'csv']), filter: auditFilter }),
    z.strictObject({ file: z.string().max(255).nullable(), lines: z.number().int().min(0) }),
  ),
} satisfies Record<string, ReturnType<typeof call>>
