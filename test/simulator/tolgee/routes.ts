import { Router, type PathParams } from '../router'
import { json, parseObject, queryNumber, type SimReply } from '../types'
import type { TolgeeContext } from './guard'
import { withProject, type ProjectContext } from './project-access'
import { models } from './models'
import { tolgeeError, tolgeeReplies } from './replies'

export type TolgeeRoute = {
  /** Which callers may come; the answer to another is the platform's. */
  readonly allows: readonly ('pat' | 'pak' | 'jwt')[]
  /** Answered also while the account waits for its e-mail or is bound to SSO. */
  readonly lenient?: boolean
  /** The bucket of its own that the endpoint has. */
  readonly bucket?: 'export'
  readonly handler: (context: TolgeeContext, params: PathParams) => SimReply
}

const PAT = ['pat'] as const
const PAK = ['pak'] as const
const KEYS = ['pat', 'pak'] as const
const EVERYBODY = ['pat', 'pak', 'jwt'] as const
const SESSION = ['jwt'] as const

/** Managing tokens takes a session; its handlers are not built yet. */
const sessionOnly: TolgeeRoute = {
  allows: SESSION,
  handler: ({ request }) => tolgeeReplies.noSuchPath(request.path, request.now),
}

const inProject = (scope: string | null, handler: (context: ProjectContext) => SimReply) => ({
  allows: EVERYBODY,
  handler: (context: TolgeeContext, params: PathParams) =>
    withProject(context, { id: params('project'), scope }, handler),
})

const exportRoute = inProject('translations.view', exportProject)

// `current` stands before `:id`, so it is found first.
export const tolgeeRoutes = new Router<TolgeeRoute>()
  .on('GET', '/v2/pats/current', { allows: PAT, handler: currentPat })
  .on('GET', '/v2/api-keys/current', { allows: PAK, handler: currentApiKey })
  .on('GET', '/v2/api-keys/current-permissions', { allows: KEYS, handler: currentPermissions })
  .on('GET', '/v2/user', {
    allows: EVERYBODY,
    lenient: true,
    handler: ({ user }) => json(200, models.user(user)),
  })
  .on('GET', '/v2/projects', { allows: ['pat', 'jwt'], handler: listProjects })
  .on('GET', '/v2/projects/translations', { allows: EVERYBODY, handler: listTranslations })
  .on('GET', '/v2/projects/:project', inProject(null, getProject))
  .on('GET', '/v2/projects/:project/branches', inProject('keys.view', listBranches))
  .on('POST', '/v2/projects/:project/export', { ...exportRoute, bucket: 'export' })
  .on(
    'PUT',
    '/v2/projects/:project/tag-complex',
    inProject('keys.edit', () => ({ status: 200 })),
  )
  .on('GET', '/v2/projects/:project/api-keys', sessionOnly)
  .on('GET', '/v2/pats', sessionOnly)
  .on('POST', '/v2/pats', sessionOnly)
  .on('GET', '/v2/pats/:id', sessionOnly)
  .on('PUT', '/v2/pats/:id', sessionOnly)
  .on('PUT', '/v2/pats/:id/regenerate', sessionOnly)
  .on('DELETE', '/v2/pats/:id', sessionOnly)
  .on('GET', '/v2/api-keys', sessionOnly)
  .on('POST', '/v2/api-keys', sessionOnly)
  .on('GET', '/v2/api-keys/:id', sessionOnly)
  .on('PUT', '/v2/api-keys/:id', sessionOnly)
  .on('PUT', '/v2/api-keys/:id/regenerate', sessionOnly)
  .on('DELETE', '/v2/api-keys/:id', sessionOnly)

function currentPat({ user, record }: TolgeeContext): SimReply {
  if (record === undefined) return tolgeeError(400, 'invalid_authentication_method')
  return json(200, models.pat(record, user))
}

function currentApiKey({ state, user, record }: TolgeeContext): SimReply {
  const project = state.projects.get(Number(record?.projectId))
  if (record === undefined) return tolgeeError(400, 'invalid_authentication_method')
  if (project === undefined) return tolgeeError(404, 'project_not_found')
  return json(200, models.apiKey(record, user, project))
}

function currentPermissions({ state, request, user, record, type }: TolgeeContext): SimReply {
  const asked = request.query.get('projectId')
  if (type === 'pat' && asked === null) return tolgeeError(400, 'no_project_id_provided')
  const project = state.projects.get(Number(type === 'pak' ? record?.projectId : asked))
  // A project without access is answered with no scopes; one that is not there is not found.
  if (project === undefined) return tolgeeError(404, 'resource_not_found')
  return json(200, models.permissions(state, project, { user, record }))
}

function listProjects({ state, request, user }: TolgeeContext): SimReply {
  const size = Math.max(1, queryNumber(request.query, 'size', 20))
  const number = queryNumber(request.query, 'page', 0)
  const search = (request.query.get('search') ?? '').toLowerCase()
  const all = state
    .reach(user)
    .filter((item) => item.server === request.origin && item.name.toLowerCase().includes(search))
  const items = all.slice(number * size, (number + 1) * size).map((item) => models.project(item))
  return hal(
    `${request.base}${request.path}`,
    { name: 'projects', items },
    {
      size,
      totalElements: all.length,
      totalPages: Math.ceil(all.length / size),
      number,
    },
  )
}

/** A page without entries has no `_embedded` (Spring HATEOAS). */
function hal(
  self: string,
  list: { name: string; items: readonly unknown[] },
  page: Record<string, number>,
): SimReply {
  const embedded = list.items.length === 0 ? {} : { _embedded: { [list.name]: list.items } }
  return json(
    200,
    { ...embedded, _links: { self: { href: self } }, page },
    { 'content-type': 'application/hal+json' },
  )
}

/** The project is the key's own; a personal token has none. */
function listTranslations(context: TolgeeContext): SimReply {
  const id = context.record?.projectId
  if (id == null) return tolgeeError(400, 'project_not_selected')
  return withProject(context, { id, scope: 'translations.view' }, ({ request }) =>
    hal(`${request.base}${request.path}`, { name: 'keys', items: [] }, emptyPage),
  )
}

const emptyPage = { size: 20, totalElements: 0, totalPages: 0, number: 0 }

function getProject({ project }: ProjectContext): SimReply {
  return json(200, models.project(project))
}

function listBranches({ request }: ProjectContext): SimReply {
  return hal(`${request.base}${request.path}`, { name: 'branches', items: [] }, emptyPage)
}

/** A zip file without entries: 22 bytes that say where its (empty) list ends. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)])

function exportProject({ request }: ProjectContext): SimReply {
  const body = parseObject(request.body)
  if (body === undefined) return tolgeeError(400, 'request_parse_error')
  if (body['zip'] === false) return json(200, {})
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: EMPTY_ZIP }
}
