import { json, type SimReply } from '../types'

const COOL_DOWN = 'Too many requests. Cool your jets and try again in a bit'

function nested(code: number, message: string): SimReply {
  return json(code, { error: { message, code } })
}

/** Failures of `api.lokalise.com/api2` (https://developers.lokalise.com/reference/api-errors). */
export const lokaliseReplies = {
  /** A missing or malformed token, although the documentation says 401. */
  badTokenHeader: (): SimReply => nested(400, 'Invalid `X-Api-Token` header'),
  badRequest: (message: string): SimReply => nested(400, message),
  /** A well-formed token that is unknown or deleted, and a project out of its user's reach. */
  unauthorized: (): SimReply => nested(401, 'Unauthorized'),
  forbidden: (): SimReply => nested(403, 'Forbidden'),
  notFound: (): SimReply => nested(404, 'Not Found'),
  /** The second shape of 404. [?] Where which one is used was not read. */
  notFoundBare: (): SimReply => json(404, { message: 'Not Found', code: 404 }),
  /** [?] The text was not recorded. */
  locked: (): SimReply => nested(423, 'The token is in use by another request'),
  tooMany: (form: 'nested' | 'bare' | 'html'): SimReply => {
    if (form === 'bare') return json(429, { code: 429, message: 'Too many requests' })
    if (form === 'nested') return nested(429, COOL_DOWN)
    return {
      status: 429,
      headers: { 'content-type': 'text/html' },
      body: '<html><head><title>429 Too Many Requests</title></head><body>429 Too Many Requests</body></html>',
    }
  },
  serverError: (): SimReply =>
    json(500, {
      error: { code: 500, message: 'Something went wrong', details: { status: 'failed' } },
    }),
}

/** Failures of `ota.lokalise.com`, which have other shapes. */
export const otaReplies = {
  notFound: (what: 'Project' | 'Token'): SimReply =>
    json(404, { message: `${what} not found`, statusCode: 404, error: 'ENTITY_NOT_FOUND' }),
  tokenExpired: (): SimReply =>
    json(401, { message: 'Token expired', errorCode: '002_TOKEN_EXPIRED', details: {} }),
  /** [?] The text and code for a token that is unknown or not active yet were not recorded. */
  unauthorized: (): SimReply =>
    json(401, { message: 'Unauthorized', statusCode: 401, error: 'UNAUTHORIZED' }),
  /** [?] Neither a limit nor its answer is documented for this host. */
  tooMany: (): SimReply =>
    json(429, { message: 'Too Many Requests', statusCode: 429, error: 'TOO_MANY_REQUESTS' }),
  /** On 400 `error` may be a list. */
  badRequest: (problems: readonly string[]): SimReply =>
    json(400, { message: 'Bad Request', statusCode: 400, error: problems }),
}
