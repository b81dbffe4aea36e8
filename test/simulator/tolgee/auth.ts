import { decodeTolgeePak } from '../secrets'
import { isExpired, type TokenRecord } from '../tokens'
import { header, type SimReply, type SimRequest } from '../types'
import { tolgeeError } from './replies'
import type { TolgeeState, TolgeeUser } from './state'

/** How a caller showed who he is. A legacy key counts as a project key. */
export type TolgeeCaller = {
  readonly type: 'pat' | 'pak' | 'jwt'
  readonly user: TolgeeUser
  /** Absent for a session. */
  readonly record?: TokenRecord<null>
  /** Epoch ms until which a session may also write; absent: it may not. */
  readonly superUntil?: number
}

/**
 * Finds the caller as the platform's `AuthenticationFilter` does: `Authorization` wins over the
 * key, and a key is looked for in the header, then in the query. Undefined: nothing was sent.
 */
export function tolgeeCaller(
  state: TolgeeState,
  request: SimRequest,
): TolgeeCaller | SimReply | undefined {
  const authorization = header(request, 'authorization')
  if (authorization !== undefined) return bySession(state, request, authorization)
  const key = header(request, 'x-api-key') ?? request.query.get('ak')
  if (key === null || key.startsWith('tgbak_')) return undefined
  return key.startsWith('tgpat_') ? byPat(state, request, key) : byPak(state, request, key)
}

export function isCaller(value: TolgeeCaller | SimReply): value is TolgeeCaller {
  return 'user' in value
}

function bySession(
  state: TolgeeState,
  request: SimRequest,
  authorization: string,
): TolgeeCaller | SimReply {
  const secret = /^Bearer (.*)$/.exec(authorization)?.[1]
  const session = secret === undefined ? undefined : state.sessions.get(secret)
  if (session?.server !== request.origin) return tolgeeError(401, 'invalid_jwt_token')
  if (session.expiresAt <= request.now) return tolgeeError(401, 'expired_jwt_token')
  const refused = refuseUser(state.user(session.userKey))
  if (refused !== undefined) return refused
  const user = request.foreign ? state.foreign : state.user(session.userKey)
  const { superUntil } = session
  return { type: 'jwt', user, ...(superUntil === null ? {} : { superUntil }) }
}

function byPat(state: TolgeeState, request: SimRequest, key: string): TolgeeCaller | SimReply {
  const record = here(state.tokens.known(key), request)
  if (record?.kind !== 'tolgee/pat') return tolgeeError(401, 'invalid_pat')
  if (isExpired(record, request.now)) return tolgeeError(401, 'pat_expired')
  return owned(state, request, { type: 'pat', record })
}

function byPak(state: TolgeeState, request: SimRequest, key: string): TolgeeCaller | SimReply {
  const refused = tolgeeError(401, 'invalid_project_api_key')
  if (key.startsWith('tgpak_') && decodeTolgeePak(key) === undefined) return refused
  const record = here(state.tokens.known(key), request)
  if (record === undefined || record.kind === 'tolgee/pat') return refused
  if (isExpired(record, request.now)) return tolgeeError(401, 'project_api_key_expired')
  return owned(state, request, { type: 'pak', record })
}

/** A token is known to the server that made it, and to no other. */
function here(
  record: TokenRecord<null> | undefined,
  request: SimRequest,
): TokenRecord<null> | undefined {
  return record?.server === request.origin ? record : undefined
}

function owned(
  state: TolgeeState,
  request: SimRequest,
  found: { type: 'pat' | 'pak'; record: TokenRecord<null> },
): TolgeeCaller | SimReply {
  const user = state.user(found.record.accountKey)
  const refused = refuseUser(user)
  if (refused !== undefined) return refused
  found.record.lastUsedAt = request.now
  return { ...found, user: request.foreign ? state.foreign : user }
}

function refuseUser(user: TolgeeUser): SimReply | undefined {
  if (!user.enabled) return tolgeeError(401, 'user_not_found')
  return user.ssoVerifiable ? undefined : tolgeeError(401, 'sso_cant_verify_user')
}
