import { z } from 'zod'
import { text } from '../common/text'

/** The four forms that failures come in (the official SDK's `getErrorFromResp`). */
const failure = z.union([
  z.object({ error: z.object({ message: text, code: z.number().optional() }) }),
  z.object({ message: text, errorCode: z.string() }),
  z.object({ message: text, statusCode: z.number(), error: z.unknown() }),
  z.object({ message: text, code: z.number().optional() }),
])

/** What Lokalise says of a failure. */
export interface Failure {
  readonly message: string
  /** A code in words, where there is one; numbers only repeat the status. */
  readonly code: string | null
}

export function readFailure(json: unknown): Failure | null {
  const parsed = failure.safeParse(json)
  if (!parsed.success) return null
  const { data } = parsed
  if ('errorCode' in data) return { message: data.message, code: data.errorCode }
  if ('statusCode' in data) {
    return { message: data.message, code: typeof data.error === 'string' ? data.error : null }
  }
  return { message: 'error' in data ? data.error.message : data.message, code: null }
}
