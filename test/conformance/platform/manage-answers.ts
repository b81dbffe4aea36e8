import type { Problem } from '../../../shared/model/management'
import type { Answer } from './relay'

/** A scripted answer to a call that manages tokens, and what it may be taken for. */
export type ManageScript = {
  readonly name: string
  readonly answer: Answer
  /** Absent: whatever it is taken for, it gives no secret away. */
  readonly problem?: Problem
  /** What a write may have done. */
  readonly effect: 'none' | 'unknown'
  /** A bare status that counts where a platform documents no more of its refusals. */
  readonly wordless?: Problem
  /** Nothing at all, which is the right answer where a call documents no body. */
  readonly silent?: true
}

const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>'
const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: PAGE,
})
const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) })

/** `stranger`: a server that nothing may ever be sent to. */
export function manageScripts(stranger: string): readonly ManageScript[] {
  const unknown = (name: string, problem: Problem, answer: Answer): ManageScript => ({
    name,
    answer,
    problem,
    effect: 'unknown',
  })
  return [
    unknown('200 with an empty object', 'unclear', json(200, {})),
    unknown('200 with a list of numbers', 'unclear', json(200, [1, 2])),
    unknown('200 with something else', 'unclear', json(200, { status: 'ok' })),
    unknown('200 with a login page', 'not-the-platform', html(200)),
    unknown('200 with garbage', 'not-the-platform', { status: 200, body: '\u0001\u0002no' }),
    unknown('201 with an empty object', 'unclear', json(201, {})),
    unknown('201 with a login page', 'not-the-platform', html(201)),
    { ...unknown('200 without a body', 'not-the-platform', { status: 200 }), silent: true },
    { ...unknown('204', 'not-the-platform', { status: 204 }), silent: true },
    unknown('200 with invalid UTF-8', 'not-the-platform', {
      status: 200,
      body: Buffer.from('7b2261c328227d', 'hex'),
    }),
    unknown('200 that is too large', 'not-the-platform', {
      status: 200,
      body: 'x'.repeat(1_100_000),
    }),
    ...[302, 307].map((status) =>
      unknown(`${status} to a stranger`, 'redirected', {
        status,
        headers: { location: `${stranger}/login` },
      }),
    ),
    ...[401, 403, 404].map((status) =>
      unknown(`${status} with a login page`, 'not-the-platform', html(status)),
    ),
    ...[400, 404, 409, 410, 422].map((status) =>
      unknown(`${status} of a stranger`, 'unclear', json(status, {})),
    ),
    { ...unknown('401 of a stranger', 'unclear', json(401, {})), wordless: 'wrong-sign-in' },
    { ...unknown('403 of a stranger', 'unclear', json(403, {})), wordless: 'missing-right' },
    {
      ...unknown('401 without a body', 'not-the-platform', { status: 401 }),
      wordless: 'wrong-sign-in',
    },
    unknown('403 without a body', 'not-the-platform', { status: 403 }),
    unknown('404 without a body', 'not-the-platform', { status: 404 }),
    { name: '429', answer: json(429, {}), problem: 'rate-limited', effect: 'none' },
    { name: '429 with a page', answer: html(429), problem: 'rate-limited', effect: 'none' },
    { name: '444', answer: { status: 444 }, problem: 'rate-limited', effect: 'none' },
    ...[500, 502, 503, 504].map((status) =>
      unknown(String(status), 'server-error', json(status, {})),
    ),
    unknown('500 with a page', 'server-error', html(500)),
    unknown('time-out', 'unreachable', 'never'),
    unknown('cut', 'unreachable', 'cut'),
    ...[200, 201, 400, 401, 403, 404, 422, 500].map((echo): ManageScript => ({
      name: `${echo} that repeats what was sent`,
      answer: { echo },
      effect: 'unknown',
    })),
  ]
}

/** Refusals in a platform's own words, after which nothing was done. */
export type Own = readonly [status: number, body: unknown, problem: Problem]

const ota = (message: string, status: number, error: unknown) => ({
  message,
  statusCode: status,
  error,
})
const TOLGEE: readonly Own[] = [
  [401, { code: 'expired_jwt_token', params: null }, 'session-over'],
  [401, { code: 'invalid_jwt_token', params: null }, 'session-over'],
  [403, { code: 'expired_super_jwt_token', params: null }, 'session-over'],
  [403, { code: 'operation_not_permitted', params: ['admin'] }, 'missing-right'],
  [403, { code: 'sso_login_forced_for_this_account', params: ['a.example'] }, 'no-password'],
  [401, { code: 'user_not_found', params: null }, 'account-disabled'],
  [404, { code: 'project_not_found', params: null }, 'missing-right'],
  [400, { STANDARD_VALIDATION: { description: 'must not be blank' } }, 'invalid'],
  [400, { code: 'request_parse_error', params: null }, 'invalid'],
  [403, { code: 'something_new', params: null }, 'unclear'],
  [429, { message: 'rate_limited', retryAfter: 12_345, global: true }, 'rate-limited'],
]
const PHRASE: readonly Own[] = [
  [400, { message: 'Problems parsing JSON' }, 'invalid'],
  [401, { message: 'Unauthorized' }, 'wrong-sign-in'],
  [403, { message: 'Forbidden' }, 'missing-right'],
  [422, { message: 'Validation Failed', errors: [] }, 'invalid'],
  [429, { message: 'Rate limit exceeded' }, 'rate-limited'],
]

export const OWN: Readonly<Record<string, readonly Own[]>> = {
  'lokalise/sdk-token': [
    [400, ota('Bad Request', 400, ['it is bad']), 'invalid'],
    [
      401,
      { message: 'Token expired', errorCode: '002_TOKEN_EXPIRED', details: {} },
      'session-over',
    ],
    [401, ota('Unauthorized', 401, 'UNAUTHORIZED'), 'session-over'],
    [403, ota('Forbidden', 403, 'FORBIDDEN'), 'missing-right'],
    [404, ota('Project not found', 404, 'ENTITY_NOT_FOUND'), 'not-ready'],
    [429, { code: 429, message: 'Too many requests' }, 'rate-limited'],
  ],
  'tolgee/pat': TOLGEE,
  'tolgee/pak': TOLGEE,
  'tolgee/legacy-key': TOLGEE,
  'phrase/strings-token': PHRASE,
}

/** What a platform says to the deletion of something that is not there. */
export const GONE: Readonly<Record<string, readonly (readonly [number, unknown])[]>> = {
  'lokalise/sdk-token': [[404, ota('Token not found', 404, 'ENTITY_NOT_FOUND')]],
  'tolgee/pat': [[404, { code: 'pat_not_found', params: null }]],
  'tolgee/pak': [[404, { code: 'api_key_not_found', params: null }]],
  'tolgee/legacy-key': [[404, { code: 'api_key_not_found', params: null }]],
  'phrase/strings-token': [[404, { message: 'Not Found' }]],
}
