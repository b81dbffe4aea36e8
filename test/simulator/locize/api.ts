import { Router, type PathParams } from '../router'
import { header, json, type SimReply, type SimRequest } from '../types'
import type { TokenRecord } from '../tokens'
import { locizeReplies } from './replies'
import type { CdnType, LocizeDetails, LocizeProject, LocizeState } from './state'

type Context = {
  readonly state: LocizeState
  readonly request: SimRequest
  readonly cdn: CdnType
}
type Handler = (context: Context, params: PathParams) => SimReply

const router = new Router<Handler>()
  .on('GET', '/stats/project/:project', guarded(getStats))
  .on('GET', '/branches/:project', guarded(getBranches))
  .on(
    'GET',
    '/jobs/:project/:job',
    guarded(({ state }) => locizeReplies.notFound(state.errorField)),
  )
  .on('GET', '/private/:project/:version/:language/:namespace', guarded(getPrivate))
  .on('GET', '/pull/:project/:version/:language/:namespace', guarded(getPrivate))
  .on('GET', '/download/:project', getDownload)
  .on('GET', '/languages/:project', getLanguages)

/** `api.lite.locize.app` and `api.locize.app` (https://www.locize.com/docs/integration/api). */
export function handleApi(state: LocizeState, request: SimRequest, cdn: CdnType): SimReply {
  const found = router.find(request.method, request.path)
  if (found === null || found === 'wrong-method') return locizeReplies.notFound(state.errorField)
  return found.handler({ state, request, cdn }, found.params)
}

/** The token of `Authorization: Bearer <token>` or `Authorization: <token>`. */
export function sentToken(request: SimRequest): string | undefined {
  const value = header(request, 'authorization')?.trim()
  return value === undefined || value === '' ? undefined : value.replace(/^bearer +/i, '')
}

type GuardedHandler = (context: Context, project: LocizeProject) => SimReply

/**
 * Needs a token with the right to read this project. [?] What a good token of another project gets
 * was not read; here the refusal that names the scope.
 */
function guarded(handler: GuardedHandler): Handler {
  return (context, params) => {
    const { state, request, cdn } = context
    const secret = sentToken(request)
    const record = secret === undefined ? undefined : state.tokens.live(secret)
    if (record === undefined || isAway(record, request)) {
      return locizeReplies.unauthorized(state.errorField)
    }
    const bare = state.wrongPlaceReply === 'bare'
    const project = state.projects.get(params('project'))
    if (project?.cdn !== cdn) {
      return bare
        ? locizeReplies.unauthorized(state.errorField)
        : locizeReplies.notFound(state.errorField)
    }
    const missing = missingScope(record, project)
    if (missing === 'project' && bare) return locizeReplies.unauthorized(state.errorField)
    if (missing !== undefined) {
      const what = { secret: record.secret, scope: missing, project: project.id }
      return locizeReplies.notAuthorized(state.errorField, what)
    }
    record.lastUsedAt = request.now
    return handler(context, project)
  }
}

/** A token that is limited to other addresses. [?] That it is refused like an unknown one. */
function isAway({ details }: TokenRecord<LocizeDetails>, { ip }: SimRequest): boolean {
  return details.addresses !== null && !details.addresses.includes(ip)
}

/** What keeps a token from reading all of a project. */
function missingScope(
  record: TokenRecord<LocizeDetails>,
  project: LocizeProject,
): string | undefined {
  if (record.kind === 'locize/pat') {
    // Two gates: a scope of the token, and a role of its user. Each role may read.
    if (!record.scopes.includes('read')) return 'read'
    return project.members.has(record.accountKey) ? undefined : 'project'
  }
  if (record.projectId !== project.id) return 'project'
  const { versions } = record.details
  const open = versions === null || project.versions.every((version) => versions.includes(version))
  return open ? undefined : 'version'
}

function getStats({ request, state }: Context, project: LocizeProject): SimReply {
  const numbers = { segmentsTranslated: 10, translated: 10, untranslated: 0, segments: 10 }
  const source = request.foreign
    ? (state.reach(state.foreign).find((item) => item.cdn === project.cdn) ?? project)
    : project
  const perNamespace = Object.fromEntries(source.namespaces.map((name) => [name, numbers]))
  const perLanguage = Object.fromEntries(source.languages.map((name) => [name, perNamespace]))
  return json(200, Object.fromEntries(source.versions.map((name) => [name, perLanguage])))
}

function getBranches(): SimReply {
  return json(200, [])
}

function getPrivate({ state }: Context): SimReply {
  state.privateDownloads += 1
  return json(200, {})
}

/** Open without a token; with one, it has to be good. */
function getDownload({ state, request, cdn }: Context, params: PathParams): SimReply {
  const secret = sentToken(request)
  if (secret !== undefined && state.tokens.live(secret) === undefined) {
    return locizeReplies.unauthorized(state.errorField)
  }
  const project = state.projects.get(params('project'))
  if (project?.cdn !== cdn) return locizeReplies.notFound(state.errorField)
  const files = project.versions.flatMap((version) =>
    project.languages.flatMap((language) =>
      project.namespaces.map((namespace) => {
        const key = `${project.id}/${version}/${language}/${namespace}`
        return { isPrivate: false, url: `${request.base}/${key}`, key, size: 2 }
      }),
    ),
  )
  return json(200, files)
}

/** Public: says whether the project is here, and nothing of the token. */
function getLanguages({ state, cdn }: Context, params: PathParams): SimReply {
  const project = state.projects.get(params('project'))
  if (project?.cdn !== cdn) return json(200, {})
  const languages = project.languages.map((code, index) => [
    code,
    { name: code, nativeName: code, isReferenceLanguage: index === 0, translated: { latest: 1 } },
  ])
  return json(200, Object.fromEntries(languages))
}
