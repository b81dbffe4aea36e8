import type { PathParams } from '../router'
import { decodeTolgeePak } from '../secrets'
import type { TokenRecord } from '../tokens'
import { json, type SimReply } from '../types'
import { bodyOf, isBody } from './bodies'
import type { TolgeeContext } from './guard'
import { halPage, sorted } from './hal'
import { models } from './models'
import type { ProjectContext } from './project-access'
import { tolgeeError } from './replies'
import { expand } from './scopes'
import type { TolgeeProject, TolgeeState, TolgeeUser } from './state'

type Handler = (context: TolgeeContext, params: PathParams) => SimReply

/** Managing project API keys, legacy ones too (`ApiKeyController.kt`). */
export const apiKeys = {
  list: (context: TolgeeContext): SimReply => {
    const project = context.request.query.get('filterProjectId')
    const own = listed(context)
      .filter((record) => record.accountKey === context.user.key)
      .filter((record) => project === null || record.projectId === project)
    return page(context, own)
  },

  /** The keys of all users. */
  listOfProject: (context: ProjectContext): SimReply =>
    page(
      context,
      listed(context).filter((record) => record.projectId === String(context.project.id)),
    ),

  create: ({ state, request, user }: TolgeeContext): SimReply => {
    const body = bodyOf(request, { description: 'optional', scopes: true, projectId: true })
    if (!isBody(body)) return body
    const project = state.projects.get(body.projectId ?? 0)
    if (project?.server !== request.origin) return tolgeeError(404, 'project_not_found')
    const refused = refuseScopes(state, { user, project }, body.scopes ?? [])
    if (refused !== undefined) return refused
    const secret = state.deps.secrets.make('tolgee/pak', { projectId: project.id })
    const record = state.tokens.add(
      {
        id: String(state.id()),
        kind: 'tolgee/pak',
        secret,
        server: request.origin,
        accountKey: user.key,
        projectId: String(project.id),
        scopes: body.scopes ?? [],
        label: labelOf(body.description, secret),
        createdAt: request.now,
        expiresAt: body.expiresAt,
        activeAt: 0,
        details: null,
      },
      'api',
    )
    return json(200, { ...object(state, record), key: record.secret })
  },

  get: withKey('resource_not_found', ({ state }, record) => json(200, object(state, record))),

  /** The expiry cannot be changed. */
  edit: withKey('api_key_not_found', ({ state, request, user }, record) => {
    const body = bodyOf(request, { description: 'optional', scopes: true })
    if (!isBody(body)) return body
    const project = state.projects.get(Number(record.projectId))
    if (project === undefined) return tolgeeError(404, 'project_not_found')
    const refused = refuseScopes(state, { user, project }, body.scopes ?? [])
    if (refused !== undefined) return refused
    const label = body.description?.trim() === '' ? undefined : body.description
    state.tokens.edit(record, {
      scopes: body.scopes ?? [],
      ...(label === undefined ? {} : { label }),
    })
    return json(200, object(state, record))
  }),

  /** The old value is dead at once; without a date the new one never ends. */
  regenerate: withKey('api_key_not_found', ({ state, request }, record) => {
    const body = bodyOf(request, {})
    if (!isBody(body)) return body
    const projectId = Number(record.projectId)
    const secret = state.deps.secrets.make('tolgee/pak', { projectId })
    const { expiresAt } = body
    const next = state.tokens.regenerate(record, { secret, expiresAt, kind: 'tolgee/pak' })
    return json(200, { ...object(state, next), key: next.secret })
  }),

  remove: withKey('api_key_not_found', ({ state }, record) => {
    state.tokens.revoke(record.secret, 'delete')
    return { status: 200 }
  }),
}

function page(context: TolgeeContext, all: readonly TokenRecord<null>[]): SimReply {
  const { state, request } = context
  const objects = sorted(request, all).map((record) => object(state, record))
  return halPage(request, 'apiKeys', objects)
}

function listed({ state, request }: TolgeeContext): readonly TokenRecord<null>[] {
  return state.tokens
    .listed()
    .filter((record) => record.kind !== 'tolgee/pat' && record.server === request.origin)
}

function object(state: TolgeeState, record: TokenRecord<null>): Record<string, unknown> {
  const project = state.projects.get(Number(record.projectId))
  if (project === undefined) throw new Error('A key without a project')
  return models.apiKey(record, state.user(record.accountKey), project)
}

/** Unknown: 404 with this code; of another user, and the caller no admin of its project: 403. */
function withKey(
  notFound: string,
  handler: (context: TolgeeContext, record: TokenRecord<null>) => SimReply,
): Handler {
  return (context, params) => {
    const { state, user } = context
    const record = listed(context).find((item) => item.id === params('id'))
    if (record === undefined) return tolgeeError(404, notFound)
    const project = state.projects.get(Number(record.projectId))
    const admin = project !== undefined && expand(state.scopesOf(user, project)).includes('admin')
    if (record.accountKey !== user.key && !admin) {
      return tolgeeError(403, 'operation_not_permitted', ['admin'])
    }
    return handler(context, record)
  }
}

/** Nobody can give what he does not have. */
function refuseScopes(
  state: TolgeeState,
  where: { user: TolgeeUser; project: TolgeeProject },
  scopes: readonly string[],
): SimReply | undefined {
  const own = expand(state.scopesOf(where.user, where.project))
  const missing = scopes.filter((scope) => !own.includes(scope))
  return missing.length === 0 ? undefined : tolgeeError(403, 'operation_not_permitted', missing)
}

/** The server's own name for a key without one: the ends of its inner part (`ApiKeyService.kt`). */
function labelOf(description: string | undefined, secret: string): string {
  if (description !== undefined && description.trim() !== '') return description
  const inner = decodeTolgeePak(secret)?.inner ?? ''
  return `${inner.slice(0, 5)}......${inner.slice(-5)}`
}
