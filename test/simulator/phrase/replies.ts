import { json, type SimReply } from '../types'

type Headers = Record<string, string>

/** The documented failures of Strings, TMS and the token exchange. */
export const phraseReplies = {
  badRequest: (message: string): SimReply => json(400, { message }),
  /** [?] No body is documented for 401, 403 and 429 of Strings. */
  unauthorized: (headers: Headers = {}): SimReply =>
    json(401, { message: 'Unauthorized' }, headers),
  /** E-mail and password are right, and a one-time code is missing, wrong or used up. [?] Status. */
  codeRequired: (): SimReply => phraseReplies.unauthorized({ 'x-phraseapp-otp': 'required; app' }),
  forbidden: (headers: Headers = {}): SimReply => json(403, { message: 'Forbidden' }, headers),
  notFound: (headers: Headers = {}): SimReply =>
    json(
      404,
      { message: 'Not Found', documentation_url: 'https://developers.phrase.com/api' },
      headers,
    ),
  invalid: (field: string, message: string): SimReply =>
    json(422, {
      message: 'Validation Failed',
      errors: [{ resource: 'Authorization', field, message }],
    }),
  tooMany: (headers: Headers): SimReply => json(429, { message: 'Too many requests' }, headers),
  unavailable: (): SimReply => ({
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: '',
  }),
  gatewayTimeout: (): SimReply => ({
    status: 504,
    headers: { 'content-type': 'text/html' },
    body: '',
  }),

  /** Of `POST /idm/oauth/token`. [?] The fields are those of RFC 6749, section 5.2. */
  exchangeError: (status: 400 | 401, error: string, description: string): SimReply =>
    json(status, { error, error_description: description }, { 'cache-control': 'no-store' }),

  /** [?] The envelope of TMS errors was not captured; codes as in Phrase's help, 5709706983452. */
  tmsError: (status: 401 | 403 | 404, code: string): SimReply =>
    json(status, { errorCode: code, errorDescription: code }),
}
