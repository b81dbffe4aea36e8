import type { SimReply } from '../types'

export const MEDIA_TYPE = 'application/vnd.api+json'

/** An answer in the JSON:API form that every Transifex v3 answer has. */
export function jsonApi(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): SimReply {
  return {
    status,
    headers: { 'content-type': MEDIA_TYPE, ...headers },
    body: JSON.stringify(value),
  }
}

type ErrorText = { readonly code: string; readonly title: string; readonly detail: string }

function failure(status: number, text: ErrorText, headers: Record<string, string> = {}): SimReply {
  return jsonApi(status, { errors: [{ status: String(status), ...text }] }, headers)
}

/**
 * The documented failures (Transifex OpenAPI 3.0, https://transifex.github.io/openapi/). The
 * titles of all but 404 are not documented [?].
 */
export const transifexReplies = {
  /** Missing, malformed, unknown and deleted tokens get one and the same answer. */
  unauthorized: (): SimReply =>
    failure(401, {
      code: 'unauthorized',
      title: 'Unauthorized',
      detail: 'Please verify your credentials',
    }),
  paymentRequired: (): SimReply =>
    failure(402, {
      code: 'payment_required',
      title: 'Payment required',
      detail: 'Your plan does not cover this feature',
    }),
  forbidden: (): SimReply =>
    failure(403, {
      code: 'forbidden',
      title: 'Forbidden',
      detail: 'You do not have permissions to perform this action',
    }),
  /** Also where the object is there but out of reach. */
  notFound: (what: string, id: string): SimReply =>
    failure(404, {
      code: 'not_found',
      title: 'Object not found',
      detail: `No \`${what}\` resource found with the identifier \`${id}\``,
    }),
  conflict: (): SimReply =>
    failure(409, { code: 'conflict', title: 'Conflict', detail: 'The value already exists' }),
  throttled: (seconds: number): SimReply =>
    failure(
      429,
      {
        code: 'Throttled',
        title: 'Throttled',
        detail: `Request was throttled. Expected available in ${String(seconds)} seconds.`,
      },
      { 'retry-after': String(seconds) },
    ),
  serverError: (): SimReply =>
    failure(500, { code: 'server error', title: 'Server error', detail: 'Something went wrong' }),
  /** [?] The form for bad parameters and headers is JSON:API's own, not read anywhere. */
  invalid: (status: 400 | 405 | 406 | 415, detail: string): SimReply =>
    failure(status, { code: 'invalid', title: 'Invalid request', detail }),
}
