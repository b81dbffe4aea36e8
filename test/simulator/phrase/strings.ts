import type { Take } from '../limits'
import { Router, type PathParams } from '../router'
import { header, json, type SimReply, type SimRequest } from '../types'
import { stringsCaller, type StringsCaller } from './auth'
import {
  createAuthorization,
  deleteAuthorization,
  editAuthorization,
  getAuthorization,
  listAuthorizations,
} from './authorizations'
import { page } from './page'
import { phraseReplies } from './replies'
import type { DataCenter, PhraseState, PhraseStringsAccount, PhraseUser } from './state'

/** What the handler of an endpoint works with. */
export type StringsContext = {
  readonly state: PhraseState
  readonly request: SimRequest
  readonly user: PhraseUser
  readonly dataCenter: DataCenter
}
type Context = StringsContext
type Handler = (context: Context, params: PathParams) => SimReply

const router = new Router<Handler>()
  .on('GET', '/v2/authorizations', listAuthorizations)
  .on('POST', '/v2/authorizations', createAuthorization)
  .on('GET', '/v2/authorizations/:id', getAuthorization)
  .on('PATCH', '/v2/authorizations/:id', editAuthorization)
  .on('DELETE', '/v2/authorizations/:id', deleteAuthorization)
  .on('GET', '/v2/user', getUser)
  .on('GET', '/v2/accounts', listAccounts)
  .on('GET', '/v2/accounts/:id', getAccount)

/** Phrase Strings, API v2 (https://developers.phrase.com/en/api/strings). */
export function handleStrings(
  state: PhraseState,
  request: SimRequest,
  dataCenter: DataCenter,
): SimReply {
  const reply = replyOf(state, request, dataCenter)
  const empty = state.refusalBody === 'empty' && [401, 403].includes(reply.status)
  return empty ? { ...reply, body: '' } : reply
}

function replyOf(state: PhraseState, request: SimRequest, dataCenter: DataCenter): SimReply {
  if ((header(request, 'user-agent') ?? '') === '') {
    return phraseReplies.badRequest('The User-Agent header is missing')
  }
  const caller = stringsCaller(state, request, dataCenter)
  if ('status' in caller) return caller
  const user = request.foreign ? state.foreign : caller.user
  const limits = limitsOf(state, request, caller.user)
  if (limits.refusal !== undefined) return limits.refusal
  const reply = answer({ state, request, user, dataCenter }, caller)
  return { ...reply, headers: { ...reply.headers, ...limits.headers } }
}

function answer(context: Context, caller: StringsCaller): SimReply {
  const { request } = context
  if (!request.path.startsWith('/v2/')) return phraseReplies.notFound()
  const found = router.find(request.method, request.path)
  if (found === null || found === 'wrong-method') return phraseReplies.notFound()
  const managing = request.path.startsWith('/v2/authorizations')
  if (managing && caller.by !== 'password' && !context.state.tokensManageTokens) {
    return phraseReplies.forbidden()
  }
  const needed = request.method === 'GET' ? 'read' : 'write'
  if (caller.scopes !== null && !caller.scopes.includes(needed)) return phraseReplies.forbidden()
  return found.handler(context, found.params)
}

type Limits = { readonly headers: Record<string, string>; readonly refusal?: SimReply }

function limitsOf(state: PhraseState, request: SimRequest, user: PhraseUser): Limits {
  const { limits } = state.deps
  const name = 'requests at a time per user'
  const tooMany = limits.isCrowded({ name, limit: state.concurrentPerUser }, user.id, {
    now: request.now,
    underWay: request.hold(`user ${user.id}`),
  })
  const take = tooMany
    ? state.perUser.peek(user.id, request.now)
    : state.perUser.take(user.id, request.now)
  if (!limits.enabled) return { headers: {} }
  const headers = rateHeaders(take)
  if (take.allowed && !tooMany) return { headers }
  // [?] The values of this header were not captured.
  const reason = tooMany ? 'concurrency' : 'rate_limit'
  return { headers, refusal: phraseReplies.tooMany({ ...headers, 'x-rate-limit-reason': reason }) }
}

function rateHeaders(take: Take): Record<string, string> {
  return {
    'x-rate-limit-limit': String(take.limit),
    'x-rate-limit-remaining': String(take.remaining),
    'x-rate-limit-reset': String(Math.ceil(take.resetAt / 1000)),
  }
}

/** As if the user had used up his requests of these five minutes. */
export function stringsTooMany(state: PhraseState, request: SimRequest): SimReply {
  const take = { ...state.perUser.peek('', request.now), remaining: 0 }
  return phraseReplies.tooMany({ ...rateHeaders(take), 'x-rate-limit-reason': 'rate_limit' })
}

function getUser({ user }: Context): SimReply {
  return json(200, {
    id: user.id,
    username: user.username,
    name: user.name,
    email: user.email,
    position: 'Developer',
    language: 'en',
    created_at: new Date(user.createdAt).toISOString(),
    updated_at: new Date(user.createdAt).toISOString(),
  })
}

function accountObject(user: PhraseUser, account: PhraseStringsAccount): Record<string, unknown> {
  const date = new Date(user.createdAt).toISOString()
  return {
    id: account.id,
    name: account.name,
    slug: account.slug,
    company: account.name,
    created_at: date,
    updated_at: date,
    company_logo_url: null,
  }
}

function listAccounts({ request, user }: Context): SimReply {
  return page(
    request,
    user.accounts.map((item) => accountObject(user, item)),
  )
}

function getAccount({ user }: Context, params: PathParams): SimReply {
  const account = user.accounts.find((item) => item.id === params('id'))
  if (account === undefined) return phraseReplies.notFound()
  return json(200, {
    ...accountObject(user, account),
    subscription: 'business',
    roles: [{ role: 'Owner' }],
  })
}
