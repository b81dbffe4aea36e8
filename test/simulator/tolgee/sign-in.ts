import { json, parseObject, type SimReply, type SimRequest } from '../types'
import type { TolgeeContext } from './guard'
import { tolgeeError, tolgeeReplies } from './replies'
import { SUPER_MS, type TolgeeState, type TolgeeUser } from './state'

export const SIGN_IN_PATH = '/api/public/generatetoken'

/** Name, password and perhaps a one-time code for a session that may also write. */
export function signIn(state: TolgeeState, request: SimRequest): SimReply {
  const body = parseObject(request.body)
  if (body === undefined) return tolgeeError(400, 'request_parse_error')
  const { username, password, otp } = body
  const blank = ['username', 'password'].filter((name) => isBlank(body[name]))
  if (blank.length > 0) {
    const problems = blank.map((name) => [name, 'must not be blank'])
    return tolgeeReplies.validation(Object.fromEntries(problems) as Record<string, string>)
  }
  if (!state.nativeSignIn) return tolgeeError(401, 'native_authentication_disabled')
  const user = [...state.users.values()].find((item) => item.username === username)
  if (user === undefined) return tolgeeError(401, 'bad_credentials')
  // [?] That the account is looked at before the password was not read.
  if (!user.enabled) return tolgeeError(401, 'user_account_disabled')
  if (user.accountType === 'MANAGED') {
    return tolgeeError(401, 'operation_unavailable_for_account_type')
  }
  if (user.password !== password) return tolgeeError(401, 'bad_credentials')
  return refuseCode(user, otp) ?? session(state, user, request.origin)
}

/** For a session that cannot write, or no more: the code, or the password where there is none. */
export function generateSuperToken({ state, request, user }: TolgeeContext): SimReply {
  const body = parseObject(request.body)
  if (body === undefined) return tolgeeError(400, 'request_parse_error')
  const refused = user.mfaEnabled
    ? refuseCode(user, body['otp'])
    : refusePassword(user, body['password'])
  return refused ?? session(state, user, request.origin)
}

function session(state: TolgeeState, user: TolgeeUser, server: string): SimReply {
  return json(200, { accessToken: state.grant(user, server, SUPER_MS), tokenType: 'Bearer' })
}

/** Six digits are a one-time code, anything else a recovery code. */
function refuseCode(user: TolgeeUser, otp: unknown): SimReply | undefined {
  if (!user.mfaEnabled) return undefined
  if (isBlank(otp)) return tolgeeError(401, 'mfa_enabled')
  const text = String(otp)
  const good = text.length === 6 ? user.codes.use(text) : user.recoveryCodes.delete(text)
  return good ? undefined : tolgeeError(401, 'invalid_otp_code')
}

/** (`V2UserController.kt`) */
function refusePassword(user: TolgeeUser, password: unknown): SimReply | undefined {
  if (!isBlank(password) && user.password === password) return undefined
  return tolgeeError(401, 'wrong_current_password')
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === ''
}
