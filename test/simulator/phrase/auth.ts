import { header, type SimReply, type SimRequest } from '../types'
import { phraseReplies } from './replies'
import type { DataCenter, PhraseProduct, PhraseState, PhraseUser } from './state'

/** Who calls Strings, and with which rights. `null` scopes: all the user's own. */
export type StringsCaller = {
  readonly by: 'token' | 'jwt' | 'password'
  readonly user: PhraseUser
  readonly scopes: readonly string[] | null
}

/** Finds the caller of a Strings request, or the answer that refuses it. */
export function stringsCaller(
  state: PhraseState,
  request: SimRequest,
  dataCenter: DataCenter,
): StringsCaller | SimReply {
  const authorization = header(request, 'authorization')
  if (authorization === undefined) {
    const secret = request.query.get('access_token')
    return byToken(state, dataCenter, secret ?? '') ?? phraseReplies.unauthorized()
  }
  const [, scheme, value] = /^(\S+) +(\S+)$/.exec(authorization) ?? []
  if (scheme === undefined || value === undefined) return phraseReplies.unauthorized()
  switch (scheme.toLowerCase()) {
    case 'token':
      return byToken(state, dataCenter, value) ?? phraseReplies.unauthorized()
    case 'bearer': {
      // [?] Documented for JWTs only, so an access token is refused here.
      const user = jwtUser(state, { jwt: value, dataCenter, product: 'strings' })
      return user === undefined ? phraseReplies.unauthorized() : { by: 'jwt', user, scopes: null }
    }
    case 'basic':
      return byBasic(state, request, { dataCenter, value })
    default:
      return phraseReplies.unauthorized()
  }
}

/** The user of a JWT that is alive, of this data center and for this product. */
export function jwtUser(
  state: PhraseState,
  wanted: { jwt: string; dataCenter: DataCenter; product: PhraseProduct },
): PhraseUser | undefined {
  const jwt = state.jwts.get(wanted.jwt)
  if (jwt === undefined || jwt.expiresAt <= state.deps.now()) return undefined
  if (jwt.dataCenter !== wanted.dataCenter || jwt.product !== wanted.product) return undefined
  return state.user(jwt.userKey)
}

function byToken(
  state: PhraseState,
  dataCenter: DataCenter,
  secret: string,
): StringsCaller | undefined {
  const record = state.tokens.live(secret)
  if (record?.kind !== 'phrase/strings-token' || record.server !== dataCenter) return undefined
  record.lastUsedAt = state.deps.now()
  return { by: 'token', user: state.user(record.accountKey), scopes: record.scopes }
}

/** An access token as user name with an empty password, or e-mail and password. */
function byBasic(
  state: PhraseState,
  request: SimRequest,
  sent: { dataCenter: DataCenter; value: string },
): StringsCaller | SimReply {
  const text = Buffer.from(sent.value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const password = colon < 0 ? '' : text.slice(colon + 1)
  if (password === '') {
    return byToken(state, sent.dataCenter, name) ?? phraseReplies.unauthorized()
  }
  const user = [...state.users.values()].find((item) => item.email === name)
  if (user?.password !== password || user.ssoEnforced) return phraseReplies.unauthorized()
  if (user.secondFactor && !user.codes.use(header(request, 'x-phraseapp-otp') ?? '')) {
    return phraseReplies.codeRequired()
  }
  return { by: 'password', user, scopes: null }
}
