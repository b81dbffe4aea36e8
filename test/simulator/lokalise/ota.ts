import { Router, type PathParams } from '../router'
import { header, json, queryNumber, type SimReply, type SimRequest } from '../types'
import type { TokenRecord } from '../tokens'
import { otaReplies } from './replies'
import type { LokaliseDetails, LokaliseProject, LokaliseState } from './state'

type Context = { readonly state: LokaliseState; readonly request: SimRequest }
type Handler = (context: Context, params: PathParams) => SimReply

const router = new Router<Handler>()
  .on('GET', '/v3/teams/:team/projects/:project/tokens', managed(listTokens))
  .on('POST', '/v3/teams/:team/projects/:project/tokens', managed(createToken))
  .on('DELETE', '/v3/teams/:team/projects/:project/tokens/:token', managed(deleteToken))
  .on('GET', '/v3/lokalise/projects/:project/frameworks/:framework', getBundle)

const FRAMEWORKS = ['ios_sdk', 'android_sdk', 'flutter_sdk']

/** `ota.lokalise.com` (https://developers.lokalise.com/reference/working-with-the-ota-api). */
export function handleOta(state: LokaliseState, request: SimRequest): SimReply {
  const found = router.find(request.method, request.path)
  if (found === null || found === 'wrong-method') return otaReplies.notFound('Project')
  return found.handler({ state, request }, found.params)
}

type ManagedHandler = (context: Context, project: LokaliseProject, params: PathParams) => SimReply

/** Managing tokens takes a JWT for this very project. */
function managed(handler: ManagedHandler): Handler {
  return (context, params) => {
    const { state, request } = context
    const secret = /^Bearer (\S+)$/.exec(header(request, 'authorization') ?? '')?.[1]
    const jwt = secret === undefined ? undefined : state.jwts.get(secret)
    if (jwt === undefined) return otaReplies.unauthorized()
    if (jwt.expiresAt <= request.now) return otaReplies.tokenExpired()
    const allowed = jwt.projects.some(
      (item) => item.projectId === params('project') && String(item.teamId) === params('team'),
    )
    const project = allowed ? state.projects.get(params('project')) : undefined
    if (project === undefined) return otaReplies.notFound('Project')
    return handler(context, project, params)
  }
}

/** Values are given in clear, again and again. */
function tokenObject(project: LokaliseProject, record: TokenRecord<LokaliseDetails>): unknown {
  return {
    id: Number(record.id),
    token: record.secret,
    projectId: project.otaId,
    lokaliseId: null,
    createdAt: new Date(record.createdAt).toISOString(),
  }
}

function tokensOf(
  state: LokaliseState,
  project: LokaliseProject,
): readonly TokenRecord<LokaliseDetails>[] {
  return state.tokens
    .listed()
    .filter((record) => record.kind === 'lokalise/sdk-token')
    .filter((record) => record.projectId === project.id)
}

function listTokens({ state }: Context, project: LokaliseProject): SimReply {
  return json(200, { data: tokensOf(state, project).map((record) => tokenObject(project, record)) })
}

function createToken({ state, request }: Context, project: LokaliseProject): SimReply {
  // A project without a bundle is not there for this host (Lokalise Flutter guide).
  if (project.bundleVersion === null) return otaReplies.notFound('Project')
  const record = state.tokens.add(
    {
      id: String(state.number()),
      kind: 'lokalise/sdk-token',
      secret: state.deps.secrets.make('lokalise/sdk-token'),
      server: 'cloud',
      accountKey: project.ownerKey,
      projectId: project.id,
      scopes: [],
      label: '',
      createdAt: request.now,
      expiresAt: null,
      activeAt: request.now + state.activationMs,
      details: { readOnly: true },
    },
    'api',
  )
  return json(200, { data: tokenObject(project, record) })
}

function deleteToken({ state }: Context, project: LokaliseProject, params: PathParams): SimReply {
  const record = tokensOf(state, project).find((item) => item.id === params('token'))
  if (record === undefined) return otaReplies.notFound('Token')
  state.tokens.revoke(record.secret, 'delete')
  return json(200, { data: { id: Number(record.id), deleted: true } })
}

function getBundle({ state, request }: Context, params: PathParams): SimReply {
  const { now, query } = request
  const record = state.tokens.live(header(request, 'x-ota-api-token') ?? '')
  const active = record?.kind === 'lokalise/sdk-token' && record.activeAt <= now
  // [?] That another project's token is answered like an unknown one was not read.
  if (!active || (record.projectId !== params('project') && !request.foreign)) {
    return otaReplies.unauthorized()
  }
  const problems = [
    ...(FRAMEWORKS.includes(params('framework')) ? [] : ['framework is not supported']),
    ...(query.has('appVersion') ? [] : ['appVersion should not be empty']),
    ...(query.has('transVersion') ? [] : ['transVersion should not be empty']),
  ]
  if (problems.length > 0) return otaReplies.badRequest(problems)
  record.lastUsedAt = now
  const project = state.projects.get(record.projectId ?? '')
  if (project?.bundleVersion == null) return otaReplies.notFound('Project')
  if (queryNumber(query, 'transVersion', 0) >= project.bundleVersion) return { status: 204 }
  const url = `https://ota-bundles.lokalise.com/${String(project.teamId)}/${project.id}/bundles/${state.deps.random.uuid()}`
  return json(200, { data: { url, version: project.bundleVersion } })
}
