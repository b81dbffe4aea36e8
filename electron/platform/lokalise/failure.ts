import { z } from 'zod'
import { text } from '../common/text'

/**
 * The four forms that failures come in (`getErrorFromResp` of the official SDK,
 * https://github.com/lokalise/node-lokalise-api, `src/http_client/base.ts`). Each has a code: a bare
 * message is what gateways answer too.
 */
const failure = z.union([
  z.object({ error: z.object({ message: text, code: z.number() }) }),
  z.object({ message: text, errorCode: z.string().regex(/^[0-9A-Z_]{3,64}$/) }),
  z.object({ message: text, statusCode: z.number(), error: z.unknown() }),
  z.object({ message: text, code: z.number() }),
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
