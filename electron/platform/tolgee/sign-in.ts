import { z } from 'zod'
import type { Problem } from '../../../shared/model/management'
import { err, ok } from '../../../shared/result'
import { SecretText } from '../../service/secret'
import { isJwt } from '../common/context'
import { call, unmade, type Reader } from '../common/manage'
import type { Key, Managed, Session } from '../management'

/** How long a sign-in may write (tolgee-platform, `AuthenticationProperties.kt`). */
const SUPER_MS = 60 * 60 * 1000

const granted = z.object({ accessToken: z.string().max(8192).refine(isJwt) })
/** Codes are lower-cased names (tolgee-platform, `constants/Message.kt`). */
const coded = z.object({ code: z.string().regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/) })
const invalid = z.object({ STANDARD_VALIDATION: z.unknown() })

const CODES: Readonly<Record<string, Problem>> = {
  bad_credentials: 'wrong-sign-in',
  mfa_enabled: 'code-needed',
  invalid_otp_code: 'code-refused',
  user_account_disabled: 'account-disabled',
  user_not_found: 'account-disabled',
  native_authentication_disabled: 'no-password',
  operation_unavailable_for_account_type: 'no-password',
  sso_login_forced_for_this_account: 'no-password',
  expired_super_jwt_token: 'session-over',
  expired_jwt_token: 'session-over',
  invalid_jwt_token: 'session-over',
  unauthenticated: 'session-over',
  operation_not_permitted: 'missing-right',
  operation_not_permitted_in_read_only_mode: 'missing-right',
  email_not_verified: 'missing-right',
  // existence is hidden from those who have no rights in it
  project_not_found: 'missing-right',
  pat_not_found: 'not-listed',
  api_key_not_found: 'not-listed',
  scope_not_found: 'invalid',
  request_parse_error: 'invalid',
}

/** Tolgee's refusals. One without a code of its own may be anybody's. */
export const reader: Reader = ({ json }) => {
  if (invalid.safeParse(json).data?.STANDARD_VALIDATION !== undefined) return { problem: 'invalid' }
  const code = coded.safeParse(json).data?.code
  if (code === undefined) return null
  return { problem: (Object.hasOwn(CODES, code) ? CODES[code] : undefined) ?? 'unclear', code }
}

/**
 * Signs in with a password, and a one-time code where the account has a second factor. The answer
 * may write for an hour (tolgee-platform, `PublicController.kt`).
 */
export async function open(key: Key): Promise<Managed<Session>> {
  if (key.by !== 'sign-in') return err(unmade('unclear'))
  const { ctx, signIn } = key
  const { username, password, code } = signIn
  const otp = code?.replace(/\s/g, '') ?? ''
  const startedAt = ctx.clock.now()
  const answer = await call(ctx, {
    request: {
      method: 'POST',
      path: '/api/public/generatetoken',
      credential: 'none',
      json: { username, password: password.text(), ...(otp === '' ? {} : { otp }) },
    },
    // a session more or less changes nothing
    act: 'read',
    shape: granted,
    reader,
  })
  if (!answer.ok) return answer
  return ok({
    credential: {
      header: 'authorization',
      value: SecretText.fromText(answer.value.data.accessToken),
      scheme: 'Bearer',
    },
    endsAt: startedAt + SUPER_MS,
    place: {},
  })
}
