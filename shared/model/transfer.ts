import { z } from 'zod'
import { CSV_PARTS } from './transfer-list'

/** Most columns of a table that is read. */
export const COLUMNS_MAX = 200

/** Which column is what, by its number; one part has one column at most. */
export const csvMapping = z.partialRecord(
  z.enum(CSV_PARTS),
  z
    .number()
    .int()
    .min(0)
    .max(COLUMNS_MAX - 1),
)
export type CsvMapping = z.infer<typeof csvMapping>
