import { json, type SimReply } from '../types'

/** An error with a code of `Message.kt`. */
export function tolgeeError(
  status: number,
  code: string,
  params: readonly unknown[] | null = null,
): SimReply {
  return json(status, { code, params })
}

/** Failures that have another shape than code and params. */
export const tolgeeReplies = {
  /** No credential arrived: 403, not 401, and without a code. [?] for the form of the time. */
  noCredential: (path: string, now: number): SimReply =>
    json(403, {
      timestamp: new Date(now).toISOString(),
      status: 403,
      error: 'Forbidden',
      path,
    }),
  /** [?] Spring's own form for a path that is not there. */
  noSuchPath: (path: string, now: number): SimReply =>
    json(404, { timestamp: new Date(now).toISOString(), status: 404, error: 'Not Found', path }),
  /** `retryAfter` is in milliseconds, and there is no header. */
  rateLimited: (retryAfter: number, global: boolean): SimReply =>
    json(429, { message: 'rate_limited', retryAfter, global }),
  /** From the fourth violation within a minute on. */
  cutOff: (): SimReply => ({ status: 444 }),
  validation: (problems: Readonly<Record<string, string>>): SimReply =>
    json(400, { STANDARD_VALIDATION: problems }),
  serverError: (): SimReply =>
    tolgeeError(500, 'unexpected_error_occurred', ['java.lang.NullPointerException']),
}
