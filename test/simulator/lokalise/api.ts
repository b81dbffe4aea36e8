import { Router, type PathParams } from '../router'
import { fingerprint } from '../secrets'
import { header, json, parseObject, queryNumber, type SimReply, type SimRequest } from '../types'
import { lokaliseReplies } from './replies'
import type { LokaliseAccount, LokaliseProject, LokaliseState, LokaliseTeam } from './state'

type Context = {
  readonly state: LokaliseState
  readonly request: SimRequest
  readonly account: LokaliseAccount
  readonly readOnly: boolean
}
type Handler = (context: Context, params: PathParams) => SimReply

const router = new Router<Handler>()
  .on('GET', '/api2/projects', listProjects)
  .on('POST', '/api2/projects', createProject)
  .on('GET', '/api2/projects/:id', inProject(getProject))
  .on('GET', '/api2/projects/:id/contributors', inProject(listContributors))
  .on('GET', '/api2/projects/:id/contributors/me', inProject(getMe))
  .on('POST', '/api2/projects/:id/tokens', inProject(createJwt))
  .on('GET', '/api2/teams', listTeams)
  .on('GET', '/api2/teams/:id', getTeam)

/** `api.lokalise.com/api2` (https://developers.lokalise.com/reference). */
export function handleApi(state: LokaliseState, request: SimRequest): SimReply {
  const secret = header(request, 'x-api-token') ?? ''
  const limited = refuseByLimits(state, request, secret)
  if (limited !== undefined) return limited
  if (!/^[0-9a-z]{40}$/.test(secret)) return lokaliseReplies.badTokenHeader()
  const record = state.tokens.live(secret)
  if (record?.kind !== 'lokalise/api-token') {
    return state.wrongTokenReply === 400
      ? lokaliseReplies.badTokenHeader()
      : lokaliseReplies.unauthorized()
  }
  record.lastUsedAt = request.now
  const account = request.foreign ? state.foreign : state.account(record.accountKey)
  const found = router.find(request.method, request.path)
  if (found === null || found === 'wrong-method') return lokaliseReplies.notFoundBare()
  const { readOnly } = record.details
  // [?] That a read-only token gets 403 on writes is a third party's word.
  if (readOnly && request.method !== 'GET') return lokaliseReplies.forbidden()
  const reply = found.handler({ state, request, account, readOnly }, found.params)
  const processId = state.deps.random.hex(20)
  return { ...reply, headers: { 'x-lokalise-process-id': processId, ...reply.headers } }
}

function refuseByLimits(
  state: LokaliseState,
  request: SimRequest,
  secret: string,
): SimReply | undefined {
  const { now } = request
  const { limits } = state.deps
  // Asked for all, so that a request over one limit does not escape the others' counts.
  const project = /^\/api2\/projects\/([^/]+)/.exec(request.path)?.[1]
  const atATime = { name: 'requests at a time per project', limit: state.concurrentPerProject }
  const crowded =
    project !== undefined &&
    limits.isCrowded(atATime, project, { now, underWay: request.hold(`project ${project}`) })
  const token = fingerprint(secret)
  const older = { name: 'requests at a time per token', limit: 1 }
  const locked =
    state.oneRequestPerToken &&
    limits.isCrowded(older, token, { now, underWay: request.hold(`token ${token}`) })
  const perIp = state.perIp.take(request.ip, now).allowed
  const perToken = state.perToken.take(token, now).allowed
  if (!limits.enabled) return undefined
  if (locked) return lokaliseReplies.locked()
  return crowded || !perIp || !perToken ? lokaliseReplies.tooMany(state.rateLimitBody) : undefined
}

type ProjectHandler = (context: Context, project: LokaliseProject) => SimReply

/** Unknown: 404; not a contributor: 401; no admin: 403 (a token needs an admin's role). */
function inProject(handler: ProjectHandler): Handler {
  return (context, params) => {
    const project = context.state.projects.get(params('id'))
    if (project === undefined) return lokaliseReplies.notFound()
    const contributor = project.contributors.get(context.account.key)
    if (contributor === undefined) return lokaliseReplies.unauthorized()
    if (!contributor.isAdmin) return lokaliseReplies.forbidden()
    return handler(context, project)
  }
}

function listProjects({ state, request, account }: Context): SimReply {
  const statistics = request.query.get('include_statistics') !== '0'
  const team = request.query.get('filter_team_id')
  const all = state.reach(account).filter((item) => team === null || String(item.teamId) === team)
  const objects = all.map((item) => projectObject(state, item, statistics))
  return page(request, { name: 'projects', all: objects })
}

function createProject({ state, request, account }: Context): SimReply {
  const name = parseObject(request.body)?.['name']
  if (typeof name !== 'string' || name === '')
    return lokaliseReplies.badRequest('`name` is required')
  return json(200, projectObject(state, state.project(account, name), false))
}

