import { describe, expect, test } from 'vitest'
import type { HttpReply } from '../../../electron/platform/adapter'
import { refusal } from '../../../electron/platform/common/answer'
import { judge } from '../../../electron/platform/tolgee/judge'

function reply(status: number, json?: unknown): HttpReply {
  return { status, json, header: () => null, size: 0, html: false, retryAt: null }
}

const said = (status: number, json?: unknown): string => {
  const { verdict, reason } = refusal(reply(status, json), judge)
  return `${verdict} ${reason}`
}

describe('Tolgee’s refusals', () => {
  test.each([
    [401, 'invalid_pat', 'rejected unknown-token'],
    [401, 'pat_expired', 'expired past-expiry'],
    [401, 'invalid_project_api_key', 'rejected unknown-token'],
    [401, 'project_api_key_expired', 'expired past-expiry'],
    [401, 'user_not_found', 'unclear account-disabled'],
    [401, 'sso_cant_verify_user', 'unclear sso-required'],
    [401, 'invalid_jwt_token', 'unclear credential-not-seen'],
    [401, 'expired_jwt_token', 'unclear credential-not-seen'],
    [401, 'unauthenticated', 'unclear credential-not-seen'],
    [403, 'pat_access_not_allowed', 'forbidden wrong-endpoint'],
    [403, 'pak_access_not_allowed', 'forbidden wrong-endpoint'],
    [403, 'api_access_forbidden', 'forbidden wrong-endpoint'],
    [403, 'operation_not_permitted', 'forbidden missing-right'],
    [403, 'operation_not_permitted_in_read_only_mode', 'forbidden missing-right'],
    [403, 'pak_created_for_different_project', 'forbidden other-project'],
    [403, 'email_not_verified', 'forbidden email-not-verified'],
    [403, 'sso_login_forced_for_this_account', 'forbidden sso-required'],
    [404, 'project_not_found', 'unclear project-not-found'],
    [400, 'invalid_authentication_method', 'unclear credential-not-seen'],
    [400, 'project_not_selected', 'unclear unexpected'],
    [403, 'a_code_of_a_later_version', 'unclear unexpected'],
    [401, 'toString', 'unclear unexpected'],
    [401, '__proto__', 'unclear unexpected'],
    [500, 'unexpected_error_occurred', 'unclear server-error'],
  ])('%i %s', (status, code, expected) => {
    expect(said(status, { code, params: null })).toBe(expected)
  })

  test('without a code say nothing of the token', () => {
    const spring = { status: 403, error: 'Forbidden', path: '/v2/pats/current' }
    expect(said(403, spring)).toBe('unclear credential-not-seen')
    expect(said(401, {})).toBe('unclear unexpected')
    expect(said(401)).toBe('unclear unexpected')
    expect(said(404, {})).toBe('unclear not-the-platform')
    expect(said(400, { STANDARD_VALIDATION: { projectId: 'must not be null' } })).toBe(
      'unclear unexpected',
    )
  })

  test('of too many calls come in two forms', () => {
    expect(said(429, { message: 'rate_limited', retryAfter: 1 })).toBe(
      'rate-limited too-many-requests',
    )
    expect(said(444)).toBe('rate-limited too-many-requests')
  })
})
