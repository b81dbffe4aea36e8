import { Router, type PathParams } from '../router'
import { header, type SimReply, type SimRequest } from '../types'
import { jsonApi, MEDIA_TYPE, transifexReplies } from './replies'
import type { TransifexAccount, TransifexOrganization, TransifexState } from './state'

type Context = {
  readonly request: SimRequest
  readonly account: TransifexAccount
}
type Handler = (context: Context, params: PathParams) => SimReply

/** Lists have no other size. */
const PAGE_SIZE = 150

const router = new Router<Handler>()
  .on('GET', '/organizations', listOrganizations)
  .on('GET', '/organizations/:id', getOrganization)
  .on('GET', '/projects', listProjects)
  .on('GET', '/users/:id', getUser)

export function handleTransifex(state: TransifexState, request: SimRequest): SimReply {
  const take = state.perIp.take(request.ip, request.now)
  if (!take.allowed && state.deps.limits.enabled) {
    return transifexReplies.throttled(Math.ceil((take.resetAt - request.now) / 1000))
  }
  const account = accountOf(state, request)
  if (account === undefined) return transifexReplies.unauthorized()
  const refusal = refuseMediaType(request)
  if (refusal !== undefined) return refusal
  const found = router.find(request.method, request.path)
  if (found === null) return transifexReplies.notFound('Page', request.path)
  if (found === 'wrong-method') return transifexReplies.invalid(405, 'Method not allowed')
  return found.handler({ request, account }, found.params)
}

function accountOf(state: TransifexState, request: SimRequest): TransifexAccount | undefined {
  const secret = /^Bearer (\S+)$/.exec(header(request, 'authorization') ?? '')?.[1]
  const record = secret === undefined ? undefined : state.tokens.live(secret)
  if (record === undefined) return undefined
  record.lastUsedAt = request.now
  return request.foreign ? state.foreign : state.account(record.accountKey)
}

/** [?] JSON:API asks for 406 and 415; that the platform does so was not read. */
function refuseMediaType(request: SimRequest): SimReply | undefined {
  const accept = header(request, 'accept') ?? '*/*'
  if (!/\*\/\*|application\/\*|application\/vnd\.api\+json/.test(accept)) {
    return transifexReplies.invalid(406, `Only ${MEDIA_TYPE} can be sent`)
  }
  if (request.body !== '' && header(request, 'content-type') !== MEDIA_TYPE) {
    return transifexReplies.invalid(415, `Only ${MEDIA_TYPE} can be read`)
  }
  return undefined
}

function listOrganizations({ request, account }: Context): SimReply {
  const slug = request.query.get('filter[slug]')
  const all = account.organizations.filter((item) => slug === null || item.slug === slug)
  return page(
    request,
    all.map((item) => organizationObject(request, item)),
  )
}

function getOrganization({ request, account }: Context, params: PathParams): SimReply {
  const found = findOrganization(account, params('id'))
  if (found === undefined) return transifexReplies.notFound('Organization', params('id'))
  if (!found.planCovers) return transifexReplies.paymentRequired()
  return jsonApi(200, { data: organizationObject(request, found) })
}

function listProjects({ request, account }: Context): SimReply {
  const id = request.query.get('filter[organization]')
  if (id === null) return transifexReplies.invalid(400, 'filter[organization] is required')
  const found = findOrganization(account, id)
  if (found === undefined) return transifexReplies.notFound('Organization', id)
  if (!found.planCovers) return transifexReplies.paymentRequired()
  const projects = found.projects.map((project) => ({
    id: `o:${found.slug}:p:${project.slug}`,
    type: 'projects',
    attributes: { slug: project.slug, name: project.name, private: found.private },
    links: { self: `${request.base}/projects/o:${found.slug}:p:${project.slug}` },
  }))
  return page(request, projects)
}

function getUser({ request, account }: Context, params: PathParams): SimReply {
  const id = params('id')
  if (id !== `u:${account.username}`) return transifexReplies.notFound('User', id)
  return jsonApi(200, {
    data: {
      id,
      type: 'users',
      attributes: { username: account.username },
      links: { self: `${request.base}/users/${id}` },
    },
  })
}

function findOrganization(
  account: TransifexAccount,
  id: string,
): TransifexOrganization | undefined {
  return account.organizations.find((item) => `o:${item.slug}` === id)
}

function organizationObject(request: SimRequest, item: TransifexOrganization): unknown {
  const self = `${request.base}/organizations/o:${item.slug}`
  return {
    id: `o:${item.slug}`,
    type: 'organizations',
    attributes: { name: item.name, slug: item.slug, private: item.private, logo_url: null },
    links: { self },
    relationships: {
      projects: {
        links: { related: `${request.base}/projects?filter[organization]=o:${item.slug}` },
      },
      teams: { links: { related: `${request.base}/teams?filter[organization]=o:${item.slug}` } },
    },
  }
}

/** Cursors are opaque; links keep the other parameters. */
function page(request: SimRequest, all: readonly unknown[]): SimReply {
  const cursor = request.query.get('page[cursor]')
  const start = cursor === null ? 0 : positionOf(cursor)
  if (start === undefined) return transifexReplies.invalid(400, 'page[cursor] is not valid')
  const link = (position: number | null): string | null => {
    if (position === null) return null
    const query = new URLSearchParams(request.query)
    if (position > 0) query.set('page[cursor]', cursorOf(position))
    else query.delete('page[cursor]')
    const text = query.toString()
    return `${request.base}${request.path}${text === '' ? '' : `?${text}`}`
  }
  return jsonApi(200, {
    data: all.slice(start, start + PAGE_SIZE),
    links: {
      self: link(start),
      next: link(start + PAGE_SIZE < all.length ? start + PAGE_SIZE : null),
      previous: link(start > 0 ? Math.max(0, start - PAGE_SIZE) : null),
    },
  })
}

function cursorOf(position: number): string {
  return Buffer.from(`position:${String(position)}`).toString('base64url')
}

function positionOf(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const digits = /^position:(\d{1,9})$/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