function getProject({ state }: Context, project: LokaliseProject): SimReply {
  return json(200, projectObject(state, project, true))
}

function projectObject(
  state: LokaliseState,
  project: LokaliseProject,
  statistics: boolean,
): unknown {
  const owner = state.account(project.ownerKey)
  return {
    project_id: project.id,
    project_type: 'localization_files',
    name: project.name,
    description: '',
    ...dates(project.createdAt),
    created_by: owner.userId,
    created_by_email: owner.email,
    team_id: project.teamId,
    base_language_id: 640,
    base_language_iso: 'en',
    settings: {
      per_platform_key_names: false,
      reviewing: true,
      auto_toggle_unverified: true,
      offline_translation: true,
      key_editing: true,
      inline_machine_translations: true,
      branching: false,
      segmentation: false,
      custom_translation_statuses: false,
      custom_translation_statuses_allow_multiple: false,
    },
    ...(statistics
      ? { statistics: { progress_total: 0, keys_total: 0, team: 1, base_words: 0, languages: [] } }
      : {}),
  }
}

function contributorObject(state: LokaliseState, project: LokaliseProject, key: string): unknown {
  const account = state.account(key)
  const contributor = project.contributors.get(key)
  return {
    user_id: account.userId,
    uuid: account.uuid,
    email: account.email,
    fullname: account.fullName,
    ...dates(account.createdAt),
    is_admin: contributor?.isAdmin ?? false,
    is_reviewer: contributor?.isReviewer ?? false,
    languages: [{ lang_id: 640, lang_iso: 'en', lang_name: 'English', is_writable: true }],
    admin_rights: contributor?.adminRights ?? [],
    role_id: contributor?.isAdmin === true ? 1 : 5,
  }
}

function listContributors({ state, request }: Context, project: LokaliseProject): SimReply {
  const objects = [...project.contributors.keys()].map((key) =>
    contributorObject(state, project, key),
  )
  return page(request, { name: 'contributors', all: objects }, { project_id: project.id })
}

function getMe({ state, account }: Context, project: LokaliseProject): SimReply {
  const contributor = contributorObject(state, project, account.key)
  return json(200, { project_id: project.id, contributor })
}

function createJwt({ state, request, account }: Context, project: LokaliseProject): SimReply {
  if (parseObject(request.body)?.['service'] !== 'ota') {
    return lokaliseReplies.badRequest('`service` has to be `ota`')
  }
  return json(200, { jwt: state.grant(account, project) })
}

function listTeams({ request, account }: Context): SimReply {
  const objects = account.teams.map((team) => ({
    team_id: team.id,
    name: team.name,
    plan: team.plan,
    ...dates(account.createdAt),
    quota_usage: { users: 2, keys: 715, projects: 4, mau: 0, ai_words: 0 },
    quota_allowed: { users: 50, keys: 30_000, projects: 100, mau: 0, ai_words: 4000 },
  }))
  return page(request, { name: 'teams', all: objects })
}

function getTeam({ account }: Context, params: PathParams): SimReply {
  const team = account.teams.find((item: LokaliseTeam) => String(item.id) === params('id'))
  if (team === undefined) return lokaliseReplies.notFound()
  return json(200, {
    team: {
      team_id: team.id,
      name: team.name,
      plan_name: team.plan,
      is_team_suspended: team.suspended,
      is_end_of_trial_active: false,
      trial_days_left: 0,
      quota_usage: { users: 2, keys: 715, projects: 4, mau: 0, ai_words: 0 },
      quota_allowed: { users: 50, keys: 30_000, projects: 100, mau: 0, ai_words: 4000 },
    },
  })
}

function dates(time: number): { created_at: string; created_at_timestamp: number } {
  const text = new Date(time).toISOString().slice(0, 19).replace('T', ' ')
  return { created_at: `${text} (Etc/UTC)`, created_at_timestamp: Math.floor(time / 1000) }
}

/** Numbered pages; how many there are stands in headers. */
function page(
  request: SimRequest,
  list: { readonly name: string; readonly all: readonly unknown[] },
  more: Record<string, unknown> = {},
): SimReply {
  const limit = queryNumber(request.query, 'limit', 100)
  const number = queryNumber(request.query, 'page', 1)
  if (limit < 1 || limit > 5000) return lokaliseReplies.badRequest('Invalid `limit` parameter')
  if (number < 1) return lokaliseReplies.badRequest('Invalid `page` parameter')
  const items = list.all.slice((number - 1) * limit, number * limit)
  return json(
    200,
    { ...more, [list.name]: items },
    {
      'x-pagination-total-count': String(list.all.length),
      'x-pagination-page-count': String(Math.ceil(list.all.length / limit)),
      'x-pagination-limit': String(limit),
      'x-pagination-page': String(number),
    },
  )
}
