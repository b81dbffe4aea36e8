import type { TokenRecord } from '../tokens'
import { json, type SimReply, type SimRequest } from '../types'
import type { RequestWindow } from '../limits'
import { isCaller, tolgeeCaller, type TolgeeCaller } from './auth'
import { needsSuper } from './models'
import { tolgeeError, tolgeeReplies } from './replies'
import { tolgeeRoutes, type TolgeeRoute } from './routes'
import { signIn, SIGN_IN_PATH } from './sign-in'
import type { TolgeeState, TolgeeUser } from './state'

/** What the handler of an endpoint works with. */
export type TolgeeContext = {
  readonly state: TolgeeState
  readonly request: SimRequest
  readonly type: 'pat' | 'pak' | 'jwt'
  readonly user: TolgeeUser
  readonly record?: TokenRecord<null> | undefined
}

/** A Tolgee server, version 3.218 (https://github.com/tolgee/tolgee-platform). */
export function handleTolgee(state: TolgeeState, request: SimRequest): SimReply {
  const reply = answer(state, request)
  return { ...reply, headers: { 'x-tolgee-version': state.version, ...reply.headers } }
}

function answer(state: TolgeeState, request: SimRequest): SimReply {
  if (request.path === '/api/public/configuration') return json(200, configuration(state))
  const caller = authenticate(state, request)
  if (caller !== undefined && !isCaller(caller)) return caller
  const limited =
    caller === undefined
      ? limit(state, request, [state.limits.ip, `ip ${request.ip}`])
      : limit(state, request, [state.limits.user, `user ${String(caller.user.id)}`])
  if (limited !== undefined) return limited
  if (request.path === SIGN_IN_PATH && request.method === 'POST') {
    const tooOften = limit(state, request, [state.limits.signIn, `sign-in ${request.ip}`])
    return tooOften ?? signIn(state, request)
  }
  if (caller === undefined) return tolgeeReplies.noCredential(request.path, request.now)
  const found = tolgeeRoutes.find(request.method, request.path)
  if (found === null || found === 'wrong-method') {
    return tolgeeReplies.noSuchPath(request.path, request.now)
  }
  const route = found.handler
  const refusal =
    refuseAccount(route, caller) ??
    refuseType(route, caller) ??
    refuseWrite(route, caller, request.now)
  if (refusal !== undefined) return refusal
  const own = route.bucket === undefined ? undefined : state.limits[route.bucket]
  const ownLimited =
    own === undefined ? undefined : limit(state, request, [own, `${request.path} ${request.ip}`])
  if (ownLimited !== undefined) return ownLimited
  return route.handler({ state, request, ...caller }, found.params)
}

/**
 * Only failures count against the bucket, but when it is empty the good ones are refused too
 * (`RateLimitService.consumeBucketUnless`).
 */
function authenticate(
  state: TolgeeState,
  request: SimRequest,
): TolgeeCaller | SimReply | undefined {
  const key = `ip ${request.ip} auth`
  const bucket = state.limits.failedAuth
  const { allowed } = bucket.peek(key, request.now)
  if (!allowed) {
    bucket.refuse(key, request.now)
    if (state.deps.limits.enabled) return violation(state, request, { key, bucket })
  }
  const caller = tolgeeCaller(state, request)
  if (allowed && caller !== undefined && !isCaller(caller)) bucket.take(key, request.now)
  return caller
}

function limit(
  state: TolgeeState,
  request: SimRequest,
  [bucket, key]: readonly [RequestWindow, string],
): SimReply | undefined {
  if (bucket.take(key, request.now).allowed || !state.deps.limits.enabled) return undefined
  return violation(state, request, { key, bucket })
}

/** [?] That the violations are counted by bucket was not read in full. */
function violation(
  state: TolgeeState,
  request: SimRequest,
  { key, bucket }: { key: string; bucket: RequestWindow },
): SimReply {
  if (state.limits.isStrikeTooMany(key, request.now)) return tolgeeReplies.cutOff()
  const wait = bucket.peek(key, request.now).resetAt - request.now
  return tolgeeReplies.rateLimited(wait, bucket !== state.limits.export)
}

function refuseAccount(route: TolgeeRoute, { user }: TolgeeCaller): SimReply | undefined {
  if (route.lenient === true) return undefined
  if (!user.emailVerified) return tolgeeError(403, 'email_not_verified')
  if (user.ssoForcedDomain === null) return undefined
  return tolgeeError(403, 'sso_login_forced_for_this_account', [user.ssoForcedDomain])
}

function refuseType(route: TolgeeRoute, { type }: TolgeeCaller): SimReply | undefined {
  if (route.allows.includes(type)) return undefined
  if (type === 'jwt') return tolgeeError(400, 'invalid_authentication_method')
  const takesTokens = route.allows.some((item) => item !== 'jwt')
  if (!takesTokens) return tolgeeError(403, 'api_access_forbidden')
  return tolgeeError(403, type === 'pat' ? 'pat_access_not_allowed' : 'pak_access_not_allowed')
}

/** Writes need a fresh sign-in where the account has a password or a second factor. */
function refuseWrite(
  route: TolgeeRoute,
  { user, superUntil }: TolgeeCaller,
  now: number,
): SimReply | undefined {
  if (route.super !== true || !needsSuper(user)) return undefined
  if (superUntil !== undefined && superUntil > now) return undefined
  return tolgeeError(403, 'expired_super_jwt_token')
}

function configuration(state: TolgeeState): unknown {
  return {
    version: state.version,
    authentication: true,
    authMethods: { github: { enabled: false }, google: { enabled: false } },
    passwordResettable: true,
    allowRegistrations: true,
    needsEmailVerification: true,
  }
}
