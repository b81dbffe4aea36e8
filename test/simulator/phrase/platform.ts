import { header, json, type SimReply, type SimRequest } from '../types'
import { jwtUser } from './auth'
import { phraseReplies } from './replies'
import type { DataCenter, PhraseProduct, PhraseState } from './state'

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'
const API_TOKEN = 'urn:phrase:params:oauth:token-type:api_token'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
const UNSUPPORTED = ['resource', 'audience', 'scope', 'actor_token', 'actor_token_type']

/** Products that live beside the exchange. [?] What they answer behind the door was not read. */
const PRODUCT_PATHS: readonly (readonly [string, PhraseProduct])[] = [
  ['/connectors', 'connectors'],
  ['/smt/api', 'language-ai'],
  ['/quality-evaluator', 'quality-evaluator'],
  ['/orchestrator/api/v1', 'orchestrator'],
]

/** `eu.phrase.com` and `us.phrase.com` (https://developers.phrase.com/en/api/platform). */
export function handlePlatform(
  state: PhraseState,
  request: SimRequest,
  dataCenter: DataCenter,
): SimReply {
  if (request.path === '/idm/oauth/token') {
    return request.method === 'POST' ? exchange(state, request, dataCenter) : { status: 405 }
  }
  const product = PRODUCT_PATHS.find(([path]) => request.path.startsWith(`${path}/`))?.[1]
  if (product === undefined) return phraseReplies.notFound()
  const user = bearer(state, request, { dataCenter, product })
  return user === undefined ? phraseReplies.unauthorized() : phraseReplies.notFound()
}

/** `cloud.memsource.com`: of TMS only the call that tells who one is. */
export function handleTms(
  state: PhraseState,
  request: SimRequest,
  dataCenter: DataCenter,
): SimReply {
  const caller = bearer(state, request, { dataCenter, product: 'tms' })
  if (caller === undefined) return phraseReplies.tmsError(401, 'AuthUnauthorized')
  if (request.method !== 'GET' || request.path !== '/web/api2/v1/auth/whoAmI') {
    return phraseReplies.tmsError(404, 'NotFound')
  }
  const user = request.foreign ? state.foreign : caller
  return json(200, {
    user: {
      firstName: user.name.split(' ')[0] ?? '',
      lastName: 'Developer',
      userName: user.username,
      email: user.email,
      role: 'PROJECT_MANAGER',
      id: user.organization.id,
      uid: user.organization.uid,
      suiteIdentifier: user.id,
    },
    csrfToken: state.deps.random.hex(32),
    organization: user.organization,
    edition: { name: 'Team' },
    features: {},
  })
}

/** [?] Neither the limits of these hosts nor their answers are documented. */
export function platformTooMany(): SimReply {
  return json(429, { error: 'too_many_requests', error_description: 'Too many requests' })
}

function bearer(
  state: PhraseState,
  request: SimRequest,
  wanted: { dataCenter: DataCenter; product: PhraseProduct },
): ReturnType<typeof jwtUser> {
  const jwt = /^Bearer (\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  return jwt === undefined ? undefined : jwtUser(state, { jwt, ...wanted })
}

function exchange(state: PhraseState, request: SimRequest, dataCenter: DataCenter): SimReply {
  const type = header(request, 'content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type)) {
    return phraseReplies.exchangeError(400, 'invalid_request', 'The body has to be a form')
  }
  const form = new URLSearchParams(request.body)
  const refusal = refuseForm(form)
  if (refusal !== undefined) return refusal
  const record = state.tokens.live(form.get('subject_token') ?? '')
  const product = record?.details.product ?? null
  if (record === undefined || product === null || record.server !== dataCenter) {
    const error = state.exchangeRefusal === 401 ? 'invalid_token' : 'invalid_request'
    return phraseReplies.exchangeError(state.exchangeRefusal, error, 'The subject token is invalid')
  }
  record.lastUsedAt = request.now
  const { jwt, seconds } = state.grant(dataCenter, record.accountKey, product)
  return json(
    200,
    {
      access_token: jwt,
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: seconds,
    },
    { 'cache-control': 'no-store' },
  )
}

function refuseForm(form: URLSearchParams): SimReply | undefined {
  const refuse = (error: string, text: string): SimReply =>
    phraseReplies.exchangeError(400, error, text)
  const grant = form.get('grant_type')
  if (grant === null) return refuse('invalid_request', 'grant_type is missing')
  if (grant !== GRANT) return refuse('unsupported_grant_type', 'grant_type is not supported')
  if ((form.get('subject_token') ?? '') === '') {
    return refuse('invalid_request', 'subject_token is missing')
  }
  if ((form.get('subject_token_type') ?? API_TOKEN) !== API_TOKEN) {
    return refuse('invalid_request', 'subject_token_type is not supported')
  }
  if ((form.get('requested_token_type') ?? ACCESS_TOKEN) !== ACCESS_TOKEN) {
    return refuse('invalid_request', 'requested_token_type is not supported')
  }
  const extra = UNSUPPORTED.find((name) => form.has(name))
  return extra === undefined ? undefined : refuse('invalid_request', `${extra} is not supported`)
}
