import { Router, type PathParams } from '../router'
import { header, json, queryNumber, type SimReply, type SimRequest } from '../types'
import { stringsCaller, type StringsCaller } from './auth'
import { phraseReplies } from './replies'
import type { DataCenter, PhraseState, PhraseStringsAccount, PhraseUser } from './state'

type Context = {
  readonly state: PhraseState
  readonly request: SimRequest
  readonly user: PhraseUser
}
type Handler = (context: Context, params: PathParams) => SimReply

const router = new Router<Handler>()
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
  const reply = answer({ state, request, user }, caller)
  return { ...reply, headers: { ...reply.headers, ...limits.headers } }
}

function answer(context: Context, caller: StringsCaller): SimReply {
  const { request } = context
  if (!request.path.startsWith('/v2/')) return phraseReplies.notFound()
  const found = router.find(request.method, request.path)
  if (found === null || found === 'wrong-method') return phraseReplies.notFound()
  const needed = request.method === 'GET' ? 'read' : 'write'
  if (caller.scopes !== null && !caller.scopes.includes(needed)) return phraseReplies.forbidden()
  return found.handler(context, found.params)
}

type Limits = { readonly headers: Record<string, string>; readonly refusal?: SimReply }

function limitsOf(state: PhraseState, request: SimRequest, user: PhraseUser): Limits {
  if (!state.deps.limits.enabled) return { headers: {} }
  const underWay = request.hold(`user ${user.id}`)
  const tooMany = underWay > state.concurrentPerUser
  const take = tooMany
    ? state.perUser.peek(user.id, request.now)
    : state.perUser.take(user.id, request.now)
  const headers = {
    'x-rate-limit-limit': String(take.limit),
    'x-rate-limit-remaining': String(take.remaining),
    'x-rate-limit-reset': String(Math.ceil(take.resetAt / 1000)),
  }
  if (take.allowed && !tooMany) return { headers }
  // [?] The values of this header were not captured.
  const reason = tooMany ? 'concurrency' : 'rate_limit'
  return { headers, refusal: phraseReplies.tooMany({ ...headers, 'x-rate-limit-reason': reason }) }
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
  const size = Math.min(100, Math.max(1, queryNumber(request.query, 'per_page', 25)))
  const page = Math.max(1, queryNumber(request.query, 'page', 1))
  const all = user.accounts
  const pages = Math.max(1, Math.ceil(all.length / size))
  const link = (number: number, rel: string): string =>
    `<${request.base}${request.path}?page=${String(number)}&per_page=${String(size)}>; rel="${rel}"`
  const links = [
    link(1, 'first'),
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
    link(pages, 'last'),
  ]
  const pagination = {
    total_count: all.length,
    current_page: page,
    current_per_page: size,
    previous_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
  }
  const items = all.slice((page - 1) * size, page * size).map((item) => accountObject(user, item))
  return json(200, items, { link: links.join(', '), pagination: JSON.stringify(pagination) })
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
