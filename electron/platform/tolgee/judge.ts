import { z } from 'zod'
import type { Reason, Verdict } from '../../../shared/model/verdict'
import { evidence, type Judge } from '../common/answer'

const failure = z.object({ code: z.string() })

/** Tolgee's error codes (tolgee-platform, `constants/Message.kt`) and what they say of a token. */
const CODES: Readonly<Record<string, readonly [Verdict, Reason]>> = {
  // unknown, deleted or regenerated: the server keeps nothing to tell these apart
  invalid_pat: ['rejected', 'unknown-token'],
  invalid_project_api_key: ['rejected', 'unknown-token'],
  pat_expired: ['expired', 'past-expiry'],
  project_api_key_expired: ['expired', 'past-expiry'],
  // of a disabled owner: the token is there, and works again once the account is enabled
  user_not_found: ['unclear', 'account-disabled'],
  email_not_verified: ['forbidden', 'email-not-verified'],
  sso_login_forced_for_this_account: ['forbidden', 'sso-required'],
  // the account could not be looked up, so nothing was said of the token
  sso_cant_verify_user: ['unclear', 'sso-required'],
  // the token was read, and this is no call for its kind
  pat_access_not_allowed: ['forbidden', 'wrong-endpoint'],
  pak_access_not_allowed: ['forbidden', 'wrong-endpoint'],
  api_access_forbidden: ['forbidden', 'wrong-endpoint'],
  operation_not_permitted: ['forbidden', 'missing-right'],
  operation_not_permitted_in_read_only_mode: ['forbidden', 'missing-right'],
  pak_created_for_different_project: ['forbidden', 'other-project'],
  project_not_found: ['unclear', 'project-not-found'],
  // something on the way put its own Authorization in, and the server looked at that one
  invalid_jwt_token: ['unclear', 'credential-not-seen'],
  expired_jwt_token: ['unclear', 'credential-not-seen'],
  invalid_authentication_method: ['unclear', 'credential-not-seen'],
  unauthenticated: ['unclear', 'credential-not-seen'],
}

/** A refusal without a code of Tolgee's own says nothing of the token. */
export const judge: Judge = (reply) => {
  const code = failure.safeParse(reply.json).data?.code
  if (code === undefined) {
    if (reply.status === 404) return evidence('unclear', 'not-the-platform', { reply })
    // what Tolgee answers when no key arrived at all
    return reply.status === 403 ? evidence('unclear', 'credential-not-seen', { reply }) : null
  }
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined
  const [verdict, reason] = known ?? ['unclear', 'unexpected']
  return evidence(verdict, reason, { reply, code })
}
