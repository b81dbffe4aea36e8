import { Router, type PathParams } from '../router'
import { json, parseObject, type SimReply } from '../types'
import { apiKeys } from './api-keys'
import type { TolgeeContext } from './guard'
import { halPage } from './hal'
import { withProject, type ProjectContext } from './project-access'
import { models } from './models'
import { pats } from './pats'
import { tolgeeError } from './replies'
import { generateSuperToken } from './sign-in'

export type TolgeeRoute = {
  /** Which callers may come; the answer to another is the platform's. */
  readonly allows: readonly ('pat' | 'pak' | 'jwt')[]
  /** Answered also while the account waits for its e-mail or is bound to SSO. */
  readonly lenient?: boolean
  /** Takes a session that has signed in within the hour. */
  readonly super?: boolean
  /** The bucket of its own that the endpoint has. */
  readonly bucket?: 'export'
  readonly handler: (context: TolgeeContext, params: PathParams) => SimReply
}

const PAT = ['pat'] as const
const PAK = ['pak'] as const
const KEYS = ['pat', 'pak'] as const
const EVERYBODY = ['pat', 'pak', 'jwt'] as const
const SESSION = ['jwt'] as const

/** Managing tokens takes a session; to write, one that has signed in within the hour. */
const reads = (handler: TolgeeRoute['handler']): TolgeeRoute => ({ allows: SESSION, handler })
const writes = (handler: TolgeeRoute['handler']): TolgeeRoute => ({
  allows: SESSION,
  super: true,
  handler,
})

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
  .on('POST', '/v2/user/generate-super-token', {
    allows: SESSION,
    lenient: true,
    handler: generateSuperToken,
  })
  .on('GET', '/v2/pats', reads(pats.list))
  .on('POST', '/v2/pats', writes(pats.create))
  .on('GET', '/v2/pats/:id', reads(pats.get))
  .on('PUT', '/v2/pats/:id', writes(pats.edit))
  .on('PUT', '/v2/pats/:id/regenerate', writes(pats.regenerate))
  .on('DELETE', '/v2/pats/:id', writes(pats.remove))
  .on('GET', '/v2/projects/:project/api-keys', {
    ...inProject('admin', apiKeys.listOfProject),
    allows: SESSION,
  })
  .on('GET', '/v2/api-keys', reads(apiKeys.list))
  .on('POST', '/v2/api-keys', writes(apiKeys.create))
  .on('GET', '/v2/api-keys/:id', reads(apiKeys.get))
  .on('PUT', '/v2/api-keys/:id', writes(apiKeys.edit))
  .on('PUT', '/v2/api-keys/:id/regenerate', writes(apiKeys.regenerate))
  .on('DELETE', '/v2/api-keys/:id', writes(apiKeys.remove))

function currentPat({ user, record }: TolgeeContext): SimReply {
  if (record === undefined) return tolgeeError(400, 'invalid_authentication_method')
  return json(200, models.patWithUser(record, user))
}

function currentApiKey({ state, user, record }: TolgeeContext): SimReply {
  const project = state.projects.get(Number(record?.projectId))
  if (record === undefined) return tolgeeError(400, 'invalid_authentication_method')
  if (project === undefined) return tolgeeError(404, 'project_not_found')
  // ApiKeyWithLanguagesModel: two fields more than in lists.
  const more = { permittedLanguageIds: null, branchingEnabled: false }
  return json(200, { ...models.apiKey(record, user, project), ...more })
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
  const search = (request.query.get('search') ?? '').toLowerCase()
  const all = state
    .reach(user)
    .filter((item) => item.server === request.origin && item.name.toLowerCase().includes(search))
  return halPage(
    request,
    'projects',
    all.map((item) => models.project(item)),
  )
}

/** The project is the key's own; a personal token has none. */
function listTranslations(context: TolgeeContext): SimReply {
  const id = context.record?.projectId
  if (id == null) return tolgeeError(400, 'project_not_selected')
  return withProject(context, { id, scope: 'translations.view' }, ({ request }) =>
    halPage(request, 'keys', []),
  )
}

function getProject({ project }: ProjectContext): SimReply {
  return json(200, models.project(project))
}

function listBranches({ request }: ProjectContext): SimReply {
  return halPage(request, 'branches', [])
}

/** A zip file without entries: 22 bytes that say where its (empty) list ends. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)])

function exportProject({ request }: ProjectContext): SimReply {
  const body = parseObject(request.body)
  if (body === undefined) return tolgeeError(400, 'request_parse_error')
  if (body['zip'] === false) return json(200, {})
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: EMPTY_ZIP }
}
